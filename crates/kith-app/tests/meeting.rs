//! Connections, blocks, how two members stand to each other, and groups.

use kith_app::connections::{self, BlockRefused, ListRefused};
use kith_app::groups::{self, FoundRefused, JoinRefused};
use kith_app::relationship::{self, RelationshipState};
use kith_app::settings::{self, EditSettings};
use kith_app::{Failure, invitations};
use kith_domain::id::{GroupId, MemberId};
use kith_domain::profile::{Audience, MOST_GROUPS};
use kith_testkit::{Kith, Member};

async fn listed(member: &Member, of: &Member) -> Result<Vec<MemberId>, ListRefused> {
    let page = connections::list(&member.app, member.actor, of.id, None, 100).await;
    let count = connections::count(&member.app, member.actor, of.id).await;
    match (page, count) {
        (Ok(page), Ok(count)) => {
            assert_eq!(page.items.len(), count as usize, "the list and its count agree");
            Ok(page.items.into_iter().map(|connection| connection.person.id).collect())
        }
        (Err(Failure::Refused(refused)), Err(Failure::Refused(_))) => Err(refused),
        other => panic!("{other:?}"),
    }
}

async fn stands(member: &Member, to: &Member) -> Option<relationship::Relationship> {
    relationship::relationship(&member.app, member.actor, to.id).await.unwrap()
}

async fn state(member: &Member, to: &Member) -> Option<RelationshipState> {
    let state = stands(member, to).await.map(|relationship| relationship.bearing.state);
    let bearing = relationship::bearings(&member.app, member.actor, &[to.id]).await.unwrap();
    if let Some(state) = state {
        assert_eq!(bearing[0].state, state, "a line of a list says the same");
    }
    state
}

async fn hides_connections(member: &Member) {
    let ask = EditSettings { connections_visible_to: Some(Audience::Nobody), ..Default::default() };
    settings::edit(&member.app, member.actor, ask, None).await.unwrap();
}

#[tokio::test]
async fn the_states_of_two_as_each_may_know_them_r1_1_r6_1_r8_7() {
    use RelationshipState::{Connected, Invited, InvitedYou, None as Nothing, Yourself};
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    assert_eq!(state(&ana, &ana).await, Some(Yourself));
    assert_eq!((state(&ana, &ben).await, state(&ben, &ana).await), (Some(Nothing), Some(Nothing)));
    let id = ana.invites(&ben).await;
    assert_eq!(state(&ana, &ben).await, Some(Invited));
    let to_ben = stands(&ben, &ana).await.unwrap();
    assert_eq!(to_ben.bearing.state, Nothing, "still to be undone");
    assert!(to_ben.may.invite && to_ben.bearing.invitation.is_none());
    kith.advance("30s");
    assert_eq!((state(&ana, &ben).await, state(&ben, &ana).await), (Some(Invited), Some(InvitedYou)));
    ben.marks(id).await;
    assert_eq!(state(&ana, &ben).await, Some(Invited), "whatever R did");
    kith.advance("180d");
    assert_eq!((state(&ana, &ben).await, state(&ben, &ana).await), (Some(Nothing), Some(Nothing)));
    let [eve, gus] = kith.members(["Eve", "Gus"]).await;
    eve.connects(&kith, &gus).await;
    let connected = stands(&gus, &eve).await.unwrap();
    assert_eq!((connected.bearing.state, connected.bearing.degree), (Connected, Some(1)));
    assert!(connected.may.message && !connected.may.invite);
}

#[tokio::test]
async fn shared_connections_are_counted_named_and_hidden_with_the_list_r2_5() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let mut middle = Vec::new();
    for n in 0..7 {
        let other = kith.member(&format!("Middle {n}")).await;
        ana.connects(&kith, &other).await;
        other.connects(&kith, &ben).await;
        middle.push(other);
    }
    let shared = async || {
        let page = connections::shared_connections(&kith.app, ana.actor, ben.id, None, 100).await.unwrap();
        let relationship = stands(&ana, &ben).await.unwrap();
        let listed = page.expect("Ben is there").items.len();
        assert_eq!(listed, relationship.shared_connections.count as usize);
        (listed, relationship.shared_connections.items.len(), relationship.bearing.degree)
    };
    assert_eq!(shared().await, (7, 5, Some(2)));
    hides_connections(&middle[0]).await;
    assert_eq!(shared().await, (6, 5, Some(2)), "who hides the own list is not told of");
    connections::block(&kith.app, middle[1].actor, ana.id).await.unwrap();
    connections::disconnect(&kith.app, middle[2].actor, ben.id).await.unwrap();
    assert_eq!(shared().await, (4, 4, Some(2)));
    hides_connections(&ben).await;
    assert_eq!(shared().await, (0, 0, Some(2)), "nor of anybody where either hides theirs");
    let first = connections::shared_connections(&kith.app, ben.actor, ana.id, None, 2).await.unwrap();
    assert!(first.unwrap().items.is_empty(), "for neither of the two");
}

#[tokio::test]
async fn a_list_of_connections_is_for_connections_whose_owner_shows_it() {
    let kith = Kith::new().await;
    let [ana, ben, eve, gus] = kith.members(["Ana", "Ben", "Eve", "Gus"]).await;
    ana.connects(&kith, &ben).await;
    ben.connects(&kith, &eve).await;
    ben.connects(&kith, &gus).await;
    assert_eq!(listed(&ben, &ben).await.unwrap(), [gus.id, eve.id, ana.id], "the latest first");
    assert_eq!(listed(&ana, &ben).await.unwrap(), [gus.id, eve.id, ana.id]);
    assert_eq!(listed(&ana, &eve).await, Err(ListRefused::Hidden), "not connected");
    hides_connections(&gus).await;
    assert_eq!(listed(&ana, &ben).await.unwrap(), [eve.id, ana.id], "Gus hides with whom he is connected");
    assert_eq!(listed(&ben, &ben).await.unwrap(), [gus.id, eve.id, ana.id], "but not from Ben");
    connections::block(&kith.app, eve.actor, ana.id).await.unwrap();
    assert_eq!(listed(&ana, &ben).await.unwrap(), [ana.id]);
    hides_connections(&ben).await;
    assert_eq!(listed(&ana, &ben).await, Err(ListRefused::Hidden));
    assert_eq!(listed(&eve, &ana).await, Err(ListRefused::NotFound));
}

#[tokio::test]
async fn the_list_pages_though_connections_come_and_go() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    let mut others = Vec::new();
    for n in 0..6 {
        let other = kith.member(&format!("Other {n}")).await;
        ana.connects(&kith, &other).await;
        others.push(other);
    }
    let page = connections::list(&kith.app, ana.actor, ana.id, None, 2).await.unwrap();
    ana.connects(&kith, &kith.member("Late").await).await;
    connections::disconnect(&kith.app, ana.actor, others[4].id).await.unwrap();
    let rest = connections::list(&kith.app, ana.actor, ana.id, page.next, 100).await.unwrap();
    let ids = |page: &kith_app::Page<connections::Connection>| {
        page.items.iter().map(|c| c.person.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(&page), [others[5].id, others[4].id]);
    assert_eq!(ids(&rest), [others[3].id, others[2].id, others[1].id, others[0].id]);
}

#[tokio::test]
async fn either_disconnects_at_once_and_silently_r11_6() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    for _ in 0..2 {
        connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
        for (one, other) in [(&ana, &ben), (&ben, &ana)] {
            assert_eq!(state(one, other).await, Some(RelationshipState::None));
            assert!(listed(one, one).await.unwrap().is_empty());
            assert_eq!(kith.app.store().standing(one.id).await.unwrap().unwrap().connections, 0);
        }
    }
    connections::disconnect(&kith.app, ana.actor, ana.id).await.unwrap();
    connections::disconnect(&kith.app, ana.actor, MemberId(7)).await.unwrap();
}

#[tokio::test]
async fn a_block_hides_each_from_the_other_and_cuts_what_was_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    ana.connects(&kith, &ben).await;
    ana.connects(&kith, &eve).await;
    ben.connects(&kith, &eve).await;
    let group = groups::found(&kith.app, eve.actor, "Harbour choir", None).await.unwrap().id;
    for member in [&ana, &ben] {
        groups::join(&kith.app, member.actor, group).await.unwrap();
    }
    for _ in 0..2 {
        connections::block(&kith.app, ana.actor, ben.id).await.unwrap();
    }
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        assert_eq!(state(one, other).await, None);
        assert_eq!(listed(one, one).await.unwrap(), [eve.id]);
        assert_eq!(listed(one, &eve).await.unwrap(), [one.id], "nor in the list of another");
        let shared = connections::shared_connections(&kith.app, one.actor, other.id, None, 20).await.unwrap();
        assert!(shared.is_none());
        let members = groups::members(&kith.app, one.actor, group, None, 20).await.unwrap().unwrap().items;
        let members: Vec<_> = members.into_iter().map(|person| person.id).collect();
        assert!(members.contains(&one.id) && !members.contains(&other.id));
        assert_eq!(groups::group(&kith.app, one.actor, group).await.unwrap().unwrap().members, 2);
    }
    assert_eq!(groups::group(&kith.app, eve.actor, group).await.unwrap().unwrap().members, 3);
    let blocked = |member: &Member| {
        let (app, actor) = (kith.app.clone(), member.actor);
        async move { connections::blocks(&app, actor, None, 20).await.unwrap().items }
    };
    assert_eq!(blocked(&ana).await.iter().map(|b| b.person.id).collect::<Vec<_>>(), [ben.id]);
    assert!(blocked(&ben).await.is_empty(), "Ben does not learn of it");
    let back = connections::block(&kith.app, ben.actor, ana.id).await;
    assert!(matches!(back, Err(Failure::Refused(BlockRefused::NotFound))), "who blocked is not there");
    let oneself = connections::block(&kith.app, ana.actor, ana.id).await;
    assert!(matches!(oneself, Err(Failure::Refused(BlockRefused::Yourself))));
    connections::unblock(&kith.app, ben.actor, ana.id).await.unwrap();
    assert_eq!(state(&ben, &ana).await, None, "nobody takes back another's block");
    connections::unblock(&kith.app, ana.actor, ben.id).await.unwrap();
    assert_eq!(state(&ana, &ben).await, Some(RelationshipState::None), "nothing it cut comes back");
}

#[tokio::test]
async fn a_block_leaves_the_senders_view_of_an_invitation_as_it_was_r6_1_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    let before = format!("{:?}", invitations::sent_one(&kith.app, ana.actor, id).await.unwrap());
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    let after = invitations::sent_one(&kith.app, ana.actor, id).await.unwrap();
    assert_eq!(format!("{after:?}"), before);
    assert!(invitations::received_one(&kith.app, ben.actor, id).await.unwrap().is_none());
}

#[tokio::test]
async fn a_group_has_one_name_and_its_founder() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let about = Some("We sing\non Mondays.");
    let group = groups::found(&kith.app, ana.actor, " Harbour  Choir ", about).await.unwrap();
    let read = groups::group(&kith.app, ana.actor, group.id).await.unwrap().unwrap();
    assert_eq!(read, group);
    assert_eq!((read.name.as_str(), read.joined, read.members), ("Harbour Choir", true, 1));
    for taken in ["harbour choir", "HARBOUR—CHOIR!", "Hárbour Choir"] {
        let refused = groups::found(&kith.app, ben.actor, taken, None).await;
        let name_taken = FoundRefused::NameTaken(group.id);
        assert!(matches!(refused, Err(Failure::Refused(refused)) if refused == name_taken), "{taken}");
    }
    for bad in ["", "   ", "\0", &"x".repeat(81)] {
        let refused = groups::found(&kith.app, ben.actor, bad, None).await;
        assert!(matches!(refused, Err(Failure::Refused(FoundRefused::Name(_)))), "{bad:?}");
    }
    groups::found(&kith.app, ben.actor, "🎶", None).await.unwrap();
    groups::found(&kith.app, ben.actor, "🎷", None).await.expect("signs alone are a name, each its own");
}

#[tokio::test]
async fn joining_and_leaving_twice_is_joining_and_leaving() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = groups::found(&kith.app, ana.actor, "Rowing", None).await.unwrap().id;
    for _ in 0..2 {
        let joined = groups::join(&kith.app, ben.actor, id).await.unwrap();
        assert_eq!((joined.joined, joined.members), (true, 2));
    }
    for member in [&ben, &ana, &ana] {
        groups::leave(&kith.app, member.actor, id).await.unwrap();
    }
    let empty = groups::group(&kith.app, ana.actor, id).await.unwrap().expect("an empty group stays");
    assert_eq!((empty.joined, empty.members), (false, 0));
    groups::leave(&kith.app, ana.actor, GroupId(7)).await.unwrap();
    let nowhere = groups::join(&kith.app, ana.actor, GroupId(7)).await;
    assert!(matches!(nowhere, Err(Failure::Refused(JoinRefused::NotFound))));
    assert!(groups::members(&kith.app, ana.actor, GroupId(7), None, 20).await.unwrap().is_none());
}

#[tokio::test]
async fn nobody_is_in_more_groups_than_a_profile_holds_however_many_try_at_once() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for n in 1..MOST_GROUPS {
        groups::found(&kith.app, ana.actor, &format!("Group {n}"), None).await.unwrap();
    }
    let mut others = Vec::new();
    for n in 0..5 {
        others.push(groups::found(&kith.app, ben.actor, &format!("Other {n}"), None).await.unwrap().id);
    }
    let tries = others.iter().map(|id| groups::join(&kith.app, ana.actor, *id));
    let tries = futures_util::future::join_all(tries).await;
    assert_eq!(tries.iter().filter(|tried| tried.is_ok()).count(), 1);
    let refused = |tried: &Result<_, _>| {
        matches!(tried, Err(Failure::Refused(JoinRefused::TooMany { limit: MOST_GROUPS })))
    };
    assert_eq!(tries.iter().filter(|tried| refused(tried)).count(), 4);
    let found = groups::found(&kith.app, ana.actor, "One more", None).await;
    assert!(matches!(found, Err(Failure::Refused(FoundRefused::TooMany { .. }))));
}

#[tokio::test]
async fn groups_are_found_by_part_of_their_name_whatever_is_typed() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    for name in ["Harbour Choir", "Rowing at the harbour", "100% Wool"] {
        groups::found(&kith.app, ana.actor, name, None).await.unwrap();
    }
    let found = async |query: &str| {
        let page = groups::list(&kith.app, ben.actor, Some(query), false, None, 20).await.unwrap();
        page.items.into_iter().map(|group| group.name.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("HÁRBOUR").await, ["Rowing at the harbour", "Harbour Choir"], "the newest first");
    assert_eq!(found("100%").await, ["100% Wool"]);
    assert_eq!(found("  ").await.len(), 3);
    for odd in ["%", "_", "\\", "'", "\"", "\0", "💥", &"x".repeat(10_000)] {
        assert!(found(odd).await.is_empty(), "{odd:?}");
    }
    assert!(groups::list(&kith.app, ben.actor, None, true, None, 20).await.unwrap().items.is_empty());
    let first = groups::list(&kith.app, ben.actor, None, false, None, 2).await.unwrap();
    let rest = groups::list(&kith.app, ben.actor, None, false, first.next, 2).await.unwrap();
    assert_eq!((first.items.len(), rest.items.len(), rest.next), (2, 1, None));
}
