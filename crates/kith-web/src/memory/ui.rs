//! What a member keeps about a connection, on its profile and in the list of connections (F18).

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::memory::{self, GivenTag, PutMemory, PutMemoryRefused, Remembered, Which};
use kith_app::{App, Failure, FieldErrors};
use kith_domain::time::Timestamp;
use serde::Deserialize;

use super::day;
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::people::{self, Row};
use crate::problem::Problem;
use crate::when::When;
use crate::words;

/// The pages of memories.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/in/{handle}/memory", get(form).post(keep))
        .route("/in/{handle}/memory/forget", post(forget))
        .route("/network/connections/kept", get(list))
}

/// What is kept, as the profile shows it to the one who keeps it.
#[derive(Debug, Clone)]
pub struct MemoryPart {
    /// In own words.
    pub note: Option<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The day to be in touch.
    pub next_contact: Option<When>,
    /// Since when they are connected, or were.
    pub since: When,
    /// Whether they are.
    pub connected: bool,
    /// How they met, in a sentence.
    pub met: String,
    /// The note of the invitation.
    pub said: Option<String>,
}

impl MemoryPart {
    /// What somebody keeps, in words.
    pub fn new(found: &Remembered, now: Timestamp) -> Self {
        let invitation = found.invitation.as_ref();
        let first = found.person.name.first();
        let met = match invitation {
            None => "An import connected you.".to_owned(),
            Some(invitation) if invitation.from == found.person.id => {
                let period = invitation.card.claim.and_then(|claim| claim.period);
                let claim = invitation.relation.as_ref().map(|claim| words::claimed(Some(claim), period));
                format!("{first} invited you. {}", claim.map(|claim| claim + ".").unwrap_or_default())
            }
            Some(_) => format!("You invited {first}."),
        };
        Self {
            note: found.memory.note.as_ref().map(ToString::to_string),
            tags: found.memory.tags.iter().map(ToString::to_string).collect(),
            next_contact: found.memory.next_contact.map(|of| When::day(day::instant(of), now)),
            since: When::day(found.since, now),
            connected: found.connected,
            met: met.trim().to_owned(),
            said: invitation.and_then(|invitation| invitation.note.as_ref()).map(ToString::to_string),
        }
    }

    /// Whether anything is kept.
    pub fn kept(&self) -> bool {
        self.note.is_some() || !self.tags.is_empty() || self.next_contact.is_some()
    }
}

#[derive(Template)]
#[template(path = "memory/edit.html")]
struct EditPage {
    frame: Frame,
    of: Row,
    note: String,
    tags: String,
    next_contact: String,
    kept: bool,
    errors: FieldErrors,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct MemoryForm {
    note: String,
    tags: String,
    next_contact: String,
}

async fn form(ask: MemberRequest, Path(handle): Path<String>) -> Result<Page<EditPage>, Problem> {
    let of = people::named(&ask, &handle).await?;
    let found = memory::read(ask.app(), ask.actor(), of.id).await?.ok_or_else(Problem::not_found)?;
    let tags: Vec<&str> = found.memory.tags.iter().map(|tag| tag.as_str()).collect();
    Ok(Page::new(EditPage {
        note: found.memory.note.as_ref().map(ToString::to_string).unwrap_or_default(),
        tags: tags.join(", "),
        next_contact: found.memory.next_contact.map(day::text).unwrap_or_default(),
        kept: !found.memory.is_empty(),
        of: Row::new(&of),
        errors: FieldErrors::new(),
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn keep(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<MemoryForm>,
) -> Result<Response, Problem> {
    let of = people::named(&ask, &handle).await?;
    let mut errors = FieldErrors::new();
    let next_contact = match form.next_contact.trim() {
        "" => None,
        typed => {
            let found = day::read(typed);
            if found.is_none() {
                errors.add("next_contact", "malformed", "Choose a day, such as 2026-12-01.");
            }
            found
        }
    };
    if errors.is_empty() {
        let tags = form.tags.split(',').map(str::to_owned).collect();
        let wanted = PutMemory { note: form.note.clone(), tags, next_contact };
        match memory::put(ask.app(), ask.actor(), of.id, wanted).await {
            Ok(_) => return Ok(ask.done(&format!("/in/{}", of.handle), Flash::say("Kept, for you alone."))),
            Err(Failure::Refused(PutMemoryRefused::Fields(wrong))) => errors = wrong,
            Err(failure) => return Err(failure.into()),
        }
    }
    let page = EditPage {
        note: form.note,
        tags: form.tags,
        next_contact: form.next_contact,
        kept: false,
        of: Row::new(&of),
        errors,
        frame: ask.frame(Place::Network).await?,
    };
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn forget(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let of = people::named(&ask, &handle).await?;
    memory::forget(ask.app(), ask.actor(), of.id).await?;
    Ok(ask.done(&format!("/in/{}", of.handle), Flash::say("Forgotten.")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    tag: String,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "memory/list.html")]
struct ListPage {
    frame: Frame,
    tags: Vec<Chip>,
    tag: String,
    rows: Vec<Line>,
    next: Option<String>,
}

/// A tag to choose by.
pub struct Chip {
    /// The tag.
    pub tag: String,
    /// Where it leads.
    pub path: String,
    /// To how many it was given.
    pub count: u32,
    /// Whether the list is of this one.
    pub chosen: bool,
}

struct Line {
    person: Row,
    kept: MemoryPart,
}

/// Those with a tag; without one, those with whom the member wants to be in touch by now.
async fn list(ask: MemberRequest, Query(asked): Query<Asked>) -> Result<Page<ListPage>, Problem> {
    let (app, actor, now) = (ask.app(), ask.actor(), ask.app().now());
    let key = asked.tag.trim().to_lowercase();
    let which = if key.is_empty() { Which::DueBy(memory::today(now)) } else { Which::Tagged(key.clone()) };
    let place = lists::place(asked.cursor.as_deref());
    let found = memory::list(app, actor, &which, place, ROWS).await?;
    let line = |one: &Remembered| Line { person: Row::new(&one.person), kept: MemoryPart::new(one, now) };
    let asked_for = [("tag", asked.tag.as_str())];
    let tags = chips(app, &ask, &key).await?;
    // As the member wrote it.
    let written = tags.iter().find(|chip| chip.chosen).map(|chip| chip.tag.clone());
    Ok(Page::new(ListPage {
        tags,
        rows: found.items.iter().map(line).collect(),
        next: lists::next("/network/connections/kept", &asked_for, found.next),
        tag: written.unwrap_or(asked.tag),
        frame: ask.frame(Place::Network).await?,
    }))
}

/// The tags the one who looks gives.
pub(crate) async fn chips(app: &App, ask: &MemberRequest, chosen: &str) -> Result<Vec<Chip>, Problem> {
    let tags = memory::tags(app, ask.actor()).await?;
    let chip = |given: GivenTag| Chip {
        path: format!("/network/connections/kept?{}", query(&given.key)),
        chosen: given.key == chosen,
        tag: given.tag.to_string(),
        count: given.count,
    };
    Ok(tags.into_iter().map(chip).collect())
}

fn query(tag: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("tag", tag).finish()
}
