//! Invitations that are not connections: open ones of every kind, and those that came to nothing.

use std::collections::{HashMap, HashSet};

use kith_domain::invitations::Purpose;

use crate::chance::Chance;
use crate::members::{Member, index_today};
use crate::world::fields::Field;
use crate::{Edge, Fate, Options, PendingInvitation, Relation, graph, notes, protagonists};

/// What stands between people, by pair.
pub(crate) struct Standing<'a> {
    pub(crate) people: &'a [Member],
    pub(crate) neighbours: Vec<Vec<usize>>,
    taken: HashSet<(usize, usize)>,
    marks: HashMap<usize, usize>,
    pub(crate) invitations: Vec<PendingInvitation>,
}

impl Standing<'_> {
    pub(crate) fn connected(&self, a: usize, b: usize) -> bool {
        self.neighbours[a].contains(&b)
    }

    /// Whether nothing stands between the two yet.
    pub(crate) fn free(&self, a: usize, b: usize) -> bool {
        a != b && !self.taken.contains(&(a.min(b), a.max(b))) && !self.connected(a, b)
    }

    pub(crate) fn add(&mut self, mut invitation: PendingInvitation) -> bool {
        let (from, to) = (invitation.from, invitation.to);
        if !self.free(from, to) {
            return false;
        }
        if invitation.fate == Fate::Marked {
            let marks = self.marks.entry(from).or_default();
            // More than five make a restriction, and that is for somebody to try out.
            if *marks == 4 {
                invitation.fate = Fate::Ignored;
            } else {
                *marks += 1;
            }
        }
        self.taken.insert((from.min(to), from.max(to)));
        self.invitations.push(invitation);
        true
    }
}

/// The kinds of invitations that strangers and half-strangers send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Personal,
    Generic,
    Curious,
    Hiring,
    Selling,
    Pushy,
    Empty,
}

pub(crate) fn build(people: &[Member], edges: &[Edge], options: &Options) -> Vec<PendingInvitation> {
    let mut neighbours = vec![Vec::new(); people.len()];
    for edge in edges {
        neighbours[edge.from].push(edge.to);
        neighbours[edge.to].push(edge.from);
    }
    let mut standing = Standing {
        people,
        neighbours,
        taken: HashSet::new(),
        marks: HashMap::new(),
        invitations: Vec::new(),
    };
    protagonists::invitations(&mut standing, options);

    let mut chance = Chance::new(options.seed, &[4]);
    // Six invitations for ten members; the protagonists have theirs.
    let others = people.len() - protagonists::COUNT;
    for _ in 0..others * 6 / 10 {
        let from = protagonists::COUNT + chance.below(others);
        let to = protagonists::COUNT + other(&standing, from, &mut chance) % others;
        let kind = kind(&people[from], &mut chance);
        if let Some(invitation) = write(people, from, to, kind, options, &mut chance) {
            standing.add(invitation);
        }
    }
    standing.invitations
}

/// Somebody for `from` to invite, as a number below the members without protagonists: mostly a neighbour's
/// neighbour, at times a stranger.
fn other(standing: &Standing<'_>, from: usize, chance: &mut Chance) -> usize {
    let near = &standing.neighbours[from];
    if !near.is_empty() && chance.happens(0.7) {
        let between = *chance.pick(near);
        let to = *chance.pick(&standing.neighbours[between]);
        if to >= protagonists::COUNT {
            return to - protagonists::COUNT;
        }
    }
    chance.below(standing.people.len() - protagonists::COUNT)
}

fn kind(from: &Member, chance: &mut Chance) -> Kind {
    let trade = from.life.field;
    match chance.below(100) {
        0..=33 => Kind::Generic,
        34..=63 => Kind::Personal,
        64..=75 => Kind::Curious,
        76..=81 if trade == Field::People => Kind::Hiring,
        76..=87 if trade == Field::Selling => Kind::Selling,
        76..=79 => Kind::Selling,
        80..=83 => Kind::Pushy,
        84..=91 => Kind::Empty,
        _ => Kind::Personal,
    }
}

fn write(
    people: &[Member],
    from: usize,
    to: usize,
    kind: Kind,
    options: &Options,
    chance: &mut Chance,
) -> Option<PendingInvitation> {
    let (sender, recipient) = (&people[from], &people[to]);
    let (known, _) = graph::relation(people, from, to, index_today(options), chance);
    // Strangers who met nobody do not claim it; they say "other", or nothing.
    let stranger = || chance_relation(&known);
    let (relation, note, purpose) = match kind {
        Kind::Personal => {
            let relation = known.clone()?;
            let note = notes::personal(sender, recipient, &relation, chance)?;
            let purpose = match relation {
                Relation::Colleague { .. } => Some(Purpose::WorkedTogether),
                Relation::Group { .. } => Some(Purpose::SharedInterest),
                Relation::Classmate { .. } | Relation::Friend | Relation::Met { .. } => {
                    Some(Purpose::KeepInTouch)
                }
                Relation::Business { .. } | Relation::Other => None,
            };
            (Some(relation), Some(note), purpose.filter(|_| chance.happens(0.6)))
        }
        Kind::Generic => (known.clone().filter(|_| chance.happens(0.4)), None, None),
        Kind::Curious => (
            stranger(),
            Some(notes::of(notes::CURIOUS, sender, recipient, chance)?),
            Some(Purpose::LearnAboutYourWork),
        ),
        Kind::Hiring => {
            (stranger(), Some(notes::of(notes::HIRING, sender, recipient, chance)?), Some(Purpose::Hiring))
        }
        Kind::Selling => {
            let note = notes::of(notes::SELLING, sender, recipient, chance)?;
            (stranger(), Some(note), Some(Purpose::Selling).filter(|_| chance.happens(0.5)))
        }
        Kind::Pushy => (None, Some(notes::of(notes::PUSHY, sender, recipient, chance)?), None),
        Kind::Empty => (stranger(), Some(notes::of(notes::EMPTY, sender, recipient, chance)?), None),
    };
    let (fate, days_ago, viewed) = fate(kind, chance);
    let oldest = sender.person.joined_days_ago.min(recipient.person.joined_days_ago);
    let days_ago = match fate {
        // Too new to have one that ran out.
        Fate::Expired if oldest < days_ago => return None,
        Fate::Pending | Fate::Ignored | Fate::Marked | Fate::Withdrawn | Fate::Expired => {
            days_ago.min(oldest)
        }
    };
    Some(PendingInvitation { from, to, relation, note, purpose, days_ago, viewed, fate })
}

/// What a stranger says about how they know somebody: a shared group, if there is one.
fn chance_relation(known: &Option<Relation>) -> Option<Relation> {
    known.clone().filter(|relation| matches!(relation, Relation::Group { .. } | Relation::Other))
}

/// What became of it. The worse the note, the worse its fate.
fn fate(kind: Kind, chance: &mut Chance) -> (Fate, u32, bool) {
    let unwelcome = match kind {
        Kind::Personal => 0.03,
        Kind::Curious | Kind::Generic => 0.15,
        Kind::Hiring | Kind::Empty => 0.3,
        Kind::Selling | Kind::Pushy => 0.6,
    };
    let recent = (170.0 * chance.unit().powf(1.7)) as u32;
    if chance.happens(unwelcome) {
        let marked = matches!(kind, Kind::Selling | Kind::Pushy | Kind::Empty) && chance.happens(0.35);
        return (if marked { Fate::Marked } else { Fate::Ignored }, recent, true);
    }
    match chance.below(100) {
        0..=9 => (Fate::Withdrawn, recent, false),
        10..=24 => (Fate::Expired, 190 + chance.below(400) as u32, chance.happens(0.4)),
        _ => (Fate::Pending, recent, chance.happens(0.35)),
    }
}
