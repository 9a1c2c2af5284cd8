//! People in lists: a row each, with the one thing one can do with them from there.

pub mod ui;

use std::ops::Deref;

use kith_app::profile::{self, Viewed};
use kith_app::relationship::{self, Bearing, RelationshipState};
use kith_app::{Actor, App, Fault};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::profile::Person;

use crate::page::{MemberRequest, Somebody};
use crate::problem::Problem;
use crate::words;

/// A person in a list.
#[derive(Debug, Clone)]
pub struct Row {
    who: Somebody,
    /// How far away, as `2nd`; none where it is not shown.
    pub degree: Option<&'static str>,
    /// What one can do with them.
    pub act: Act,
}

impl Deref for Row {
    type Target = Somebody;

    fn deref(&self) -> &Somebody {
        &self.who
    }
}

/// What one can do with somebody in a list (R1.1, R1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Invite them, with one click.
    Connect,
    /// Write to them.
    Message,
    /// Look at the invitation one sent.
    Pending(InvitationId),
    /// Answer the invitation one received.
    Respond(InvitationId),
    /// Nothing, as with oneself.
    Nothing,
}

impl Row {
    /// Somebody with whom nothing is done here.
    pub fn new(person: &Person) -> Self {
        Self { who: Somebody::of(person), degree: None, act: Act::Nothing }
    }

    /// Somebody with how they stand to whoever looks.
    pub fn bearing(person: &Person, bearing: &Bearing) -> Self {
        let act = match (bearing.state, bearing.invitation) {
            (RelationshipState::None, _) => Act::Connect,
            (RelationshipState::Connected, _) => Act::Message,
            (RelationshipState::Invited, Some(id)) => Act::Pending(id),
            (RelationshipState::InvitedYou, Some(id)) => Act::Respond(id),
            (RelationshipState::Invited | RelationshipState::InvitedYou, None)
            | (RelationshipState::Yourself, _) => Act::Nothing,
        };
        Self { act, degree: words::degree(bearing.degree), ..Self::new(person) }
    }
}

/// People with how they stand to whoever looks, in their order.
///
/// # Errors
/// The database is in trouble.
pub async fn rows(app: &App, actor: Actor, persons: &[Person]) -> Result<Vec<Row>, Fault> {
    let ids: Vec<MemberId> = persons.iter().map(|person| person.id).collect();
    let bearings = relationship::bearings(app, actor, &ids).await?;
    let row = |person: &Person| match bearings.iter().find(|bearing| bearing.other == person.id) {
        Some(bearing) => Row::bearing(person, bearing),
        None => Row::new(person),
    };
    Ok(persons.iter().map(row).collect())
}

/// Whoever has this handle (or id) and is there for the one who asks.
///
/// # Errors
/// Nobody there, or a block hides them.
pub async fn named(ask: &MemberRequest, handle: &str) -> Result<Person, Problem> {
    let app = ask.app();
    let id = profile::find(app, handle).await?.ok_or_else(Problem::not_found)?;
    let viewed = profile::view(app, ask.actor(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(match viewed {
        Viewed::Own(account) => account.profile.person,
        Viewed::Other(meeting) => meeting.profile.person,
    })
}
