//! The page on which a member reports another one's picture or profile.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::Failure;
use kith_app::moderation::{self, ReportMember, ReportMemberRefused, ReportWhat};
use kith_app::profile::{self, Viewed};
use kith_domain::id::MemberId;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Path};
use crate::page::{Flash, Frame, MemberRequest, Page, Place, Somebody};
use crate::problem::Problem;

/// The page.
pub fn routes() -> Router<Web> {
    Router::new().route("/in/{handle}/report", get(show).post(send))
}

#[derive(Template)]
#[template(path = "moderation/report.html")]
struct ReportPage {
    frame: Frame,
    who: Somebody,
    has_picture: bool,
    picture: bool,
    reason: String,
    error: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct ReportForm {
    #[serde(default)]
    what: String,
    #[serde(default)]
    reason: String,
}

async fn show(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let (_, page) = page(&ask, &handle, ReportForm::default(), None).await?;
    Ok(Page::new(page).into_response())
}

async fn send(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<ReportForm>,
) -> Result<Response, Problem> {
    let (about, shown) = page(&ask, &handle, ReportForm::default(), None).await?;
    let what = if form.what == "picture" { ReportWhat::Picture } else { ReportWhat::Profile };
    let report = ReportMember { about, what, reason: form.reason.clone() };
    let error = match moderation::report_member(ask.app(), ask.actor(), report).await {
        Ok(()) => {
            let said = format!("Reported. A moderator reads it; {} is not told.", shown.who.name);
            return Ok(ask.done(&format!("/in/{}", shown.who.handle), Flash::say(said)));
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(ReportMemberRefused::Reason(refused))) => refused.to_string(),
        Err(Failure::Refused(ReportMemberRefused::NoPicture)) => "There is no picture any more.".to_owned(),
        Err(Failure::Refused(ReportMemberRefused::NotFound | ReportMemberRefused::Yourself)) => {
            return Err(Problem::not_found());
        }
    };
    let (_, page) = page(&ask, &handle, form, Some(error)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    ask: &MemberRequest,
    handle: &str,
    form: ReportForm,
    error: Option<String>,
) -> Result<(MemberId, ReportPage), Problem> {
    let who = profile::find(ask.app(), handle).await?.ok_or_else(Problem::not_found)?;
    let person = match profile::view(ask.app(), ask.actor(), who).await? {
        Some(Viewed::Other(meeting)) => meeting.profile.person,
        Some(Viewed::Own(_)) | None => return Err(Problem::not_found()),
    };
    let page = ReportPage {
        frame: ask.frame(Place::Elsewhere).await?,
        who: Somebody::of(&person),
        has_picture: person.picture.is_some(),
        picture: form.what == "picture",
        reason: form.reason,
        error,
    };
    Ok((who, page))
}
