//! Who is connected to whom, and why.
//!
//! People meet where their lives crossed: at work, at school, in a group, in a city. Then friends of friends
//! meet. The chance of each tie within a place depends on how many are there, so that the mean number of
//! connections does not grow with the network, and on how sociable the two are, which gives the heavy tail.

use std::collections::HashSet;

use crate::career::Life;
use crate::chance::Chance;
use crate::members::{Member, index_today, month};
use crate::notes;
use crate::protagonists::NEWCOMER;
use crate::world::employers::EMPLOYERS;
use crate::world::groups::GROUPS;
use crate::world::places::City;
use crate::world::schools::SCHOOLS;
use crate::{Edge, Options, Relation};

/// The months since the first members came; nobody connected before.
const AGE_OF_NETWORK: i32 = 84;

/// At most this many share a site or a year: large employers have many sites, and not everybody meets.
const SITE: usize = 40;

/// A pair, the lower number first.
type Pair = (u32, u32);

/// The connections, in ascending order of the pair.
pub(crate) fn build(people: &[Member], options: &Options) -> Vec<Edge> {
    let mut chance = Chance::new(options.seed, &[2]);
    let mut ties = Ties { people, pairs: HashSet::new(), neighbours: vec![Vec::new(); people.len()] };
    at_work(&mut ties, index_today(options), &mut chance);
    at_school(&mut ties, &mut chance);
    in_groups(&mut ties, &mut chance);
    in_town(&mut ties, &mut chance);
    friends_of_friends(&mut ties, &mut chance);
    nobody_alone(&mut ties, &mut chance);

    let mut pairs: Vec<Pair> = ties.pairs.into_iter().collect();
    pairs.sort_unstable();
    pairs
        .into_iter()
        .map(|(a, b)| {
            let mut chance = Chance::new(options.seed, &[3, u64::from(a), u64::from(b)]);
            edge(people, a as usize, b as usize, options, &mut chance)
        })
        .collect()
}

struct Ties<'a> {
    people: &'a [Member],
    pairs: HashSet<Pair>,
    neighbours: Vec<Vec<u32>>,
}

impl Ties<'_> {
    fn tie(&mut self, a: usize, b: usize) {
        // The newcomer's first connections are made by hand.
        if a == b || a == NEWCOMER || b == NEWCOMER {
            return;
        }
        let pair = (a.min(b) as u32, a.max(b) as u32);
        if self.pairs.insert(pair) {
            self.neighbours[a].push(b as u32);
            self.neighbours[b].push(a as u32);
        }
    }

    /// How readily these two connect, 1 in the middle.
    fn sociable(&self, a: usize, b: usize) -> f64 {
        (self.people[a].life.sociability * self.people[b].life.sociability).sqrt()
    }

    /// Parts a crowd into circles of about `size`, within which each two know each other with this probability.
    fn circles(&mut self, mut crowd: Vec<usize>, size: usize, probability: f64, chance: &mut Chance) {
        chance.shuffle(&mut crowd);
        for circle in crowd.chunks(size) {
            for (at, &one) in circle.iter().enumerate() {
                for &other in &circle[at + 1..] {
                    if chance.happens((probability * self.sociable(one, other)).min(0.97)) {
                        self.tie(one, other);
                    }
                }
            }
        }
    }

    /// Ties each two of a crowd so that everybody gets about `mean` of them.
    fn mingle(&mut self, crowd: &[usize], mean: f64, chance: &mut Chance) {
        if crowd.len() < 2 {
            return;
        }
        // One draw for each tie, not for each pair: crowds may be large.
        let wanted = (crowd.len() as f64 * mean / 2.0) as usize;
        let weights: Vec<f64> = crowd.iter().map(|&member| self.people[member].life.sociability).collect();
        let mut heap = Vec::with_capacity(weights.len());
        let mut sum = 0.0;
        for weight in weights {
            sum += weight;
            heap.push(sum);
        }
        for _ in 0..wanted {
            let mut one =
                || crowd[heap.partition_point(|&upto| upto < chance.unit() * sum).min(crowd.len() - 1)];
            let (a, b) = (one(), one());
            self.tie(a, b);
        }
    }
}

fn at_work(ties: &mut Ties<'_>, today: i32, chance: &mut Chance) {
    // Who was where, and when; one entry for each position.
    let mut staff: Vec<Vec<(usize, i32, i32)>> = vec![Vec::new(); EMPLOYERS.len()];
    for (member, person) in ties.people.iter().enumerate() {
        for post in &person.life.posts {
            if let Some(employer) = post.employer {
                staff[employer].push((member, post.from, post.to.unwrap_or(today)));
            }
        }
    }
    for everybody in staff {
        let sites = everybody.len().div_ceil(SITE).max(1);
        for site in 0..sites {
            let crowd: Vec<_> = everybody.iter().skip(site).step_by(sites).collect();
            let overlaps =
                |one: &(usize, i32, i32), other: &(usize, i32, i32)| one.2.min(other.2) - one.1.max(other.1);
            for (at, one) in crowd.iter().enumerate() {
                for other in &crowd[at + 1..] {
                    let months = overlaps(one, other);
                    if months < 4 {
                        continue;
                    }
                    let same_field = ties.people[one.0].life.field == ties.people[other.0].life.field;
                    let base = if same_field { 0.95 } else { 0.5 };
                    let long = (f64::from(months) / 18.0).min(1.0).sqrt();
                    if chance.happens((base * long * ties.sociable(one.0, other.0)).min(0.96)) {
                        ties.tie(one.0, other.0);
                    }
                }
            }
        }
    }
}

fn at_school(ties: &mut Ties<'_>, chance: &mut Chance) {
    let mut students: Vec<Vec<(usize, i32)>> = vec![Vec::new(); SCHOOLS.len()];
    for (member, person) in ties.people.iter().enumerate() {
        for study in &person.life.studies {
            students[study.school].push((member, study.from));
        }
    }
    for everybody in &mut students {
        everybody.sort_by_key(|&(member, from)| (from, member));
        for at in 0..everybody.len() {
            let (one, from) = everybody[at];
            let later =
                everybody[at + 1..].iter().take(SITE / 3).take_while(|&&(_, other)| other - from <= 24);
            for &(other, began) in later {
                let near = if began - from <= 12 { 0.62 } else { 0.3 };
                if chance.happens((near * ties.sociable(one, other)).min(0.95)) {
                    ties.tie(one, other);
                }
            }
        }
    }
}

fn in_groups(ties: &mut Ties<'_>, chance: &mut Chance) {
    for group in 0..GROUPS.len() {
        let crowd: Vec<usize> = (0..ties.people.len())
            .filter(|&member| ties.people[member].person.groups.contains(&group))
            .collect();
        ties.circles(crowd, 7, 0.35, chance);
    }
}

fn in_town(ties: &mut Ties<'_>, chance: &mut Chance) {
    for &city in City::ALL {
        let crowd: Vec<usize> =
            (0..ties.people.len()).filter(|&member| ties.people[member].life.city == city).collect();
        ties.circles(crowd, 16, 0.72, chance);
    }
    // And some meet anywhere: on a train, at a conference, through a child's school.
    let everybody: Vec<usize> = (0..ties.people.len()).collect();
    ties.mingle(&everybody, 0.4, chance);
}

/// Closes triangles: somebody meets a neighbour's neighbour.
fn friends_of_friends(ties: &mut Ties<'_>, chance: &mut Chance) {
    for _round in 0..2 {
        for member in 0..ties.people.len() {
            let tries = (1.6 * ties.people[member].life.sociability.powf(1.7)).round().min(70.0) as usize;
            for _ in 0..tries {
                if ties.neighbours[member].is_empty() {
                    break;
                }
                let between = *chance.pick(&ties.neighbours[member]) as usize;
                let other = *chance.pick(&ties.neighbours[between]) as usize;
                ties.tie(member, other);
            }
        }
    }
}

/// Nearly everybody knows somebody here: that is how they came.
fn nobody_alone(ties: &mut Ties<'_>, chance: &mut Chance) {
    for member in 0..ties.people.len() {
        if !ties.neighbours[member].is_empty() || chance.happens(0.1) {
            continue;
        }
        let city = ties.people[member].life.city;
        let near: Vec<usize> = (0..ties.people.len())
            .filter(|&other| other != member && ties.people[other].life.city == city)
            .collect();
        for _ in 0..chance.between(1, 3) {
            if !near.is_empty() {
                ties.tie(member, *chance.pick(&near));
            }
        }
    }
}

fn edge(people: &[Member], a: usize, b: usize, options: &Options, chance: &mut Chance) -> Edge {
    let today = index_today(options);
    let (from, to) = if chance.happens(0.5) { (a, b) } else { (b, a) };
    let (relation, met) = relation(people, from, to, today, chance);
    let joined = |member: usize| today - (people[member].person.joined_days_ago / 30) as i32;
    let earliest = met.max(today - AGE_OF_NETWORK).max(joined(from)).max(joined(to)).min(today);
    let since = earliest + ((f64::from(today - earliest + 1)) * chance.unit().powf(1.2)) as i32;
    let note = if chance.happens(0.5) {
        relation.as_ref().and_then(|relation| notes::personal(&people[from], &people[to], relation, chance))
    } else {
        None
    };
    // Many a one-click invitation says nothing about how the two know each other.
    let relation = relation.filter(|_| note.is_some() || chance.happens(0.6));
    Edge { from, to, since: month(since.min(today)), relation, note }
}

/// How the two know each other, as the sender's profile backs it, and since when they may.
pub(crate) fn relation(
    people: &[Member],
    from: usize,
    to: usize,
    today: i32,
    chance: &mut Chance,
) -> (Option<Relation>, i32) {
    let (sender, recipient) = (&people[from], &people[to]);
    if let Some((position, since)) = worked_together(&sender.life, &recipient.life, today) {
        return (Some(Relation::Colleague { position }), since + 1);
    }
    if let Some((education, since)) = studied_together(&sender.life, &recipient.life) {
        return (Some(Relation::Classmate { education }), since + 1);
    }
    let shared: Vec<usize> = shared_groups(sender, recipient);
    if !shared.is_empty() && chance.happens(0.8) {
        return (Some(Relation::Group { group: *chance.pick(&shared) }), today - AGE_OF_NETWORK);
    }
    let long_ago = today - AGE_OF_NETWORK;
    let relation = match chance.below(10) {
        0..=3 => Relation::Met { place: notes::place(sender.life.city, recipient.life.city, chance) },
        4..=5 => Relation::Friend,
        6..=7 if !sender.life.posts.is_empty() => Relation::Business { position: 0 },
        8 => Relation::Other,
        _ => return (None, long_ago),
    };
    (Some(relation), long_ago)
}

/// The sender's position in which the two were colleagues, the latest, and since when.
pub(crate) fn worked_together(sender: &Life, recipient: &Life, today: i32) -> Option<(usize, i32)> {
    sender.posts.iter().enumerate().find_map(|(index, mine)| {
        let employer = mine.employer?;
        recipient.posts.iter().find_map(|theirs| {
            let since = mine.from.max(theirs.from);
            let until = mine.to.unwrap_or(today).min(theirs.to.unwrap_or(today));
            (theirs.employer == Some(employer) && until - since >= 3).then_some((index, since))
        })
    })
}

/// The sender's education at which the two were classmates, and since when.
pub(crate) fn studied_together(sender: &Life, recipient: &Life) -> Option<(usize, i32)> {
    sender.studies.iter().enumerate().find_map(|(index, mine)| {
        let theirs = recipient
            .studies
            .iter()
            .find(|theirs| theirs.school == mine.school && (theirs.from - mine.from).abs() <= 24)?;
        Some((index, mine.from.max(theirs.from)))
    })
}

/// Groups that both are in.
pub(crate) fn shared_groups(one: &Member, other: &Member) -> Vec<usize> {
    one.person.groups.iter().copied().filter(|group| other.person.groups.contains(group)).collect()
}
