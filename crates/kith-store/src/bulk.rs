//! Filling a network: members with their whole past, written in one transaction.
//!
//! What is written is what the use cases would have left behind, row for row, made by the same functions; only
//! the guards are missing, since nobody acts in a past that is being written.

use std::sync::Arc;

use kith_domain::change::{Event, EventKind};
use kith_domain::id::{ConversationId, InvitationId, MemberId};
use kith_domain::invitations::{Invitation, Outcome};
use kith_domain::profile::{Audience, MemberStatus, Person, Profile};
use kith_domain::relation::{Pair, Relation};
use kith_domain::standing::Standing;
use kith_domain::text::Address;
use kith_domain::time::Timestamp;

use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Step, Touch, args, statements};
use crate::groups::Group;
use crate::messages::Message;
use crate::{
    Store, accounts, commit, groups, invitations, messages, pictures, profile_edits, profiles, provisos,
    relations, roster, search_document, standing,
};

statements! {
    INSERT_MEMBER = "bulk/insert_member";
    INSERT_STANDING = "bulk/insert_standing";
    MEMBERS = "bulk/members";
}

/// A member who has been here for a while.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The profile, groups included; the groups themselves are rows of their own.
    pub profile: Profile,
    /// Where they are reached and what they sign in with, confirmed; without one nobody signs in.
    pub address: Option<Address>,
    /// The hash of the password.
    pub password_hash: Option<Arc<str>>,
    /// Whether they moderate.
    pub moderator: bool,
    /// What their past made of their allowance.
    pub standing: Standing,
    /// The picture in its sizes, each with the length of its edge in pixels.
    pub picture: Vec<(u32, Vec<u8>)>,
    /// When they joined.
    pub joined_at: Timestamp,
}

/// One thing that the past left behind.
#[derive(Debug, Clone)]
pub enum Remnant {
    /// A member.
    Member(Box<Settled>),
    /// One half of a relation, in its owner's shard. The other half is a remnant of its own, so that halves can be
    /// written in the order in which they lie on disk.
    Half {
        /// What stands between the two.
        relation: Relation,
        /// Whose half.
        owner: MemberId,
    },
    /// An invitation, open or ended.
    Invitation(Box<Invitation>),
    /// A mark that stands.
    Mark {
        /// Who was marked.
        of: MemberId,
        /// By whom.
        by: MemberId,
        /// About which invitation.
        invitation: InvitationId,
        /// When.
        at: Timestamp,
    },
    /// A group. Who is in it says so with the profile.
    Group {
        /// It.
        group: Box<Group>,
        /// The form under which its name is nobody else's.
        name_key: String,
    },
    /// A conversation.
    Talk {
        /// The two.
        pair: Pair,
        /// Which.
        conversation: ConversationId,
        /// What was written, the oldest first.
        messages: Vec<Message>,
    },
    /// Something that happened between two members, for whoever follows the journal.
    Event {
        /// The two, as they stood after it.
        after: Relation,
        /// What happened.
        event: Event,
    },
}

impl Store {
    /// Writes a past in one transaction, in the order given: all of it, or nothing. Whoever follows the journal learns
    /// that connections came at `at` that no other entry tells of.
    ///
    /// # Errors
    /// `Conflict` where a handle, an address or a name is somebody's already; the database is in trouble.
    pub async fn settle(
        &self,
        past: impl Iterator<Item = Remnant> + Send + 'static,
        at: Timestamp,
    ) -> Result<(), CommitFailure> {
        let settled = self.engine.commit_all(past.map(batch).chain([settling(at)])).await;
        self.forget_connections();
        settled.map(drop)
    }

    /// Whether the network has any member.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn has_members(&self) -> Result<bool, Fault> {
        Ok(!self.members(None, 1).await?.is_empty())
    }

    /// Everybody, whatever became of their accounts, the earliest first, after `after`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn members(&self, after: Option<MemberId>, most: u32) -> Result<Vec<Person>, Fault> {
        let after = after.map_or(0, |member| member.0);
        let rows = self.engine.rows(MEMBERS.with(args![after, i64::from(most)])).await?;
        rows.iter().map(profiles::decode_person).collect()
    }
}

/// What the journal tells at the end of a past.
fn settling(at: Timestamp) -> Batch {
    let entry = accounts::about(MemberId(0), 0, EventKind::Imported, at);
    Batch { steps: Vec::new(), journal: vec![entry] }
}

fn batch(remnant: Remnant) -> Batch {
    let steps = match remnant {
        Remnant::Member(member) => settled(*member),
        Remnant::Half { relation, owner } => vec![relations::put_half(&relation, owner)],
        Remnant::Invitation(invitation) => ended(&invitation),
        Remnant::Mark { of, by, invitation, at } => {
            vec![standing::PUT_MARK.step(args![of.0, by.0, invitation.0, at.0], Touch::One)]
        }
        Remnant::Group { group, name_key } => groups::founded(&group, &name_key).into(),
        Remnant::Talk { pair, conversation, messages } => talked(pair, conversation, &messages),
        Remnant::Event { after, event } => {
            return Batch { steps: Vec::new(), journal: vec![commit::entry(&after, &event)] };
        }
    };
    Batch { steps, journal: Vec::new() }
}

fn settled(member: Settled) -> Vec<Step> {
    let Settled { profile, address, password_hash, moderator, standing, picture, joined_at } = member;
    let person = &profile.person;
    let (id, at) = (person.id, joined_at.0);
    let mut steps = vec![accounts::CLAIM_HANDLE.step(args![person.handle.as_str(), id.0], Touch::One)];
    if let Some(address) = &address {
        let normal = address.normal();
        steps.push(accounts::CLAIM_ADDRESS.step(args![normal.as_str(), id.0, at], Touch::One));
        let row = args![id.0, normal, address.as_str(), at];
        steps.push(accounts::INSERT_MEMBER_ADDRESS.step(row, Touch::One));
    }
    let row = args![
        id.0,
        person.handle.as_str(),
        person.name.as_str(),
        person.headline.as_ref().map(|text| text.as_str()),
        profile.summary.as_ref().map(|text| text.as_str()),
        person.location.as_ref().map(|text| text.as_str()),
        person.picture,
        person.status.code(),
        moderator,
        profile.connections_visible_to.code(),
        address.is_some(),
        at,
        profile.contact.email.as_ref().map(|text| text.as_str()),
        profile.contact.phone.as_ref().map(|text| text.as_str()),
        profile.contact.website.as_ref().map(|text| text.as_str())
    ];
    steps.push(INSERT_MEMBER.step(row, Touch::One));
    if person.status != MemberStatus::Active {
        steps.extend(provisos::present(id, person.status));
    }
    // Nobody settles with the wish not to be asked for introductions.
    let shown = (Audience::Connections, true);
    steps.extend(provisos::wishes(id, shown, (profile.connections_visible_to, true)));
    if let Some(hash) = password_hash {
        steps.push(accounts::INSERT_CREDENTIAL.step(args![id.0, &*hash, at], Touch::One));
    }
    steps.extend(stands(&standing));
    steps.extend(profile.positions.iter().map(|position| profile_edits::insert_position(id, position)));
    steps.extend(profile.educations.iter().map(|education| profile_edits::insert_education(id, education)));
    steps.extend((0_i64..).zip(&profile.interests).map(|(place, interest)| {
        profile_edits::INSERT_INTEREST.step(args![id.0, interest.key(), interest.as_str(), place], Touch::One)
    }));
    steps.extend(profile.groups.iter().map(|m| groups::membership(id, m.group, &m.name, joined_at)));
    steps.extend(roster::facts(&profile).into_iter().map(|fact| roster::put(fact, id, joined_at)));
    steps.push(search_document::put(&profile));
    let set_at = person.picture.unwrap_or(at);
    steps.extend(
        picture
            .into_iter()
            .map(|(side, bytes)| pictures::PUT.step(args![id.0, i64::from(side), set_at, bytes], Touch::One)),
    );
    steps
}

fn stands(standing: &Standing) -> Vec<Step> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let s = standing;
    let row = args![
        s.member.0,
        number(s.sent),
        s.week.start.0,
        number(s.week.used),
        s.day.start.0,
        number(s.day.used),
        number(s.pending),
        i64::from(s.connections),
        i64::from(s.restrictions),
        s.restricted_until.0,
        s.version
    ];
    let mut steps = vec![INSERT_STANDING.step(row, Touch::One)];
    steps.extend(s.restriction.as_ref().map(|restriction| standing::restriction_row(s.member, restriction)));
    steps
}

/// Who did not write the last message has read up to the last one they wrote themselves.
fn talked(pair: Pair, conversation: ConversationId, written: &[Message]) -> Vec<Step> {
    let last = written.last().map_or(0, |message| message.id.0);
    let mut steps: Vec<Step> = [pair.lo(), pair.hi()]
        .into_iter()
        .map(|member| {
            let own = written.iter().rev().find(|message| message.from == member);
            let read = own.map_or(0, |message| message.id.0);
            let row = args![member.0, conversation.0, pair.other(member).0, last, read];
            messages::PUT_HALF.step(row, Touch::One)
        })
        .collect();
    steps.extend(written.iter().map(|message| messages::insert(conversation, message)));
    steps
}

fn ended(invitation: &Invitation) -> Vec<Step> {
    let mut steps = vec![invitations::insert(invitation)];
    if invitation.outcome != Outcome::Open {
        let at = invitation.ended_at.unwrap_or(invitation.expires_at);
        let row = args![invitation.from.0, invitation.id.0, invitation.outcome.code(), at.0];
        steps.push(invitations::END.step(row, Touch::One));
    }
    steps
}
