//! How long S waits for an answer tells nothing of what R did either (R6.1): the times of two stories are mixed, and
//! which story a time is from cannot be told better than by chance.
//!
//! What is compared is the order of times, not their length: the requests of all stories are sent in turn, so that
//! whatever else the machine does slows all of them alike.

use std::time::{Duration, Instant};

use kith_app::introductions::{self, AskIntroduction};
use kith_app::invitations;
use kith_domain::introductions::Dismissal;
use kith_domain::text::ReportReason;
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};
use serde_json::{Value, json};

use crate::support::{call, router};

/// How often each request is sent in each story.
const ROUNDS: usize = 300;
/// How far from one in two the chance may be to tell a longer time: five times what chance alone makes of so many.
const MOST_APART: f64 = 0.12;

/// One network with one story, and the requests of its sender.
struct Story {
    name: &'static str,
    kith: Kith,
    sender: Member,
    requests: Vec<(&'static str, String, Value)>,
    times: Vec<Vec<Duration>>,
}

impl Story {
    fn new(
        name: &'static str,
        kith: Kith,
        sender: Member,
        requests: Vec<(&'static str, String, Value)>,
    ) -> Self {
        let times = vec![Vec::with_capacity(ROUNDS); requests.len()];
        Self { name, kith, sender, requests, times }
    }

    /// An invitation with which R does something.
    async fn of_invitation(name: &'static str) -> Self {
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
        let id = ana.invites(&ben).with_note("From the choir.").await;
        kith.advance("1h");
        match name {
            "silence" | "silence again" => {}
            "ignored" => ben.ignores(id).await,
            "marked" => ben.marks(id).await,
            "reported" => {
                let reason = ReportReason::parse("Advertising.").expect("a reason");
                invitations::report(&kith.app, ben.actor, id, reason).await.expect("may be reported");
            }
            "set aside" => {
                let until = kith.app.now() + Span::days(90);
                invitations::set_aside(&kith.app, ben.actor, id, until, false).await.expect("may be");
            }
            other => panic!("no such story: {other}"),
        }
        let requests = vec![
            ("GET", format!("/invitations/{id}"), Value::Null),
            ("GET", "/invitations?box=sent".to_owned(), Value::Null),
            ("GET", format!("/members/{}/relationship", ben.id), Value::Null),
            ("POST", "/invitations".to_owned(), json!({"to": ben.id.to_string()})),
        ];
        Self::new(name, kith, ana, requests)
    }

    /// An introduction of S to R through M, which ends one way or another.
    async fn of_introduction(name: &'static str) -> Self {
        let kith = Kith::new().await;
        let [ana, mia, ryan] = kith.members(["Ana Lee", "Mia Roe", "Ryan Day"]).await;
        ana.connects(&kith, &mia).await;
        mia.connects(&kith, &ryan).await;
        let reason = "I would like to learn how you began the archive.".to_owned();
        let ask = AskIntroduction { to: ryan.id, through: mia.id, reason };
        let id = introductions::ask(&kith.app, ana.actor, ask).await.expect("may ask").part.introduction.id;
        let forwards = async || {
            introductions::forward(&kith.app, mia.actor, id, "You two should talk.").await.expect("may");
        };
        let refuses = async |who: &Member| {
            introductions::dismiss(&kith.app, who.actor, id, Dismissal::ForGood).await.expect("may");
        };
        match name {
            "silence" | "silence again" => {}
            "the go-between says no" => refuses(&mia).await,
            "passed on" => forwards().await,
            "passed on, and refused" => {
                forwards().await;
                refuses(&ryan).await;
            }
            other => panic!("no such story: {other}"),
        }
        let requests = vec![
            ("GET", format!("/introductions/{id}"), Value::Null),
            ("GET", "/introductions".to_owned(), Value::Null),
            ("GET", format!("/members/{}/relationship", ryan.id), Value::Null),
        ];
        Self::new(name, kith, ana, requests)
    }
}

/// Sends every request of every story in turn, many times.
async fn measure(stories: &mut [Story]) {
    let routers: Vec<_> = stories.iter().map(|story| router(&story.kith)).collect();
    for round in 0..ROUNDS + 20 {
        // Nobody is always the first after a pause.
        let first = round % stories.len();
        for turn in 0..stories.len() {
            let at = (first + turn) % stories.len();
            let story = &mut stories[at];
            for (request, times) in story.requests.iter().zip(&mut story.times) {
                let (method, path, body) = request.clone();
                let began = Instant::now();
                let answer = call(&routers[at], &story.sender, method, &path, body).await;
                let took = began.elapsed();
                assert!(answer.status.is_success(), "{method} {path}: {}", answer.status);
                // The first rounds prepare statements and fill caches.
                if round >= 20 {
                    times.push(took);
                }
            }
        }
    }
}

/// How likely a time of `one` is longer than one of `other`: one in two where nothing tells them apart.
fn longer(one: &[Duration], other: &[Duration]) -> f64 {
    let mut won = 0.0;
    for a in one {
        for b in other {
            won += if a > b {
                1.0
            } else if a == b {
                0.5
            } else {
                0.0
            };
        }
    }
    won / (one.len() * other.len()) as f64
}

async fn cannot_be_told_apart(mut stories: Vec<Story>) {
    measure(&mut stories).await;
    let (silence, others) = stories.split_first().expect("silence");
    for other in others {
        let each = silence.requests.iter().zip(silence.times.iter().zip(&other.times));
        for ((method, path, _), (one, two)) in each {
            let chance = longer(one, two);
            println!("{method} {path}: silence longer than {}: {chance:.3}", other.name);
            let apart = (chance - 0.5).abs();
            assert!(apart < MOST_APART, "{method} {path}: {} is told by its time: {chance:.3}", other.name);
        }
    }
    // The measure itself sees a difference of a quarter.
    let slower: Vec<Duration> = silence.times[0].iter().map(|time| *time + *time / 4).collect();
    let seen = longer(&slower, &silence.times[0]);
    assert!(seen > 0.5 + MOST_APART, "a quarter more would not be seen: {seen:.3}");
}

#[tokio::test]
async fn the_time_of_an_answer_tells_nothing_of_what_r_did_r6_1_f6() {
    let mut stories = Vec::new();
    for name in ["silence", "silence again", "ignored", "marked", "reported", "set aside"] {
        stories.push(Story::of_invitation(name).await);
    }
    cannot_be_told_apart(stories).await;
}

#[tokio::test]
async fn the_time_of_an_answer_tells_no_no_from_silence_in_an_introduction_r4_4_f13() {
    let mut stories = Vec::new();
    let names = ["silence", "silence again", "the go-between says no", "passed on", "passed on, and refused"];
    for name in names {
        stories.push(Story::of_introduction(name).await);
    }
    cannot_be_told_apart(stories).await;
}
