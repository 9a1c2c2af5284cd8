//! A network that is written at once is one that could have come about act by act.

use std::collections::HashMap;

use kith_app::invitations::{ReceivedBox, received, sent};
use kith_app::population::{
    Closeness, Fate, Founded, Graph, Invited, Past, PopulateRefused, Settler, Talk, fill_with_graph, populate,
};
use kith_app::sessions::{self, SessionKind};
use kith_app::{Actor, Failure};
use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::invitations::{Outcome, Place, Terms};
use kith_domain::relation::Pair;
use kith_domain::text::{Address, Employer, GroupName, Handle, Interest, MessageText, Name, Title};
use kith_domain::time::{Month, Period, Span, Timestamp};
use kith_store::invitations::{Boxed, SentFilter};
use kith_testkit::{Kith, START};

fn ago(days: i64) -> Timestamp {
    START - Span::days(days)
}

fn settler(number: usize) -> Settler {
    Settler {
        name: Name::parse(&format!("Member {number}")).unwrap(),
        handle: Handle::parse(&format!("member-{number}")).unwrap(),
        address: Some(Address::parse(&format!("member-{number}@example.org")).unwrap()),
        headline: None,
        summary: None,
        location: None,
        positions: vec![(
            Employer::parse("Harbour Works").unwrap(),
            Title::parse("Welder").unwrap(),
            Period::new(Month::new(2020, 1), None).unwrap(),
        )],
        educations: Vec::new(),
        interests: vec![Interest::parse("Sailing").unwrap()],
        groups: if number.is_multiple_of(2) { vec![0] } else { Vec::new() },
        picture: Vec::new(),
        moderator: number == 0,
        joined_at: ago(400 - number as i64),
    }
}

fn invited(from: usize, to: usize, days: i64, fate: Fate) -> Invited {
    Invited {
        from,
        to,
        sent_at: ago(days),
        closeness: Some(Closeness::Colleague(0)),
        note: Some("We welded the same hull.".to_owned()),
        purpose: None,
        place: Place::Profile,
        viewed_at: None,
        fate,
    }
}

/// Twelve members: a ring of connections, and around it one invitation of every fate.
fn past() -> Past {
    let mut invitations: Vec<Invited> =
        (0..8).map(|n| invited(n, (n + 1) % 8, 90 - n as i64, Fate::Accepted(ago(80 - n as i64)))).collect();
    invitations.extend([
        invited(0, 8, 10, Fate::Open),
        Invited { viewed_at: Some(ago(8)), ..invited(9, 0, 9, Fate::Open) },
        invited(10, 0, 20, Fate::Ignored(ago(12))),
        invited(11, 0, 21, Fate::Marked(ago(13))),
        invited(1, 9, 30, Fate::Withdrawn(ago(29))),
        invited(2, 9, 300, Fate::Expired),
        // Refused: they are connected by then.
        invited(0, 1, 5, Fate::Open),
    ]);
    Past {
        members: (0..12).map(settler).collect(),
        groups: vec![Founded { name: GroupName::parse("Hull riveters").unwrap(), about: None }],
        invitations,
        talks: vec![Talk {
            between: [0, 1],
            messages: vec![
                (0, MessageText::parse("Thank you!").unwrap(), ago(3)),
                (1, MessageText::parse("Gladly.").unwrap(), ago(2)),
            ],
        }],
        password: Some("a harbour of ships".to_owned()),
        told_from: ago(30),
    }
}

#[tokio::test]
async fn counters_are_what_the_rows_say_and_halves_are_equal() {
    let kith = Kith::new().await;
    let populated = populate(&kith.app, past()).await.expect("a past");
    assert_eq!((populated.invitations, populated.refused), (14, 1));
    let members = &populated.members;
    let store = kith.app.store();
    let (mut open, mut pending_of) = (0, HashMap::<MemberId, u64>::new());
    for (place, one) in members.iter().enumerate() {
        for other in &members[place + 1..] {
            let relation = store.relation(Pair::of(*one, *other).unwrap()).await.unwrap();
            if let Some(invitation) = relation.open_at(START) {
                open += 1;
                *pending_of.entry(invitation.sender).or_default() += 1;
            }
        }
    }
    assert_eq!(open, 4, "open, viewed, ignored and marked");
    let mut boxed = 0;
    for (place, member) in members.iter().enumerate() {
        let standing = store.standing(*member).await.unwrap().unwrap();
        let all = store.sent(*member, SentFilter::All, None, START, 100).await.unwrap();
        assert_eq!(standing.sent, all.len() as u64);
        assert_eq!(standing.pending, pending_of.get(member).copied().unwrap_or(0));
        let connected =
            members.iter().filter(|other| **other != *member).map(|other| Pair::of(*member, *other));
        let mut connections = 0;
        for pair in connected {
            connections += u32::from(store.degree(pair.unwrap()).await.unwrap() == Some(Degree::First));
        }
        assert_eq!(standing.connections, connections, "the halves of {place} say the same as the counter");
        for box_ in [Boxed::Received, Boxed::Archive] {
            boxed += store.received_count(*member, box_, START).await.unwrap();
        }
    }
    assert_eq!(boxed, open, "each open invitation lies in one box");
    let ended = store.sent(members[2], SentFilter::All, None, START, 10).await.unwrap();
    assert_eq!(ended.iter().filter(|i| i.outcome == Outcome::Expired).count(), 1);
    let newest = store.sent(members[0], SentFilter::All, None, START, 10).await.unwrap();
    assert!(newest.windows(2).all(|two| two[0].sent_at >= two[1].sent_at), "ids are in the order of time");
}

#[tokio::test]
async fn a_card_tells_what_was_known_when_it_was_sent() {
    let kith = Kith::new().await;
    let populated = populate(&kith.app, past()).await.expect("a past");
    let store = kith.app.store();
    // 7 invited 0 when 7-6 and 0-1 were connected: nobody was shared yet. All worked in the same place.
    let first = store.sent(populated.members[7], SentFilter::Accepted, None, START, 1).await.unwrap();
    let card = &first[0].card;
    assert_eq!(card.shared_connections, 0);
    let said: Vec<&str> = card.common_ground.iter().map(|fact| fact.text()).collect();
    assert_eq!(said, ["Harbour Works", "Sailing"]);
    assert_eq!(first[0].relation.as_ref().unwrap().text.as_deref(), Some("Harbour Works"));
}

#[tokio::test]
async fn who_was_written_signs_in_and_goes_on() {
    let kith = Kith::new().await;
    let populated = populate(&kith.app, past()).await.expect("a past");
    let session = sessions::open(&kith.app, populated.members[8], SessionKind::Api, "test").await.unwrap();
    let actor = session.actor;
    let inbox = received(&kith.app, actor, ReceivedBox::Waiting, None, 10).await.unwrap();
    assert_eq!(inbox.len(), 1);
    kith_app::invitations::accept(&kith.app, actor, inbox[0].invitation.id, Terms::default()).await.unwrap();
    let standing = kith.app.store().standing(actor.member).await.unwrap().unwrap();
    assert_eq!(standing.connections, 1);
    let one = Actor { member: populated.members[0], ..actor };
    let open = sent(&kith.app, one, SentFilter::Open, None, 10).await.unwrap();
    assert!(open.is_empty());
}

#[tokio::test]
async fn a_past_is_written_whole_or_not_at_all() {
    let kith = Kith::new().await;
    let mut twice = past();
    twice.members[11].handle = Handle::parse("member-3").unwrap();
    let refused = populate(&kith.app, twice).await;
    assert!(matches!(refused, Err(Failure::Refused(PopulateRefused::Taken))));
    assert!(!kith.app.store().has_members().await.unwrap());
    populate(&kith.app, past()).await.expect("a past");
    assert!(matches!(populate(&kith.app, past()).await, Err(Failure::Refused(PopulateRefused::Taken))));
}

#[tokio::test]
async fn a_graph_becomes_connections() {
    let kith = Kith::new().await;
    let named =
        |n: usize| (Name::parse(&format!("Node {n}")).unwrap(), Handle::parse(&format!("node-{n}")).unwrap());
    let graph = Graph { members: (0..5).map(named).collect(), edges: vec![(0, 1), (1, 2), (2, 3), (0, 4)] };
    let ids = fill_with_graph(&kith.app, graph, |_| {}).await.expect("a graph");
    let store = kith.app.store();
    let degree = async |a: usize, b: usize| store.degree(Pair::of(ids[a], ids[b]).unwrap()).await.unwrap();
    assert_eq!(degree(0, 1).await, Some(Degree::First));
    assert_eq!(degree(0, 2).await, Some(Degree::Second));
    assert_eq!(degree(4, 2).await, Some(Degree::Third));
    assert_eq!(degree(4, 3).await, None);
    assert_eq!(store.standing(ids[1]).await.unwrap().unwrap().connections, 2);
}
