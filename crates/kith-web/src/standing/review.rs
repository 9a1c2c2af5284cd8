//! Requests for more, appeals and restrictions that wait for a moderator, over the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::standing::{
    self, AppealCase, AppealOutcome, History, RestrictMember, Review, Scope, Suggestion, Tally, Verdict,
    Waits, WaitsFor,
};
use kith_domain::id::{AllowanceRequestId, MemberId, RestrictionId};
use kith_domain::text::Reasons;
use kith_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::{FactsShape, GroundShape, LiftsShape, StatementShape};
use super::more::{AppealShape, RequestShape};
use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::invitations::body::PlaceName;
use crate::problem::Problem;
use crate::wire::{Id, Moment, PersonShape};

/// The routes of this part.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(waiting))
        .routes(routes!(read_request))
        .routes(routes!(decide))
        .routes(routes!(read_appeal))
        .routes(routes!(answer))
        .routes(routes!(restrict))
        .routes(routes!(lift))
}

/// Something that waits for a moderator.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Waiting)]
struct WaitingShape {
    /// What.
    kind: WaitingKind,
    /// About whom.
    member: PersonShape,
    /// Which request, or the restriction it is about.
    id: Id,
    /// Since when.
    since: Moment,
    /// By when it is to be answered, where there is such a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    due_at: Option<Moment>,
}

/// What waits.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WaitingKind {
    /// A request for more invitations.
    AllowanceRequest,
    /// An appeal against a restriction.
    Appeal,
    /// A restriction that only a moderator lifts.
    Restriction,
}

/// What waits, the oldest first: a hundred at most.
#[derive(Debug, Serialize, ToSchema)]
struct AllWaiting {
    /// Each.
    items: Vec<WaitingShape>,
}

/// What became of some invitations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tally)]
struct TallyShape {
    /// Sent.
    sent: u32,
    /// Accepted.
    accepted: u32,
    /// Open still.
    pending: u32,
    /// Their time ran out.
    expired: u32,
    /// Taken back.
    withdrawn: u32,
    /// Those invited said that they do not know the sender. Who, is told nowhere.
    marked: u32,
    /// Reported.
    reported: u32,
    /// Decided.
    decided: u32,
}

/// The same for one place.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceTally {
    /// Where the sender clicked.
    place: PlaceName,
    /// In all.
    all: TallyShape,
    /// In the last ninety days.
    recent: TallyShape,
}

/// What a request is decided by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AllowanceReview)]
struct ReviewShape {
    /// Who asks.
    member: PersonShape,
    /// What for.
    request: RequestShape,
    /// In all.
    all: TallyShape,
    /// In the last ninety days.
    recent: TallyShape,
    /// By place.
    by_place: Vec<PlaceTally>,
    /// Whether there is enough history to suggest anything.
    sufficient: bool,
    /// How many the rules suggest to grant; 0 is none, null without enough history.
    #[schema(required = true)]
    suggested: Option<u32>,
    /// What may be granted.
    amounts: [u32; 3],
}

/// What is decided about a request: `grant`, or `reason` for refusing it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Deciding {
    /// How many are granted.
    grant: Option<u32>,
    /// Why it is refused.
    #[schema(min_length = 20, max_length = 2000)]
    reason: Option<String>,
    /// After how many days they may ask again; left out, as the policy says.
    #[schema(maximum = 365)]
    retry_days: Option<u16>,
}

/// An appeal, with what it is against.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppealCase)]
struct CaseShape {
    /// Who appeals.
    member: PersonShape,
    /// The appeal.
    appeal: AppealShape,
    /// By when it is to be answered.
    due_at: Moment,
    /// The statement of reasons of the restriction.
    statement: StatementShape,
    /// Whether you may answer: not if you decided on the restriction.
    may_answer: bool,
}

/// The answer to an appeal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Answering {
    /// Whether the restriction stands.
    outcome: OutcomeName,
    /// Why.
    #[schema(min_length = 20, max_length = 2000)]
    reason: String,
}

/// What an appeal comes to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AppealOutcome)]
enum OutcomeName {
    /// The restriction stands.
    Upheld,
    /// It is lifted, and counts no more.
    Lifted,
}

/// A restriction, with its whole statement of reasons.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRestriction {
    /// Why; `marks` restrict by themselves.
    ground: GroundShape,
    /// On what kind of facts.
    facts: FactsShape,
    /// What lifts it.
    lifts: LiftsShape,
    /// What you say to the member.
    #[schema(min_length = 20, max_length = 2000)]
    explanation: String,
}

/// A restriction that was made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeRestriction {
    /// Which.
    id: Id,
}

/// Whether a restriction was lifted.
#[derive(Debug, Serialize, ToSchema)]
struct Lifted {
    /// False where there was none.
    lifted: bool,
}

impl From<Waits> for WaitingShape {
    fn from(waits: Waits) -> Self {
        let (kind, id, due_at) = match waits.what {
            WaitsFor::Request(id) => (WaitingKind::AllowanceRequest, id.into(), None),
            WaitsFor::Appeal { restriction, due_at } => {
                (WaitingKind::Appeal, restriction.into(), Some(due_at.into()))
            }
            WaitsFor::Restriction(id) => (WaitingKind::Restriction, id.into(), None),
        };
        Self { kind, member: (&waits.member).into(), id, since: waits.since.into(), due_at }
    }
}

impl From<Tally> for TallyShape {
    fn from(tally: Tally) -> Self {
        let Tally { sent, accepted, pending, expired, withdrawn, marked, reported, decided, unwelcome: _ } =
            tally;
        Self { sent, accepted, pending, expired, withdrawn, marked, reported, decided }
    }
}

impl From<Review> for ReviewShape {
    fn from(review: Review) -> Self {
        let History { all, recent, by_place } = review.history;
        let (sufficient, suggested) = match review.suggestion {
            Suggestion::InsufficientHistory { .. } => (false, None),
            Suggestion::Grant(amount) => (true, Some(amount)),
            Suggestion::Nothing => (true, Some(0)),
        };
        let by_place = by_place.into_iter();
        Self {
            member: (&review.member).into(),
            request: review.request.into(),
            all: all.into(),
            recent: recent.into(),
            by_place: by_place
                .map(|(place, all, recent)| PlaceTally {
                    place: place.into(),
                    all: all.into(),
                    recent: recent.into(),
                })
                .collect(),
            sufficient,
            suggested,
            amounts: review.amounts,
        }
    }
}

impl From<AppealCase> for CaseShape {
    fn from(case: AppealCase) -> Self {
        Self {
            member: (&case.member).into(),
            due_at: case.appeal.due_at.into(),
            may_answer: case.refused.is_none(),
            statement: case.restriction.statement.into(),
            appeal: case.appeal.into(),
        }
    }
}

/// List what waits for a moderator
///
/// Requests for more invitations, appeals, and restrictions that only a moderator lifts: the oldest first, a hundred at
/// most.
#[utoipa::path(get, path = "/moderation/waiting", operation_id = "list_waiting", tag = "Moderation",
    responses(
        (status = 200, description = "What waits.", body = AllWaiting),
        (status = 404, description = "`not_found`: for moderators alone"),
    ))]
async fn waiting(State(app): State<App>, member: Member) -> Result<Json<AllWaiting>, Problem> {
    let waiting = standing::waiting(&app, member.actor()).await?;
    Ok(Json(AllWaiting { items: waiting.into_iter().map(Into::into).collect() }))
}

/// Read a request for more invitations
///
/// With what became of all that its member sent, in numbers; who said what is told nowhere.
#[utoipa::path(get, path = "/moderation/members/{member_id}/allowance-requests/{id}",
    operation_id = "get_allowance_review", tag = "Moderation",
    params(("member_id" = Id, Path, description = "Whose."), ("id" = Id, Path, description = "Which request.")),
    responses((status = 200, description = "The request.", body = ReviewShape)))]
async fn read_request(
    State(app): State<App>,
    member: Member,
    Path((whose, id)): Path<(MemberId, AllowanceRequestId)>,
) -> Result<Json<ReviewShape>, Problem> {
    Ok(Json(standing::review(&app, member.actor(), whose, id).await?.into()))
}

/// Decide about a request for more invitations
///
/// Once: of two moderators the first decides.
#[utoipa::path(put, path = "/moderation/members/{member_id}/allowance-requests/{id}/decision",
    operation_id = "decide_allowance_request", tag = "Moderation",
    params(("member_id" = Id, Path, description = "Whose."), ("id" = Id, Path, description = "Which request.")),
    request_body = Deciding,
    responses(
        (status = 200, description = "The request, decided.", body = RequestShape),
        (status = 409, description = "`already_decided`"),
    ))]
async fn decide(
    State(app): State<App>,
    member: Member,
    Path((whose, id)): Path<(MemberId, AllowanceRequestId)>,
    Json(asked): Json<Deciding>,
) -> Result<Json<RequestShape>, Problem> {
    let verdict = match (asked.grant, asked.reason) {
        (Some(amount), None) => Verdict::Grant(amount),
        (None, Some(reason)) => Verdict::Refuse {
            answer: Reasons::parse(&reason)
                .map_err(|refused| Problem::field("reason", refused.code(), refused.to_string()))?,
            retry_at: asked.retry_days.map(|days| in_days(&app, days)),
        },
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::field("grant", "required", "Send `grant`, or `reason` to refuse."));
        }
    };
    Ok(Json(standing::decide_request(&app, member.actor(), whose, id, verdict).await?.into()))
}

/// So many days from now.
pub(super) fn in_days(app: &App, days: u16) -> Timestamp {
    app.now() + kith_domain::time::Span::days(days.into())
}

/// Read an appeal
#[utoipa::path(get, path = "/moderation/members/{member_id}/appeals/{id}", operation_id = "get_appeal",
    tag = "Moderation",
    params(("member_id" = Id, Path, description = "Whose."), ("id" = Id, Path, description = "Against which restriction.")),
    responses((status = 200, description = "The appeal.", body = CaseShape),
        (status = 403, description = "`another_decides`")))]
async fn read_appeal(
    State(app): State<App>,
    member: Member,
    Path((whose, id)): Path<(MemberId, RestrictionId)>,
) -> Result<Json<CaseShape>, Problem> {
    Ok(Json(standing::appeal_case(&app, member.actor(), whose, id).await?.into()))
}

/// Answer an appeal
///
/// Once, by a moderator who did not decide on the restriction.
#[utoipa::path(put, path = "/moderation/members/{member_id}/appeals/{id}/answer", operation_id = "answer_appeal",
    tag = "Moderation",
    params(("member_id" = Id, Path, description = "Whose."), ("id" = Id, Path, description = "Against which restriction.")),
    request_body = Answering,
    responses(
        (status = 200, description = "The appeal, answered.", body = CaseShape),
        (status = 409, description = "`already_decided`"),
    ))]
async fn answer(
    State(app): State<App>,
    member: Member,
    Path((whose, id)): Path<(MemberId, RestrictionId)>,
    Json(asked): Json<Answering>,
) -> Result<Json<CaseShape>, Problem> {
    let outcome = match asked.outcome {
        OutcomeName::Upheld => AppealOutcome::Upheld,
        OutcomeName::Lifted => AppealOutcome::Lifted,
    };
    let case = standing::answer_appeal(&app, member.actor(), whose, id, outcome, &asked.reason).await?;
    Ok(Json(case.into()))
}

/// Restrict a member
///
/// With a complete statement of reasons, which they read. They can appeal, to another moderator.
#[utoipa::path(post, path = "/moderation/members/{member_id}/restrictions", operation_id = "restrict_member",
    tag = "Moderation", params(("member_id" = Id, Path, description = "Whom.")), request_body = NewRestriction,
    responses(
        (status = 201, description = "The restriction.", body = MadeRestriction),
        (status = 409, description = "`already_restricted` with `since`"),
    ))]
async fn restrict(
    State(app): State<App>,
    member: Member,
    Path(whose): Path<MemberId>,
    Json(asked): Json<NewRestriction>,
) -> Result<Response, Problem> {
    let ask = RestrictMember {
        member: whose,
        ground: asked.ground.into(),
        facts: asked.facts.into(),
        scope: Scope::Sending,
        lifts: asked.lifts.into(),
        explanation: Reasons::parse(&asked.explanation)
            .map_err(|refused| Problem::field("explanation", refused.code(), refused.to_string()))?,
    };
    let id = standing::restrict(&app, member.actor(), ask).await?;
    Ok((StatusCode::CREATED, Json(MadeRestriction { id: id.into() })).into_response())
}

/// Lift a restriction
///
/// Whichever is in force; marks count anew. Without one it changes nothing.
#[utoipa::path(put, path = "/moderation/members/{member_id}/restriction/lifting", operation_id = "lift_restriction",
    tag = "Moderation", params(("member_id" = Id, Path, description = "Whose.")),
    responses((status = 200, description = "Whether there was one.", body = Lifted)))]
async fn lift(
    State(app): State<App>,
    member: Member,
    Path(whose): Path<MemberId>,
) -> Result<Json<Lifted>, Problem> {
    let by = kith_app::Authority::Moderator(member.actor());
    Ok(Json(Lifted { lifted: standing::lift(&app, by, whose).await? }))
}
