//! Messages between connections (R7).

use kith_app::messages::{self, Message, ReadRefused, WriteRefused};
use kith_app::{CommitFailure, Failure, connections};
use kith_domain::change::EventKind;
use kith_domain::id::{ConversationId, MessageId};
use kith_domain::messages::Ask;
use kith_domain::relation::Pair;
use kith_domain::text::{MessageText, TextRefused};
use kith_store::messages::Writing;
use kith_testkit::{Kith, Member};

async fn writes(from: &Member, to: &Member, text: &str) -> Result<messages::Written, WriteRefused> {
    match messages::write(&from.app, from.actor, to.id, text, None).await {
        Ok(written) => Ok(written),
        Err(Failure::Refused(refused)) => Err(refused),
        Err(Failure::Fault(fault)) => panic!("{fault:?}"),
    }
}

async fn thread(of: &Member, with: &Member) -> Result<messages::Thread, ReadRefused> {
    match messages::messages(&of.app, of.actor, with.id, None, 100).await {
        Ok(thread) => Ok(thread),
        Err(Failure::Refused(refused)) => Err(refused),
        Err(Failure::Fault(fault)) => panic!("{fault:?}"),
    }
}

fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

#[tokio::test]
async fn only_connections_write_to_each_other() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.invites(&ben).await;
    assert_eq!(writes(&ana, &ben, "Hello.").await, Err(WriteRefused::NotConnected));
    assert_eq!(thread(&ben, &ana).await.err(), Some(ReadRefused::NotConnected));
    assert_eq!(writes(&ana, &ana, "Hello.").await, Err(WriteRefused::NotFound));
    let nobody = Member { id: kith_domain::id::MemberId(7), ..ben.clone() };
    assert_eq!(writes(&ana, &nobody, "Hello.").await, Err(WriteRefused::NotFound));
    connections::block(&kith.app, ben.actor, ana.id).await.unwrap();
    assert_eq!(writes(&ana, &ben, "Hello.").await, Err(WriteRefused::NotFound));
    assert_eq!(thread(&ana, &ben).await.err(), Some(ReadRefused::NotFound));
}

#[tokio::test]
async fn after_the_yes_nothing_is_written_by_itself_r7_1() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    kith_app::followers::run_followers_once(&kith.app).await.unwrap();
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        assert!(thread(one, other).await.unwrap().messages.items.is_empty());
        assert!(messages::conversations(&kith.app, one.actor, None, 20).await.unwrap().items.is_empty());
    }
}

#[tokio::test]
async fn the_conversation_opens_with_the_invitation_for_both_r7_2() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = ana.invites(&ben).with_note("We sang together in Bergen.").await;
    kith.advance("30s");
    ben.accepts(id).await;
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        let invitation = thread(one, other).await.unwrap().invitation.expect("the invitation, pinned");
        assert_eq!((invitation.id, invitation.from), (id, ana.id));
        assert_eq!(invitation.note.as_ref().unwrap().as_str(), "We sang together in Bergen.");
        assert_eq!(invitation.card.at, invitation.sent_at);
    }
}

#[tokio::test]
async fn a_first_message_that_asks_gets_a_hint_for_its_writer_alone_r7_3() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    let pitch = "Let me show you our product: a quick demo?";
    let hinted = messages::hint(&kith.app, ana.actor, ben.id, pitch).await.unwrap();
    assert_eq!(hinted, Some(Ask::Sale), "before it is sent");
    assert_eq!(writes(&ana, &ben, pitch).await.unwrap().hint, Some(Ask::Sale), "sent all the same");
    assert_eq!(texts(&thread(&ben, &ana).await.unwrap().messages.items), [pitch]);
    assert_eq!(writes(&ana, &ben, pitch).await.unwrap().hint, None, "only the first");
    let thanks = writes(&ben, &ana, "Thank you for thinking of me.").await.unwrap();
    assert_eq!(thanks.hint, None);
    let late = kith.member("Late").await;
    late.connects(&kith, &ben).await;
    kith.advance("14d");
    assert_eq!(writes(&late, &ben, pitch).await.unwrap().hint, None, "after fourteen days");
}

#[tokio::test]
async fn a_message_has_words_and_a_limit() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    assert_eq!(writes(&ana, &ben, " \n\u{200b} ").await, Err(WriteRefused::Text(TextRefused::Empty)));
    let long = "é".repeat(5_001);
    let refused = writes(&ana, &ben, &long).await;
    assert_eq!(refused, Err(WriteRefused::Text(TextRefused::TooLong { limit: 5_000, length: 5_001 })));
    writes(&ana, &ben, &"é".repeat(5_000)).await.unwrap();
    let odd = "'; DROP TABLE message; -- <b>\u{1f469}\u{200d}\u{1f680}</b>";
    writes(&ana, &ben, odd).await.unwrap();
    assert_eq!(thread(&ben, &ana).await.unwrap().messages.items[0].text.as_str(), odd);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_writes_once() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    let send = |text: &'static str| messages::write(&kith.app, ana.actor, ben.id, text, Some("form-1"));
    let sent = futures(10, || send("Hello.")).await;
    let ids: std::collections::BTreeSet<_> = sent.iter().map(|written| written.message.id).collect();
    assert_eq!(ids.len(), 1, "ten clicks are one message");
    send("Hello again.").await.unwrap();
    assert_eq!(texts(&thread(&ben, &ana).await.unwrap().messages.items), ["Hello again.", "Hello."]);
}

/// What several calls at once came to.
async fn futures<F: Future<Output = Result<messages::Written, Failure<WriteRefused>>>>(
    several: usize,
    call: impl Fn() -> F,
) -> Vec<messages::Written> {
    let calls = (0..several).map(|_| call());
    futures_util::future::join_all(calls).await.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn two_who_write_first_at_once_are_in_one_conversation() {
    for _ in 0..20 {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        ana.connects(&kith, &ben).await;
        let (a, b) = tokio::join!(writes(&ana, &ben, "From Ana."), writes(&ben, &ana, "From Ben."));
        assert!(a.is_ok() && b.is_ok());
        let one = messages::conversations(&kith.app, ana.actor, None, 20).await.unwrap().items;
        let other = messages::conversations(&kith.app, ben.actor, None, 20).await.unwrap().items;
        assert_eq!((one.len(), other.len()), (1, 1));
        assert_eq!(one[0].id, other[0].id);
        assert_eq!(thread(&ana, &ben).await.unwrap().messages.items.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_against_a_disconnection_comes_before_it_or_not_at_all_r11_6_r11_8() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let (mut before, mut never) = (0, 0);
    for n in 0..60 {
        ana.connects(&kith, &ben).await;
        let known = thread(&ana, &ben).await.unwrap().messages.items.len();
        let (writer, other) = (ana.clone(), ben.clone());
        let wrote = tokio::spawn(async move { writes(&writer, &other, "Are you there?").await });
        if n % 2 == 0 {
            tokio::task::yield_now().await;
        }
        connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
        let wrote = wrote.await.unwrap();
        kith.app.store().engine().settle_journal().await.unwrap();
        let told = kith.app.store().journal_before(i64::MAX, 2).await.unwrap();
        if wrote.is_ok() {
            let kinds = [told[0].kind, told[1].kind];
            assert_eq!(kinds, [EventKind::Disconnected, EventKind::MessageWritten], "in this order");
        }
        assert_eq!(writes(&ana, &ben, "Still?").await, Err(WriteRefused::NotConnected));
        kith.advance("365d");
        ana.connects(&kith, &ben).await;
        let now = thread(&ana, &ben).await.unwrap().messages.items.len();
        match wrote {
            Ok(_) => {
                before += 1;
                assert_eq!(now, known + 1, "what was answered is there");
            }
            Err(refused) => {
                never += 1;
                assert_eq!((refused, now), (WriteRefused::NotConnected, known), "what was refused is not");
            }
        }
        connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
        kith.advance("365d");
    }
    assert_eq!(before + never, 60);
}

#[tokio::test]
async fn a_message_decided_on_before_a_disconnection_is_not_written_after_it_r11_8() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    let store = kith.app.store();
    let pair = Pair::of(ana.id, ben.id).unwrap();
    let message = Message {
        id: MessageId(kith.app.chance().id(kith.app.now()).expect("an id")),
        from: ana.id,
        text: MessageText::parse("Are you there?").unwrap(),
        at: kith.app.now(),
    };
    let relation = store.relation(pair).await.unwrap();
    let conversation = ConversationId(kith.app.chance().id(kith.app.now()).expect("an id"));
    let writing = || Writing { relation: &relation, conversation, message: &message, operation: None };
    connections::disconnect(&kith.app, ben.actor, ana.id).await.unwrap();
    let refused = store.write_message(writing()).await;
    assert!(matches!(refused, Err(CommitFailure::Conflict { .. })), "{refused:?}");
    assert_eq!(store.conversation(ana.id, ben.id).await.unwrap(), None, "not half of it either");
    kith.advance("365d");
    ana.connects(&kith, &ben).await;
    store.write_message(writing()).await.expect("they are connected again");
}

#[tokio::test]
async fn what_is_unread_is_counted_and_reading_goes_forward_only() {
    let kith = Kith::new().await;
    let [ana, ben, eve] = kith.members(["Ana", "Ben", "Eve"]).await;
    ana.connects(&kith, &ben).await;
    eve.connects(&kith, &ben).await;
    let first = writes(&ana, &ben, "One.").await.unwrap().message;
    let second = writes(&ana, &ben, "Two.").await.unwrap().message;
    kith.advance("1s");
    writes(&eve, &ben, "Hello.").await.unwrap();
    let lines = async |member: &Member| {
        let page = messages::conversations(&kith.app, member.actor, None, 20).await.unwrap();
        page.items.into_iter().map(|line| (line.other.id, line.unread)).collect::<Vec<_>>()
    };
    assert_eq!(lines(&ben).await, [(eve.id, 1), (ana.id, 2)]);
    assert_eq!(lines(&ana).await, [(ben.id, 0)], "one's own are read");
    for (up_to, left) in [(first.id, 1), (second.id, 0), (first.id, 0)] {
        messages::mark_read(&kith.app, ben.actor, ana.id, up_to).await.unwrap();
        assert_eq!(lines(&ben).await[1], (ana.id, left));
    }
    let far = MessageId(i64::MAX);
    messages::mark_read(&kith.app, ben.actor, eve.id, far).await.unwrap();
    kith.advance("1s");
    writes(&eve, &ben, "More.").await.unwrap();
    assert_eq!(lines(&ben).await[0], (eve.id, 1), "nobody reads ahead");
}

#[tokio::test]
async fn a_conversation_pages_from_its_end() {
    let kith = Kith::new().await;
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    ana.connects(&kith, &ben).await;
    for n in 0..5 {
        writes(&ana, &ben, &n.to_string()).await.unwrap();
    }
    let page =
        async |cursor| messages::messages(&kith.app, ben.actor, ana.id, cursor, 2).await.unwrap().messages;
    let first = page(None).await;
    writes(&ben, &ana, "late").await.unwrap();
    let second = page(first.next).await;
    let third = page(second.next).await;
    assert_eq!(texts(&first.items), ["4", "3"]);
    assert_eq!((texts(&second.items), texts(&third.items)), (vec!["2", "1"], vec!["0"]));
    assert!(third.next.is_none());
}
