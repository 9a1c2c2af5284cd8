//! Whatever happens in whatever order, and at once: what is counted is what is there, and nothing is half done.

use kith_app::followers::run_followers_once;
use kith_app::invitations::{self, ReceivedBox};
use kith_app::{Failure, connections, follows, standing};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{Outcome, PauseWish, PitchPause, Place, StateForRecipient, Terms, TermsScope};
use kith_domain::policy::Limit;
use kith_domain::relation::{Answer, Between, Pair, Stage};
use kith_domain::text::{QuestionAnswer, QuestionText, ReportReason};
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use kith_testkit::{Kith, Member};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// What a member may do to another.
#[derive(Debug, Clone, Copy)]
enum Act {
    Send,
    Undo,
    Withdraw,
    View,
    Accept,
    Ignore,
    TakeBackDismissal,
    Mark,
    TakeBackMark,
    Ask,
    Reply,
    AcceptOnTerms,
    DeclineTerms,
    ChangeTerms,
    Unfollow,
    SetAside,
    NotNow,
    BringBack,
    Report,
    Block,
    Unblock,
    Disconnect,
    Agree,
}

/// How often each is tried: what goes on more often than what ends all.
const ACTS: [(Act, u32); 23] = [
    (Act::Send, 16),
    (Act::Undo, 2),
    (Act::Withdraw, 2),
    (Act::View, 3),
    (Act::Accept, 5),
    (Act::Ignore, 6),
    (Act::TakeBackDismissal, 2),
    (Act::Mark, 6),
    (Act::TakeBackMark, 2),
    (Act::Ask, 3),
    (Act::Reply, 3),
    (Act::AcceptOnTerms, 4),
    (Act::DeclineTerms, 2),
    (Act::ChangeTerms, 4),
    (Act::Unfollow, 2),
    (Act::SetAside, 2),
    (Act::NotNow, 1),
    (Act::BringBack, 1),
    (Act::Report, 1),
    (Act::Block, 1),
    (Act::Unblock, 4),
    (Act::Disconnect, 8),
    (Act::Agree, 1),
];

fn any_act(rng: &mut StdRng) -> Act {
    let mut left = rng.random_range(0..ACTS.iter().map(|(_, weight)| weight).sum());
    for (act, weight) in ACTS {
        if left < weight {
            return act;
        }
        left -= weight;
    }
    unreachable!("the weights add up")
}

/// Refused or done, both are well; a fault never is.
fn well<T, R: std::fmt::Debug>(act: Act, outcome: Result<T, Failure<R>>) {
    if let Err(Failure::Fault(fault)) = outcome {
        panic!("{act:?}: {fault}");
    }
}

/// The invitation that stands between the two, and who sent it; a stranger's id where there is none.
async fn between(one: &Member, other: &Member) -> (InvitationId, MemberId) {
    let pair = Pair::of(one.id, other.id).unwrap();
    match one.app.store().relation(pair).await.unwrap().between {
        Between::Invited(open) => (open.id, open.sender),
        Between::Connected { invitation, inviter, .. } | Between::Following { invitation, inviter, .. } => {
            (invitation.unwrap_or(InvitationId(1)), inviter)
        }
        Between::Nothing => (InvitationId(1), one.id),
    }
}

/// One acts on what stands between the two; whoever of them may, where it is an answer or taking back.
async fn does(act: Act, one: Member, other: Member) {
    let (id, sender) = between(&one, &other).await;
    let fits = match act {
        Act::Undo | Act::Withdraw | Act::Reply | Act::DeclineTerms => one.id == sender,
        Act::View
        | Act::Accept
        | Act::AcceptOnTerms
        | Act::Ignore
        | Act::TakeBackDismissal
        | Act::Mark
        | Act::TakeBackMark
        | Act::Ask
        | Act::SetAside
        | Act::NotNow
        | Act::BringBack => one.id != sender,
        Act::Send
        | Act::Report
        | Act::ChangeTerms
        | Act::Unfollow
        | Act::Block
        | Act::Unblock
        | Act::Disconnect
        | Act::Agree => true,
    };
    let (one, other) = if fits { (one, other) } else { (other, one) };
    let (app, actor) = (&one.app, one.actor);
    match act {
        Act::Send => well(act, one.invites(&other).from_place(Place::Search).tried().await),
        Act::Undo => well(act, invitations::undo(app, actor, id).await),
        Act::Withdraw => well(act, invitations::withdraw(app, actor, id).await),
        Act::View => well(act, invitations::view(app, actor, id).await),
        Act::Accept => well(act, invitations::accept(app, actor, id, Terms::default()).await),
        Act::AcceptOnTerms => {
            // Which terms is left to the number of the invitation.
            let scope = if id.0 % 2 == 0 { TermsScope::Limited } else { TermsScope::FollowOnly };
            let terms = Terms { scope, no_pitches: Some(PitchPause::Month) };
            well(act, invitations::accept(app, actor, id, terms).await);
        }
        Act::DeclineTerms => well(act, invitations::decline_terms(app, actor, id).await),
        Act::ChangeTerms => {
            let scope = TermsScope::ALL[usize::try_from(app.now().0 / 1_000 % 3).unwrap()];
            well(act, invitations::change_terms(app, actor, other.id, scope, PauseWish::End).await);
        }
        Act::Unfollow => follows::unfollow(app, actor, other.id).await.unwrap(),
        Act::Ignore => well(act, invitations::ignore(app, actor, id).await),
        Act::TakeBackDismissal => well(act, invitations::take_back_dismissal(app, actor, id).await),
        Act::Mark => {
            well(act, invitations::ignore(app, actor, id).await);
            well(act, invitations::mark(app, actor, id).await);
        }
        Act::TakeBackMark => well(act, invitations::take_back_mark(app, actor, id).await),
        Act::Ask => {
            let question = QuestionText::parse("How do we know each other?").unwrap();
            well(act, invitations::ask(app, actor, id, question).await);
        }
        Act::Reply => {
            let answer = QuestionAnswer::parse("From the harbour.").unwrap();
            well(act, invitations::reply(app, actor, id, answer).await);
        }
        Act::SetAside | Act::NotNow => {
            let (until, tell) = (app.now() + Span::days(1), matches!(act, Act::NotNow));
            well(act, invitations::set_aside(app, actor, id, until, tell).await);
        }
        Act::BringBack => well(act, invitations::bring_back(app, actor, id).await),
        Act::Report => {
            let reason = ReportReason::parse("sells things").unwrap();
            well(act, invitations::report(app, actor, id, reason).await);
        }
        Act::Block => well(act, connections::block(app, actor, other.id).await),
        Act::Unblock => connections::unblock(app, actor, other.id).await.unwrap(),
        Act::Disconnect => connections::disconnect(app, actor, other.id).await.unwrap(),
        Act::Agree => well(act, standing::agree(app, actor, standing::AGREEMENT_VERSION, true).await),
    }
}

/// What is counted is what is there, on both sides of every pair.
async fn check(kith: &Kith, members: &[Member]) {
    let (store, now) = (kith.app.store(), kith.app.now());
    for member in members {
        let name = &member.name;
        let counted = store.standing(member.id).await.unwrap().expect("a standing");
        let sent = store.sent(member.id, SentFilter::All, None, now, 10_000).await.unwrap();
        let open: Vec<_> = sent.iter().filter(|sent| sent.outcome == Outcome::Open).collect();
        assert_eq!(counted.sent, sent.len() as u64, "{name}: sent");
        assert_eq!(counted.pending, open.len() as u64, "{name}: pending");
        let not_over = open.iter().filter(|open| now < open.expires_at).count() as u64;
        assert_eq!(store.open_count(member.id, now).await.unwrap(), not_over, "{name}: open");
        for open in open {
            let relation = store.relation(Pair::of(open.from, open.to).unwrap()).await.unwrap();
            let stands = relation.invitation(open.id);
            let stands = stands.unwrap_or_else(|| panic!("{name}: open, and nothing stands there"));
            assert_eq!(stands.expires_at, open.expires_at, "{name}: over at one time for both");
        }
        let (mut connected, mut waiting, mut later, mut archived) = (0, 0, 0, 0);
        for other in members.iter().filter(|other| other.id != member.id) {
            let relation = store.relation(Pair::of(member.id, other.id).unwrap()).await.unwrap();
            match relation.between {
                Between::Nothing => {}
                Between::Following { .. } => {
                    assert!(store.follows(member.id, other.id).await.unwrap().is_some(), "{name}: follows");
                }
                Between::Connected { .. } => connected += 1,
                Between::Invited(open) => {
                    let row = store.invitation(open.sender, open.id).await.unwrap().expect("its words");
                    assert_eq!(row.outcome, Outcome::Open, "{name}: it stands there, and is over");
                    if open.sender != member.id && !relation.blocked() && open.stage_at(now) == Stage::Open {
                        match open.answer {
                            Answer::Snoozed { until } if now < until => later += 1,
                            Answer::None | Answer::Snoozed { .. } => waiting += 1,
                            Answer::Ignored { .. } | Answer::Marked { .. } | Answer::Reported { .. } => {
                                archived += 1;
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(counted.connections, connected, "{name}: connections");
        assert_eq!(connections::count(&kith.app, member.actor, member.id).await.unwrap_or(u32::MAX), {
            connected
        });
        let policy = kith.app.policy();
        assert!(connected <= policy.connections.max, "{name}: {connected} connections");
        let most = policy.invitations.pending.number().map_or(u64::MAX, u64::from);
        assert!(counted.pending <= most, "{name}: {} pending", counted.pending);
        let boxes = invitations::boxes(&kith.app, member.actor).await.unwrap();
        let counted = (boxes.received, boxes.later, boxes.archive);
        assert_eq!(counted, (waiting, later, archived), "{name}: boxes");
        let each =
            [(ReceivedBox::Waiting, waiting), (ReceivedBox::Later, later), (ReceivedBox::Archive, archived)];
        for (which, many) in each {
            let list = invitations::received(&kith.app, member.actor, which, None, 100).await.unwrap();
            assert_eq!(list.len() as u64, many, "{name}: {which:?}");
            assert!(list.iter().all(|item| {
                let belongs = match item.state {
                    StateForRecipient::Pending => ReceivedBox::Waiting,
                    StateForRecipient::Snoozed => ReceivedBox::Later,
                    StateForRecipient::Ignored
                    | StateForRecipient::Marked
                    | StateForRecipient::Reported
                    | StateForRecipient::Accepted => ReceivedBox::Archive,
                };
                belongs == which
            }));
        }
    }
}

async fn network() -> (Kith, Vec<Member>) {
    let kith = Kith::with(|network| {
        let policy = &mut network.policy;
        policy.connections.max = 3;
        policy.invitations.pending = Limit::At(2);
        policy.marks.threshold = 1;
        policy.expiry.after = Span::days(3);
        policy.questions.pause = Span::days(1);
        policy.not_now.left = Span::days(1);
        policy.not_now.told_for = Span::days(1);
        policy.cooldown.withdrawn = Span::seconds(600);
        policy.cooldown.expired = Span::seconds(1_200);
        policy.cooldown.ignored = Span::seconds(1_200);
        policy.restriction.wait = Span::days(1);
    })
    .await;
    let members = kith.members(["Ana", "Ben", "Cid", "Dua", "Eva", "Flo"]).await;
    (kith, members.into())
}

/// Six who do whatever comes to mind, `at_once` at a time.
async fn lives(seed: u64, rounds: u32, at_once: usize) {
    let (kith, members) = network().await;
    let mut rng = StdRng::seed_from_u64(seed);
    for _ in 0..rounds {
        let mut acts = Vec::new();
        // At once they all act between the same two or three, so that they meet.
        let few = if at_once > 1 { 3 } else { members.len() };
        let from = rng.random_range(0..members.len());
        let any = |rng: &mut StdRng| members[(from + rng.random_range(0..few)) % members.len()].clone();
        for _ in 0..at_once {
            let (one, other) = (any(&mut rng), any(&mut rng));
            if one.id != other.id {
                acts.push(tokio::spawn(does(any_act(&mut rng), one, other)));
            }
        }
        for act in acts {
            act.await.expect("no fault");
        }
        let waits = ["1ms", "29s", "30s", "5m", "10m", "1h", "1d"];
        if rng.random_range(0..3) == 0 {
            kith.advance(waits[rng.random_range(0..waits.len())]);
        }
        if rng.random_range(0..8) == 0 {
            run_followers_once(&kith.app).await.unwrap();
        }
        check(&kith, &members).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_follow_whatever_happens_r5_2_r5_3_r8_7_r11_7() {
    for seed in 0..SEEDS {
        lives(seed, 300, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_follow_whatever_happens_at_once_r11_8() {
    for seed in 0..SEEDS {
        lives(seed, 60, 8).await;
    }
}

/// How many lives each test tries.
const SEEDS: u64 = 4;
