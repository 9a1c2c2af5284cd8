//! kill -9 in a storm of writes, fifty times: nothing acknowledged is lost, nothing is half done.

mod support;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::{Method, StatusCode};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use support::holds::NEVER;
use support::{Member, Server};

/// How often the program is killed.
const KILLS: usize = 50;
/// Who storms.
const MEMBERS: usize = 24;
/// How long a storm lasts before the kill, in milliseconds: from hardly begun to well under way.
const STORM: std::ops::Range<u64> = 30..180;

const POLICY: &str = "[policy]\nundo = { send = \"0s\" }\ninvitations = { weekly = \"off\", pending = \"off\" }\n\
                      cooldown = { withdrawn = \"0s\", expired = \"0s\", ignored = \"0s\" }";

/// What the server has acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Promise {
    /// An invitation of this member's, and how it stands in the sender's eyes.
    Invitation { sender: usize, id: String, state: &'static str },
    /// A message from one to another.
    Message { from: usize, to: usize, id: String },
}

/// A number that is different each time and needs no seed: which acts meet is chance in any case.
fn draw(counter: &AtomicU64, below: usize) -> usize {
    let n = counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    let mixed = (n ^ (n >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((mixed >> 33) % below as u64).unwrap_or(0)
}

/// Acts until told to stop or the server is gone, noting what was acknowledged.
async fn storm(
    me: usize,
    members: Arc<Vec<Member>>,
    stop: Arc<AtomicBool>,
    dice: Arc<AtomicU64>,
    promises: Arc<Mutex<Vec<Promise>>>,
) {
    let my = &members[me];
    let note = |promise| promises.lock().expect("the notes").push(promise);
    while !stop.load(Ordering::Relaxed) {
        let other = (me + 1 + draw(&dice, MEMBERS - 1)) % MEMBERS;
        let done = match draw(&dice, 10) {
            0..=4 => {
                let invited =
                    my.tried(Method::POST, "/invitations", Some(json!({ "to": members[other].id }))).await;
                invited.map(|(status, body)| {
                    if status == StatusCode::CREATED
                        && body["state"] == "pending"
                        && let Some(id) = body["id"].as_str()
                    {
                        note(Promise::Invitation { sender: me, id: id.to_owned(), state: "sent" });
                    }
                })
            }
            5..=7 => answer(my, &members, draw(&dice, 3), &note).await,
            8 => withdraw(me, my, &note).await,
            _ => {
                let path = format!("/conversations/{}/messages", members[other].id);
                let written = my.tried(Method::POST, &path, Some(json!({ "text": "Still there?" }))).await;
                written.map(|(status, body)| {
                    if status == StatusCode::CREATED
                        && let Some(id) = body["id"].as_str()
                    {
                        note(Promise::Message { from: me, to: other, id: id.to_owned() });
                    }
                })
            }
        };
        if done.is_err() {
            return;
        }
    }
}

/// Accepts, or ignores, the newest invitation received.
async fn answer(
    my: &Member,
    members: &[Member],
    die: usize,
    note: &impl Fn(Promise),
) -> Result<(), reqwest::Error> {
    let (_, list) = my.tried(Method::GET, "/invitations?box=received&limit=1", None).await?;
    let newest = &list["items"][0];
    let (Some(id), Some(from)) = (newest["id"].as_str(), newest["from"]["id"].as_str()) else {
        return Ok(());
    };
    let act = if die == 0 { "dismissal" } else { "acceptance" };
    let (status, _) = my.tried(Method::PUT, &format!("/invitations/{id}/{act}"), None).await?;
    let sender = members.iter().position(|member| member.id == from);
    if let (true, "acceptance", Some(sender)) = (status == StatusCode::OK, act, sender) {
        note(Promise::Invitation { sender, id: id.to_owned(), state: "accepted" });
    }
    Ok(())
}

/// Withdraws the newest invitation sent, where that is possible.
async fn withdraw(me: usize, my: &Member, note: &impl Fn(Promise)) -> Result<(), reqwest::Error> {
    let (_, list) = my.tried(Method::GET, "/invitations?box=sent&state=pending&limit=1", None).await?;
    let Some(id) = list["items"][0]["id"].as_str() else { return Ok(()) };
    let (status, _) = my.tried(Method::PUT, &format!("/invitations/{id}/withdrawal"), None).await?;
    if status == StatusCode::OK {
        note(Promise::Invitation { sender: me, id: id.to_owned(), state: "withdrawn" });
    }
    Ok(())
}

/// What of the promises is not there any more.
async fn broken(members: &[Member], promises: &[Promise]) -> Vec<Promise> {
    let mut broken = Vec::new();
    for promise in promises {
        let kept = match promise {
            Promise::Invitation { sender, id, state } => {
                let (status, body) = members[*sender].get(&format!("/invitations/{id}")).await;
                status == StatusCode::OK && (*state == "sent" || body["state"] == *state)
            }
            Promise::Message { from, to, id } => {
                let path = format!("/conversations/{}/messages", members[*to].id);
                let messages = members[*from].all(&path).await;
                messages.iter().any(|message: &Value| message["id"] == id.as_str())
            }
        };
        if !kept {
            broken.push(promise.clone());
        }
    }
    broken
}

/// What holds in a database that nobody serves, whenever its server was killed.
fn half_done(server: &Server) -> Vec<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    let connection = Connection::open_with_flags(server.database(), flags).expect("the database");
    let count = |sql: &str| -> i64 { connection.query_row(sql, [], |row| row.get(0)).expect("a count") };
    let mut wrong: Vec<String> = NEVER
        .iter()
        .filter_map(|(says, sql)| {
            let found = count(sql);
            (found != 0).then(|| format!("{says} ({found})"))
        })
        .collect();
    let health: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check");
    if health != "ok" {
        wrong.push(health);
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_fifty_times_nothing_is_lost_or_half_done_r11_8() {
    let mut server = Server::start_in(tempfile::tempdir().expect("a folder"), POLICY).await;
    let members = Arc::new(server.sign_up_many("Stormer", MEMBERS).await);
    let dice = Arc::new(AtomicU64::new(u64::from(std::process::id())));
    let mut kept = 0;
    for kill in 0..KILLS {
        let promises = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let storms: Vec<_> = (0..MEMBERS)
            .map(|me| tokio::spawn(storm(me, members.clone(), stop.clone(), dice.clone(), promises.clone())))
            .collect();
        let length =
            STORM.start + draw(&dice, usize::try_from(STORM.end - STORM.start).expect("a length")) as u64;
        tokio::time::sleep(Duration::from_millis(length)).await;
        server.kill();
        stop.store(true, Ordering::Relaxed);
        for storm in storms {
            storm.await.expect("a storm that panics saw a 5xx");
        }
        let wrong = half_done(&server);
        assert!(wrong.is_empty(), "after kill {kill}: {wrong:#?}");
        server.restart().await;
        let promises = promises.lock().expect("the notes").clone();
        kept += promises.len();
        let broken = broken(&members, &promises).await;
        assert!(broken.is_empty(), "after kill {kill}: {broken:#?}");
    }
    assert!(kept > KILLS, "the storms were too weak to show anything: {kept}");
    println!("{kept} acknowledged acts outlived {KILLS} kills.");
}
