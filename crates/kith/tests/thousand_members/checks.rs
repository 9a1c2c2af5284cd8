//! What holds at the end, seen through the API alone.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::ledger::{Account, Couple, couple};
use crate::script::MARKER;
use crate::stage::Stage;

/// More marks than these restrict (R6.3).
const THRESHOLD: usize = 5;

/// What one member can see of what is theirs.
pub(crate) struct Books {
    /// Connections, with the invitation each came from.
    connections: BTreeMap<usize, Value>,
    /// Invitations sent, by id: to whom, and where each stands.
    sent: BTreeMap<String, Sent>,
    /// Invitations that wait, and those in the archive, by id: from whom, and the note.
    waiting: BTreeMap<String, (usize, Value)>,
    archive: BTreeMap<String, (usize, Value)>,
    allowance: Value,
    /// How many connections the profile tells.
    told: Value,
}

struct Sent {
    to: usize,
    state: String,
    note: Value,
    /// Accepted to follow each other only.
    follow_only: bool,
}

impl Sent {
    /// Whether it waits for an answer.
    fn open(&self) -> bool {
        matches!(self.state.as_str(), "pending" | "asked")
    }
}

impl Books {
    /// Reads a member's books.
    pub(crate) async fn of(stage: &Stage, member: usize) -> Self {
        let me = &stage.members[member];
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let received = |items: Vec<Value>| -> BTreeMap<String, (usize, Value)> {
            let entry =
                |item: Value| (text(&item["id"]), (stage.number(&item["from"]["id"]), item["note"].clone()));
            items.into_iter().map(entry).collect()
        };
        let connections = me.all("/connections").await;
        let listed = connections.len();
        let connections: BTreeMap<usize, Value> = connections
            .into_iter()
            .map(|item| (stage.number(&item["member"]["id"]), item["invitation"].clone()))
            .collect();
        if connections.len() != listed {
            stage.object(format!("{member} has somebody twice among {listed} connections"));
        }
        let sent = me.all("/invitations?box=sent").await.into_iter().map(|item| {
            let to = stage.number(&item["to"]["id"]);
            let follow_only = item["terms"]["scope"] == "follow_only";
            (
                text(&item["id"]),
                Sent { to, state: text(&item["state"]), note: item["note"].clone(), follow_only },
            )
        });
        // What R set aside until a day waits as well (F6).
        let mut waiting = received(me.all("/invitations?box=received").await);
        waiting.extend(received(me.all("/invitations?box=received&state=snoozed").await));
        Self {
            connections,
            sent: sent.collect(),
            waiting,
            archive: received(me.all("/invitations?box=received&state=ignored").await),
            allowance: stage.get(member, "/me/allowance").await,
            told: stage.get(member, "/me").await["connections"].clone(),
        }
    }

    fn open_to(&self, other: usize) -> Vec<&str> {
        let open = self.sent.iter().filter(|(_, sent)| sent.to == other && sent.open());
        open.map(|(id, _)| id.as_str()).collect()
    }
}

/// Holds one member's books against the others' and against what was acknowledged. `before` is what the balance
/// said when they came.
pub(crate) fn books(stage: &Stage, all: &[Books], account: &Account, me: usize, before: u64) {
    let mine = &all[me];
    let object = |what: String| stage.object(format!("{me}: {what}"));

    // The balance counts every try but those undone or merged, and gives nothing back (R5.2, R5.3).
    let lifetime = &mine.allowance["lifetime"];
    let used = lifetime["used"].as_u64().unwrap_or_default();
    let counted = account.counted.get(&me).copied().unwrap_or_default();
    if before.checked_add_signed(counted) != Some(used) || used != mine.sent.len() as u64 {
        let listed = mine.sent.len();
        object(format!("{before} and {counted} sent, {used} by the balance, {listed} in the list"));
    }
    if lifetime["limit"].as_u64().map(|limit| limit - used) != lifetime["left"].as_u64() {
        object(format!("the balance does not add up: {lifetime}"));
    }
    let open = mine.sent.values().filter(|sent| sent.open()).count() as u64;
    if mine.allowance["pending"]["used"] != open {
        object(format!("{open} open, and the balance says {}", mine.allowance["pending"]));
    }
    if mine.told != mine.connections.len() as u64 {
        object(format!("{} connections listed, {} told", mine.connections.len(), mine.told));
    }

    for (other, invitation) in &mine.connections {
        if all[*other].connections.get(&me) != Some(invitation) {
            object(format!("connected with {other}, who is not, or by another invitation"));
        }
        if account.blocked((me, *other)) {
            object(format!("connected with {other} in spite of a block"));
        }
        if !mine.open_to(*other).is_empty() {
            object(format!("connected with {other}, and an invitation is open"));
        }
    }
    for (id, sent) in &mine.sent {
        let theirs = &all[sent.to];
        let at_theirs = theirs.waiting.get(id).or_else(|| theirs.archive.get(id));
        match (sent.state.as_str(), at_theirs) {
            ("pending" | "asked", Some((from, note))) if *from == me && *note == sent.note => {}
            // Whoever blocks sees nothing of it any more, and who is blocked sees no difference (R11.7, R6.1).
            ("pending" | "asked", None) if account.blocks.contains(&(sent.to, me)) => {}
            ("accepted" | "withdrawn" | "expired", None) => {}
            (state, there) => object(format!("{id} to {} is {state} here and {there:?} there", sent.to)),
        }
        let apart = account.parted.contains(&couple(me, sent.to));
        if sent.state == "accepted" && !sent.follow_only && !apart && !mine.connections.contains_key(&sent.to)
        {
            object(format!("{id} was accepted by {}, and they are not connected", sent.to));
        }
        match account.notes.get(id) {
            Some(note) if sent.note != Value::from(note.clone()) => {
                object(format!("{id} was sent with {note:?} and shows {}", sent.note));
            }
            Some(_) | None => {}
        }
        let taken_back = account.taken_back.contains(id);
        if taken_back != (sent.state == "withdrawn") && (taken_back || account.notes.contains_key(id)) {
            // A block withdraws what its owner had open (R11.7).
            if taken_back || !account.blocks.contains(&(me, sent.to)) {
                object(format!("{id} is {} and was withdrawn: {taken_back}", sent.state));
            }
        }
        if account.undone.contains(id) {
            object(format!("{id} was undone and left a trace"));
        }
    }
    for (id, (from, _)) in mine.waiting.iter().chain(&mine.archive) {
        let theirs = all[*from].sent.get(id);
        if theirs.is_none_or(|sent| sent.to != me || !sent.open()) {
            object(format!("{id} waits here, and {from} has it not as pending"));
        }
        if mine.connections.contains_key(from) || !mine.open_to(*from).is_empty() {
            object(format!("{id} from {from} waits beside a connection, or one in the other direction"));
        }
        if account.blocked((me, *from)) && mine.waiting.contains_key(id) {
            object(format!("{id} from {from} waits in spite of a block"));
        }
    }
}

/// Whoever was accepted is connected, unless somebody parted them; what was sent and not undone is there.
pub(crate) fn promises(stage: &Stage, all: &[Books], account: &Account) {
    for &(one, other) in account.joined.difference(&account.parted) {
        if !all[one].connections.contains_key(&other) {
            stage.object(format!("{one} and {other} were connected, and are not"));
        }
    }
    let listed: BTreeSet<&String> = all.iter().flat_map(|books| books.sent.keys()).collect();
    for id in account.notes.keys() {
        if account.undone.contains(id) == listed.contains(id) {
            stage.object(format!("{id} was sent; undone: {}", account.undone.contains(id)));
        }
    }
    for id in account.accepted.intersection(&account.taken_back) {
        stage.object(format!("{id} was accepted and taken back"));
    }
    let accepted = |books: &Books| {
        books
            .sent
            .iter()
            .filter(|(_, sent)| sent.state == "accepted")
            .map(|(id, _)| id.clone())
            .collect::<Vec<_>>()
    };
    let shown: BTreeSet<String> = all.iter().flat_map(accepted).collect();
    for id in account.accepted.difference(&shown) {
        stage.object(format!("{id} was accepted, and its sender does not see it"));
    }
    for id in account.ignored.iter().filter(|id| account.undone.contains(*id)) {
        stage.object(format!("{id} was undone after it was ignored"));
    }
}

/// How two members stand to each other is the same from both sides, and as their lists say.
pub(crate) async fn relationship(stage: &Stage, all: &[Books], account: &Account, (one, other): Couple) {
    for (me, they) in [(one, other), (other, one)] {
        let path = format!("/members/{}/relationship", stage.members[they].id);
        let (status, answer) = stage.ask(me, Method::GET, &path, None).await;
        let seen = answer["state"].as_str().unwrap_or_default();
        let expected = if account.blocked((one, other)) {
            (StatusCode::NOT_FOUND, "")
        } else if all[me].connections.contains_key(&they) {
            (StatusCode::OK, "connected")
        } else if !all[me].open_to(they).is_empty() {
            (StatusCode::OK, "invited")
        } else if !all[they].open_to(me).is_empty() {
            (StatusCode::OK, "invited_you")
        } else {
            (StatusCode::OK, "none")
        };
        if (status, seen) != expected {
            stage.object(format!("{me} sees {they} as {status} {seen:?} instead of {expected:?}"));
        }
    }
}

/// A conversation holds what was acknowledged and nothing else of this run, each one's words in their order, the
/// same for both, with the invitation on top (R7.2). Without a connection it is closed.
pub(crate) async fn conversation(stage: &Stage, all: &[Books], account: &Account, between: Couple) {
    let (one, other) = between;
    let connected = all[one].connections.get(&other);
    let mut seen = Vec::new();
    for (me, they) in [(one, other), (other, one)] {
        let path = format!("/conversations/{}/messages?limit=100", stage.members[they].id);
        let (status, thread) = stage.ask(me, Method::GET, &path, None).await;
        let Some(invitation) = connected else {
            let closed = if account.blocked(between) { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
            if status != closed {
                stage.object(format!("{me} and {they} are not connected, and may read: {status}"));
            }
            continue;
        };
        let on_top = &thread["invitation"];
        let note = on_top["id"].as_str().and_then(|id| account.notes.get(id));
        if on_top["id"] != *invitation || note.is_some_and(|note| on_top["note"] != Value::from(note.clone()))
        {
            stage.object(format!("{me} and {they} have {on_top} on top and not {invitation} with {note:?}"));
        }
        // Nobody writes a hundred messages in a few turns.
        if !thread["next"].is_null() {
            stage.object(format!("the conversation of {me} and {they} does not end"));
        }
        seen.push(thread["items"].as_array().cloned().unwrap_or_default());
    }
    let [here, there] = seen.as_slice() else { return };
    let Some(written) = account.messages.get(&between) else { return };
    if here != there {
        stage.object(format!("{one} and {other} read different conversations"));
    }
    let mut found: Vec<(usize, String, String)> = here
        .iter()
        .rev()
        .filter(|message| message["text"].as_str().is_some_and(|text| text.starts_with(MARKER)))
        .map(|message| {
            let part = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
            (stage.number(&message["from"]), part("id"), part("text"))
        })
        .collect();
    // Two who write at once may stand in either order; stable, so each one's own order is kept.
    let mut written = written.clone();
    found.sort_by_key(|(from, _, _)| *from);
    written.sort_by_key(|(from, _, _)| *from);
    if found != written {
        stage.object(format!("{one} and {other} wrote {written:?} and read {found:?}"));
    }
}

/// Who was marked by more than five of this run can send no invitations; who was marked by none of it can: the demo
/// has nobody near the threshold (R6.3).
pub(crate) async fn standing(stage: &Stage, all: &[Books], account: &Account, member: usize) -> bool {
    let marked = account.marks.get(&member).cloned().unwrap_or_default();
    // Being connected later takes a mark back.
    let stands = marked.iter().filter(|by| !all[member].connections.contains_key(by)).count();
    let standing = stage.get(member, "/me/standing").await;
    let restricted = standing["state"] == "restricted";
    if (stands > THRESHOLD && !restricted) || (marked.is_empty() && restricted) {
        stage.object(format!("{member} is marked by {stands}, and stands as {standing}"));
    }
    restricted
}
