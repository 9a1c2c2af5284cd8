//! Acts at the same instant, over real HTTP, a hundred times each: one outcome each time (R11.8).

mod support;

use futures_util::future::join;
use reqwest::{Method, StatusCode};
use serde_json::json;
use support::{Member, Server};

/// How often each race is run.
const ROUNDS: usize = 100;
/// With this many members there are enough pairs for every round.
const MEMBERS: usize = 16;

/// Nothing is held back, and nothing but the race stands in the way.
const POLICY: &str = "[policy]\nundo = { send = \"0s\" }\ninvitations = { weekly = \"off\", pending = \"off\" }\n\
                      cooldown = { withdrawn = \"0s\", expired = \"0s\", ignored = \"0s\" }";

/// Different pairs of members, one for each round.
fn pairs(members: &[Member]) -> Vec<(Member, Member)> {
    let mut pairs = Vec::new();
    for (i, one) in members.iter().enumerate() {
        for other in &members[i + 1..] {
            pairs.push(if pairs.len() % 2 == 0 {
                (one.clone(), other.clone())
            } else {
                (other.clone(), one.clone())
            });
        }
    }
    assert!(pairs.len() >= ROUNDS);
    pairs.truncate(ROUNDS);
    pairs
}

async fn setting() -> (Server, Vec<(Member, Member)>) {
    let server = Server::start(POLICY).await;
    let members = server.sign_up_many("Racer", MEMBERS).await;
    let pairs = pairs(&members);
    (server, pairs)
}

/// Both see the same, and it is this.
async fn both_see(ana: &Member, ben: &Member, of_ana: &str, of_ben: &str) {
    assert_eq!((ana.state_with(ben).await.as_str(), ben.state_with(ana).await.as_str()), (of_ana, of_ben));
}

#[tokio::test(flavor = "multi_thread")]
async fn crossing_invitations_become_one_connection_charged_once_r10_8_r11_8() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let before = ana.used().await + ben.used().await;
        let (one, other) = join(ana.invite(&ben), ben.invite(&ana)).await;
        assert!(one.0.is_success() && other.0.is_success(), "{one:?} {other:?}");
        both_see(&ana, &ben, "connected", "connected").await;
        assert_eq!(ana.used().await + ben.used().await, before + 1, "one was sent, the other merged");
        let listed = ana.all("/connections").await;
        assert_eq!(listed.iter().filter(|c| c["member"]["id"] == ben.id.as_str()).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_sends_one_r1_2_r11_1() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let before = ana.used().await;
        let (one, other) = join(ana.invite(&ben), ana.invite(&ben)).await;
        let mut statuses = [one.0, other.0];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CREATED], "one is new, the other is that one");
        assert_eq!(one.1["id"], other.1["id"]);
        assert_eq!(ana.used().await, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_twice_at_once_answers_alike_r11_8() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let path = format!("/invitations/{}/acceptance", ana.invites(&ben).await);
        let (one, other) = join(ben.put(&path), ben.put(&path)).await;
        assert_eq!((one.0, other.0), (StatusCode::OK, StatusCode::OK), "{one:?} {other:?}");
        assert_eq!(one.1["connection"]["since"], other.1["connection"]["since"]);
        both_see(&ana, &ben, "connected", "connected").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance_against_withdrawal_has_one_winner_r11_8() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let id = ana.invites(&ben).await;
        let (acceptance, withdrawal) =
            (format!("/invitations/{id}/acceptance"), format!("/invitations/{id}/withdrawal"));
        let (accepted, withdrawn) = join(ben.put(&acceptance), ana.put(&withdrawal)).await;
        match (accepted.0, withdrawn.0) {
            (StatusCode::OK, StatusCode::CONFLICT) => both_see(&ana, &ben, "connected", "connected").await,
            (StatusCode::CONFLICT | StatusCode::NOT_FOUND, StatusCode::OK) => {
                both_see(&ana, &ben, "none", "none").await;
            }
            other => panic!("{other:?}: {accepted:?} {withdrawn:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn viewing_against_withdrawal_has_one_winner_r8_4() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let id = ana.invites(&ben).await;
        let (view, withdrawal) = (format!("/invitations/{id}/view"), format!("/invitations/{id}/withdrawal"));
        let (viewed, withdrawn) = join(ben.put(&view), ana.put(&withdrawal)).await;
        match (viewed.0, withdrawn.0) {
            (StatusCode::OK, StatusCode::CONFLICT) => {
                both_see(&ana, &ben, "invited", "invited_you").await;
                let (status, body) = ana.put(&withdrawal).await;
                assert_eq!(
                    (status, body["code"].as_str()),
                    (StatusCode::CONFLICT, Some("no_longer_possible"))
                );
            }
            (StatusCode::CONFLICT | StatusCode::NOT_FOUND, StatusCode::OK) => {
                both_see(&ana, &ben, "none", "none").await;
            }
            other => panic!("{other:?}: {viewed:?} {withdrawn:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acceptance_against_block_leaves_no_connection_r11_7_r11_8() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let id = ana.invites(&ben).await;
        let (acceptance, block) = (format!("/invitations/{id}/acceptance"), format!("/blocks/{}", ben.id));
        let (accepted, blocked) = join(ben.put(&acceptance), ana.put(&block)).await;
        assert!(blocked.0.is_success(), "{blocked:?}");
        assert!(accepted.0 == StatusCode::OK || accepted.0.is_client_error(), "{accepted:?}");
        // Whoever was first, the block stands and nothing else does.
        assert_eq!(ben.state_with(&ana).await, "absent");
        for (one, other) in [(&ana, &ben), (&ben, &ana)] {
            let listed = one.all("/connections").await;
            assert!(!listed.iter().any(|c| c["member"]["id"] == other.id.as_str()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_parallel_sends_at_a_balance_of_one_exactly_one_passes_r5_2() {
    let policy = "[policy]\nundo = { send = \"0s\" }\ninvitations = { lifetime = 1 }";
    let server = Server::start(policy).await;
    let others = server.sign_up_many("Invited", 10).await;
    for round in 0..10 {
        let ana = server.sign_up(&format!("Sender {round}")).await;
        let sent = futures_util::future::join_all(others.iter().map(|other| ana.invite(other))).await;
        let passed = sent.iter().filter(|(status, _)| *status == StatusCode::CREATED).count();
        let refused = sent
            .iter()
            .filter(|(status, body)| *status == StatusCode::FORBIDDEN && body["code"] == "allowance_spent");
        assert_eq!((passed, refused.count(), ana.used().await), (1, 9, 1), "{sent:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_against_leaving_the_connection_has_one_outcome_r11_6() {
    let (_server, pairs) = setting().await;
    for (ana, ben) in pairs {
        let id = ana.invites(&ben).await;
        ben.put(&format!("/invitations/{id}/acceptance")).await;
        let messages = format!("/conversations/{}/messages", ben.id);
        let text = Some(json!({ "text": "How is the choir?" }));
        let path = format!("/connections/{}", ana.id);
        let (written, left) = join(ana.ask(Method::POST, &messages, text), ben.delete(&path)).await;
        assert!(left.0.is_success(), "{left:?}");
        match written.0 {
            StatusCode::CREATED => {}
            StatusCode::FORBIDDEN => assert_eq!(written.1["code"], "not_connected"),
            other => panic!("{other}: {written:?}"),
        }
        both_see(&ana, &ben, "none", "none").await;
    }
}
