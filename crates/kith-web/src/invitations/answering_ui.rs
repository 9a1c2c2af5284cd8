//! Between yes and no, on pages: a question back (F5) and S's answer, and "not now" (F6).

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::invitations::{self, MaySnooze, ReceivedInvitation};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{AnswerRefused, SnoozeRefused};
use kith_domain::text::{QuestionAnswer, QuestionText};
use kith_domain::time::{Span, Timestamp};
use serde::Deserialize;

use super::shown::ReceivedCard;
use super::ui::{too_late, waiting};
use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session::Member;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place};
use crate::problem::Problem;
use crate::when::{self, When};

/// The pages between yes and no.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{id}/question", get(question).post(ask))
        .route("/invitations/{id}/answer", post(reply))
        .route("/invitations/{id}/snooze", get(snooze).post(set_aside))
        .route("/invitations/{id}/snooze/undo", post(bring_back))
}

/// What is asked most; the last one is the first rung after ignoring (F4).
const QUESTIONS: [&str; 3] =
    ["How do we know each other?", "What would you like to talk about?", "Can you remind me how we met?"];

/// How far away the days are that can be chosen with one touch, in months of a calendar.
const MONTHS: [(&str, i32, &str); 3] =
    [("1", 1, "In a month"), ("3", 3, "In three months"), ("6", 6, "In half a year")];

#[derive(Template)]
#[template(path = "invitations/question.html")]
struct QuestionPage {
    frame: Frame,
    card: ReceivedCard,
    questions: [&'static str; 3],
    chosen: String,
    own: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "invitations/snooze.html")]
struct SnoozePage {
    frame: Frame,
    card: ReceivedCard,
    /// Value, words, and the day it is.
    months: Vec<(&'static str, &'static str, When)>,
    chosen: String,
    day: String,
    tell: bool,
    /// The latest day without a word to S, where there is one.
    privately: Option<When>,
    /// The days that can be named.
    first: String,
    last: String,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct QuestionForm {
    text: String,
    own: String,
}

#[derive(Debug, Deserialize)]
struct AnswerForm {
    #[serde(default)]
    text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SnoozeForm {
    until: String,
    day: String,
    tell: Option<String>,
}

async fn question(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let card = waiting(&ask, &me, id).await?;
    let frame = ask.frame(Place::Network).await?;
    let (chosen, own) = (QUESTIONS[0].to_owned(), String::new());
    Ok(Page::new(QuestionPage { frame, card, questions: QUESTIONS, chosen, own, error: None })
        .into_response())
}

async fn ask(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<QuestionForm>,
) -> Result<Response, Problem> {
    // Who wrote something of their own did not mean what happened to be chosen above it.
    let text = if form.own.trim().is_empty() { &form.text } else { &form.own };
    let question = match QuestionText::parse(text) {
        Ok(question) => question,
        Err(wrong) => {
            let card = waiting(&ask, &me, id).await?;
            let frame = ask.frame(Place::Network).await?;
            let (chosen, own, error) = (form.text, form.own, Some(wrong.to_string()));
            let page = QuestionPage { frame, card, questions: QUESTIONS, chosen, own, error };
            return Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let asked = invitations::ask(ask.app(), me.actor(), id, question).await.map_err(too_late)?;
    let first = asked.sender.as_ref().map(|sender| crate::page::Somebody::of(sender).first);
    let says = format!("Asked. You hear when {} answers.", first.unwrap_or_default());
    Ok(ask.onward(Onward::to(format!("/invitations/{id}")).saying(Flash::say(says))))
}

async fn reply(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, Problem> {
    let to = Onward::to(format!("/invitations/{id}"));
    match QuestionAnswer::parse(&form.text) {
        Ok(answer) => {
            invitations::reply(ask.app(), me.actor(), id, answer).await?;
            Ok(ask.onward(to.saying(Flash::say("Answered. It stands in the invitation now."))))
        }
        Err(wrong) => super::ui::sent_again(&ask, &me, id, form.text, wrong.to_string()).await,
    }
}

async fn snooze(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let received = received(&ask, &me, id).await?;
    let form = SnoozeForm { until: MONTHS[0].0.to_owned(), ..SnoozeForm::default() };
    let page = snooze_page(&ask, &me, &received, form, None).await?;
    Ok(Page::new(page).into_response())
}

async fn set_aside(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<SnoozeForm>,
) -> Result<Response, Problem> {
    let Some(until) = day(&form, ask.app().now()) else {
        let error = "Name a day, such as 2027-03-01.".to_owned();
        return snooze_again(&ask, &me, id, form, error).await;
    };
    let tell = form.tell.is_some();
    match invitations::set_aside(ask.app(), me.actor(), id, until, tell).await {
        Ok(aside) => {
            let now = ask.app().now();
            let day = When::day(aside.snoozed_until.unwrap_or(until), now).words;
            let told = if tell { " They are told the day." } else { " They are not told." };
            let flash = Flash::say(format!("Set aside until {day}.{told}"))
                .undo(format!("/invitations/{id}/snooze/undo"))
                .link("/network/later", "What is set aside");
            Ok(ask.onward(Onward::to("/network").saying(flash)))
        }
        Err(Failure::Refused(
            refused @ (SnoozeRefused::Past | SnoozeRefused::EndsTooSoon | SnoozeRefused::TooFar { .. }),
        )) => {
            let error = Problem::from(Failure::Refused(refused)).detail().to_owned();
            snooze_again(&ask, &me, id, form, error).await
        }
        Err(failure) => Err(too_late(failure)),
    }
}

async fn bring_back(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let back = invitations::bring_back(ask.app(), me.actor(), id).await.map_err(too_late)?;
    let card = ReceivedCard::of(ask.app(), &back, me.language, ask.app().now());
    let card = card.ok_or_else(Problem::not_found)?;
    let says = format!("The invitation of {} is back among those you received.", card.sender.name);
    Ok(ask.onward(Onward::to(ask.back("/network")).saying(Flash::say(says))))
}

async fn received(ask: &PageRequest, me: &Member, id: InvitationId) -> Result<ReceivedInvitation, Problem> {
    let received = invitations::received_one(ask.app(), me.actor(), id).await?;
    received.ok_or_else(|| too_late(Failure::Refused(AnswerRefused::NotFound)))
}

/// The page once more, with what was chosen and what is wrong with it.
async fn snooze_again(
    ask: &PageRequest,
    me: &Member,
    id: InvitationId,
    form: SnoozeForm,
    error: String,
) -> Result<Response, Problem> {
    let received = received(ask, me, id).await?;
    let page = snooze_page(ask, me, &received, form, Some(error)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn snooze_page(
    ask: &PageRequest,
    me: &Member,
    received: &ReceivedInvitation,
    form: SnoozeForm,
    error: Option<String>,
) -> Result<SnoozePage, Problem> {
    let now = ask.app().now();
    let MaySnooze { privately, told } = received.may_snooze.ok_or_else(Problem::not_found)?;
    let months = MONTHS.map(|(value, months, words)| (value, words, When::day(in_months(now, months), now)));
    Ok(SnoozePage {
        card: ReceivedCard::of(ask.app(), received, me.language, now).ok_or_else(Problem::not_found)?,
        months: months.to_vec(),
        chosen: form.until,
        day: form.day,
        tell: form.tell.is_some() || privately.is_none(),
        privately: privately.map(|latest| When::day(latest, now)),
        first: when::date(now + Span::days(1)).to_string(),
        last: when::date(told).to_string(),
        frame: ask.frame(Place::Network).await?,
        error,
    })
}

/// The instant that a form names: the beginning of a day, where one is written, or so many months from now.
fn day(form: &SnoozeForm, now: Timestamp) -> Option<Timestamp> {
    match form.day.trim() {
        "" => {
            let chosen = MONTHS.iter().find(|(value, ..)| *value == form.until);
            chosen.map(|(_, months, _)| in_months(now, *months))
        }
        day => day.parse().ok().map(when::beginning),
    }
}

/// The beginning of the day so many months after that of `now`.
fn in_months(now: Timestamp, months: i32) -> Timestamp {
    let date = when::date(now);
    let later = date.checked_add(jiff::Span::new().months(months)).unwrap_or(date);
    when::beginning(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_the_calendar_and_a_day_is_its_beginning_f6() {
        let now = Timestamp("2027-01-31T15:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let told = |until: &str, named: &str| {
            let form = SnoozeForm { until: until.to_owned(), day: named.to_owned(), tell: None };
            day(&form, now).map(|at| when::date(at).to_string())
        };
        assert_eq!(told("1", "").as_deref(), Some("2027-02-28"));
        assert_eq!(told("6", "").as_deref(), Some("2027-07-31"));
        assert_eq!(told("1", "2027-05-02").as_deref(), Some("2027-05-02"), "a day that is written counts");
        assert_eq!(told("1", "soon"), None);
        assert_eq!(told("7", ""), None);
    }
}
