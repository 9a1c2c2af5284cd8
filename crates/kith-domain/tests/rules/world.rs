//! A network in memory, as simple as can be: it reads facts, lets the domain decide, and applies what
//! was decided under the guards that every change promises. It is written from the words of the
//! changes alone, so that it checks the domain rather than repeats it.

use std::collections::{BTreeMap, BTreeSet};

use kith_domain::change::{Change, Event, EventKind};
use kith_domain::common_ground::{CommonGround, Shared, common_ground, visible_shared};
use kith_domain::connections::{block, disconnect, unblock};
use kith_domain::contact_details::ContactDetails;
use kith_domain::door::{Answered, DoorPolicy};
use kith_domain::follows::unfollow;
use kith_domain::id::{InvitationId, MemberId, ReportId, RestrictionId};
use kith_domain::invitations::{self as inv, Invitation, Outcome, SendOutcome};
use kith_domain::policy::{Limit, Policy};
use kith_domain::profile::{Audience, MemberStatus, Person, Profile};
use kith_domain::relation::{Answer, Between, Open, Pair, Relation, Stance};
use kith_domain::standing::{NEVER, Standing, agree};
use kith_domain::text::{Handle, Headline, Name, QuestionAnswer, QuestionText, ReportReason, Summary};
use kith_domain::time::{Span, Timestamp};

use crate::codes;

/// When every story begins.
pub(crate) const DAWN: Timestamp = Timestamp(1_800_000_000_000);

/// What S writes instead.
pub(crate) const NEW_NOTE: &str = "From the choir, the second row.";

/// What a member does to another, besides sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    Undo,
    Edit,
    Withdraw,
    View,
    Accept,
    AcceptLimited,
    AcceptFollowOnly,
    DeclineTerms,
    Widen,
    Limit,
    Narrow,
    Unfollow,
    Ignore,
    TakeBackDismissal,
    Mark,
    TakeBackMark,
    Report,
    Ask,
    Reply,
    SetAside,
    NotNow,
    BringBack,
    Disconnect,
    Block,
    Unblock,
}

impl Act {
    pub(crate) const ALL: [(Self, &str); 25] = [
        (Self::Undo, "undoes"),
        (Self::Edit, "edits"),
        (Self::Withdraw, "withdraws"),
        (Self::View, "views"),
        (Self::Accept, "accepts"),
        (Self::AcceptLimited, "admits"),
        (Self::AcceptFollowOnly, "follows"),
        (Self::DeclineTerms, "declines"),
        (Self::Widen, "widens"),
        (Self::Limit, "limits"),
        (Self::Narrow, "narrows"),
        (Self::Unfollow, "unfollows"),
        (Self::Ignore, "ignores"),
        (Self::TakeBackDismissal, "restores"),
        (Self::Mark, "marks"),
        (Self::TakeBackMark, "unmarks"),
        (Self::Report, "reports"),
        (Self::Ask, "asks"),
        (Self::Reply, "replies"),
        (Self::SetAside, "snoozes"),
        (Self::NotNow, "defers"),
        (Self::BringBack, "returns"),
        (Self::Disconnect, "disconnects"),
        (Self::Block, "blocks"),
        (Self::Unblock, "unblocks"),
    ];

    pub(crate) fn of(verb: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == verb).map(|(act, _)| *act)
    }
}

/// What S asks for, besides whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    pub(crate) note: Option<String>,
    pub(crate) claim: Option<inv::Claim>,
    pub(crate) purpose: Option<inv::Purpose>,
    /// Whether the address given is R's; none where the day's tries are used up.
    pub(crate) address: Option<bool>,
    /// What is answered at the door.
    pub(crate) answers: Vec<Answered>,
}

/// What a command came to: a word for it, and what it changes. A refusal changes nothing.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    pub(crate) answer: String,
    pub(crate) changes: Vec<Change>,
}

/// A member, with what is outside of a profile.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) profile: Profile,
    pub(crate) verified: bool,
    pub(crate) door: DoorPolicy,
}

/// "I don't know this person", said by one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) taken_back: bool,
}

/// A guard that did not hold: somebody else was first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict(pub(crate) &'static str);

/// Members, and everything between them.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) policy: Policy,
    pub(crate) now: Timestamp,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) relations: BTreeMap<(MemberId, MemberId), Relation>,
    pub(crate) standings: BTreeMap<MemberId, Standing>,
    pub(crate) invitations: BTreeMap<InvitationId, Invitation>,
    /// By whom was marked, then by whom it was said.
    pub(crate) marks: BTreeMap<(MemberId, MemberId), Mark>,
    pub(crate) reports: Vec<(MemberId, MemberId)>,
    /// Who follows whom.
    pub(crate) follows: BTreeSet<(MemberId, MemberId)>,
    pub(crate) journal: Vec<Event>,
    ids: i64,
}

/// A preset of `policies/`.
pub(crate) fn preset(name: &str) -> Policy {
    let path = format!("{}/../../policies/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    toml::from_str(&std::fs::read_to_string(path).expect("the preset's file")).expect("a policy")
}

/// A profile that holds everything that counts, and nothing anybody could share.
pub(crate) fn profile(id: MemberId, name: &str) -> Profile {
    Profile {
        person: Person {
            id,
            handle: Handle::from_name(name, None),
            name: Name::parse(name).expect("a name"),
            headline: Headline::parse("Builds bridges").ok(),
            location: None,
            picture: Some(1),
            status: MemberStatus::Active,
        },
        summary: Summary::parse("Bridges, mostly.").ok(),
        connections_visible_to: Audience::Connections,
        positions: Vec::new(),
        educations: Vec::new(),
        interests: Vec::new(),
        groups: Vec::new(),
        connections: 0,
        recommendations: 1,
        contact: ContactDetails::default(),
    }
}

impl World {
    /// Nobody yet, under a preset.
    pub(crate) fn new(preset_name: &str) -> Self {
        Self::under(preset(preset_name))
    }

    /// Nobody yet, under a policy.
    pub(crate) fn under(policy: Policy) -> Self {
        Self {
            policy,
            now: DAWN,
            members: BTreeMap::new(),
            relations: BTreeMap::new(),
            standings: BTreeMap::new(),
            invitations: BTreeMap::new(),
            marks: BTreeMap::new(),
            reports: Vec::new(),
            follows: BTreeSet::new(),
            journal: Vec::new(),
            ids: 0,
        }
    }

    /// Somebody signs up.
    pub(crate) fn joins(&mut self, id: i64, name: &str) -> MemberId {
        let id = MemberId(id);
        self.members
            .insert(id, Member { profile: profile(id, name), verified: true, door: DoorPolicy::default() });
        self.standings.insert(id, Standing::new(id, 0));
        id
    }

    /// Time passes.
    pub(crate) fn wait(&mut self, span: Span) {
        self.now = self.now + span;
    }

    pub(crate) fn relation(&self, a: MemberId, b: MemberId) -> Relation {
        let pair = Pair::of(a, b).expect("two members");
        self.relations.get(&(pair.lo(), pair.hi())).cloned().unwrap_or_else(|| Relation::new(pair))
    }

    pub(crate) fn open(&self, a: MemberId, b: MemberId) -> Option<Open> {
        match self.relation(a, b).between {
            Between::Invited(open) => Some(open),
            Between::Nothing | Between::Connected { .. } | Between::Following { .. } => None,
        }
    }

    /// The latest invitation of one to the other, however it ended.
    pub(crate) fn latest(&self, from: MemberId, to: MemberId) -> Option<&Invitation> {
        self.invitations.values().rev().find(|i| i.from == from && i.to == to)
    }

    /// The latest invitation between two, whoever sent it.
    pub(crate) fn latest_between(&self, a: MemberId, b: MemberId) -> Option<&Invitation> {
        self.invitations.values().rev().find(|i| (i.from == a && i.to == b) || (i.from == b && i.to == a))
    }

    /// What two have in common, as both allow it to be shown, in the words of `other`'s profile.
    pub(crate) fn ground(&self, one: MemberId, other: MemberId) -> CommonGround {
        let connected = |a: MemberId, b: MemberId| a != b && self.relation(a, b).connected();
        let shared = self.members.iter().filter(|(m, _)| connected(one, **m) && connected(other, **m));
        let shared = shared.map(|(id, m)| Shared {
            id: *id,
            name: m.profile.person.name.to_string(),
            connections_visible_to: m.profile.connections_visible_to,
        });
        let (one, other) = (&self.members[&one].profile, &self.members[&other].profile);
        let shared = visible_shared(
            one.connections_visible_to,
            other.connections_visible_to,
            self.policy.connections.shared_though_hidden,
            shared.collect(),
        );
        let count = u32::try_from(shared.len()).expect("few members");
        common_ground(one, other, &shared, count)
    }

    /// What sending comes to now.
    pub(crate) fn decide_send(&mut self, from: MemberId, to: MemberId, ask: Ask) -> Decided {
        self.ids += 1;
        if from == to {
            return refused("to_yourself");
        }
        let note = match &ask.note {
            None => None,
            Some(text) => {
                let name = self.members[&from].profile.person.name.to_string();
                match inv::Note::parse(text, "Guild", &name, &self.policy) {
                    Ok(note) => note,
                    Err(error) => return refused(&codes::note(&error)),
                }
            }
        };
        let sender = &self.members[&from];
        let facts = inv::SendFacts {
            relation: self.relation(from, to),
            standing: &self.standings[&from],
            sender: &sender.profile,
            sender_verified: sender.verified,
            recipient: self.members.get(&to).map(|m| &m.profile),
            connections: self.connections(from, to),
            address_known: match ask.address {
                Some(true) => inv::AddressKnown::Yes,
                Some(false) => inv::AddressKnown::No,
                None => inv::AddressKnown::TooManyTries,
            },
            door: &self.members[&to].door,
            introduced: false,
            ground: self.ground(from, to),
            degree: None,
            voided: self.voided(from, to),
            earlier: &[],
        };
        let command = inv::SendCommand {
            id: InvitationId(self.ids),
            from,
            to,
            claim: ask.claim,
            note,
            purpose: ask.purpose,
            place: inv::Place::Profile,
            answers: ask.answers,
        };
        match inv::send(&facts, command, &self.policy, self.now) {
            Ok(SendOutcome::Sent(sent)) => {
                let answer = match sent.pace_hint {
                    None => "sent".to_owned(),
                    Some(today) => format!("sent, the {today}th today"),
                };
                Decided { answer, changes: sent.changes }
            }
            Ok(SendOutcome::Existing(_)) => refused("already_invited"),
            Ok(SendOutcome::Connected { changes, .. }) => Decided { answer: "connected".into(), changes },
            Err(error) => refused(&codes::send(&error, self.now)),
        }
    }

    /// What an act comes to now. It is about the latest invitation between the two.
    pub(crate) fn decide(&mut self, by: MemberId, act: Act, other: MemberId) -> Decided {
        self.ids += 1;
        let (policy, now) = (&self.policy, self.now);
        let relation = self.relation(by, other);
        let done = |changes: Vec<Change>| Decided { answer: "ok".into(), changes };
        let terms = |scope, pause| {
            let connections = self.connections(by, other);
            match inv::change_terms(&relation, by, scope, pause, connections, policy, now) {
                Ok(changes) => done(changes),
                Err(error) => refused(&codes::terms(error)),
            }
        };
        match act {
            Act::Disconnect => return done(disconnect(&relation, by, policy, now)),
            Act::Block => return done(block(&relation, by, policy, now)),
            Act::Unblock => return done(unblock(&relation, by, now)),
            Act::Unfollow => {
                let follows = self.follows.contains(&(by, other));
                return done(unfollow(&relation, by, by, follows, now));
            }
            Act::Widen => return terms(inv::TermsScope::Full, inv::PauseWish::End),
            Act::Limit => {
                return terms(inv::TermsScope::Limited, inv::PauseWish::Begin(inv::PitchPause::Month));
            }
            Act::Narrow => return terms(inv::TermsScope::FollowOnly, inv::PauseWish::Keep),
            Act::Undo
            | Act::Edit
            | Act::Withdraw
            | Act::View
            | Act::Accept
            | Act::AcceptLimited
            | Act::AcceptFollowOnly
            | Act::DeclineTerms
            | Act::Ignore
            | Act::TakeBackDismissal
            | Act::Mark
            | Act::TakeBackMark
            | Act::Report
            | Act::Ask
            | Act::Reply
            | Act::SetAside
            | Act::NotNow
            | Act::BringBack => {}
        }
        let Some(invitation) = self.latest_between(by, other) else { return refused("not_found") };
        let (id, sender) = (invitation.id, invitation.from);
        let answered = |result: Result<Vec<Change>, inv::AnswerRefused>| match result {
            Ok(changes) => done(changes),
            Err(error) => refused(codes::answer(error)),
        };
        let marked = |result: Result<Vec<Change>, inv::MarkRefused>| match result {
            Ok(changes) => done(changes),
            Err(error) => refused(codes::mark(error)),
        };
        let accepted = |terms, answer: &str| {
            let (connections, voided) = (self.connections(by, other), self.voided(by, other));
            match inv::accept(&relation, id, by, terms, connections, &voided, policy, now) {
                Ok(changes) => Decided { answer: answer.into(), changes },
                Err(error) => refused(&codes::accept(error)),
            }
        };
        match act {
            Act::Undo => match inv::undo(&relation, invitation, by, now) {
                Ok(changes) => done(changes),
                Err(error) => refused(codes::undo(error)),
            },
            Act::Edit => {
                let note = Some(inv::Note::stored(NEW_NOTE.to_owned()));
                match inv::edit(&relation, invitation, by, note, None, policy, now) {
                    Ok(changes) => done(changes),
                    Err(error) => refused(codes::edit(error)),
                }
            }
            Act::Withdraw => match inv::withdraw(&relation, invitation, by, policy, now) {
                Ok(changes) => done(changes),
                Err(error) => refused(codes::withdraw(error)),
            },
            Act::View => answered(inv::view(&relation, id, by, now)),
            Act::Accept => accepted(inv::Terms::default(), "connected"),
            Act::AcceptLimited => {
                let no_pitches = Some(inv::PitchPause::Month);
                accepted(inv::Terms { scope: inv::TermsScope::Limited, no_pitches }, "ok")
            }
            Act::AcceptFollowOnly => {
                accepted(inv::Terms { scope: inv::TermsScope::FollowOnly, no_pitches: None }, "ok")
            }
            Act::DeclineTerms => match inv::decline_terms(&relation, invitation, by, policy, now) {
                Ok(changes) => done(changes),
                Err(error) => refused(codes::decline(error)),
            },
            Act::Ignore => answered(inv::ignore(&relation, id, by, now)),
            Act::TakeBackDismissal => marked(inv::take_back_dismissal(&relation, id, by, now)),
            Act::Mark => marked(inv::mark(&relation, id, by, &self.mark_facts(by, sender), policy, now)),
            Act::TakeBackMark => {
                let voided = inv::VoidedMark {
                    by,
                    standing: self.standings[&sender].clone(),
                    counting: self.counting_besides(sender, by) + 1,
                };
                marked(inv::take_back_mark(&relation, id, by, &voided, policy, now))
            }
            Act::Report => {
                let facts = self.mark_facts(by, sender);
                let reason = ReportReason::parse("Sells fog.").expect("a reason");
                let report = ReportId(self.ids);
                answered(inv::report(&relation, id, by, report, reason, &facts, policy, now))
            }
            Act::Ask => {
                let answered = invitation.exchanges.iter().filter(|one| one.answer.is_some()).count();
                let question = QuestionText::parse(&format!("Question {answered}?")).expect("a question");
                match inv::ask(&relation, invitation, by, question, policy, now) {
                    Ok(changes) => done(changes),
                    Err(error) => refused(codes::ask(error)),
                }
            }
            Act::Reply => {
                let text = QuestionAnswer::parse("From the choir.").expect("an answer");
                match inv::reply(&relation, invitation, by, text, policy, now) {
                    Ok(changes) => done(changes),
                    Err(error) => refused(codes::reply(error)),
                }
            }
            Act::SetAside | Act::NotNow => {
                let tell = act == Act::NotNow;
                let until = now + policy.not_now.left;
                match inv::set_aside(&relation, invitation, by, until, tell, policy, now) {
                    Ok(changes) => done(changes),
                    Err(error) => refused(codes::set_aside(error)),
                }
            }
            Act::BringBack => answered(inv::bring_back(&relation, id, by, now)),
            Act::Disconnect
            | Act::Block
            | Act::Unblock
            | Act::Unfollow
            | Act::Widen
            | Act::Limit
            | Act::Narrow => unreachable!("decided above"),
        }
    }

    /// S agrees not to do it again.
    pub(crate) fn decide_agreement(&self, member: MemberId, version: u32, tick: bool) -> Decided {
        match agree(&self.standings[&member], version, tick, self.now) {
            Ok(changes) => Decided { answer: "ok".into(), changes },
            Err(error) => refused(codes::agree(&error)),
        }
    }

    /// Sends, and what it came to.
    pub(crate) fn send(&mut self, from: MemberId, to: MemberId, ask: Ask) -> String {
        let decided = self.decide_send(from, to, ask);
        self.commit(decided)
    }

    /// Does something, and what it came to.
    pub(crate) fn act(&mut self, by: MemberId, act: Act, other: MemberId) -> String {
        let decided = self.decide(by, act, other);
        self.commit(decided)
    }

    /// Tidies up what has expired between two.
    pub(crate) fn tidy(&mut self, a: MemberId, b: MemberId) {
        let changes = inv::expire(&self.relation(a, b), &self.policy, self.now);
        self.apply(&changes).expect("nobody else is about");
    }

    /// Writes what was decided just now, and says what it came to.
    pub(crate) fn commit(&mut self, decided: Decided) -> String {
        self.apply(&decided.changes).unwrap_or_else(|Conflict(guard)| {
            panic!("{}: nobody else is about, and yet {guard}: {:#?}", decided.answer, decided.changes)
        });
        decided.answer
    }

    /// Writes all changes or none.
    pub(crate) fn apply(&mut self, changes: &[Change]) -> Result<(), Conflict> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut after = self.clone();
        for change in changes {
            after.apply_one(change)?;
        }
        *self = after;
        Ok(())
    }

    fn apply_one(&mut self, change: &Change) -> Result<(), Conflict> {
        let guard = |holds: bool, what: &'static str| if holds { Ok(()) } else { Err(Conflict(what)) };
        match change {
            Change::Relation { after, event } => {
                let key = (after.pair.lo(), after.pair.hi());
                let before = self.relation(key.0, key.1);
                let tied = |between: &Between| {
                    matches!(between, Between::Connected { .. } | Between::Following { .. })
                };
                if tied(&before.between) && tied(&after.between) {
                    // What one holds against the other nobody else takes away (F9).
                    let other = after.pair.other(event.actor);
                    let (was, is) = (before.stance(other), after.stance(other));
                    let same = (was.limits, was.follow_only, was.no_pitches)
                        == (is.limits, is.follow_only, is.no_pitches);
                    assert!(same, "an act of {:?} changed what {other:?} lets them see", event.actor);
                }
                guard(before.version + 1 == after.version, "the relation has another version")?;
                // Under a block it stands still, so that whoever blocks reads nothing there (R11.7).
                let blocked = before.blocked() && after.blocked();
                let since = if blocked { before.updated_at } else { Timestamp(before.updated_at.0 + 1) };
                assert!(after.updated_at >= since, "time went back");
                assert!(event.visible_at >= event.at, "visible before it happened");
                self.journal.push(*event);
                self.relations.insert(key, after.clone());
            }
            Change::InvitationSent(invitation) => {
                let old = self.invitations.insert(invitation.id, (**invitation).clone());
                guard(old.is_none(), "the invitation is not new")?;
            }
            Change::InvitationEnded { sender, invitation, outcome, at } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Open, "it had ended")?;
                stored.outcome = *outcome;
                stored.ended_at = Some(*at);
            }
            Change::InvitationErased { sender, invitation, sent_at: _ } => {
                let gone = self.invitations.remove(invitation);
                guard(gone.is_some_and(|i| i.from == *sender), "it was not there")?;
            }
            Change::NoteChanged { sender, invitation, note, originality } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Open, "it had ended")?;
                (stored.note, stored.originality) = (note.clone(), *originality);
            }
            Change::NotePrinted(_) => {}
            Change::Exchanged { sender, invitation, exchanges, expires_at } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Open, "it had ended")?;
                (stored.exchanges, stored.expires_at) = (exchanges.clone(), *expires_at);
            }
            Change::NotNowTold { sender, invitation, told, expires_at } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Open, "it had ended")?;
                (stored.not_now, stored.expires_at) = (Some(*told), *expires_at);
            }
            Change::AllowanceSpent { member, at, lifetime, weekly, pending, week, day } => {
                let s = self.standings.get_mut(member).ok_or(Conflict("no standing"))?;
                for (count, length) in [(&mut s.week, week), (&mut s.day, day)] {
                    if *at >= count.start + *length {
                        (count.start, count.used) = (*at, 0);
                    }
                }
                let granted = u64::from(s.granted);
                let below = |limit: &Limit, more: u64, used: u64| match limit {
                    Limit::Off => true,
                    Limit::At(limit) => used < u64::from(*limit) + more,
                };
                guard(*at >= s.restricted_until, "restricted")?;
                guard(below(lifetime, granted, s.sent), "the allowance is spent")?;
                guard(below(weekly, 0, s.week.used), "the week is full")?;
                guard(below(pending, 0, s.pending), "too many are pending")?;
                s.sent += 1;
                s.pending += 1;
                s.week.used += 1;
                s.day.used += 1;
            }
            Change::AllowanceReturned { member, spent_at } => {
                let s = self.standings.get_mut(member).ok_or(Conflict("no standing"))?;
                s.sent = s.sent.checked_sub(1).expect("it was counted");
                s.pending = s.pending.checked_sub(1).expect("it was pending");
                for count in [&mut s.week, &mut s.day] {
                    if *spent_at >= count.start {
                        count.used = count.used.checked_sub(1).expect("it was counted");
                    }
                }
            }
            Change::Counted { member, connections, pending, most } => {
                let s = self.standings.get_mut(member).ok_or(Conflict("no standing"))?;
                let changed = s.connections.checked_add_signed((*connections).into());
                s.connections = changed.expect("no connection is lost twice");
                s.pending = s.pending.checked_add_signed((*pending).into()).expect("nothing ends twice");
                guard(*connections <= 0 || s.connections <= *most, "too many connections")?;
                if let Some(member) = self.members.get_mut(member) {
                    member.profile.connections = s.connections;
                }
            }
            Change::Marked { by, of, at, standing_version, restricts, invitation: _ } => {
                let s = self.standings.get_mut(of).ok_or(Conflict("no standing"))?;
                guard(s.version == *standing_version, "the standing has another version")?;
                s.version += 1;
                if let Some(restriction) = restricts {
                    s.restrictions += 1;
                    s.restricted_until = NEVER;
                    s.restriction = Some(restriction.clone());
                }
                let old = self.marks.insert((*of, *by), Mark { at: *at, taken_back: false });
                guard(old.is_none_or(|m| m.taken_back), "one counts once")?;
            }
            Change::Restricted { member, restriction, standing_version } => {
                let s = self.standings.get_mut(member).ok_or(Conflict("no standing"))?;
                guard(s.version == *standing_version, "the standing has another version")?;
                *s = s.clone().restricted_by(restriction.clone());
            }
            // Not of the relations and counters that these tests play with: tests/rules/standing.rs plays with them.
            Change::AllowanceAsked { .. }
            | Change::AllowanceReviewed { .. }
            | Change::Appealed { .. }
            | Change::AppealAnswered { .. } => {}
            Change::MarkTakenBack { by, of, standing_version, frees } => {
                let mark = self.marks.get_mut(&(*of, *by)).ok_or(Conflict("no mark"))?;
                guard(!mark.taken_back, "taken back before")?;
                mark.taken_back = true;
                let s = self.standings.get_mut(of).ok_or(Conflict("no standing"))?;
                guard(s.version == *standing_version, "the standing has another version")?;
                s.version += 1;
                if *frees {
                    s.restrictions -= 1;
                    s.restricted_until = Timestamp(0);
                    s.restriction = None;
                }
            }
            Change::Agreed { member, agreement_version: _, at, restricted_until, standing_version } => {
                let s = self.standings.get_mut(member).ok_or(Conflict("no standing"))?;
                guard(s.version == *standing_version, "the standing has another version")?;
                s.version += 1;
                s.marks_from = *at;
                s.restricted_until = *restricted_until;
                let restriction = s.restriction.as_mut().ok_or(Conflict("no restriction"))?;
                restriction.agreed_at = Some(*at);
            }
            Change::Reported { by, of, .. } => self.reports.push((*by, *of)),
            Change::CaseOpened(_) => {}
            // There is no outreach in this world; it has stories of its own.
            Change::ConversationClosed { .. } => {}
            Change::Parted { pair, .. } => {
                self.follows.remove(&(pair.lo(), pair.hi()));
                self.follows.remove(&(pair.hi(), pair.lo()));
            }
            Change::Followed { follower, followed, .. } => {
                self.follows.insert((*follower, *followed));
            }
            Change::Unfollowed { follower, followed } => {
                self.follows.remove(&(*follower, *followed));
            }
            Change::TermsTold { sender, invitation, terms } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Accepted, "not accepted")?;
                stored.terms = Some(*terms);
            }
            Change::TermsDeclined { sender, invitation, at } => {
                let stored = self.invitations.get_mut(invitation).ok_or(Conflict("no such invitation"))?;
                guard(stored.from == *sender && stored.outcome == Outcome::Accepted, "not accepted")?;
                guard(stored.terms.is_some(), "no terms")?;
                (stored.outcome, stored.ended_at) = (Outcome::Withdrawn, Some(*at));
            }
            Change::OutreachSent(_)
            | Change::OutreachEnded { .. }
            | Change::OutreachMoved { .. }
            | Change::ConversationOpened { .. }
            | Change::CreditSpent { .. }
            | Change::CreditReturned { .. }
            | Change::CreditsChanged { .. } => panic!("nobody here does that: {change:?}"),
        }
        Ok(())
    }

    fn connections(&self, yours: MemberId, theirs: MemberId) -> inv::Connections {
        let of = |m: MemberId| self.standings.get(&m).map_or(0, |s| s.connections);
        inv::Connections { yours: of(yours), theirs: of(theirs) }
    }

    /// The marks of `of` by anybody but `except` that count now.
    pub(crate) fn counting_besides(&self, of: MemberId, except: MemberId) -> u32 {
        let from = self.standings[&of].marks_count_from(&self.policy, self.now);
        let counts = |((marked, by), mark): &(&(MemberId, MemberId), &Mark)| {
            *marked == of && *by != except && !mark.taken_back && mark.at >= from
        };
        u32::try_from(self.marks.iter().filter(counts).count()).expect("few members")
    }

    fn mark_facts(&self, by: MemberId, of: MemberId) -> inv::MarkFacts {
        inv::MarkFacts {
            standing: self.standings[&of].clone(),
            counting: self.counting_besides(of, by),
            counts: self.marks.get(&(of, by)).is_none_or(|m| m.taken_back),
            restriction: RestrictionId(self.ids),
        }
    }

    fn voided(&self, a: MemberId, b: MemberId) -> Vec<inv::VoidedMark> {
        let stands = |of: MemberId, by: MemberId| {
            self.marks.get(&(of, by)).filter(|m| !m.taken_back).map(|_| inv::VoidedMark {
                by,
                standing: self.standings[&of].clone(),
                counting: self.counting_besides(of, by) + 1,
            })
        };
        stands(a, b).into_iter().chain(stands(b, a)).collect()
    }

    /// What must hold at every moment, counted anew from what happened. Panics with what does not.
    pub(crate) fn check(&self) {
        let mut open_pairs = BTreeSet::new();
        for invitation in self.invitations.values().filter(|i| i.outcome == Outcome::Open) {
            let pair = Pair::of(invitation.from, invitation.to).expect("two members");
            assert!(open_pairs.insert((pair.lo(), pair.hi())), "two open invitations between two members");
            let open = self.open(pair.lo(), pair.hi()).expect("what is open stands between the two");
            assert_eq!((open.id, open.sender), (invitation.id, invitation.from));
            assert_eq!((open.opens_at, open.expires_at), (invitation.opens_at, invitation.expires_at));
            if let Answer::Snoozed { until } = open.answer {
                assert!(until + self.policy.not_now.left <= open.expires_at, "back with time left to answer");
            }
        }
        for ((lo, hi), relation) in &self.relations {
            match &relation.between {
                Between::Invited(open) => {
                    assert_eq!(self.invitations[&open.id].outcome, Outcome::Open, "over for S, open for R");
                    let blocker = [*lo, *hi].into_iter().find(|m| relation.stance(*m).blocks);
                    assert!(blocker != Some(open.sender), "who blocks has nothing pending");
                }
                Between::Connected { invitation, inviter, .. } => {
                    assert!(!relation.blocked(), "connected and blocked at once");
                    let accepted = &self.invitations[&invitation.expect("no import here")];
                    assert_eq!((accepted.outcome, accepted.from), (Outcome::Accepted, *inviter));
                }
                Between::Following { invitation, inviter, .. } => {
                    assert!(!relation.blocked(), "following and blocked at once");
                    let accepted = &self.invitations[&invitation.expect("no import here")];
                    assert_eq!((accepted.outcome, accepted.from), (Outcome::Accepted, *inviter));
                    assert!(self.follows.contains(&(*lo, *hi)) && self.follows.contains(&(*hi, *lo)));
                    assert!(
                        relation.lo.follow_only != relation.hi.follow_only,
                        "one of the two wished it so"
                    );
                }
                Between::Nothing => {}
            }
            if matches!(relation.between, Between::Nothing | Between::Invited(_)) {
                let free = |stance: Stance| stance == stance.unlimited();
                assert!(free(relation.lo) && free(relation.hi), "terms of no connection");
            }
        }
        for (member, standing) in &self.standings {
            let did = |kind: EventKind| {
                self.journal.iter().filter(|e| e.kind == kind && e.actor == *member).count() as u64
            };
            assert_eq!(standing.sent, did(EventKind::Sent) - did(EventKind::Undone), "sent, not undone");
            if let Some(limit) = standing.lifetime_limit(&self.policy) {
                assert!(standing.sent <= limit, "more sent than allowed");
            }
            let open = |i: &&Invitation| i.from == *member && i.outcome == Outcome::Open;
            let pending = self.invitations.values().filter(open).count() as u64;
            assert_eq!(standing.pending, pending, "pending counts what is open");
            let edges = self.relations.values().filter(|r| r.connected() && r.pair.side(*member).is_some());
            assert_eq!(standing.connections as usize, edges.count(), "connections count the edges");
            let due = standing.restriction.is_some() && self.now < standing.restricted_until;
            assert_eq!(standing.restricted_at(self.now).is_some(), due);
        }
    }
}

fn refused(code: &str) -> Decided {
    Decided { answer: code.to_owned(), changes: Vec::new() }
}
