//! A thousand members of a demo find, invite, accept, ignore, mark, withdraw and write, 64 at a time, through the
//! HTTP API only; what must hold afterwards is read back the same way.
//!
//! What everybody wants to do is decided by a seed, `THOUSAND_SEED` where it is set; who meets whom first is not.

mod checks;
mod dice;
mod documented;
mod ledger;
mod script;
mod stage;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use checks::Books;
use script::Player;
use stage::Stage;
use support::{Member, Server};

/// How many members there are.
const MEMBERS: usize = 1000;
/// How many act at once.
const AT_ONCE: usize = 64;
/// How many sign in at once: more would only wait, since passwords are hashed slowly on purpose.
const SIGN_INS_AT_ONCE: usize = 8;
/// Of how many couples that had to do with each other one is asked how they stand: the lists tell of all.
const SAMPLED: usize = 3;
/// How often each has a turn.
const TURNS: usize = 3;
/// The password of everybody in a demo.
const PASSWORD: &str = "good-neighbours";

/// Short enough that what was sent in one turn is there in the next, long enough for a change of mind.
const POLICY: &str = "[policy]\nundo = { send = \"400ms\" }";
const UNDO: Duration = Duration::from_millis(400);

/// Does `act` with each of `items`, so many at a time, and returns what comes of it in their order.
async fn each<T, R, F>(
    items: impl IntoIterator<Item = T>,
    at_once: usize,
    act: impl Fn(T) -> F + Clone + Send + 'static,
) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Future<Output = R> + Send,
{
    let queue: VecDeque<(usize, T)> = items.into_iter().enumerate().collect();
    let queue = Arc::new(Mutex::new(queue));
    let workers: Vec<_> = (0..at_once)
        .map(|_| {
            let (queue, act) = (queue.clone(), act.clone());
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let next = queue.lock().expect("the queue").pop_front();
                    let Some((place, item)) = next else { return done };
                    done.push((place, act(item).await));
                }
            })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.expect("a worker panics where the server answers with a 5xx"));
    }
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What a command of the program prints.
fn kith(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_kith"))
        .args(arguments)
        .env_remove("KITH_SHARED")
        .current_dir(folder)
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A server of a demo, and the addresses of everybody in it.
async fn demo() -> (Server, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let members = MEMBERS.to_string();
    kith(folder.path(), &["demo", "--no-serve", "--members", &members, "--database", "kith.db"]);
    let addresses: Vec<String> = kith(folder.path(), &["member", "list"])
        .lines()
        .filter_map(|line| Some(format!("{}@example.org", line.split_whitespace().nth(2)?)))
        .collect();
    assert_eq!(addresses.len(), MEMBERS);
    (Server::start_in(folder, POLICY).await, addresses)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_members_leave_a_network_in_order_r5_2_r6_1_r6_3_r7_2_r8_3_r8_8_r10_8_r11_7_r11_8() {
    let seed = std::env::var("THOUSAND_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(2026);
    println!("THOUSAND_SEED={seed} plays this again");
    let begun = Instant::now();
    let passed = |what: &str| println!("{what} after {:.1} s", begun.elapsed().as_secs_f64());

    let (server, addresses) = demo().await;
    passed("a demo is served");
    let server = Arc::new(server);
    let entrance = server.clone();
    let members: Vec<Member> = each(addresses, SIGN_INS_AT_ONCE, move |address| {
        let server = entrance.clone();
        async move { server.sign_in(&address, PASSWORD).await }
    })
    .await;
    passed("everybody has signed in");
    let (_, document) = members[0].get("/openapi.json").await;
    let stage = Arc::new(Stage::new(members, &document));
    let theirs = stage.clone();
    let before: Vec<u64> = each(0..MEMBERS, AT_ONCE, move |member| {
        let stage = theirs.clone();
        async move { stage.members[member].used().await }
    })
    .await;

    let mut players: Vec<Player> = (0..MEMBERS).map(|member| Player::new(member, seed)).collect();
    for turn in 1..=TURNS {
        let theirs = stage.clone();
        players = each(players, AT_ONCE, move |mut player| {
            let stage = theirs.clone();
            async move {
                player.turn(&stage).await;
                player
            }
        })
        .await;
        passed(&format!("turn {turn}"));
    }
    tokio::time::sleep(UNDO).await;

    let account = Arc::new(stage.ledger.account());
    let theirs = stage.clone();
    let all: Arc<Vec<Books>> = Arc::new(
        each(0..MEMBERS, AT_ONCE, move |member| {
            let stage = theirs.clone();
            async move { Books::of(&stage, member).await }
        })
        .await,
    );
    passed("everybody's books are read");
    for (member, before) in before.into_iter().enumerate() {
        checks::books(&stage, &all, &account, member, before);
    }
    checks::promises(&stage, &all, &account);
    let (theirs, books, told) = (stage.clone(), all.clone(), account.clone());
    let sampled: Vec<_> = account.touched.iter().copied().step_by(SAMPLED).collect();
    each(sampled, AT_ONCE, move |couple| {
        let (stage, all, account) = (theirs.clone(), books.clone(), told.clone());
        async move { checks::relationship(&stage, &all, &account, couple).await }
    })
    .await;
    let (theirs, books, told) = (stage.clone(), all.clone(), account.clone());
    let talked = account.messages.keys().copied().chain(account.joined.iter().copied().step_by(SAMPLED));
    let talked: BTreeSet<_> = talked.collect();
    each(talked, AT_ONCE, move |couple| {
        let (stage, all, account) = (theirs.clone(), books.clone(), told.clone());
        async move { checks::conversation(&stage, &all, &account, couple).await }
    })
    .await;
    let mut restricted = 0;
    for member in 0..MEMBERS {
        if member % 50 == 0 || account.marks.contains_key(&member) {
            restricted += usize::from(checks::standing(&stage, &all, &account, member).await);
        }
    }
    passed("everything is checked");

    let answers = stage.ledger.answers();
    let told: String = answers.iter().map(|(answer, count)| format!("{count:>6}  {answer}\n")).collect();
    let objections = stage.objections();
    assert!(
        objections.is_empty(),
        "{} objections, the first: {:#?}\n{told}",
        objections.len(),
        &objections[..objections.len().min(20)]
    );
    println!("{told}{restricted} members are restricted.");
    drop(server);
    enough(&account, restricted, &answers.keys().cloned().collect::<Vec<_>>());
}

/// Whether enough happened for the invariants to mean anything.
fn enough(account: &ledger::Account, restricted: usize, answers: &[String]) {
    let happened = [
        ("sent", account.notes.len(), 2000),
        ("undone", account.undone.len(), 50),
        ("withdrawn", account.taken_back.len() - account.undone.len(), 100),
        ("joined", account.joined.len(), 300),
        ("parted", account.parted.len(), 100),
        ("ignored", account.ignored.len(), 200),
        ("marked", account.marks.len(), 50),
        ("written to", account.messages.len(), 500),
        ("restricted", restricted, 1),
    ];
    for (what, often, least) in happened {
        assert!(often >= least, "{what}: {often} of at least {least}; {answers:#?}");
    }
}
