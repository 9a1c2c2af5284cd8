//! Prints some of a synthetic network, to be read with a critical eye:
//! `cargo run --example sample -p kith-synthetic -- [MEMBERS] [SEED] [SHOWN]`.

use std::collections::HashMap;
use std::time::Instant;

use kith_synthetic::{FULL_INBOX, Network, Options, network};

fn main() {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<usize>().unwrap_or_default());
    let members = numbers.next().unwrap_or(2_000);
    let seed = numbers.next().unwrap_or(1) as u64;
    let shown = numbers.next().unwrap_or(30);
    let started = Instant::now();
    let network = network(Options { members, seed, today: (2026, 9) });
    let took = started.elapsed();
    people(&network, shown);
    notes(&network, shown);
    println!("\n== inbox of {}", network.members[FULL_INBOX].name);
    for invitation in network.pending.iter().filter(|one| one.to == FULL_INBOX || one.from == FULL_INBOX) {
        let (from, to) = (&network.members[invitation.from], &network.members[invitation.to]);
        println!(
            "{} → {}: {:?} {:?} {:?} {}d {} {:?}",
            from.name,
            to.name,
            invitation.relation,
            invitation.note,
            invitation.purpose,
            invitation.days_ago,
            if invitation.viewed { "viewed" } else { "-" },
            invitation.fate
        );
    }
    for conversation in network.conversations.iter().take(shown) {
        println!(
            "\n-- {} / {}",
            network.members[conversation.between[0]].name, network.members[conversation.between[1]].name
        );
        for message in &conversation.messages {
            println!(
                "   {}: {} ({} min)",
                network.members[message.from].given, message.text, message.minutes_ago
            );
        }
    }
    shape(&network);
    println!("took {took:?}");
}

fn people(network: &Network, shown: usize) {
    let step = (network.members.len() / shown.max(1)).max(1);
    for person in
        network.members.iter().take(3).chain(network.members.iter().skip(3).step_by(step)).take(shown + 3)
    {
        println!(
            "\n{} @{} ({:?}) joined {} days ago",
            person.name, person.handle, person.location, person.joined_days_ago
        );
        println!("  # {}", person.headline.as_deref().unwrap_or("-"));
        println!("  > {}", person.summary.as_deref().unwrap_or("-").replace('\n', " / "));
        for position in &person.positions {
            println!("  * {:?}–{:?} {}, {}", position.from, position.to, position.title, position.employer);
        }
        for study in &person.educations {
            println!("  ~ {:?}–{:?} {:?}, {}", study.from, study.to, study.degree, study.school);
        }
        let groups: Vec<_> = person.groups.iter().map(|&group| network.groups[group].name).collect();
        println!("  {:?} {groups:?} picture {:?}", person.interests, person.picture_seed);
    }
}

fn notes(network: &Network, shown: usize) {
    println!("\n== notes");
    for edge in network
        .edges
        .iter()
        .filter(|edge| edge.note.is_some())
        .step_by(network.edges.len() / shown.max(1) / 4 + 1)
        .take(shown)
    {
        println!("{:?} {:?}", edge.relation.as_ref(), edge.note.as_deref().unwrap_or_default());
    }
    println!("\n== open and gone");
    for one in network.pending.iter().step_by(network.pending.len() / shown.max(1) + 1).take(shown) {
        println!(
            "{:?} {}d viewed {} {:?} {:?} {:?}",
            one.fate, one.days_ago, one.viewed, one.relation, one.purpose, one.note
        );
    }
}

fn shape(network: &Network) {
    let mut near = vec![Vec::new(); network.members.len()];
    for edge in &network.edges {
        near[edge.from].push(edge.to);
        near[edge.to].push(edge.from);
    }
    let mut degrees: Vec<usize> = near.iter().map(Vec::len).collect();
    for neighbours in &mut near {
        neighbours.sort_unstable();
    }
    let (mut closed, mut open) = (0u64, 0u64);
    for neighbours in &near {
        for (at, a) in neighbours.iter().enumerate() {
            for b in &neighbours[at + 1..] {
                open += 1;
                closed += u64::from(near[*a].binary_search(b).is_ok());
            }
        }
    }
    println!("\ndegrees of the three {:?}", &degrees[..3]);
    degrees.sort_unstable();
    let of = |share: usize| degrees[(degrees.len() - 1) * share / 100];
    let mut relations: HashMap<String, usize> = HashMap::new();
    for edge in &network.edges {
        let kind = format!("{:?}", edge.relation);
        *relations.entry(kind.split([' ', '{', ')']).next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    println!(
        "{} members, {} edges, mean {:.1}, degrees at 1/10/50/90/99/100 %: {} {} {} {} {} {}, clustering {:.3}",
        degrees.len(),
        network.edges.len(),
        2.0 * network.edges.len() as f64 / degrees.len() as f64,
        of(1),
        of(10),
        of(50),
        of(90),
        of(99),
        of(100),
        closed as f64 / open.max(1) as f64
    );
    println!(
        "{relations:?}, {} pending, {} conversations",
        network.pending.len(),
        network.conversations.len()
    );
}
