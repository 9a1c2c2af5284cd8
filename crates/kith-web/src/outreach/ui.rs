//! The pages of messages to people one is not connected with: writing one, the requests, answering (R4.6).

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::credits;
use kith_app::outreach::{
    self, Lies, OutreachAnswerRefused, OutreachOutcome, OutreachRefused, Prospect, ReceivedOutreach,
    SendOutreach, SentOutreach, Sides, Tray,
};
use kith_domain::id::OutreachId;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use crate::Web;
use crate::credits::ui::{PurseWords, back, counted};
use crate::extract::{Form, Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Flash, Frame, MemberRequest, Onward, Page, Place, Somebody};
use crate::people;
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::when::When;

/// The pages of outreach.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/in/{handle}/outreach", get(dialog).post(send))
        .route("/outreach", get(requests))
        .route("/outreach/archive", get(archive))
        .route("/outreach/sent", get(sent))
        .route("/outreach/{id}", get(one))
        .route("/outreach/{id}/answer", post(answer))
        .route("/outreach/{id}/refusal", post(refuse))
        .route("/outreach/{id}/dismissal", post(put_aside))
        .route("/outreach/{id}/dismissal/undo", post(take_back))
        .route("/outreach/{id}/report", get(report_form).post(report))
}

/// A message as a page shows it, from either side.
struct Letter {
    id: OutreachId,
    mine: bool,
    who: Option<Somebody>,
    subject: String,
    body: String,
    sent: When,
    open: bool,
    aside: bool,
    reported: bool,
    /// Whether the two can write to each other because of it.
    talks: bool,
    state: &'static str,
    at: When,
    credit: String,
    /// What R is writing, and what is wrong with it.
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "outreach/requests.html")]
struct RequestsPage {
    frame: Frame,
    archive: bool,
    waiting: u32,
    letters: Vec<Letter>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "outreach/sent.html")]
struct SentPage {
    frame: Frame,
    waiting: u32,
    letters: Vec<Letter>,
    purse: PurseWords,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "outreach/one.html")]
struct OnePage {
    frame: Frame,
    letter: Letter,
}

#[derive(Template)]
#[template(path = "outreach/write.html")]
struct WritePage {
    frame: Frame,
    to: Somebody,
    costs: String,
    /// What stands against writing at all.
    against: Option<String>,
    form: Typed,
    /// The field that is wrong, or none of them, and what is.
    refused: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "outreach/report.html")]
struct ReportPage {
    frame: Frame,
    id: OutreachId,
    from: Somebody,
    reason: String,
    error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    subject: String,
    body: String,
}

#[derive(Deserialize)]
struct Piece {
    cursor: Option<String>,
}

impl RequestsPage {
    fn here(&self) -> &'static str {
        if self.archive { "archive" } else { "requests" }
    }
}

impl WritePage {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.refused.as_ref().filter(|(at, _)| *at == field).map(|(_, what)| what.as_str())
    }
}

impl Letter {
    fn sent(sent: &SentOutreach, now: Timestamp) -> Self {
        let outreach = &sent.outreach;
        let open = outreach.outcome == OutreachOutcome::Open;
        let credit = match (open, sent.returned, sent.returns_until) {
            (true, _, None) => "Any answer gives the credit back.".to_owned(),
            (true, _, Some(until)) if now < until => {
                format!("An answer before {} gives the credit back.", When::day(until, now).words)
            }
            (true, _, Some(_)) => String::new(),
            (false, true, _) => "The credit came back to you.".to_owned(),
            (false, false, _) => "The answer came too late to give the credit back.".to_owned(),
        };
        let state = match outreach.outcome {
            OutreachOutcome::Open => "Sent",
            OutreachOutcome::Answered => "Answered",
            OutreachOutcome::Refused => "They said “no, thank you”",
        };
        Self {
            mine: true,
            who: sent.recipient.as_ref().map(Somebody::of),
            credit,
            state,
            ..Self::of(outreach, now)
        }
    }

    fn received(received: &ReceivedOutreach, now: Timestamp) -> Self {
        let outreach = &received.outreach;
        let state = match outreach.outcome {
            OutreachOutcome::Open => "",
            OutreachOutcome::Answered => "You wrote back",
            OutreachOutcome::Refused => "You said “no, thank you”",
        };
        Self {
            who: Some(Somebody::of(&received.sender)),
            aside: received.tray == Tray::Aside,
            reported: received.tray == Tray::Reported,
            state,
            ..Self::of(outreach, now)
        }
    }

    fn of(outreach: &outreach::Outreach, now: Timestamp) -> Self {
        Self {
            id: outreach.id,
            mine: false,
            who: None,
            subject: outreach.subject.to_string(),
            body: outreach.body.to_string(),
            sent: When::ago(outreach.sent_at, now),
            open: outreach.outcome == OutreachOutcome::Open,
            aside: false,
            reported: false,
            talks: outreach.outcome == OutreachOutcome::Answered,
            state: "",
            at: When::ago(outreach.ended_at.unwrap_or(outreach.sent_at), now),
            credit: String::new(),
            typed: String::new(),
            error: None,
        }
    }
}

/// The form to write in: a page of its own, which the script opens as a modal. Where something better is there, it
/// leads to that.
async fn dialog(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let prospect = outreach::prospect(ask.app(), ask.actor().member, person.id).await?;
    let prospect = prospect.ok_or_else(Problem::not_found)?;
    if let Some(to) =
        prospect.stands_against.as_ref().and_then(|refused| elsewhere(refused, person.handle.as_str()))
    {
        return Ok(ask.onward(Onward::to(to)));
    }
    Ok(Page::new(write_page(&ask, &prospect, Typed::default(), None).await?).into_response())
}

async fn send(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<Typed>,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let letter = SendOutreach { to: person.id, subject: form.subject.clone(), body: form.body.clone() };
    let refused = match outreach::send(ask.app(), ask.actor(), letter).await {
        Ok(sent) => {
            let flash = Flash::say(format!("Sent to {}.", person.name))
                .link(format!("/outreach/{}", sent.outreach.id), "Your message");
            return Ok(ask.onward(Onward::to(format!("/in/{}", person.handle)).saying(flash)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(refused)) => refused,
    };
    if let Some(to) = elsewhere(&refused, person.handle.as_str()) {
        let flash = Flash::fail(refused.problem().detail().to_owned());
        return Ok(ask.onward(Onward::to(to).saying(flash)));
    }
    let said = match &refused {
        OutreachRefused::Subject(refused) => ("subject", refused.to_string()),
        OutreachRefused::Body(refused) => ("body", refused.to_string()),
        OutreachRefused::ToYourself | OutreachRefused::NotFound => return Err(Problem::not_found()),
        OutreachRefused::AlreadyConnected
        | OutreachRefused::ConversationOpen
        | OutreachRefused::AlreadyOpen { .. }
        | OutreachRefused::AlreadyInvited { .. }
        | OutreachRefused::Restricted { .. }
        | OutreachRefused::AddressUnverified
        | OutreachRefused::NotPossibleNow
        | OutreachRefused::NoCredit { .. } => ("", refused.problem().detail().to_owned()),
    };
    let prospect = outreach::prospect(ask.app(), ask.actor().member, person.id).await?;
    let prospect = prospect.ok_or_else(Problem::not_found)?;
    let page = write_page(&ask, &prospect, form, Some(said)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Where to go instead of writing, where there is something better: the conversation, or what is open.
fn elsewhere(refused: &OutreachRefused, handle: &str) -> Option<String> {
    match refused {
        OutreachRefused::AlreadyConnected | OutreachRefused::ConversationOpen => {
            Some(format!("/messages/{handle}"))
        }
        OutreachRefused::AlreadyOpen { outreach, .. } => Some(format!("/outreach/{outreach}")),
        OutreachRefused::AlreadyInvited { invitation } => Some(format!("/invitations/{invitation}")),
        OutreachRefused::ToYourself
        | OutreachRefused::NotFound
        | OutreachRefused::Subject(_)
        | OutreachRefused::Body(_)
        | OutreachRefused::Restricted { .. }
        | OutreachRefused::AddressUnverified
        | OutreachRefused::NotPossibleNow
        | OutreachRefused::NoCredit { .. } => None,
    }
}

async fn write_page(
    ask: &MemberRequest,
    prospect: &Prospect,
    form: Typed,
    refused: Option<(&'static str, String)>,
) -> Result<WritePage, Problem> {
    let against = prospect.stands_against.as_ref().map(|refused| refused.problem().detail().to_owned());
    // What is said on top is not said again below.
    let against = against.filter(|against| refused.as_ref().is_none_or(|(_, said)| said != against));
    let costs = match prospect.purse.balance {
        0 => "A message costs one credit.".to_owned(),
        balance => format!("It costs one credit; you have {}. {}", counted(balance), back(ask.app())),
    };
    Ok(WritePage {
        to: Somebody::of(&prospect.person),
        costs,
        against,
        form,
        refused,
        frame: ask.frame(Place::Messages).await?,
    })
}

async fn requests(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<RequestsPage>, Problem> {
    received(&ask, &piece, false).await
}

async fn archive(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<RequestsPage>, Problem> {
    received(&ask, &piece, true).await
}

async fn received(ask: &MemberRequest, piece: &Piece, archive: bool) -> Result<Page<RequestsPage>, Problem> {
    let (app, actor) = (ask.app(), ask.actor());
    let now = app.now();
    let (lies, path) =
        if archive { (Lies::Aside, "/outreach/archive") } else { (Lies::InRequests, "/outreach") };
    let place = lists::place(piece.cursor.as_deref());
    let found = outreach::received(app, actor, lies, place, ROWS).await?;
    Ok(Page::new(RequestsPage {
        archive,
        waiting: outreach::waiting(app, actor).await?,
        letters: found.items.iter().map(|received| Letter::received(received, now)).collect(),
        next: lists::next(path, &[], found.next),
        frame: ask.frame(Place::Messages).await?,
    }))
}

async fn sent(ask: MemberRequest, Query(piece): Query<Piece>) -> Result<Page<SentPage>, Problem> {
    let (app, actor) = (ask.app(), ask.actor());
    let now = app.now();
    let found = outreach::sent(app, actor, lists::place(piece.cursor.as_deref()), ROWS).await?;
    let purse = credits::purse(app, actor).await?.ok_or_else(Problem::not_found)?;
    Ok(Page::new(SentPage {
        waiting: outreach::waiting(app, actor).await?,
        letters: found.items.iter().map(|sent| Letter::sent(sent, now)).collect(),
        purse: PurseWords::new(app, &purse, now),
        next: lists::next("/outreach/sent", &[], found.next),
        frame: ask.frame(Place::Messages).await?,
    }))
}

async fn one(ask: MemberRequest, Path(id): Path<OutreachId>) -> Result<Page<OnePage>, Problem> {
    shown(&ask, id).await.map(Page::new)
}

async fn shown(ask: &MemberRequest, id: OutreachId) -> Result<OnePage, Problem> {
    let now = ask.app().now();
    let sides = outreach::one(ask.app(), ask.actor(), id).await?.ok_or_else(Problem::not_found)?;
    let letter = match &sides {
        Sides::Sent(sent) => Letter::sent(sent, now),
        Sides::Received(received) => Letter::received(received, now),
    };
    Ok(OnePage { letter, frame: ask.frame(Place::Messages).await? })
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    text: String,
}

async fn answer(
    ask: MemberRequest,
    Path(id): Path<OutreachId>,
    Form(form): Form<Answer>,
) -> Result<Response, Problem> {
    match outreach::answer(ask.app(), ask.actor(), id, &form.text).await {
        Ok(answered) => Ok(ask.onward(Onward::to(format!("/messages/{}", answered.sender)))),
        Err(Failure::Refused(OutreachAnswerRefused::Text(refused))) => {
            let mut page = shown(&ask, id).await?;
            (page.letter.typed, page.letter.error) = (form.text, Some(refused.to_string()));
            Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn refuse(ask: MemberRequest, Path(id): Path<OutreachId>) -> Result<Response, Problem> {
    outreach::refuse(ask.app(), ask.actor(), id).await?;
    Ok(ask.onward(Onward::to("/outreach").saying(Flash::say("They are told: no, thank you."))))
}

async fn put_aside(ask: MemberRequest, Path(id): Path<OutreachId>) -> Result<Response, Problem> {
    outreach::put_aside(ask.app(), ask.actor(), id).await?;
    let flash = Flash::say("Put aside. They are not told.").undo(format!("/outreach/{id}/dismissal/undo"));
    Ok(ask.onward(Onward::to("/outreach").saying(flash)))
}

async fn take_back(ask: MemberRequest, Path(id): Path<OutreachId>) -> Result<Response, Problem> {
    outreach::take_back(ask.app(), ask.actor(), id).await?;
    Ok(ask.onward(Onward::to("/outreach").saying(Flash::say("Back in your requests."))))
}

async fn report_form(ask: MemberRequest, Path(id): Path<OutreachId>) -> Result<Page<ReportPage>, Problem> {
    report_page(&ask, id, String::new(), None).await.map(Page::new)
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    reason: String,
}

async fn report(
    ask: MemberRequest,
    Path(id): Path<OutreachId>,
    Form(form): Form<Report>,
) -> Result<Response, Problem> {
    match outreach::report(ask.app(), ask.actor(), id, &form.reason).await {
        Ok(_) => {
            let flash = Flash::say("Reported. A moderator reads it; they are not told.");
            Ok(ask.onward(Onward::to("/outreach").saying(flash)))
        }
        Err(Failure::Refused(OutreachAnswerRefused::Text(refused))) => {
            let page = report_page(&ask, id, form.reason, Some(refused.to_string())).await?;
            Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn report_page(
    ask: &MemberRequest,
    id: OutreachId,
    reason: String,
    error: Option<String>,
) -> Result<ReportPage, Problem> {
    match outreach::one(ask.app(), ask.actor(), id).await? {
        Some(Sides::Received(received)) => Ok(ReportPage {
            id,
            from: Somebody::of(&received.sender),
            reason,
            error,
            frame: ask.frame(Place::Messages).await?,
        }),
        Some(Sides::Sent(_)) | None => Err(Problem::not_found()),
    }
}
