//! The ledger, the bands, requests for more and appeals, over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::standing::{
    self, AcceptedBand, AllowanceRequest, Appeal, AppealOutcome, Bands, Cause, LedgerLine, RequestOutcome,
    UnknownBand,
};
use kith_domain::id::RestrictionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this part.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(movements))
        .routes(routes!(bands))
        .routes(routes!(requests, ask))
        .routes(routes!(appeal))
}

/// One movement of your allowance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Movement)]
struct MovementShape {
    /// Its place among all of them.
    id: Id,
    /// Why it moved.
    cause: CauseName,
    /// How many: below zero where they were used.
    amount: i64,
    /// When.
    at: Moment,
    /// What was left after it, under the limit of today; null where nothing limits.
    #[schema(required = true)]
    left: Option<i64>,
    /// Who was invited, while they are here.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<PersonShape>,
    /// Which invitation was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation_id: Option<Id>,
    /// Which request was granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<Id>,
}

/// Why an allowance moved.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MovementCause)]
enum CauseName {
    /// An invitation was sent.
    Sent,
    /// A closed account with your address had used it.
    CarriedOver,
    /// It was granted on request.
    Granted,
}

/// Your own rates, as bands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bands)]
struct BandsShape {
    /// They show what was so then: a week ago or more.
    as_of: Moment,
    /// How many of your invitations were decided by then: accepted, or silent for two weeks.
    decided: u32,
    /// From how many on there are bands.
    least: u32,
    /// How many accept; null below the least.
    #[schema(required = true)]
    accepted: Option<AcceptedName>,
    /// How many say that they do not know you; told of twenty silent people at a time, null before the first twenty.
    #[schema(required = true)]
    unknown: Option<UnknownName>,
    /// Whether half of what restricts sending is reached.
    warning: bool,
}

/// Of those who decided, how many accepted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AcceptedBand)]
enum AcceptedName {
    /// Fewer than a fifth.
    Few,
    /// A fifth to two fifths.
    Some,
    /// Two to three fifths.
    Half,
    /// Three fifths or more.
    Most,
}

/// Of those who decided, how many said that they do not know you.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = UnknownBand)]
enum UnknownName {
    /// Fewer than one in fifty.
    HardlyAny,
    /// Fewer than one in twenty.
    AFew,
    /// Fewer than one in ten.
    Several,
    /// One in ten or more.
    Many,
}

/// A request for more invitations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceRequest)]
pub(super) struct RequestShape {
    /// Which.
    id: Id,
    /// What for, in your words.
    reasons: String,
    /// When.
    asked_at: Moment,
    /// The limit when it was asked.
    limit: u64,
    /// What was used of it then.
    used: u64,
    /// What became of it.
    state: RequestState,
    /// When it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Moment>,
    /// How many were granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    granted: Option<u32>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// When you may ask again.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_at: Option<Moment>,
}

/// What became of a request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AllowanceRequestState)]
enum RequestState {
    /// Nobody has decided yet.
    Open,
    /// More was granted.
    Granted,
    /// It was refused.
    Refused,
}

/// What more invitations are wanted for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRequest {
    /// The reasons.
    #[schema(min_length = 20, max_length = 2000)]
    reasons: String,
}

/// An appeal against a restriction.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Appeal)]
pub(super) struct AppealShape {
    /// Against which restriction.
    restriction_id: Id,
    /// Why it is wrong, in your words.
    text: String,
    /// When.
    at: Moment,
    /// What became of it.
    state: AppealState,
    /// When it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Moment>,
    /// What the moderator says, who did not decide before.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What became of an appeal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AppealState)]
enum AppealState {
    /// Nobody has answered yet.
    Open,
    /// The restriction stands.
    Upheld,
    /// The restriction is lifted, and counts no more.
    Lifted,
}

/// Why a restriction is wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Appealing {
    /// The reasons.
    #[schema(min_length = 20, max_length = 2000)]
    text: String,
}

impl From<LedgerLine> for MovementShape {
    fn from(line: LedgerLine) -> Self {
        let LedgerLine { movement, to, left } = line;
        let (cause, invitation_id, request_id) = match movement.cause {
            Cause::Sent { invitation, to: _ } => (CauseName::Sent, Some(invitation.into()), None),
            Cause::CarriedOver => (CauseName::CarriedOver, None, None),
            Cause::Granted { request } => (CauseName::Granted, None, Some(request.into())),
        };
        Self {
            id: movement.id.into(),
            cause,
            amount: movement.amount,
            at: movement.at.into(),
            left,
            member: to.as_ref().map(Into::into),
            invitation_id,
            request_id,
        }
    }
}

impl From<Bands> for BandsShape {
    fn from(bands: Bands) -> Self {
        Self {
            as_of: bands.as_of.into(),
            decided: bands.decided,
            least: standing::LEAST_DECIDED,
            accepted: bands.accepted.map(|band| match band {
                AcceptedBand::Few => AcceptedName::Few,
                AcceptedBand::Some => AcceptedName::Some,
                AcceptedBand::Half => AcceptedName::Half,
                AcceptedBand::Most => AcceptedName::Most,
            }),
            unknown: bands.unknown.map(|band| match band {
                UnknownBand::HardlyAny => UnknownName::HardlyAny,
                UnknownBand::AFew => UnknownName::AFew,
                UnknownBand::Several => UnknownName::Several,
                UnknownBand::Many => UnknownName::Many,
            }),
            warning: bands.warning,
        }
    }
}

impl From<AllowanceRequest> for RequestShape {
    fn from(request: AllowanceRequest) -> Self {
        let (state, decided_at, granted, reason, retry_at) = match request.outcome {
            RequestOutcome::Open => (RequestState::Open, None, None, None, None),
            RequestOutcome::Granted { at, amount, by: _ } => {
                (RequestState::Granted, Some(at), Some(amount), None, None)
            }
            RequestOutcome::Refused { at, answer, retry_at, by: _ } => {
                (RequestState::Refused, Some(at), None, Some(answer.to_string()), Some(retry_at))
            }
        };
        Self {
            id: request.id.into(),
            reasons: request.reasons.to_string(),
            asked_at: request.asked_at.into(),
            limit: request.limit,
            used: request.used,
            state,
            decided_at: decided_at.map(Into::into),
            granted,
            reason,
            retry_at: retry_at.map(Into::into),
        }
    }
}

impl From<Appeal> for AppealShape {
    fn from(appeal: Appeal) -> Self {
        let state = match appeal.answer.as_ref().map(|answer| answer.outcome) {
            None => AppealState::Open,
            Some(AppealOutcome::Upheld) => AppealState::Upheld,
            Some(AppealOutcome::Lifted) => AppealState::Lifted,
        };
        Self {
            restriction_id: appeal.restriction.into(),
            text: appeal.text.to_string(),
            at: appeal.at.into(),
            state,
            answered_at: appeal.answer.as_ref().map(|answer| answer.at.into()),
            reason: appeal.answer.map(|answer| answer.reason.to_string()),
        }
    }
}

/// List what moved your allowance
///
/// Newest first. Each invitation sent is one, and so is what was granted or carried over; the limit and all the amounts
/// are what is left.
#[utoipa::path(get, path = "/me/standing/movements", operation_id = "list_movements", tag = "Me",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<MovementShape>)))]
async fn movements(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<MovementShape>, Problem> {
    let list = "movements";
    let page = standing::movements(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, Into::into))
}

/// Read your own rates
///
/// As bands, a week late or more, and of twenty silent people at a time: nobody's single act can be read from them.
#[utoipa::path(get, path = "/me/standing/bands", operation_id = "get_bands", tag = "Me",
    responses((status = 200, description = "Your rates.", body = BandsShape)))]
async fn bands(State(app): State<App>, member: Member) -> Result<Json<BandsShape>, Problem> {
    let bands = standing::bands(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(bands.into()))
}

/// List your requests for more invitations
///
/// Newest first.
#[utoipa::path(get, path = "/me/allowance/requests", operation_id = "list_allowance_requests", tag = "Me",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<RequestShape>)))]
async fn requests(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<RequestShape>, Problem> {
    let list = "allowance requests";
    let page = standing::requests(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, Into::into))
}

/// Ask for more invitations
///
/// Where few are left or none, with reasons; one request is open at a time. A moderator answers, or a rule grants at
/// once.
#[utoipa::path(post, path = "/me/allowance/requests", operation_id = "ask_for_more", tag = "Me",
    request_body = NewRequest,
    responses(
        (status = 201, description = "The request.", body = RequestShape),
        (status = 409, description = "`not_yet` with `left` and `opens_at_left`, `already_open`, `too_early` with \
`retry_at`, `no_limit`"),
    ))]
async fn ask(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewRequest>,
) -> Result<Response, Problem> {
    let request = standing::ask_for_more(&app, member.actor(), &asked.reasons).await?;
    Ok((StatusCode::CREATED, Json(RequestShape::from(request))).into_response())
}

/// Appeal against a restriction
///
/// A moderator answers who did not decide on it. Until then the text may still be changed.
#[utoipa::path(put, path = "/me/restrictions/{id}/appeal", operation_id = "appeal", tag = "Me",
    params(("id" = Id, Path, description = "Which restriction.")),
    request_body = Appealing,
    responses(
        (status = 200, description = "The appeal.", body = AppealShape),
        (status = 409, description = "`already_decided`"),
    ))]
async fn appeal(
    State(app): State<App>,
    member: Member,
    Path(id): Path<RestrictionId>,
    Json(asked): Json<Appealing>,
) -> Result<Json<AppealShape>, Problem> {
    let appeal = standing::appeal(&app, member.actor(), id, &asked.text).await?;
    Ok(Json(appeal.into()))
}
