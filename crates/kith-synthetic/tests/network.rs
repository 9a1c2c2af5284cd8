//! What a synthetic network promises.

use std::collections::{HashMap, HashSet, VecDeque};

use kith_domain::text;
use kith_synthetic::{
    Conversation, FULL_INBOX, Fate, MODERATOR, Month, NEWCOMER, Network, Options, Person, Relation, Role,
    network,
};

const TODAY: Month = (2026, 9);

fn make(members: usize, seed: u64) -> Network {
    network(Options { members, seed, today: TODAY })
}

fn index((year, month): Month) -> i32 {
    assert!((1..=12).contains(&month), "{year}-{month}");
    year * 12 + i32::from(month) - 1
}

fn neighbours(network: &Network) -> Vec<HashSet<usize>> {
    let mut near = vec![HashSet::new(); network.members.len()];
    for edge in &network.edges {
        near[edge.from].insert(edge.to);
        near[edge.to].insert(edge.from);
    }
    near
}

#[test]
fn the_same_seed_gives_the_same_network_and_another_another() {
    assert_eq!(make(400, 7), make(400, 7));
    assert_ne!(make(400, 7).members, make(400, 8).members);
    assert_eq!(
        make(500, 7).members[..400],
        make(400, 7).members[..],
        "more members do not move the first ones"
    );
}

#[test]
fn the_graph_is_shaped_as_real_ones_are() {
    for seed in 1..=3 {
        let network = make(2_000, seed);
        let near = neighbours(&network);
        let mut degrees: Vec<usize> = near.iter().map(HashSet::len).collect();
        degrees.sort_unstable();
        let mean = degrees.iter().sum::<usize>() as f64 / degrees.len() as f64;
        assert!((25.0..=35.0).contains(&mean), "mean degree {mean}");
        assert!(degrees[1_980] as f64 > 2.0 * mean, "the tail is heavy: {}", degrees[1_980]);
        assert!(degrees[1_999] as f64 > 3.5 * mean, "there are hubs: {}", degrees[1_999]);

        let (mut closed, mut open) = (0usize, 0usize);
        for neighbours in &near {
            let neighbours: Vec<_> = neighbours.iter().collect();
            for (at, a) in neighbours.iter().enumerate() {
                open += neighbours.len() - at - 1;
                closed += neighbours[at + 1..].iter().filter(|b| near[**a].contains(b)).count();
            }
        }
        let clustering = closed as f64 / open as f64;
        assert!(clustering > 0.2, "clustering {clustering}");

        let mut seen = HashSet::from([FULL_INBOX]);
        let mut queue = VecDeque::from([FULL_INBOX]);
        while let Some(member) = queue.pop_front() {
            queue.extend(near[member].iter().filter(|&&other| seen.insert(other)));
        }
        assert!(seen.len() >= 1_900, "the giant component holds {}", seen.len());
    }
}

#[test]
fn connections_and_invitations_are_each_once_and_never_both() {
    for (members, seed) in [(2_000, 1), (60, 2), (4, 3)] {
        let network = make(members, seed);
        let mut pairs = HashSet::new();
        let edges = network.edges.iter().map(|edge| (edge.from, edge.to));
        let pending = network.pending.iter().map(|one| (one.from, one.to));
        for (from, to) in edges.chain(pending) {
            assert!(from != to && from < network.members.len() && to < network.members.len());
            assert!(pairs.insert((from.min(to), from.max(to))), "{from} and {to} twice");
        }
    }
}

#[test]
fn every_relation_is_backed_by_the_profiles() {
    let network = make(2_000, 1);
    let edges = network.edges.iter().map(|edge| (edge.from, edge.to, &edge.relation));
    let pending = network.pending.iter().map(|one| (one.from, one.to, &one.relation));
    let mut kinds = HashMap::new();
    for (from, to, relation) in edges.chain(pending) {
        let (sender, recipient) = (&network.members[from], &network.members[to]);
        match relation {
            Some(Relation::Colleague { position }) => {
                let mine = &sender.positions[*position];
                assert!(
                    recipient.positions.iter().any(|theirs| same_employer(&mine.employer, &theirs.employer)),
                    "{sender:?} {recipient:?}"
                );
            }
            Some(Relation::Classmate { education }) => {
                let mine = &sender.educations[*education];
                assert!(recipient.educations.iter().any(|theirs| theirs.school == mine.school));
            }
            Some(Relation::Business { position }) => assert!(*position < sender.positions.len()),
            Some(Relation::Group { group }) => {
                assert!(sender.groups.contains(group) && recipient.groups.contains(group));
            }
            Some(Relation::Met { place }) => assert!(text::MetAt::parse(place).is_ok()),
            Some(Relation::Friend | Relation::Other) | None => {}
        }
        *kinds.entry(relation.as_ref().map(std::mem::discriminant)).or_insert(0) += 1;
    }
    assert_eq!(kinds.len(), 8, "every kind occurs, and none at all");
}

fn same_employer(one: &str, other: &str) -> bool {
    text::Employer::parse(one).unwrap().key() == text::Employer::parse(other).unwrap().key()
}

#[test]
fn careers_are_sane() {
    for person in &make(2_000, 4).members {
        let earliest = person
            .educations
            .iter()
            .map(|study| index(study.from))
            .chain(person.positions.iter().map(|position| index(position.from)))
            .min();
        for (from, to) in spans(person) {
            let until = to.unwrap_or_else(|| index(TODAY));
            assert!(from <= until && until <= index(TODAY), "{person:?}");
            assert!(until - from <= 12 * 45, "nobody works beyond a working life: {person:?}");
        }
        for position in &person.positions {
            let leads = ["Head of", "Director", "Chief", "CTO", "CFO", "Professor", "Partner"]
                .iter()
                .any(|word| position.title.starts_with(word));
            // What came before may be left out of a sparse profile, but never of a full one.
            if leads && person.positions.len() > 3 {
                let began = earliest.unwrap_or_default();
                assert!(index(position.from) - began > 12 * 5, "leads too early: {person:?}");
            }
        }
        for pair in person.positions.windows(2) {
            assert!(index(pair[0].from) >= index(pair[1].from), "the latest first: {person:?}");
        }
    }
}

fn spans(person: &Person) -> impl Iterator<Item = (i32, Option<i32>)> {
    let positions = person.positions.iter().map(|position| (position.from, position.to));
    let educations = person.educations.iter().map(|study| (study.from, study.to));
    positions.chain(educations).map(|(from, to)| (index(from), to.map(index)))
}

#[test]
fn every_text_fits_its_field() {
    let network = make(2_000, 5);
    for person in &network.members {
        assert!(text::Name::parse(&person.name).is_ok(), "{}", person.name);
        assert!(!person.given.is_empty());
        assert_eq!(text::Handle::parse(&person.handle).expect(&person.handle).as_str(), person.handle);
        assert_eq!(person.email, format!("{}@example.org", person.handle));
        let texts = [
            person
                .headline
                .as_deref()
                .map(|line| text::Headline::parse(line).map(|parsed| parsed.as_str() == line)),
            person
                .summary
                .as_deref()
                .map(|line| text::Summary::parse(line).map(|parsed| parsed.as_str() == line)),
            person
                .location
                .as_deref()
                .map(|line| text::Location::parse(line).map(|parsed| parsed.as_str() == line)),
        ];
        assert!(texts.iter().flatten().all(|same| *same == Ok(true)), "{person:?}");
        assert!(person.positions.iter().all(|position| text::Employer::parse(&position.employer).is_ok()
            && text::Title::parse(&position.title).is_ok()));
        assert!(person.educations.iter().all(|study| text::School::parse(&study.school).is_ok()));
        assert!(person.interests.iter().all(|interest| text::Interest::parse(interest).is_ok()));
        let unfilled = |line: &Option<String>| line.as_deref().is_some_and(|line| line.contains(['{', '}']));
        assert!(!unfilled(&person.headline) && !unfilled(&person.summary), "{person:?}");
    }
    for group in &network.groups {
        assert!(text::GroupName::parse(group.name).is_ok() && text::GroupAbout::parse(group.about).is_ok());
    }
    let edges = network.edges.iter().filter_map(|edge| edge.note.as_deref());
    for note in edges.chain(network.pending.iter().filter_map(|one| one.note.as_deref())) {
        assert!((1..=300).contains(&text::graphemes(note)) && note.trim() == note, "{note}");
        assert!(!note.contains(['{', '}']), "{note}");
    }
    for Conversation { between, messages } in &network.conversations {
        assert!(!messages.is_empty() && messages.iter().all(|message| between.contains(&message.from)));
        assert!(messages.iter().all(|message| text::MessageText::parse(&message.text).is_ok() && !message.text.contains('{')));
        assert!(messages.windows(2).all(|pair| pair[0].minutes_ago > pair[1].minutes_ago), "{messages:?}");
        let [a, b] = between;
        assert!(
            network.edges.iter().any(|edge| (edge.from, edge.to) == (*a, *b)),
            "only the connected write"
        );
    }
}

#[test]
fn people_are_varied() {
    let network = make(2_000, 6);
    let most = |texts: &mut dyn Iterator<Item = &str>| {
        let mut counts = HashMap::new();
        texts.for_each(|text| *counts.entry(text).or_insert(0) += 1);
        let most =
            counts.iter().max_by_key(|(_, count)| **count).map(|(text, count)| (text.to_string(), *count));
        (counts.len(), most.unwrap_or_default())
    };
    let (names, most_named) = most(&mut network.members.iter().map(|person| person.name.as_str()));
    assert!(names > 1_960 && most_named.1 <= 3, "{names} {most_named:?}");
    let (headlines, most_said) =
        most(&mut network.members.iter().filter_map(|person| person.headline.as_deref()));
    assert!(headlines > 1_000 && most_said.1 <= 30, "{headlines} {most_said:?}");
    let (summaries, _) = most(&mut network.members.iter().filter_map(|person| person.summary.as_deref()));
    assert!(summaries > 900, "{summaries}");
    let (interests, _) =
        most(&mut network.members.iter().flat_map(|person| person.interests.iter().map(String::as_str)));
    assert!(interests >= 110, "{interests}");
    let handles: HashSet<_> = network.members.iter().map(|person| &person.handle).collect();
    assert_eq!(handles.len(), network.members.len());
    let other_scripts = network
        .members
        .iter()
        .filter(|person| person.name.chars().any(|c| c > '\u{370}' && !('\u{1E00}'..'\u{1F00}').contains(&c)))
        .count();
    assert!((120..600).contains(&other_scripts), "{other_scripts} names in other scripts");
    let without =
        |blank: &dyn Fn(&Person) -> bool| network.members.iter().filter(|person| blank(person)).count();
    assert!((80..700).contains(&without(&|person| person.headline.is_none())));
    assert!((200..900).contains(&without(&|person| person.picture_seed.is_none())));
    assert!((500..1_300).contains(&without(&|person| person.summary.is_none())));
}

#[test]
fn invitations_are_of_every_kind() {
    let network = make(2_000, 1);
    let with = |fate: Fate| network.pending.iter().filter(move |one| one.fate == fate);
    for (fate, at_least) in [
        (Fate::Pending, 400),
        (Fate::Ignored, 50),
        (Fate::Marked, 10),
        (Fate::Withdrawn, 40),
        (Fate::Expired, 40),
    ] {
        assert!(with(fate).count() >= at_least, "{fate:?}: {}", with(fate).count());
    }
    assert!(with(Fate::Pending).all(|one| one.days_ago < 175));
    assert!(with(Fate::Expired).all(|one| one.days_ago > 185));
    assert!(with(Fate::Withdrawn).all(|one| !one.viewed));
    let mut marks = HashMap::new();
    with(Fate::Marked).for_each(|one| *marks.entry(one.from).or_insert(0) += 1);
    assert!(marks.values().all(|&count| count <= 4), "nobody is restricted from the start");
    for one in &network.pending {
        let youngest =
            [one.from, one.to].map(|member| network.members[member].joined_days_ago).into_iter().min();
        assert!(Some(one.days_ago) <= youngest, "nobody is invited before they joined: {one:?}");
    }
}

#[test]
fn the_protagonists_are_who_they_should_be() {
    for seed in [1, 2, 3] {
        let network = make(2_000, seed);
        let near = neighbours(&network);
        let inbox: Vec<_> =
            network.pending.iter().filter(|one| one.to == FULL_INBOX && one.fate == Fate::Pending).collect();
        assert!((12..=16).contains(&inbox.len()), "{}", inbox.len());
        let shared = |other: usize| near[FULL_INBOX].intersection(&near[other]).count();
        assert!(
            inbox.iter().any(|one| one.note.is_none() && shared(one.from) > 3),
            "generic, with much in common"
        );
        assert!(
            inbox.iter().any(|one| one.note.is_none() && shared(one.from) == 0),
            "generic, with nothing in common"
        );
        assert!(inbox.iter().any(|one| matches!(one.relation, Some(Relation::Colleague { .. }))));
        assert!(inbox.iter().any(|one| matches!(one.relation, Some(Relation::Group { .. }))));
        assert!(inbox.iter().any(|one| network.members[one.from].headline.is_none()), "from a bare profile");
        assert!(inbox.iter().any(|one| one.viewed) && inbox.iter().any(|one| !one.viewed));
        assert!(network.pending.iter().filter(|one| one.from == FULL_INBOX).count() >= 4);
        assert!((25..=90).contains(&near[FULL_INBOX].len()), "{}", near[FULL_INBOX].len());
        assert!(network.conversations.iter().filter(|one| one.between.contains(&FULL_INBOX)).count() >= 4);

        assert_eq!(near[NEWCOMER].len(), 2);
        assert_eq!(network.pending.iter().filter(|one| one.from == NEWCOMER).count(), 1);
        assert!(network.members[NEWCOMER].joined_days_ago < 7);
        let moderators: Vec<_> =
            (0..2_000).filter(|&one| network.members[one].role == Role::Moderator).collect();
        assert_eq!(moderators, [MODERATOR]);
    }
}

#[test]
fn small_networks_are_made_too() {
    for members in 0..40 {
        let network = make(members, members as u64);
        assert_eq!(network.members.len(), members.max(3));
        assert!(neighbours(&network)[NEWCOMER].len() <= 2);
    }
}
