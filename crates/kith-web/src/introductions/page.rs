//! Introductions as pages show them to each of the three.

use kith_app::introductions::Seen;
use kith_domain::id::IntroductionId;
use kith_domain::introductions::{Role, Stage};
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;

use crate::page::Somebody;
use crate::when::When;

/// An introduction as one of its three sees it.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) id: IntroductionId,
    pub(crate) role: Role,
    pub(crate) stage: Stage,
    pub(crate) asker: Who,
    pub(crate) go_between: Who,
    pub(crate) recipient: Who,
    pub(crate) reason: String,
    pub(crate) words: Option<String>,
    pub(crate) asked: When,
    pub(crate) ends: When,
}

/// One of the three; what is left of one who is gone is that they are.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    pub(crate) somebody: Option<Somebody>,
    pub(crate) name: String,
    pub(crate) first: String,
}

impl Who {
    fn of(person: Option<&Person>) -> Self {
        let somebody = person.map(Somebody::of);
        let gone = || "Somebody who has left".to_owned();
        Self {
            name: somebody.as_ref().map_or_else(gone, |who| who.name.clone()),
            first: somebody.as_ref().map_or_else(gone, |who| who.first.clone()),
            somebody,
        }
    }
}

impl Card {
    /// An introduction as it is seen.
    pub(crate) fn new(seen: &Seen, now: Timestamp) -> Self {
        let of = &seen.part.introduction;
        Self {
            id: of.id,
            role: seen.part.role,
            stage: seen.stage,
            asker: Who::of(seen.asker.as_ref()),
            go_between: Who::of(seen.go_between.as_ref()),
            recipient: Who::of(seen.recipient.as_ref()),
            reason: of.reason.as_str().to_owned(),
            words: seen.part.words.as_ref().map(|words| words.as_str().to_owned()),
            asked: When::day(of.asked_at, now),
            ends: When::day(of.expires_at, now),
        }
    }

    /// Whether it waits for whose card it is, or for anybody, as S sees it.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::SetAside)
    }

    /// Whether the three can talk.
    pub(crate) fn agreed(&self) -> bool {
        self.stage == Stage::Agreed
    }

    /// Where it stands, in words for whose card it is.
    pub(crate) fn stands(&self) -> String {
        let (mia, ryan) = (&self.go_between.first, &self.recipient.first);
        match (self.stage, self.role) {
            (Stage::Open, Role::Asker) => {
                format!("With {mia}. You hear of a yes; open until {}.", self.ends.words)
            }
            (Stage::Over, Role::Asker) => "Not taken forward.".to_owned(),
            (Stage::Open, _) => format!("Open until {}.", self.ends.words),
            (Stage::SetAside, _) => format!("Put aside; open until {}.", self.ends.words),
            (Stage::Declined, _) => "You said no. Nobody was told.".to_owned(),
            (Stage::Forwarded, _) => format!("You wrote to {ryan}. You hear of a yes."),
            (Stage::Agreed, _) => "All agreed.".to_owned(),
            (Stage::Withdrawn, _) => "Taken back.".to_owned(),
            (Stage::Over, _) => "Its time is over.".to_owned(),
        }
    }
}
