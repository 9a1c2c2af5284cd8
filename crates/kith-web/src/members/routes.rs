//! The ways to somebody beside an invitation, as pages show them: on the profile, beside Connect, and where S says not
//! to know R (R0.3, R4.2). Its template is `members/routes.html`.

use kith_app::relationship::{NoIntroduction, Routes};

use crate::page::Somebody;

/// The ways to somebody beside an invitation.
#[derive(Debug, Clone)]
pub(crate) struct OtherRoutes {
    /// Their name in addresses.
    pub(crate) handle: String,
    /// What a friend would call them.
    pub(crate) first: String,
    /// Who may be asked for an introduction, in words; empty where nobody may.
    pub(crate) introducers: String,
    /// Whether an outreach message may be written.
    pub(crate) outreach: bool,
    /// Whether one may follow them.
    pub(crate) follow: bool,
    /// Whether the two are further apart than the 2nd degree.
    pub(crate) far: bool,
    /// Why there is no introduction; empty where there is one.
    pub(crate) no_introduction: String,
}

impl OtherRoutes {
    /// The ways to `to`.
    pub(crate) fn new(to: &Somebody, routes: &Routes) -> Self {
        let first = &to.first;
        let names: Vec<&str> = routes.introducers.iter().map(|person| person.name.as_str()).collect();
        let no_introduction = match routes.no_introduction {
            None => String::new(),
            Some(NoIntroduction::NotApart) => "There is something between you already.".to_owned(),
            Some(NoIntroduction::TooFar) => {
                format!("You and {first} share no connection who could introduce you.")
            }
            Some(NoIntroduction::NobodyToAsk) => {
                format!("Nobody whom you can see between you and {first} takes requests to introduce people.")
            }
        };
        Self {
            handle: to.handle.clone(),
            first: first.clone(),
            introducers: either(&names),
            outreach: routes.write_outreach,
            follow: routes.follow,
            far: routes.far,
            no_introduction,
        }
    }

    /// Whether there is none.
    pub(crate) fn none(&self) -> bool {
        self.introducers.is_empty() && !self.outreach && !self.follow
    }
}

/// `Ana`, `Ana or Ben`, `Ana, Ben or Cleo`.
fn either(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_may_be_asked_are_told_in_words() {
        assert_eq!(either(&[]), "");
        assert_eq!(either(&["Ana"]), "Ana");
        assert_eq!(either(&["Ana", "Ben", "Cleo"]), "Ana, Ben or Cleo");
    }
}
