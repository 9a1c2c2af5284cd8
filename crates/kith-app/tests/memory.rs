//! What members keep about their connections, for themselves alone (F18).

use kith_app::memory::{self, Day, Memory, PutMemory, PutMemoryRefused, Which};
use kith_app::{Failure, accounts, connections};
use kith_testkit::{Kith, Member};

fn kept(note: &str, tags: &[&str], next_contact: Option<i64>) -> PutMemory {
    PutMemory {
        note: note.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        next_contact: next_contact.and_then(Day::new),
    }
}

async fn keeps(member: &Member, about: &Member, ask: PutMemory) -> Result<Memory, PutMemoryRefused> {
    match memory::put(&member.app, member.actor, about.id, ask).await {
        Ok(memory) => Ok(memory),
        Err(Failure::Refused(refused)) => Err(refused),
        Err(Failure::Fault(fault)) => panic!("{fault}"),
    }
}

async fn of(member: &Member, about: &Member) -> Option<memory::Remembered> {
    memory::read(&member.app, member.actor, about.id).await.unwrap()
}

async fn listed(member: &Member, which: Which) -> Vec<String> {
    let mut names = Vec::new();
    let mut cursor = None;
    loop {
        let page = memory::list(&member.app, member.actor, &which, cursor, 2).await.unwrap();
        names.extend(page.items.iter().map(|one| one.person.name.to_string()));
        cursor = page.next;
        if cursor.is_none() {
            return names;
        }
    }
}

#[tokio::test]
async fn what_one_keeps_is_nowhere_on_the_other_side_f18() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    assert!(of(&ana, &ben).await.is_none(), "they never met");
    let refused = keeps(&ana, &ben, kept("Sings tenor.", &[], None)).await;
    assert_eq!(refused, Err(PutMemoryRefused::NotConnected));
    ana.invites(&ben).with_note("We met at the harbour.").await;
    kith.advance("1m");
    let invitation = kith_app::invitations::received(
        &kith.app,
        ben.actor,
        kith_app::invitations::ReceivedBox::Waiting,
        None,
        1,
    );
    let id = invitation.await.unwrap()[0].invitation.id;
    ben.accepts(id).await;
    let memory = keeps(&ana, &ben, kept(" Sings tenor. ", &["Choir", "choir", "Ferry"], Some(20_800))).await;
    assert_eq!(memory.as_ref().unwrap().tags.len(), 2);
    let found = of(&ana, &ben).await.unwrap();
    assert_eq!(found.memory, memory.unwrap());
    assert_eq!(found.invitation.unwrap().note.unwrap().as_str(), "We met at the harbour.");
    let theirs = of(&ben, &ana).await.unwrap();
    assert!(theirs.memory.is_empty() && memory::tags(&kith.app, ben.actor).await.unwrap().is_empty());
    assert!(listed(&ben, Which::DueBy(Day::LAST)).await.is_empty());
}

#[tokio::test]
async fn how_two_met_stays_though_they_part_and_a_block_hides_it_f18_r11_7() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.connects(&kith, &ben).await;
    keeps(&ana, &ben, kept("Sings tenor.", &["choir"], None)).await.unwrap();
    connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
    let found = of(&ana, &ben).await.unwrap();
    assert!(!found.connected);
    assert_eq!(found.invitation.unwrap().id, id, "how they met is kept for good");
    assert_eq!(
        keeps(&ana, &ben, kept("More.", &[], None)).await,
        Err(PutMemoryRefused::NotConnected),
        "but it can no longer be added to"
    );
    assert!(of(&ben, &ana).await.is_none(), "who kept nothing knows no more");
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    assert!(of(&ana, &ben).await.is_none());
    assert!(listed(&ana, Which::Tagged("choir".into())).await.is_empty());
    memory::forget(&kith.app, ana.actor, ben.id).await.unwrap();
    assert!(memory::tags(&kith.app, ana.actor).await.unwrap().is_empty());
}

#[tokio::test]
async fn connections_are_found_by_tag_and_by_the_day_to_be_in_touch_f18() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    for (name, tags, day) in [
        ("Ben", &["Choir"][..], Some(20_803)),
        ("Cleo", &["choir", "C++"], Some(20_801)),
        ("Dan", &["CHOIR"], None),
        ("Eva", &["C#"], Some(20_802)),
        ("Fay", &[], Some(20_999)),
    ] {
        let other = kith.member(name).await;
        ana.connects(&kith, &other).await;
        keeps(&ana, &other, kept("", tags, day)).await.unwrap();
    }
    assert_eq!(listed(&ana, Which::Tagged("choir".into())).await, ["Ben", "Cleo", "Dan"]);
    assert_eq!(listed(&ana, Which::Tagged("c++".into())).await, ["Cleo"]);
    let due = listed(&ana, Which::DueBy(Day::new(20_803).unwrap())).await;
    assert_eq!(due, ["Cleo", "Eva", "Ben"], "the longest since first");
    let tags = memory::tags(&kith.app, ana.actor).await.unwrap();
    let counted: Vec<_> = tags.iter().map(|given| (given.key.as_str(), given.count)).collect();
    assert_eq!(counted, [("c#", 1), ("c++", 1), ("choir", 3)]);
}

#[tokio::test]
async fn what_is_wrong_keeps_what_was_and_nothing_kept_is_forgotten_f18() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    keeps(&ana, &ben, kept("Sings.", &["choir"], None)).await.unwrap();
    for (wrong, field) in [
        (kept(&"x".repeat(2_001), &[], None), "note"),
        (kept("", &["fine", &"y".repeat(31)], None), "tags[1]"),
    ] {
        let Err(PutMemoryRefused::Fields(errors)) = keeps(&ana, &ben, wrong).await else { panic!("{field}") };
        assert!(errors.of(field).is_some(), "{errors:?}");
    }
    assert_eq!(of(&ana, &ben).await.unwrap().memory.note.unwrap().as_str(), "Sings.");
    keeps(&ana, &ben, kept(" ", &[""], None)).await.unwrap();
    assert!(of(&ana, &ben).await.unwrap().memory.is_empty());
}

#[tokio::test]
async fn who_leaves_takes_what_they_kept_along_f18() {
    let kith = Kith::new().await;
    let ana = kith.member_with_password("Ana", "correct horse").await;
    let ben = kith.member("Ben").await;
    ana.connects(&kith, &ben).await;
    keeps(&ana, &ben, kept("Sings.", &["choir"], None)).await.unwrap();
    accounts::close(&kith.app, ana.actor, "correct horse").await.unwrap();
    assert_eq!(kith.app.store().memory(ana.id, ben.id).await.unwrap(), None);
    assert!(kith.app.store().given_tags(ana.id, 10).await.unwrap().is_empty());
}
