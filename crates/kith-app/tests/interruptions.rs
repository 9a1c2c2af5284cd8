//! The way to the database breaks at every point of every use case: each ends whole or not at all. On PostgreSQL,
//! where there is such a way.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use kith_app::accounts::{self, AddMember};
use kith_app::profile::{self, AddPosition};
use kith_app::{App, Failure, connections, groups, invitations, messages};
use kith_domain::id::InvitationId;
use kith_domain::text::ReportReason;
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
        "whoever has an account has all of it",
        "SELECT m.member_id FROM member m
         LEFT JOIN standing s ON s.member_id = m.member_id
         LEFT JOIN handle h ON h.handle = m.handle AND h.member_id = m.member_id
         LEFT JOIN address a ON a.member_id = m.member_id
         LEFT JOIN member_address w ON w.member_id = m.member_id AND w.address = a.address
         LEFT JOIN member_search f ON f.member_id = m.member_id
         WHERE s.member_id IS NULL OR h.handle IS NULL OR w.address IS NULL OR f.member_id IS NULL",
    ),
    (
        "a name or an address that is taken is somebody's",
        "SELECT h.handle FROM handle h LEFT JOIN member m ON m.member_id = h.member_id WHERE m.member_id IS NULL
         UNION ALL
         SELECT a.address FROM address a LEFT JOIN member m ON m.member_id = a.member_id WHERE m.member_id IS NULL",
    ),
    (
        "who had a position is found by it, and it is held once",
        "SELECT p.employer FROM position p
         LEFT JOIN roster r ON r.fact = 'employer:' || p.employer_key AND r.member_id = p.member_id
         WHERE r.fact IS NULL
         UNION ALL
         SELECT p.employer FROM position p GROUP BY p.member_id, p.employer HAVING count(*) > 1",
    ),
    (
        "a group has its name and its founder, once",
        "SELECT c.name FROM community c LEFT JOIN community_name n ON n.group_id = c.group_id
         LEFT JOIN membership m ON m.group_id = c.group_id AND m.member_id = c.founder_id
         LEFT JOIN roster r ON r.fact = 'group:' || c.group_id AND r.member_id = c.founder_id
         WHERE n.group_id IS NULL OR m.group_id IS NULL OR r.fact IS NULL
         UNION ALL
         SELECT name_key FROM community_name n LEFT JOIN community c ON c.group_id = n.group_id WHERE c.group_id IS NULL",
    ),
    (
        "a report is beside a reported relation, and there is one",
        "SELECT CAST(r.report_id AS TEXT) FROM report r LEFT JOIN relation x
             ON x.owner_id = r.member_id AND x.other_id = r.reporter_id
         WHERE x.state IS DISTINCT FROM 5
         UNION ALL
         SELECT 'twice' FROM report GROUP BY member_id, reporter_id HAVING count(*) > 1",
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
    Undo,
    TakeBack,
    Report,
    Unblock,
    OpenAccount,
    AddPosition,
    Found,
}

const ACTS: [Act; 16] = [
    Act::Send,
    Act::View,
    Act::Accept,
    Act::Ignore,
    Act::Mark,
    Act::Withdraw,
    Act::Disconnect,
    Act::Block,
    Act::Write,
    Act::Undo,
    Act::TakeBack,
    Act::Report,
    Act::Unblock,
    Act::OpenAccount,
    Act::AddPosition,
    Act::Found,
];

impl Act {
    /// Brings the two to where it can be done, and says about which invitation.
    async fn prepare(self, kith: &Kith, ana: &Member, ben: &Member) -> Option<InvitationId> {
        match self {
            Act::Send | Act::OpenAccount | Act::AddPosition | Act::Found => None,
            Act::Undo => Some(ana.invites(ben).await),
            Act::Unblock => {
                connections::block(&kith.app, ben.actor, ana.id).await.expect("may be blocked");
                None
            }
            Act::View | Act::Accept | Act::Ignore | Act::Withdraw | Act::Report => {
                let id = ana.invites(ben).await;
                kith.advance("30s");
                Some(id)
            }
            Act::Mark | Act::TakeBack => {
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
            Act::Undo => ended(invitations::undo(&ana.app, ana.actor, id).await),
            Act::TakeBack => ended(invitations::take_back_dismissal(&ben.app, ben.actor, id).await),
            Act::Report => {
                let reason = ReportReason::parse("It sells something.").expect("a reason");
                ended(invitations::report(&ben.app, ben.actor, id, reason).await)
            }
            Act::Unblock => {
                connections::unblock(&ben.app, ben.actor, ana.id).await.map_err(|f| f.to_string())
            }
            Act::OpenAccount => ended(accounts::add(&ana.app, somebody()).await),
            Act::AddPosition => {
                let position = AddPosition {
                    employer: "Harbour Authority".to_owned(),
                    title: "Planner".to_owned(),
                    from: "2012-05".to_owned(),
                    to: None,
                };
                ended(profile::add_position(&ana.app, ana.actor, position).await)
            }
            Act::Found => {
                let name = format!("Group {}", MADE.fetch_add(1, Ordering::Relaxed));
                ended(groups::found(&ana.app, ana.actor, &name, None).await)
            }
        }
    }
}

/// Tells apart what is made with a name of its own.
static MADE: AtomicU32 = AtomicU32::new(0);

fn somebody() -> AddMember {
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let email = format!("somebody{number}@example.org");
    AddMember { name: "Some Body".to_owned(), email, password: None, moderator: false }
}

fn ended<T, R: Debug>(outcome: Result<T, Failure<R>>) -> Result<(), String> {
    match outcome {
        Ok(_) => Ok(()),
        Err(Failure::Fault(fault)) => Err(fault.to_string()),
        Err(Failure::Refused(refused)) => panic!("done twice? {refused:?}"),
    }
}

async fn is_whole_wherever_it_breaks(act: Act) {
    let kith =
        Kith::with(|network| network.policy.invitations.weekly = kith_domain::policy::Limit::Off).await;
    let proxy = Proxy::to(kith.database().url());
    let patient = kith.by(proxy.url(), Duration::from_secs(5)).await;
    let hasty = kith.by(proxy.url(), Duration::from_millis(500)).await;
    for (app, how, step) in [
        (&patient, Break::After, 3),
        (&patient, Break::Before, 7),
        (&patient, Break::Refusal, 7),
        (&hasty, Break::Silence, 11),
    ] {
        break_everywhere(&kith, &proxy, app, act, how, step).await;
    }
    for (holds, question) in WHOLE {
        let wrong = ask(kith.database().url(), (*question).to_owned()).expect("an answer");
        assert!(wrong.is_empty(), "{act:?}: not so: {holds}: {wrong:?}");
    }
}

/// Does the act again and again, each time with the way broken one `step` later, until it no longer is.
async fn break_everywhere(kith: &Kith, proxy: &Proxy, app: &App, act: Act, how: Break, step: i64) {
    let through = |member: &Member| Member { app: app.clone(), ..member.clone() };
    // What is prepared once is no part of what is counted.
    let [ana, ben] = kith.members(["Ana", "Ben"]).await;
    let id = act.prepare(kith, &ana, &ben).await;
    let warm = act.done(&through(&ana), &through(&ben), id).await;
    // On a busy machine the hasty one may give up even so.
    assert!(warm.is_ok() || how == Break::Silence, "it is done where nothing breaks: {warm:?}");
    for n in 0.. {
        let [ana, ben] = kith.members(["Ana", "Ben"]).await;
        let id = act.prepare(kith, &ana, &ben).await;
        proxy.break_at(n * step, how);
        let outcome = act.done(&through(&ana), &through(&ben), id).await;
        let broke = proxy.heal();
        // Where nobody says that the way is broken, patience may run out first.
        if how != Break::Silence {
            outcome.unwrap_or_else(|fault| panic!("{act:?} broken {how:?} message {}: {fault}", n * step));
        }
        if !broke {
            assert!(n > 0, "it was broken somewhere");
            break;
        }
    }
}

/// All of them side by side: most of the time is spent waiting for what does not come.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_use_case_is_whole_wherever_the_way_breaks() {
    if std::env::var(kith_testdb::SERVER).is_err() {
        eprintln!("SKIPPED: {} names no server", kith_testdb::SERVER);
        return;
    }
    let acts = ACTS.map(|act| (act, tokio::spawn(is_whole_wherever_it_breaks(act))));
    for (act, trying) in acts {
        trying.await.unwrap_or_else(|broken| panic!("{act:?}: {broken}"));
    }
}
