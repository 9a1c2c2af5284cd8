//! Three nodes on one PostgreSQL: whichever answers, and whichever dies, there is one network.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use kith_testdb::{TestDatabase, ask};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::holds::NEVER;
use support::line::Line;
use support::stream::Stream;
use support::{Member, Server};

/// How many nodes there are.
const NODES: usize = 3;
/// How often two invite each other at the same instant.
const CROSSINGS: usize = 100;
/// Who storms.
const MEMBERS: usize = 24;
/// How many invitations the storm sends; ten thousand where `TEST_LONG` is set.
const INVITATIONS: u64 = 2_000;
const LONG: u64 = 10_000;
/// What decides who does what, and where.
const SEED: u64 = 20_261_124;

/// Nothing is held back, and nothing but the others stands in the way.
const POLICY: &str = "[database]\nconnections = 12\n\
                      [policy]\nundo = { send = \"0s\" }\ninvitations = { weekly = \"off\", \
                      pending = \"off\" }\ncooldown = { withdrawn = \"0s\", expired = \"0s\", ignored = \"0s\" }";

/// Several nodes that start at the same moment.
async fn nodes(database: &TestDatabase) -> Vec<Server> {
    join_all((0..NODES).map(|_| Server::start_on(database.url(), POLICY))).await
}

/// The first column of an answer, straight from the database.
fn read(database: &TestDatabase, sql: &str) -> Vec<String> {
    ask(database.url(), sql.to_owned()).expect("an answer")
}

fn count(database: &TestDatabase, sql: &str) -> i64 {
    read(database, sql)[0].parse().expect("a number")
}

/// Whatever is wrong with what is stored.
fn wrong(database: &TestDatabase) -> Vec<String> {
    let once = [
        (
            "a change was told twice",
            "SELECT count(*) FROM (SELECT 1 FROM journal WHERE lo < hi GROUP BY lo, hi, version, kind \
             HAVING count(*) > 1) twice",
        ),
        ("an entry waits for its number", "SELECT count(*) FROM journal_pending"),
        (
            "somebody was not told of an invitation",
            "SELECT count(*) FROM invitation i WHERE i.outcome IN (0, 1) AND NOT EXISTS (SELECT 1 FROM notification n \
             WHERE n.member_id = i.recipient_id AND n.notification_id = i.inv_id)",
        ),
        (
            "the news stand before the journal's end",
            "SELECT (SELECT max(seq) FROM journal) - seq FROM journal_reader WHERE reader = 'notifications'",
        ),
    ];
    let found = NEVER.iter().chain(&once).map(|(says, sql)| (says, count(database, sql)));
    found.filter(|(_, found)| *found != 0).map(|(says, found)| format!("{says} ({found})")).collect()
}

/// Waits until what was committed has its number and is told, then says what is wrong.
async fn wrong_in_the_end(database: &TestDatabase) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let wrong = wrong(database);
        if wrong.is_empty() || begun.elapsed() > Duration::from_secs(10) {
            return wrong;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_nodes_are_one_network_r10_8_r11_8() {
    let Some(database) = TestDatabase::postgres() else { return };
    let nodes = nodes(&database).await;
    let migrations = i64::try_from(kith_store::MIGRATIONS.len()).expect("a number");
    assert_eq!(count(&database, "SELECT count(*) FROM migration"), migrations);
    assert_eq!(read(&database, "SELECT node_id FROM node ORDER BY 1"), ["0", "1", "2"]);
    let members = nodes[0].sign_up_many("Racer", 16).await;

    a_session_is_everywhere(&nodes, &members[0]).await;
    a_request_sent_again_elsewhere_is_done_once(&nodes, &members[0], &members[1]).await;
    news_are_heard_everywhere_within_a_second(&nodes, &members).await;
    crossings_become_one_connection(&nodes, &members).await;

    assert_eq!(wrong_in_the_end(&database).await, Vec::<String>::new());
    let chores = read(&database, "SELECT name || ' ' || holder FROM chore ORDER BY 1");
    assert_eq!(chores.len(), 3, "each chore is somebody's: {chores:?}");
}

async fn a_session_is_everywhere(nodes: &[Server], member: &Member) {
    let second = nodes[1].sign_in(&member.email, "a long password").await;
    assert_eq!(second.at(&nodes[2]).get("/me").await.0, StatusCode::OK);
    assert_eq!(second.at(&nodes[0]).delete("/sessions/current").await.0, StatusCode::NO_CONTENT);
    for node in nodes {
        assert_eq!(second.at(node).get("/me").await.0, StatusCode::UNAUTHORIZED);
    }
}

async fn a_request_sent_again_elsewhere_is_done_once(nodes: &[Server], ana: &Member, ben: &Member) {
    let path = format!("/invitations/{}/acceptance", ana.invites(ben).await);
    assert_eq!(ben.at(&nodes[1]).put(&path).await.0, StatusCode::OK);
    let again = |node: &Server| {
        let url = node.url(&format!("/api/v1/conversations/{}/messages", ben.id));
        let body = json!({ "text": "How is the choir?" });
        let ask = reqwest::Client::new().post(url).bearer_auth(&ana.token).json(&body);
        let ask = ask.header("idempotency-key", "once");
        async move { ask.send().await.expect("an answer").json::<Value>().await.expect("JSON") }
    };
    let first = again(&nodes[0]).await;
    assert_eq!(again(&nodes[1]).await["id"], first["id"]);
    assert_eq!(ana.at(&nodes[2]).all(&format!("/conversations/{}/messages", ben.id)).await.len(), 1);
}

/// Each node writes news or finds them written; who listens there hears all of them, once, in either case.
async fn news_are_heard_everywhere_within_a_second(nodes: &[Server], members: &[Member]) {
    let (ben, others) = (&members[2], &members[3..]);
    let mut streams = Vec::new();
    for node in nodes {
        streams.push(Stream::open(node, ben, None).await);
    }
    let mut slowest = Duration::ZERO;
    for (turn, other) in others.iter().enumerate() {
        let from = &nodes[turn % NODES];
        let id = other.at(from).invites(ben).await;
        let begun = Instant::now();
        for stream in &mut streams {
            assert_eq!(stream.next().await.data["invitation_id"], id.as_str(), "each once, and in order");
        }
        slowest = slowest.max(begun.elapsed());
        assert_eq!(other.at(from).put(&format!("/invitations/{id}/withdrawal")).await.0, StatusCode::OK);
    }
    println!("The slowest of {} events was heard on all nodes after {slowest:?}.", others.len());
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

async fn crossings_become_one_connection(nodes: &[Server], members: &[Member]) {
    let pairs = (0..members.len()).flat_map(|one| (one + 1..members.len()).map(move |other| (one, other)));
    // The first two are connected already.
    for (turn, (one, other)) in pairs.skip(1).take(CROSSINGS).enumerate() {
        let (ana, ben) =
            (members[one].at(&nodes[turn % NODES]), members[other].at(&nodes[(turn + 1) % NODES]));
        let before = ana.used().await + ben.used().await;
        let (first, second) = join(ana.invite(&ben), ben.invite(&ana)).await;
        assert!(first.0.is_success() && second.0.is_success(), "{first:?} {second:?}");
        let third = &nodes[(turn + 2) % NODES];
        let seen = (ana.at(third).state_with(&ben).await, ben.at(third).state_with(&ana).await);
        assert_eq!((seen.0.as_str(), seen.1.as_str()), ("connected", "connected"));
        assert_eq!(ana.used().await + ben.used().await, before + 1, "one was sent, the other merged");
    }
}

/// What was acknowledged: how each invitation stands, by its id. What ended stays ended.
type Promises = Arc<Mutex<BTreeMap<String, &'static str>>>;

/// One who storms, and where it may act.
struct Stormer {
    /// The same member at each node.
    at: Vec<Member>,
    others: Arc<Vec<String>>,
    dice: StdRng,
    promises: Promises,
    /// Acts of all, and invitations of all.
    acts: Arc<AtomicU64>,
    sent: Arc<AtomicU64>,
    unanswered: u64,
}

impl Stormer {
    async fn run(mut self, invitations: u64) -> u64 {
        while self.sent.load(Ordering::Relaxed) < invitations {
            if self.act().await.is_err() {
                // The node is gone, and nobody knows what it did last.
                self.unanswered += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            self.acts.fetch_add(1, Ordering::Relaxed);
        }
        self.unanswered
    }

    async fn act(&mut self) -> Result<(), reqwest::Error> {
        let here = self.at[self.dice.random_range(0..NODES)].clone();
        let other = self.others[self.dice.random_range(0..MEMBERS)].clone();
        match self.dice.random_range(0..10) {
            0..=4 => {
                let (status, body) =
                    here.tried(Method::POST, "/invitations", Some(json!({ "to": other }))).await?;
                if let (StatusCode::CREATED, Some(id)) = (status, body["id"].as_str())
                    && self.promise(id, "0")
                {
                    self.sent.fetch_add(1, Ordering::Relaxed);
                }
            }
            5..=6 => {
                let path = "/invitations?box=received&limit=1";
                self.end(&here, path, "acceptance", "1").await?;
            }
            7 => {
                let path = "/invitations?box=sent&state=pending&limit=1";
                self.end(&here, path, "withdrawal", "2").await?;
            }
            _ => drop(here.tried(Method::DELETE, &format!("/connections/{other}"), None).await?),
        }
        Ok(())
    }

    /// Ends the first invitation of a list.
    async fn end(
        &self,
        here: &Member,
        list: &str,
        how: &str,
        outcome: &'static str,
    ) -> Result<(), reqwest::Error> {
        let (_, list) = here.tried(Method::GET, list, None).await?;
        let Some(id) = list["items"][0]["id"].as_str() else { return Ok(()) };
        let (status, _) = here.tried(Method::PUT, &format!("/invitations/{id}/{how}"), None).await?;
        if status == StatusCode::OK {
            self.promise(id, outcome);
        }
        Ok(())
    }

    /// Notes what was acknowledged; whether it is the first of that invitation.
    fn promise(&self, id: &str, outcome: &'static str) -> bool {
        let mut promises = self.promises.lock().expect("the notes");
        let before = promises.get(id).copied();
        if before.is_none() || outcome != "0" {
            promises.insert(id.to_owned(), outcome);
        }
        before.is_none()
    }
}

/// Lets every member act at every node until so many invitations are sent; a third on the way one node is killed,
/// and comes back when another third is done. Returns how many acts were not answered.
async fn storm(
    nodes: &mut [Server],
    members: &[Member],
    promises: &Promises,
    invitations: u64,
) -> (u64, u64) {
    let (acts, sent) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let others = Arc::new(members.iter().map(|member| member.id.clone()).collect::<Vec<_>>());
    let storms: Vec<_> = (0_u64..)
        .zip(members)
        .map(|(number, member)| {
            let stormer = Stormer {
                at: nodes.iter().map(|node| member.at(node)).collect(),
                others: others.clone(),
                dice: StdRng::seed_from_u64(SEED + number),
                promises: promises.clone(),
                acts: acts.clone(),
                sent: sent.clone(),
                unanswered: 0,
            };
            tokio::spawn(stormer.run(invitations))
        })
        .collect();
    let until = async |part: u64| {
        while sent.load(Ordering::Relaxed) < part && !storms.iter().all(tokio::task::JoinHandle::is_finished)
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    until(invitations / 3).await;
    nodes[1].kill();
    until(invitations * 2 / 3).await;
    nodes[1].restart().await;
    let mut unanswered = 0;
    for storm in storms {
        unanswered += storm.await.expect("a storm that panics saw a 5xx");
    }
    (acts.load(Ordering::Relaxed), unanswered)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_killed_in_a_storm_loses_nothing_r11_8() {
    let Some(database) = TestDatabase::postgres() else { return };
    let begun = Instant::now();
    let mut nodes = nodes(&database).await;
    let members = nodes[0].sign_up_many("Stormer", MEMBERS).await;
    let invitations = if std::env::var_os("TEST_LONG").is_some() { LONG } else { INVITATIONS };
    let promises = Promises::default();
    let (acts, unanswered) = storm(&mut nodes, &members, &promises, invitations).await;

    assert_eq!(wrong_in_the_end(&database).await, Vec::<String>::new());
    let promises = promises.lock().expect("the notes").clone();
    let sql = "SELECT inv_id || ' ' || outcome FROM invitation";
    let stored: BTreeMap<String, String> = read(&database, sql)
        .iter()
        .filter_map(|row| row.split_once(' ').map(|(id, outcome)| (id.to_owned(), outcome.to_owned())))
        .collect();
    let kept = |id: &String, outcome: &str| stored.get(id).is_some_and(|is| outcome == "0" || is == outcome);
    let broken: Vec<_> = promises.iter().filter(|(id, outcome)| !kept(id, outcome)).collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert!(unanswered > 0 && promises.len() as u64 >= invitations, "the storm was too weak: {unanswered}");
    as_members_see_it(&nodes, &members).await;
    println!(
        "{acts} acts at random nodes, {unanswered} of them not answered; {} invitations acknowledged, {} stored; {:.1} s.",
        promises.len(),
        stored.len(),
        begun.elapsed().as_secs_f64()
    );
}

/// Whichever node is asked, both sides of each connection and each count say the same.
async fn as_members_see_it(nodes: &[Server], members: &[Member]) {
    let mut seen = Vec::new();
    for (turn, member) in members.iter().enumerate() {
        let here = member.at(&nodes[turn % NODES]);
        let connections = here.all("/connections").await;
        let of: BTreeSet<String> = connections
            .iter()
            .map(|connection| connection["member"]["id"].as_str().expect("an id").to_owned())
            .collect();
        assert_eq!(of.len(), connections.len(), "each is listed once");
        let sent = here.all("/invitations?box=sent").await.len() as u64;
        assert!(here.used().await >= sent, "what was sent is counted");
        seen.push((member.id.clone(), of));
    }
    for (one, of) in &seen {
        for other in of {
            let (_, of_other) = seen.iter().find(|(id, _)| id == other).expect("a member");
            assert!(of_other.contains(one), "{one} and {other} are connected, or not");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_is_said_in_time_and_found_again() {
    let Some(database) = TestDatabase::postgres() else { return };
    let mut line = Line::to(database.url()).await;
    let policy = POLICY.replace("[database]", "[database]\ndeadline = \"1s\"");
    let server = Server::start_on(line.url(), &policy).await;
    let (ana, ben) = (server.sign_up("Ana Lee").await, server.sign_up("Ben Ode").await);
    let mut stream = Stream::open(&server, &ben, None).await;
    let asked = |method: Method, path: &str| {
        let ask = reqwest::Client::new().request(method, server.url(path)).bearer_auth(&ana.token);
        let ask = ask.json(&json!({ "to": ben.id }));
        async move { ask.send().await.expect("an answer") }
    };
    line.cut();
    for (method, path) in [(Method::GET, "/api/v1/me"), (Method::POST, "/api/v1/invitations")] {
        let begun = Instant::now();
        let answer = asked(method, path).await;
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.headers()["retry-after"], "2");
        assert!(begun.elapsed() < Duration::from_secs(4), "{path}: {:?}", begun.elapsed());
    }
    assert_eq!(asked(Method::GET, "/health/ready").await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(asked(Method::GET, "/health/live").await.status(), StatusCode::OK);
    line.mend().await;
    let begun = Instant::now();
    while asked(Method::GET, "/api/v1/me").await.status() != StatusCode::OK {
        assert!(begun.elapsed() < Duration::from_secs(10), "it is not found again");
    }
    let id = ana.invites(&ben).await;
    assert_eq!(stream.next().await.data["invitation_id"], id.as_str(), "who listened all the while hears it");
    assert_eq!(asked(Method::GET, "/health/ready").await.status(), StatusCode::OK);
    assert_eq!(wrong_in_the_end(&database).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_is_said_in_one_sentence_without_its_password() {
    let port = support::free_port();
    let url = format!("postgres://kith:s3cret@127.0.0.1:{port}/kith");
    let run = |args: &[&str]| {
        let folder = tempfile::tempdir().expect("a folder");
        let set = ["--set", "database.deadline=1s", "--database-url", &url];
        let mut kith = std::process::Command::new(env!("CARGO_BIN_EXE_kith"));
        kith.args(args).args(set).current_dir(folder.path()).env_remove(kith_testdb::SERVER);
        let ended = kith.output().expect("the program runs");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(
            !said.contains("s3cret") && !String::from_utf8_lossy(&ended.stdout).contains("s3cret"),
            "{said}"
        );
        (ended.status.success(), said)
    };
    let (served, said) = run(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(!served && said.lines().count() == 1, "{said}");
    assert!(said.starts_with("kith: cannot use postgres://kith:(hidden)@127.0.0.1"), "{said}");
    assert!(said.contains("refused"), "{said}");
    for args in [["backup", "kith.db"], ["restore", "kith.db"]] {
        let (done, said) = run(&args);
        assert!(!done && said.lines().count() == 1 && said.contains("own tools"), "{said}");
    }
    assert!(run(&["config", "show"]).0);
}
