//! A network in memory: what the store would hold, changed by the same decisions.

use std::collections::HashMap;

use kith_domain::change::{Change, Event};
use kith_domain::common_ground::{CommonGround, Shared, common_ground, visible_shared};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::Invitation;
use kith_domain::policy::Policy;
use kith_domain::profile::Profile;
use kith_domain::relation::{Pair, Relation};
use kith_domain::standing::{Count, NEVER, Standing};
use kith_domain::time::Timestamp;

/// How many shared connections a card names; as many as the store reads.
const SHARED_NAMED: usize = 12;

/// The network as far as the past has been played.
pub(super) struct World {
    /// By number of the member.
    pub(super) profiles: Vec<Profile>,
    /// By number of the member.
    pub(super) standings: Vec<Standing>,
    /// The numbers of each member's connections, ascending.
    pub(super) neighbours: Vec<Vec<u32>>,
    pub(super) relations: HashMap<Pair, Relation>,
    pub(super) invitations: HashMap<InvitationId, Invitation>,
    pub(super) marks: Vec<Mark>,
    pub(super) events: Vec<(Relation, Event)>,
    numbers: HashMap<MemberId, u32>,
}

/// A mark that stands.
pub(super) struct Mark {
    pub(super) of: MemberId,
    pub(super) by: MemberId,
    pub(super) invitation: InvitationId,
    pub(super) at: Timestamp,
}

/// What a past cannot hold: it is written without it.
#[derive(Debug)]
pub(super) struct NoSuchAct;

impl World {
    pub(super) fn new(profiles: Vec<Profile>) -> Self {
        let numbers = (0..).zip(&profiles).map(|(number, profile)| (profile.person.id, number)).collect();
        let standings = profiles.iter().map(|profile| Standing::new(profile.person.id, 0)).collect();
        Self {
            neighbours: vec![Vec::new(); profiles.len()],
            relations: HashMap::new(),
            invitations: HashMap::new(),
            marks: Vec::new(),
            events: Vec::new(),
            profiles,
            standings,
            numbers,
        }
    }

    /// What stands between two members.
    pub(super) fn relation(&self, pair: Pair) -> Relation {
        self.relations.get(&pair).cloned().unwrap_or_else(|| Relation::new(pair))
    }

    /// What two members have in common now, and their degree where it is 2.
    pub(super) fn ground(&self, one: usize, other: usize, policy: &Policy) -> (CommonGround, Option<u8>) {
        let (a, b) = (&self.neighbours[one], &self.neighbours[other]);
        let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let both = few.iter().filter(|number| many.binary_search(number).is_ok());
        let mut shared: Vec<Shared> = both.map(|number| self.shared(*number as usize)).collect();
        let degree = (!shared.is_empty()).then_some(2);
        shared.sort_unstable_by_key(|shared| shared.id);
        let (one, other) = (&self.profiles[one], &self.profiles[other]);
        let though_hidden = policy.connections.shared_though_hidden;
        let visible =
            visible_shared(one.connections_visible_to, other.connections_visible_to, though_hidden, shared);
        let count = u32::try_from(visible.len()).unwrap_or(u32::MAX);
        let named = visible.get(..SHARED_NAMED.min(visible.len())).unwrap_or_default();
        (common_ground(one, other, named, count), degree)
    }

    /// How many marks against a member count from `since` on.
    pub(super) fn marks_of(&self, of: MemberId, since: Timestamp) -> u32 {
        let counting = self.marks.iter().filter(|mark| mark.of == of && mark.at >= since).count();
        u32::try_from(counting).unwrap_or(u32::MAX)
    }

    /// Lets a decision come true.
    ///
    /// # Errors
    /// It holds something that no past holds: acts that leave no trace, or that only a living network knows.
    pub(super) fn apply(&mut self, changes: Vec<Change>) -> Result<(), NoSuchAct> {
        for change in changes {
            self.change(change)?;
        }
        Ok(())
    }

    fn change(&mut self, change: Change) -> Result<(), NoSuchAct> {
        match change {
            Change::Relation { after, event } => {
                if after.connected() {
                    self.join(after.pair);
                }
                self.events.push((after.clone(), event));
                self.relations.insert(after.pair, after);
            }
            Change::InvitationSent(invitation) => {
                self.invitations.insert(invitation.id, *invitation);
            }
            Change::InvitationEnded { sender: _, invitation, outcome, at } => {
                let ended = self.invitations.get_mut(&invitation).ok_or(NoSuchAct)?;
                (ended.outcome, ended.ended_at) = (outcome, Some(at));
            }
            Change::AllowanceSpent { member, at, lifetime: _, weekly: _, pending: _, week, day } => {
                let standing = self.standing(member)?;
                standing.sent += 1;
                standing.pending += 1;
                for (count, length) in [(&mut standing.week, week), (&mut standing.day, day)] {
                    let used = count.used_at(at, length);
                    let start = if used > 0 { count.start } else { at };
                    *count = Count { start, used: used + 1 };
                }
            }
            Change::Counted { member, connections, pending, most: _ } => {
                let standing = self.standing(member)?;
                standing.connections = standing.connections.saturating_add_signed(connections.into());
                standing.pending = standing.pending.saturating_add_signed(pending.into());
                let now = standing.connections;
                let number = self.number(member)?;
                self.profiles[number].connections = now;
            }
            Change::Marked { by, of, invitation, at, standing_version: _, restricts } => {
                self.marks.push(Mark { of, by, invitation, at });
                let standing = self.standing(of)?;
                standing.version += 1;
                if let Some(restriction) = restricts {
                    standing.restrictions += 1;
                    standing.restricted_until = NEVER;
                    standing.restriction = Some(restriction);
                }
            }
            // A past is told whole: what its notes were held against is told by nobody.
            Change::NotePrinted(_) => {}
            Change::InvitationErased { .. }
            | Change::NoteChanged { .. }
            | Change::Exchanged { .. }
            | Change::NotNowTold { .. }
            | Change::AllowanceReturned { .. }
            | Change::MarkTakenBack { .. }
            | Change::Restricted { .. }
            | Change::AllowanceAsked { .. }
            | Change::AllowanceReviewed { .. }
            | Change::Appealed { .. }
            | Change::AppealAnswered { .. }
            | Change::Agreed { .. }
            | Change::Reported { .. }
            | Change::CaseOpened(_)
            | Change::OutreachSent(_)
            | Change::OutreachEnded { .. }
            | Change::OutreachMoved { .. }
            | Change::TermsTold { .. }
            | Change::TermsDeclined { .. }
            | Change::ConversationOpened { .. }
            | Change::ConversationClosed { .. }
            | Change::CreditSpent { .. }
            | Change::CreditReturned { .. }
            | Change::CreditsChanged { .. }
            | Change::Followed { .. }
            | Change::Unfollowed { .. }
            | Change::Parted { .. } => return Err(NoSuchAct),
        }
        Ok(())
    }

    fn join(&mut self, pair: Pair) {
        let (Some(&lo), Some(&hi)) = (self.numbers.get(&pair.lo()), self.numbers.get(&pair.hi())) else {
            return;
        };
        for (one, other) in [(lo, hi), (hi, lo)] {
            let list = &mut self.neighbours[one as usize];
            if let Err(place) = list.binary_search(&other) {
                list.insert(place, other);
            }
        }
    }

    fn shared(&self, number: usize) -> Shared {
        let profile = &self.profiles[number];
        Shared {
            id: profile.person.id,
            name: profile.person.name.to_string(),
            connections_visible_to: profile.connections_visible_to,
        }
    }

    fn number(&self, member: MemberId) -> Result<usize, NoSuchAct> {
        self.numbers.get(&member).map(|number| *number as usize).ok_or(NoSuchAct)
    }

    fn standing(&mut self, member: MemberId) -> Result<&mut Standing, NoSuchAct> {
        let number = self.number(member)?;
        Ok(&mut self.standings[number])
    }
}
