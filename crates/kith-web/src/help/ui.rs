//! The page of help, for members and for those who are none.

use askama::Template;
use axum::Router;
use axum::routing::get;
use kith_domain::policy::{Limit, Policy};
use kith_domain::time::Span;

use crate::Web;
use crate::page::{Frame, Page, PageRequest, Place};
use crate::problem::Problem;
use crate::words;

/// The page of help.
pub fn routes() -> Router<Web> {
    Router::new().route("/help", get(show))
}

#[derive(Template)]
#[template(path = "help/help.html")]
struct HelpPage {
    frame: Frame,
    rules: Rules,
}

/// The numbers of the rules, in words.
struct Rules {
    note: u32,
    undo: Option<String>,
    after_view: bool,
    wait: Option<String>,
    expiry: String,
    lifetime: Option<String>,
    weekly: Option<String>,
    pending: Option<String>,
    marks: u32,
    introduction: String,
}

async fn show(ask: PageRequest) -> Result<Page<HelpPage>, Problem> {
    let rules = Rules::of(ask.app().policy());
    Ok(Page::new(HelpPage { rules, frame: ask.frame(Place::Elsewhere).await? }))
}

impl Rules {
    fn of(policy: &Policy) -> Self {
        let limit = |limit: Limit| limit.number().map(|number| words::number(u64::from(number)));
        let some = |span: Span| (span > Span::ZERO).then(|| in_words(span));
        Self {
            note: policy.note.max_graphemes,
            undo: some(policy.undo.send),
            after_view: policy.withdraw.after_view,
            wait: some(policy.cooldown.withdrawn),
            expiry: in_words(policy.expiry.after),
            lifetime: limit(policy.invitations.lifetime),
            weekly: limit(policy.invitations.weekly),
            pending: limit(policy.invitations.pending),
            marks: policy.marks.threshold,
            introduction: in_words(policy.introductions.after),
        }
    }
}

/// A span in the largest unit that holds it whole: `30 seconds`, `24 hours` as `1 day`.
fn in_words(span: Span) -> String {
    const UNITS: [(i64, &str); 4] =
        [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];
    let length = span.as_milliseconds();
    let whole = UNITS.iter().find(|(unit, _)| length >= *unit && length % unit == 0);
    let (number, unit) = whole.map_or((length, "millisecond"), |(unit, name)| (length / unit, *name));
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_the_largest_unit_that_fits() {
        for (span, words) in [
            (Span::seconds(30), "30 seconds"),
            (Span::seconds(90), "90 seconds"),
            (Span::days(1), "1 day"),
            (Span::days(180), "180 days"),
            (Span::milliseconds(500), "500 milliseconds"),
        ] {
            assert_eq!(in_words(span), words);
        }
    }
}
