//! The pages of introductions: the lists, asking, and each one as its three see it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::introductions::{self, AskIntroduction, Asking, ForwardRefused, IntroductionBox};
use kith_app::invitations::{self, Boxes};
use kith_app::{Cursor, Failure};
use kith_domain::id::{IntroductionId, MemberId};
use kith_domain::introductions::{AskRefused, Dismissal, Role};
use serde::Deserialize;

use super::page::Card;
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Onward, Page, Place, Somebody};
use crate::people;
use crate::problem::Problem;

/// The pages of introductions.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/introductions", get(list))
        .route("/in/{handle}/introduction", get(ask_form).post(ask))
        .route("/introductions/{id}", get(show))
        .route("/introductions/{id}/forwarding", get(to_it).post(forward))
        .route("/introductions/{id}/dismissal", post(dismiss))
        .route("/introductions/{id}/agreement", post(agree))
        .route("/introductions/{id}/withdrawal", post(withdraw))
}

#[derive(Template)]
#[template(path = "introductions/list.html")]
struct ListPage {
    frame: Frame,
    boxes: Boxes,
    sections: Vec<Section>,
}

/// One of the lists, or a piece of it.
struct Section {
    name: &'static str,
    heading: &'static str,
    nothing: &'static str,
    cards: Vec<Card>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "introductions/ask.html")]
struct AskPage {
    frame: Frame,
    to: Somebody,
    introducers: Vec<Choice>,
    why_not: String,
    reason: String,
    least: u32,
    most: u32,
    open: String,
    refused: Option<Refused>,
}

/// Somebody who may be asked.
struct Choice {
    who: Somebody,
    chosen: bool,
}

/// Why nothing was asked or forwarded, and at which field that is.
struct Refused {
    field: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "introductions/introduction.html")]
struct IntroductionPage {
    frame: Frame,
    card: Card,
    text: String,
    most: u32,
    refused: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Piece {
    r#box: String,
    cursor: Option<String>,
}

/// All three lists, or one of them from some place on.
async fn list(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<ListPage>, Problem> {
    let place = lists::place(piece.cursor.as_deref());
    let mut sections = Vec::with_capacity(BOXES.len());
    for (which, name, heading, nothing) in BOXES {
        if piece.r#box.is_empty() || piece.r#box == name {
            sections.push(section(&ask, which, name, heading, nothing, place).await?);
        }
    }
    Ok(Page::new(ListPage {
        boxes: invitations::boxes(ask.app(), ask.actor()).await?,
        frame: ask.frame(Place::Network).await?,
        sections,
    }))
}

const BOXES: [(IntroductionBox, &str, &str, &str); 3] = [
    (IntroductionBox::ToAnswer, "to_answer", "To answer", "Nobody would like you to meet somebody just now."),
    (
        IntroductionBox::ToForward,
        "to_forward",
        "To pass on",
        "Nobody asks you to bring people together just now.",
    ),
    (
        IntroductionBox::Asked,
        "asked",
        "Asked for",
        "You have asked for none. On the profile of somebody whom a connection of yours knows, you can.",
    ),
];

async fn section(
    ask: &MemberRequest,
    which: IntroductionBox,
    name: &'static str,
    heading: &'static str,
    nothing: &'static str,
    place: Option<Cursor>,
) -> Result<Section, Problem> {
    let now = ask.app().now();
    let found = introductions::list(ask.app(), ask.actor(), which, place, ROWS).await?;
    let cards = found.items.iter().map(|seen| Card::new(seen, now)).collect();
    let next = lists::next("/introductions", &[("box", name)], found.next);
    Ok(Section { name, heading, nothing, cards, next })
}

/// The form to ask with: a page of its own, which the script opens as a modal.
async fn ask_form(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let to = people::named(&ask, &handle).await?;
    let asking =
        introductions::asking(ask.app(), ask.actor(), to.id).await?.ok_or_else(Problem::not_found)?;
    let page = AskPage::new(&ask, asking, AskForm::default(), None).await?;
    Ok(Page::new(page).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    through: String,
    reason: String,
}

async fn ask(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<AskForm>,
) -> Result<Response, Problem> {
    let to = people::named(&ask, &handle).await?;
    let asking =
        introductions::asking(ask.app(), ask.actor(), to.id).await?.ok_or_else(Problem::not_found)?;
    let refused = match form.through.parse::<MemberId>() {
        Err(_) => Refused { field: "through", text: "Choose whom to ask.".to_owned() },
        Ok(through) => {
            let wanted = AskIntroduction { to: to.id, through, reason: form.reason.clone() };
            match introductions::ask(ask.app(), ask.actor(), wanted).await {
                Ok(seen) => {
                    let first = seen.go_between.map(|mia| mia.name.first().to_owned()).unwrap_or_default();
                    let flash = Flash::say(format!("Asked. {first} decides whether to pass it on."));
                    return Ok(ask.onward(Onward::to(format!("/in/{}", to.handle)).saying(flash)));
                }
                Err(Failure::Fault(fault)) => return Err(fault.into()),
                Err(Failure::Refused(AskRefused::NotFound)) => return Err(Problem::not_found()),
                Err(Failure::Refused(refused)) => {
                    let field = field_of(&refused);
                    let problem = Problem::from(Failure::Refused(refused));
                    Refused { field, text: problem.detail().to_owned() }
                }
            }
        }
    };
    let page = AskPage::new(&ask, asking, form, Some(refused)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn field_of(refused: &AskRefused) -> &'static str {
    match refused {
        AskRefused::Reason(_) => "reason",
        AskRefused::NotOffered => "through",
        AskRefused::ToYourself
        | AskRefused::NotFound
        | AskRefused::AlreadyConnected
        | AskRefused::Restricted { .. }
        | AskRefused::AddressUnverified
        | AskRefused::AskedAlready { .. }
        | AskRefused::TooMany { .. } => "",
    }
}

impl AskPage {
    async fn new(
        ask: &MemberRequest,
        asking: Asking,
        form: AskForm,
        refused: Option<Refused>,
    ) -> Result<Self, Problem> {
        let policy = &ask.app().policy().introductions;
        let to = Somebody::of(&asking.to);
        let only = asking.introducers.len() == 1;
        let choice = |person| {
            let who = Somebody::of(person);
            Choice { chosen: only || who.id.to_string() == form.through, who }
        };
        let why_not = match asking.no_introduction {
            None => String::new(),
            Some(_) => format!("Nobody can be asked to introduce you to {}.", to.first),
        };
        let open = policy.open.number().map(|limit| format!("{} of {limit} open", asking.open));
        Ok(Self {
            introducers: asking.introducers.iter().map(choice).collect(),
            why_not,
            reason: form.reason,
            least: policy.min_graphemes,
            most: policy.max_graphemes,
            open: open.unwrap_or_default(),
            frame: ask.frame(Place::Network).await?,
            to,
            refused,
        })
    }

    fn refused_at(&self, field: &str) -> Option<&str> {
        self.refused.as_ref().filter(|refused| refused.field == field).map(|refused| refused.text.as_str())
    }
}

async fn show(ask: MemberRequest, Path(id): Path<IntroductionId>) -> Result<Response, Problem> {
    let page = IntroductionPage::read(&ask, id, String::new(), None).await?;
    Ok(Page::new(page).into_response())
}

/// A form that came back with what is wrong in it has the address it was sent to: opened again, that is the page.
async fn to_it(Path(id): Path<IntroductionId>) -> Onward {
    Onward::to(format!("/introductions/{id}"))
}

impl IntroductionPage {
    async fn read(
        ask: &MemberRequest,
        id: IntroductionId,
        text: String,
        refused: Option<String>,
    ) -> Result<Self, Problem> {
        let seen = introductions::read(ask.app(), ask.actor(), id).await?.ok_or_else(Problem::not_found)?;
        Ok(Self {
            card: Card::new(&seen, ask.app().now()),
            most: ask.app().policy().introductions.max_graphemes,
            frame: ask.frame(Place::Network).await?,
            text,
            refused,
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ForwardForm {
    text: String,
}

async fn forward(
    ask: MemberRequest,
    Path(id): Path<IntroductionId>,
    Form(form): Form<ForwardForm>,
) -> Result<Response, Problem> {
    match introductions::forward(ask.app(), ask.actor(), id, &form.text).await {
        Ok(seen) => {
            let first = seen.recipient.map(|ryan| ryan.name.first().to_owned()).unwrap_or_default();
            let said = format!("Your words went to {first}. You hear of it if {first} says yes.");
            Ok(ask.done("/introductions", Flash::say(said)))
        }
        Err(Failure::Refused(refused @ ForwardRefused::Words(_))) => {
            let text = Problem::from(Failure::Refused(refused)).detail().to_owned();
            let page = IntroductionPage::read(&ask, id, form.text, Some(text)).await?;
            Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DismissForm {
    for_now: Option<String>,
}

async fn dismiss(
    ask: MemberRequest,
    Path(id): Path<IntroductionId>,
    Form(form): Form<DismissForm>,
) -> Result<Response, Problem> {
    let (how, said) = match form.for_now {
        Some(_) => (Dismissal::ForNow, "Put aside. It stays here until its time is over."),
        None => (Dismissal::ForGood, "Done. Nobody is told."),
    };
    introductions::dismiss(ask.app(), ask.actor(), id, how).await?;
    Ok(ask.done("/introductions", Flash::say(said)))
}

async fn agree(ask: MemberRequest, Path(id): Path<IntroductionId>) -> Result<Response, Problem> {
    introductions::agree(ask.app(), ask.actor(), id).await?;
    let said = "The three of you can talk now. You are not connected by it.";
    Ok(ask.done(&format!("/messages/introductions/{id}"), Flash::say(said)))
}

async fn withdraw(ask: MemberRequest, Path(id): Path<IntroductionId>) -> Result<Response, Problem> {
    introductions::withdraw(ask.app(), ask.actor(), id).await?;
    Ok(ask.done("/introductions", Flash::say("Taken back.")))
}
