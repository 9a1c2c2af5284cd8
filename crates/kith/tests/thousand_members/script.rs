//! What a member does in a turn: answers what waits, invites, and looks after what they sent and whom they know.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::ledger::Deed;
use crate::stage::Stage;

/// Every so many members there is one whom hardly anybody says to know.
const STRANGER_EVERY: usize = 125;
/// Most whom a member meets live this many doors away or less, so that members meet again, and cross.
const NEIGHBOURS: usize = 6;
/// How messages of this run begin; the demo's own do not.
pub(crate) const MARKER: &str = "From the thousand:";

/// A member with a will of their own.
pub(crate) struct Player {
    /// Their number.
    pub(crate) me: usize,
    dice: Dice,
    written: usize,
}

impl Player {
    /// A member who will act as the seed says.
    pub(crate) fn new(me: usize, seed: u64) -> Self {
        Self { me, dice: Dice::of(seed, me), written: 0 }
    }

    /// One turn.
    pub(crate) async fn turn(&mut self, stage: &Stage) {
        self.answer(stage).await;
        let sends =
            if self.me.is_multiple_of(STRANGER_EVERY) { 4 } else { 1 + usize::from(self.dice.happens(25)) };
        for _ in 0..sends {
            self.reach_out(stage).await;
        }
        match self.dice.below(100) {
            0..25 => self.withdraw(stage).await,
            25..32 => self.withdraw_several(stage).await,
            32..70 => self.write(stage).await,
            70..77 => self.part(stage).await,
            77..82 => self.block(stage).await,
            82..86 => self.err(stage).await,
            _ => {}
        }
    }

    /// Looks at what waits and decides about some of it.
    async fn answer(&mut self, stage: &Stage) {
        let waiting = stage.get(self.me, "/invitations?box=received&limit=5").await;
        for invitation in waiting["items"].as_array().into_iter().flatten() {
            let (id, from) = (text(&invitation["id"]), stage.number(&invitation["from"]["id"]));
            let stranger = from.is_multiple_of(STRANGER_EVERY);
            if self.dice.happens(40) {
                self.put(stage, &format!("/invitations/{id}/view")).await;
            }
            match self.dice.below(100) {
                0..85 if stranger => self.mark(stage, from, id).await,
                0..50 => self.accept(stage, from, id).await,
                50..68 => {
                    self.ignore(stage, from, &id).await;
                    if self.dice.happens(15) {
                        let path = format!("/invitations/{id}/dismissal");
                        stage.ask(self.me, Method::DELETE, &path, None).await;
                    }
                }
                68..75 => self.mark(stage, from, id).await,
                _ => {}
            }
        }
    }

    async fn accept(&self, stage: &Stage, from: usize, id: String) {
        if self.put(stage, &format!("/invitations/{id}/acceptance")).await.is_some() {
            stage.ledger.note(Deed::Accepted { by: self.me, from, id });
        }
    }

    async fn ignore(&self, stage: &Stage, from: usize, id: &str) -> bool {
        let ignored = self.put(stage, &format!("/invitations/{id}/dismissal")).await.is_some();
        if ignored {
            stage.ledger.note(Deed::Ignored { by: self.me, from, id: id.to_owned() });
        }
        ignored
    }

    async fn mark(&self, stage: &Stage, from: usize, id: String) {
        if self.ignore(stage, from, &id).await
            && self.put(stage, &format!("/invitations/{id}/mark")).await.is_some()
        {
            stage.ledger.note(Deed::Marked { by: self.me, from });
        }
    }

    /// Finds somebody, reads about them and invites them.
    async fn reach_out(&mut self, stage: &Stage) {
        let Some(to) = self.find(stage).await else { return };
        let id = &stage.members[to].id;
        if self.dice.happens(30) {
            stage.ask(self.me, Method::GET, &format!("/members/{id}"), None).await;
        }
        let path = format!("/members/{id}/relationship");
        let (status, relationship) = stage.ask(self.me, Method::GET, &path, None).await;
        // Whoever is blocked is not there; some try all the same.
        if status != StatusCode::OK && self.dice.happens(70) {
            return;
        }
        if relationship["may"]["invite"] == false && self.dice.happens(80) {
            return;
        }
        let note = self.dice.happens(45).then(|| {
            format!("I am number {} of a thousand, and this is word {}.", self.me, self.dice.below(1_000_000))
        });
        let group =
            relationship["common_ground"].as_array().into_iter().flatten().find(|g| g["kind"] == "group");
        let relation = match (group, self.dice.below(3)) {
            (_, 0) => Value::Null,
            (Some(group), _) => json!({ "kind": "group", "group_id": group["group_id"] }),
            (None, 1) => json!({ "kind": "met", "where": "At the harbour festival" }),
            (None, _) => json!({ "kind": "other" }),
        };
        let body = json!({ "to": id, "note": note, "relation": relation, "place": "profile" });
        self.invite(stage, to, note, body).await;
    }

    async fn invite(&mut self, stage: &Stage, to: usize, note: Option<String>, body: Value) {
        let (status, invitation) = stage.ask(self.me, Method::POST, "/invitations", Some(body)).await;
        if status != StatusCode::CREATED {
            return;
        }
        let (from, id) = (self.me, text(&invitation["id"]));
        if invitation["state"] == "accepted" {
            stage.ledger.note(Deed::Merged { from, to, id });
            return;
        }
        stage.ledger.note(Deed::Sent { from, to, id: id.clone(), note });
        if self.dice.happens(12) {
            let (status, _) = stage.ask(from, Method::DELETE, &format!("/invitations/{id}"), None).await;
            if status == StatusCode::NO_CONTENT {
                stage.ledger.note(Deed::Undone { from, to, id });
            }
        }
    }

    /// Somebody near, somebody searched for or somebody suggested.
    async fn find(&mut self, stage: &Stage) -> Option<usize> {
        let count = stage.members.len();
        let list = match self.dice.below(10) {
            0..6 => {
                let doors = 1 + self.dice.below(NEIGHBOURS);
                let left = self.dice.happens(50);
                return Some(if left { self.me + count - doors } else { self.me + doors } % count);
            }
            6..9 => {
                let somebody = &stage.members[self.dice.below(count)].email;
                let word = somebody.split(['-', '@']).next().unwrap_or_default();
                stage.get(self.me, &format!("/members?query={word}&limit=10")).await
            }
            _ => stage.get(self.me, "/suggestions?limit=5").await,
        };
        let found = list["items"].as_array()?;
        let open: Vec<&Value> = found.iter().filter(|item| item["relationship"]["state"] == "none").collect();
        let item = self.dice.pick(&open).copied().or(found.first())?;
        // An item is a member, or has one.
        let id = if item["id"].is_string() { &item["id"] } else { &item["member"]["id"] };
        Some(stage.number(id)).filter(|number| *number != self.me)
    }

    /// Takes back one that waits, and at times invites again, which is too soon (R8.8).
    async fn withdraw(&mut self, stage: &Stage) {
        let sent = stage.get(self.me, "/invitations?box=sent&state=pending&limit=10").await;
        let Some(one) = sent["items"].as_array().and_then(|items| self.dice.pick(items)) else { return };
        let (id, to) = (text(&one["id"]), stage.number(&one["to"]["id"]));
        if self.put(stage, &format!("/invitations/{id}/withdrawal")).await.is_none() {
            return;
        }
        stage.ledger.note(Deed::Withdrawn { from: self.me, to, id });
        if self.dice.happens(40) {
            let body = json!({ "to": stage.members[to].id });
            let (status, answer) = stage.ask(self.me, Method::POST, "/invitations", Some(body)).await;
            if status == StatusCode::CREATED && answer["state"] == "accepted" {
                // They had invited meanwhile.
                stage.ledger.note(Deed::Merged { from: self.me, to, id: text(&answer["id"]) });
            } else if status.is_success() {
                stage.object(format!("{} withdrew and could invite {to} again at once: {answer}", self.me));
            }
        }
    }

    /// Takes back a selection; each has its own result.
    async fn withdraw_several(&mut self, stage: &Stage) {
        let sent = stage.get(self.me, "/invitations?box=sent&state=pending&limit=3").await;
        let items = sent["items"].as_array().cloned().unwrap_or_default();
        if items.is_empty() {
            return;
        }
        let ids: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
        let body = json!({ "ids": ids });
        let (_, results) = stage.ask(self.me, Method::POST, "/invitations/withdrawals", Some(body)).await;
        for result in results["items"].as_array().into_iter().flatten() {
            let item = items.iter().find(|item| item["id"] == result["id"]);
            match (item, result["status"].as_u64()) {
                (Some(item), Some(200)) => {
                    let (id, to) = (text(&item["id"]), stage.number(&item["to"]["id"]));
                    stage.ledger.note(Deed::Withdrawn { from: self.me, to, id });
                }
                (Some(_), Some(409)) if result["code"] == "no_longer_possible" => {}
                _ => stage.object(format!("a withdrawal among several came to {result}")),
            }
        }
    }

    /// Writes to somebody they are connected with.
    async fn write(&mut self, stage: &Stage) {
        for _ in 0..2 {
            let Some(to) = self.acquaintance(stage).await else { return };
            self.written += 1;
            let text = format!("{MARKER} {}.{}", self.me, self.written);
            let path = format!("/conversations/{}/messages", stage.members[to].id);
            let body = json!({ "text": text });
            let (status, message) = stage.ask(self.me, Method::POST, &path, Some(body)).await;
            if status == StatusCode::CREATED {
                let id = message["id"].as_str().expect("an id").to_owned();
                stage.ledger.note(Deed::Wrote { from: self.me, to, id, text });
            }
        }
    }

    async fn part(&mut self, stage: &Stage) {
        let Some(other) = self.acquaintance(stage).await else { return };
        let path = format!("/connections/{}", stage.members[other].id);
        let (status, _) = stage.ask(self.me, Method::DELETE, &path, None).await;
        if status == StatusCode::NO_CONTENT {
            stage.ledger.note(Deed::Parted { by: self.me, other });
        }
    }

    async fn block(&mut self, stage: &Stage) {
        let other = (self.me + 1 + self.dice.below(NEIGHBOURS)) % stage.members.len();
        let path = format!("/blocks/{}", stage.members[other].id);
        let (status, _) = stage.ask(self.me, Method::PUT, &path, None).await;
        if status == StatusCode::NO_CONTENT {
            stage.ledger.note(Deed::Blocked { by: self.me, other });
        }
    }

    /// What nobody should send, and must be told so.
    async fn err(&mut self, stage: &Stage) {
        let other = &stage.members[(self.me + 1) % stage.members.len()].id;
        let wrong = [
            json!({ "to": stage.members[self.me].id }),
            json!({ "to": other, "note": "x".repeat(301) }),
            json!({ "to": other, "note": "Hello {first name}, we met." }),
            json!({ "to": other, "relation": { "kind": "unknown" } }),
            json!({ "to": other, "relation": { "kind": "colleague", "position_id": "1" } }),
            json!({ "to": "0" }),
        ];
        let body = self.dice.pick(&wrong).cloned();
        let (status, answer) = stage.ask(self.me, Method::POST, "/invitations", body.clone()).await;
        if status.is_success() && answer["state"] != "accepted" && answer["existing"] != true {
            stage.object(format!("{body:?} was taken: {answer}"));
        }
    }

    async fn acquaintance(&mut self, stage: &Stage) -> Option<usize> {
        let known = stage.get(self.me, "/connections?limit=10").await;
        let one = self.dice.pick(known["items"].as_array()?)?;
        Some(stage.number(&one["member"]["id"]))
    }

    /// What a PUT answers, where it does what is asked.
    async fn put(&self, stage: &Stage, path: &str) -> Option<Value> {
        let (status, answer) = stage.ask(self.me, Method::PUT, path, None).await;
        (status == StatusCode::OK).then_some(answer)
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
