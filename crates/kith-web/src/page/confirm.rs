use askama::Template;

use super::Frame;

/// One act with consequences, said before it is done: a page of its own, and a dialog where the script runs.
#[derive(Template)]
#[template(path = "layout/confirm.html")]
pub struct Confirm {
    /// The frame.
    pub frame: Frame,
    /// The question.
    pub heading: String,
    /// What follows from it.
    pub sentences: Vec<String>,
    /// Where the form posts to.
    pub action: String,
    /// Where it leads not to do it.
    pub back: String,
    /// The word on the button.
    pub button: &'static str,
    /// Whether it cannot be undone.
    pub grave: bool,
}
