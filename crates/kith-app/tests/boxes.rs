//! Looking through one's own boxes, and taking back the older ones.

use kith_app::invitations::{self, Found, ReceivedBox, SentInvitation, Wanted};
use kith_domain::id::InvitationId;
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use kith_testkit::{Kith, Member};

async fn sent(
    member: &Member,
    wanted: &Wanted,
    withdrawable: bool,
    before: Option<InvitationId>,
    most: u32,
) -> Found<SentInvitation> {
    let all = SentFilter::All;
    invitations::find_sent(&member.app, member.actor, all, wanted, withdrawable, before, most).await.unwrap()
}

/// The names of all that is found, page by page.
async fn names(member: &Member, wanted: &Wanted, withdrawable: bool, most: u32) -> Vec<String> {
    let (mut names, mut before) = (Vec::new(), None);
    loop {
        let found = sent(member, wanted, withdrawable, before, most).await;
        assert!(found.items.len() <= most as usize);
        names.extend(
            found.items.iter().filter_map(|one| one.recipient.as_ref()).map(|to| to.name.to_string()),
        );
        before = found.next;
        if before.is_none() {
            return names;
        }
    }
}

fn named(name: &str) -> Wanted {
    Wanted { name: name.to_owned(), ..Wanted::default() }
}

#[tokio::test]
async fn what_was_sent_is_found_by_name_note_and_age_whatever_the_page_r8_2_r9_4() {
    let kith = Kith::new().await;
    let ana = kith.member("Ana").await;
    for name in ["Zoë Núñez", "Ben Ode", "Bernd Odenwald", "Cleo Fay"] {
        ana.invites(&kith.member(name).await).await;
    }
    kith.advance("40d");
    let eva = kith.member("Eva Moss").await;
    ana.invites(&eva).with_note("We met at sea.").await;
    kith.advance("1m");
    let newest_first = ["Eva Moss", "Cleo Fay", "Bernd Odenwald", "Ben Ode", "Zoë Núñez"];
    for most in [1, 2, 5, 50] {
        assert_eq!(names(&ana, &Wanted::default(), false, most).await, newest_first, "{most} a page");
        assert_eq!(names(&ana, &named("ode"), false, most).await, ["Bernd Odenwald", "Ben Ode"]);
        assert_eq!(names(&ana, &named("NUNEZ"), false, most).await, ["Zoë Núñez"]);
        assert!(names(&ana, &named("nobody"), false, most).await.is_empty());
        let with_note = Wanted { note: Some(true), ..Wanted::default() };
        assert_eq!(names(&ana, &with_note, false, most).await, ["Eva Moss"]);
        let older = Wanted { older_than: Some(Span::days(30)), ..Wanted::default() };
        assert_eq!(names(&ana, &older, true, most).await, newest_first[1..]);
    }
}

#[tokio::test]
async fn what_was_viewed_is_not_among_what_can_be_withdrawn_r8_4_r9_4() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana", "Ben", "Cleo"]).await;
    let to_ben = ana.invites(&ben).await;
    ana.invites(&cleo).await;
    kith.advance("31d");
    ben.views(to_ben).await;
    let older = Wanted { older_than: Some(Span::days(30)), ..Wanted::default() };
    assert_eq!(names(&ana, &older, true, 10).await, ["Cleo"]);
    assert_eq!(names(&ana, &older, false, 10).await, ["Cleo", "Ben"]);
    let ids: Vec<_> =
        sent(&ana, &older, false, None, 10).await.items.iter().map(|one| one.invitation.id).collect();
    let results = invitations::withdraw_several(&kith.app, ana.actor, &ids).await.unwrap();
    assert_eq!(results.iter().map(|(_, result)| result.is_ok()).collect::<Vec<_>>(), [true, false]);
    assert!(names(&ana, &older, true, 10).await.is_empty());
}

#[tokio::test]
async fn what_was_received_is_found_by_name_and_note() {
    let kith = Kith::new().await;
    let [ana, ben, cleo] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay"]).await;
    ben.invites(&ana).with_note("We met at sea.").await;
    cleo.invites(&ana).await;
    kith.advance("1m");
    let found = async |wanted: Wanted| {
        let waiting = ReceivedBox::Waiting;
        let found = invitations::find_received(&kith.app, ana.actor, waiting, &wanted, None, 10).await;
        let items = found.unwrap().items;
        items.iter().map(|one| one.sender.as_ref().unwrap().name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(found(Wanted::default()).await, ["Cleo Fay", "Ben Ode"]);
    assert_eq!(found(named("fay")).await, ["Cleo Fay"]);
    assert_eq!(found(Wanted { note: Some(true), ..Wanted::default() }).await, ["Ben Ode"]);
    assert_eq!(found(Wanted { shared: Some(true), ..Wanted::default() }).await, Vec::<String>::new());
}

#[tokio::test]
async fn several_are_ignored_each_with_its_own_result_and_come_back_together_r10_6() {
    let kith = Kith::new().await;
    let [ana, ben, cleo, dan] = kith.members(["Ana", "Ben", "Cleo", "Dan"]).await;
    let of_ben = ben.invites(&ana).await;
    let of_cleo = cleo.invites(&ana).await;
    let of_dan = dan.invites(&ana).await;
    let not_hers = ben.invites(&cleo).await;
    kith.advance("1m");
    dan.withdraws(of_dan).await;
    let ids = [of_ben, of_dan, of_cleo, not_hers];
    let lying_in = async |which| {
        let found = invitations::received(&kith.app, ana.actor, which, None, 10).await.unwrap();
        found.iter().map(|one| one.invitation.id).collect::<Vec<_>>()
    };
    let results = invitations::ignore_several(&kith.app, ana.actor, &ids).await.unwrap();
    assert_eq!(results.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids);
    assert_eq!(
        results.iter().map(|(_, result)| result.is_ok()).collect::<Vec<_>>(),
        [true, false, true, false]
    );
    assert!(lying_in(ReceivedBox::Waiting).await.is_empty());
    assert_eq!(lying_in(ReceivedBox::Archive).await, [of_cleo, of_ben]);

    // What was marked meanwhile stays where it is.
    invitations::mark(&kith.app, ana.actor, of_cleo).await.unwrap();
    let results = invitations::take_back_dismissals(&kith.app, ana.actor, &[of_ben, of_cleo]).await.unwrap();
    assert_eq!(results.iter().map(|(_, result)| result.is_ok()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(lying_in(ReceivedBox::Waiting).await, [of_ben]);
    assert_eq!(lying_in(ReceivedBox::Archive).await, [of_cleo]);
}
