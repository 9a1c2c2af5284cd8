//! The way to the database breaks at every point of every use case: each ends whole or not at all. On PostgreSQL,
//! where there is such a way.

use std::fmt::Debug;

use kith_app::messages;
use kith_app::{Failure, connections, invitations};
use kith_domain::id::InvitationId;
use kith_testdb::{Break, Proxy, ask};
use kith_testkit::{Kith, Member};

/// What must hold at any moment, each as a question whose answer is nothing.
const WHOLE: &[(&str, &str)] = &[
    (
        "both halves of a relation say the same",
        "SELECT a.owner_id FROM relation a LEFT JOIN relation b ON b.owner_id = a.other_id AND b.other_id = a.owner_id
         WHERE b.owner_id IS NULL OR (a.state, a.sender_id, a.inv_id, a.version, a.stances, a.viewed_at)
             <> (b.state, b.sender_id, b.inv_id, b.version, b.stances, b.viewed_at)",
    ),
    (
        "connections are counted as they are",
        "SELECT s.member_id FROM standing s WHERE s.connections
             <> (SELECT count(*) FROM relation r WHERE r.owner_id = s.member_id AND r.state = 2)",
    ),
    (
        "what is open is counted as it is",
        "SELECT s.member_id FROM standing s WHERE s.pending
             <> (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id AND i.outcome = 0)",
    ),
    (
        "each invitation costs one of the balance",
        "SELECT s.member_id FROM standing s
         WHERE s.sent <> (SELECT count(*) FROM invitation i WHERE i.sender_id = s.member_id)",
    ),
    (
        "an open invitation stands between its two",
        "SELECT i.inv_id FROM invitation i LEFT JOIN relation r
             ON r.owner_id = i.sender_id AND r.other_id = i.recipient_id AND r.inv_id = i.inv_id
                AND r.state IN (1, 3, 4, 5)
         WHERE i.outcome = 0 AND r.owner_id IS NULL",
    ),
    (
        "the journal tells each version of a relation once",
        "SELECT r.owner_id FROM relation r
         LEFT JOIN (SELECT lo, hi, count(*) AS told, count(DISTINCT version) AS versions, max(version) AS last
             FROM (SELECT lo, hi, version, kind FROM journal
                   UNION ALL SELECT lo, hi, version, kind FROM journal_pending) j
             WHERE kind <> 16 AND hi <> 0 GROUP BY lo, hi) t
             ON t.lo = r.owner_id AND t.hi = r.other_id
         WHERE r.owner_id < r.other_id AND (t.told, t.versions, t.last)
             IS DISTINCT FROM (r.version, r.version, r.version)",
    ),
    (
        "a mark is beside a marked relation",
        "SELECT m.member_id FROM mark m LEFT JOIN relation r ON r.owner_id = m.member_id AND r.other_id = m.marker_id
         WHERE m.voided = 0 AND r.state IS DISTINCT FROM 4",
    ),
    (
        "both are in a conversation, and its last message is there",
        "SELECT c.conversation_id FROM conversation_member c
         LEFT JOIN conversation_member o ON o.member_id = c.other_id AND o.conversation_id = c.conversation_id
         LEFT JOIN message m ON m.conversation_id = c.conversation_id AND m.message_id = c.last_message_id
         WHERE o.member_id IS NULL OR m.message_id IS NULL",
    ),
];

/// What a member does while the way breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Send,
    View,
    Accept,
    Ignore,
    Mark,
    Withdraw,
    Disconnect,
    Block,
    Write,
}

impl Act {
    /// Brings the two to where it can be done, and says about which invitation.
    async fn prepare(self, kith: &Kith, ana: &Member, ben: &Member) -> Option<InvitationId> {
        match self {
            Act::Send => None,
            Act::View | Act::Accept | Act::Ignore | Act::Withdraw => {
                let id = ana.invites(ben).await;
                kith.advance("30s");
                Some(id)
            }
            Act::Mark => {
                let id = ana.invites(ben).await;
                kith.advance("30s");
                ben.ignores(id).await;
                Some(id)
            }
            Act::Disconnect | Act::Block | Act::Write => Some(ana.connects(kith, ben).await),
        }
    }

    /// Does it. Whatever is refused here was done before, and is not known to have been.
    async fn done(self, ana: &Member, ben: &Member, id: Option<InvitationId>) -> Result<(), String> {
        let id = id.unwrap_or(InvitationId(0));
        match self {
            Act::Send => ended(ana.invites(ben).tried().await),
            Act::View => ended(invitations::view(&ben.app, ben.actor, id).await),
            Act::Accept => ended(invitations::accept(&ben.app, ben.actor, id).await),
            Act::Ignore => ended(invitations::ignore(&ben.app, ben.actor, id).await),
            Act::Mark => ended(invitations::mark(&ben.app, ben.actor, id).await),
            Act::Withdraw => ended(invitations::withdraw(&ana.app, ana.actor, id).await),
            Act::Disconnect => {
                connections::disconnect(&ben.app, ben.actor, ana.id).await.map_err(|f| f.to_string())
            }
            Act::Block => ended(connections::block(&ben.app, ben.actor, ana.id).await),
            Act::Write => ended(messages::write(&ana.app, ana.actor, ben.id, "Are you there?", None).await),
        }
    }
}

fn ended<T, R: Debug>(outcome: Result<T, Failure<R>>) -> Result<(), String> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::Fault(fault)) => Err(fault.to_string()),
        Err(Failure::Refused(refused)) => panic!("done twice? {refused:?}"),
    }
}

async fn is_whole_wherever_it_breaks(act: Act) {
    if std::env::var(kith_testdb::SERVER).is_err() {
        eprintln!("SKIPPED: {} names no server", kith_testdb::SERVER);
        return;
    }
    let kith =
        Kith::with(|network| network.policy.invitations.weekly = kith_domain::policy::Limit::Off).await;
    let proxy = Proxy::to(kith.database().url());
    let broken = kith.by(proxy.url()).await;
    let through = |member: &Member| Member { app: broken.clone(), ..member.clone() };
    // What is prepared once is no part of what is counted.
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = act.prepare(&kith, &ana, &ben).await;
    act.done(&through(&ana), &through(&ben), id).await.expect("it is done where nothing breaks");
    for (how, step) in [(Break::After, 2), (Break::Before, 5)] {
        for n in 0.. {
            let [ana, ben] = kith.members(["Ana", "Ben"]).await;
            let id = act.prepare(&kith, &ana, &ben).await;
            proxy.break_at(n * step, how);
            let outcome = act.done(&through(&ana), &through(&ben), id).await;
            let broke = proxy.heal();
            outcome.unwrap_or_else(|fault| panic!("{act:?} broken {how:?} message {}: {fault}", n * step));
            if !broke {
                assert!(n > 2, "it was broken at several points");
                break;
            }
        }
    }
    for (holds, question) in WHOLE {
        let wrong = ask(kith.database().url(), (*question).to_owned()).expect("an answer");
        assert!(wrong.is_empty(), "{act:?}: not so: {holds}: {wrong:?}");
    }
}

macro_rules! broken_everywhere {
    ($($name:ident: $act:ident;)+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                is_whole_wherever_it_breaks(Act::$act).await;
            }
        )+
    };
}

broken_everywhere! {
    sending: Send;
    viewing: View;
    accepting: Accept;
    ignoring: Ignore;
    marking: Mark;
    withdrawing: Withdraw;
    disconnecting: Disconnect;
    blocking: Block;
    writing: Write;
}
