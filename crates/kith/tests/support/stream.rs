//! Live news as a client reads them.

use std::time::Duration;

use reqwest::{Client, Response, StatusCode};
use serde_json::Value;

use super::{Member, Server};

/// How long something that is sent at once may take here.
pub const SOON: Duration = Duration::from_secs(10);

/// One event of a stream.
#[derive(Debug)]
pub struct Event {
    pub id: String,
    pub data: Value,
}

/// A stream of live news as a client reads it.
pub struct Stream {
    answer: Response,
    read: String,
}

impl Stream {
    /// Listens to a member's news at a server, after the event `last`.
    pub async fn open(server: &Server, member: &Member, last: Option<&str>) -> Self {
        let client = Client::builder().build().expect("a client");
        let mut ask = client.get(server.url("/api/v1/events")).bearer_auth(&member.token);
        if let Some(last) = last {
            ask = ask.header("last-event-id", last);
        }
        let answer = ask.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        assert!(!answer.headers().contains_key("content-encoding"), "what is compressed is held back");
        Self { answer, read: String::new() }
    }

    /// The next event; heartbeats are none.
    pub async fn next(&mut self) -> Event {
        loop {
            if let Some((block, rest)) = self.read.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.read = rest;
                let field = |name: &str| {
                    let start = format!("{name}: ");
                    block.lines().find_map(|line| line.strip_prefix(&start).map(str::to_owned))
                };
                if let Some(data) = field("data") {
                    assert_eq!(field("event").as_deref(), Some("notification"));
                    let data = serde_json::from_str(&data).expect("JSON");
                    return Event { id: field("id").expect("an id"), data };
                }
                continue;
            }
            let chunk = tokio::time::timeout(SOON, self.answer.chunk()).await;
            let chunk = chunk.expect("in time").expect("a connection").expect("the stream goes on");
            self.read.push_str(std::str::from_utf8(&chunk).expect("UTF-8"));
        }
    }
}
