//! The moderators' area over the API.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::App;
use kith_app::moderation::{self, ReportMember, ReportWhat, Ruling};
use kith_domain::id::{CaseId, MemberId};
use kith_domain::policy::Lifts;
use kith_domain::standing::Ground;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Moderator;
use super::wire::{AuditShape, CaseInFullShape, CaseShape, KindName, NamedMarkShape, VerdictName};
use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::members::api::who;
use crate::paging::{Page, Paging, PagingParams, Place};
use crate::problem::Problem;
use crate::wire::Id;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(cases))
        .routes(routes!(case))
        .routes(routes!(take, give_back))
        .routes(routes!(decide))
        .routes(routes!(complaint))
        .routes(routes!(suspend, restore))
        .routes(routes!(log))
        .routes(routes!(report))
        .merge(super::warnings::api())
}

impl Place for CaseId {
    fn write(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(i64::from_be_bytes).filter(|id| *id > 0).map(Self)
    }
}

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Only this kind.
    #[param(inline)]
    kind: Option<KindName>,
}

/// Why something is done, for moderators and the audit log alone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ModerationReason)]
struct Why {
    /// 1 to 1,000 characters.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Deciding {
    /// What follows.
    verdict: VerdictName,
    /// Why, for moderators and the audit log alone.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
    /// What the member is told, where they are warned (to 1,000 characters) or restricted (20 to 2,000).
    #[schema(max_length = 2000)]
    warning: Option<String>,
    /// On what ground the member is restricted, where they are; left out, another rule of the network.
    ground: Option<GroundName>,
    /// What lifts the restriction; left out, a moderator.
    lifts: Option<LiftsName>,
}

/// On what ground a moderator restricts.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GroundOfModerators)]
enum GroundName {
    /// Invitations or messages that advertise.
    Advertising,
    /// Somebody was pestered or threatened.
    Harassment,
    /// They pretended to be somebody they are not.
    Deception,
    /// Another rule of the network.
    Rules,
}

/// What lifts a moderator's restriction.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LiftsByModerator)]
enum LiftsName {
    /// Agreeing not to do it again.
    Agreement,
    /// Agreeing, and waiting.
    AgreementAndWait,
    /// A moderator.
    Moderator,
}

/// A report about a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reporting {
    /// What of them.
    what: WhatName,
    /// What is wrong, in 1 to 1,000 characters.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

/// What of a member is reported.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportWhat)]
enum WhatName {
    /// The picture.
    Picture,
    /// The profile.
    Profile,
}

/// Who said not to know a member.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Complaint)]
struct ComplaintShape {
    /// The latest first.
    items: Vec<NamedMarkShape>,
}

/// List open cases
///
/// For moderators. Oldest first.
#[utoipa::path(get, path = "/moderation/cases", operation_id = "list_cases", tag = "Moderation",
    params(Which, PagingParams),
    responses((status = 200, description = "A piece of the queue.", body = Page<CaseShape>), (status = 404, description = "`not_found`: you are no moderator")))]
async fn cases(
    State(app): State<App>,
    moderator: Moderator,
    Query(which): Query<Which>,
    paging: Paging,
) -> Result<Page<CaseShape>, Problem> {
    let list = "cases";
    let kind = which.kind.map(Into::into);
    let found =
        moderation::cases(&app, moderator.authority(), kind, paging.after(list)?, paging.most()).await?;
    Ok(paging.page(list, found, |line| line.case.opened.id, |line| CaseShape::from(&line)))
}

/// Read a case
///
/// For moderators: with what it is decided on.
#[utoipa::path(get, path = "/moderation/cases/{id}", operation_id = "get_case", tag = "Moderation",
    params(("id" = Id, Path, description = "Which case.")),
    responses((status = 200, description = "The case.", body = CaseInFullShape)))]
async fn case(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<CaseId>,
) -> Result<Json<CaseInFullShape>, Problem> {
    Ok(Json((&moderation::case(&app, moderator.authority(), id).await?).into()))
}

/// Take a case
///
/// So that no second moderator works on it. It comes free by itself after a while.
#[utoipa::path(put, path = "/moderation/cases/{id}/hold", operation_id = "take_case", tag = "Moderation",
    params(("id" = Id, Path, description = "Which case.")),
    responses(
        (status = 200, description = "It is in your hand.", body = CaseShape),
        (status = 403, description = "`part_in_case`"),
        (status = 409, description = "`case_in_hand` or `case_decided`"),
    ))]
async fn take(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<CaseId>,
) -> Result<Json<CaseShape>, Problem> {
    Ok(Json((&moderation::take(&app, moderator.authority(), id).await?).into()))
}

/// Give a case back
#[utoipa::path(delete, path = "/moderation/cases/{id}/hold", operation_id = "give_case_back", tag = "Moderation",
    params(("id" = Id, Path, description = "Which case.")),
    responses((status = 204, description = "Anybody may take it.")))]
async fn give_back(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<CaseId>,
) -> Result<StatusCode, Problem> {
    moderation::give_back(&app, moderator.authority(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decide a case
///
/// With all that follows from it. It stands in the audit log.
#[utoipa::path(put, path = "/moderation/cases/{id}/decision", operation_id = "decide_case", tag = "Moderation",
    params(("id" = Id, Path, description = "Which case.")),
    request_body = Deciding,
    responses(
        (status = 200, description = "The case, decided.", body = CaseInFullShape),
        (status = 403, description = "`part_in_case`"),
        (status = 409, description = "`case_in_hand` or `case_decided`"),
        (status = 422, description = "`invalid_fields` or `verdict_not_possible`"),
    ))]
async fn decide(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<CaseId>,
    Json(asked): Json<Deciding>,
) -> Result<Json<CaseInFullShape>, Problem> {
    let ground = match asked.ground {
        Some(GroundName::Advertising) => Ground::Advertising,
        Some(GroundName::Harassment) => Ground::Harassment,
        Some(GroundName::Deception) => Ground::Deception,
        Some(GroundName::Rules) | None => Ground::Rules,
    };
    let lifts = match asked.lifts {
        Some(LiftsName::Agreement) => Lifts::Agreement,
        Some(LiftsName::AgreementAndWait) => Lifts::AgreementAndWait,
        Some(LiftsName::Moderator) | None => Lifts::Moderator,
    };
    let ruling = Ruling {
        verdict: asked.verdict.into(),
        reason: asked.reason,
        warning: asked.warning,
        restriction: Some((ground, lifts)),
    };
    moderation::decide(&app, moderator.authority(), id, ruling).await?;
    Ok(Json((&moderation::case(&app, moderator.authority(), id).await?).into()))
}

/// Open a complaint
///
/// Who said not to know the member of a case. That you looked stands in the audit log.
#[utoipa::path(put, path = "/moderation/cases/{id}/complaint", operation_id = "open_complaint", tag = "Moderation",
    params(("id" = Id, Path, description = "Which case.")),
    request_body = Why,
    responses(
        (status = 200, description = "Who.", body = ComplaintShape),
        (status = 403, description = "`part_in_case`"),
    ))]
async fn complaint(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<CaseId>,
    Json(why): Json<Why>,
) -> Result<Json<ComplaintShape>, Problem> {
    let named = moderation::open_complaint(&app, moderator.authority(), id, &why.reason).await?;
    Ok(Json(ComplaintShape { items: named.iter().map(Into::into).collect() }))
}

/// Suspend an account
///
/// Nobody signs in with it and nobody finds it, until it is restored.
#[utoipa::path(put, path = "/moderation/members/{member_id}/suspension", operation_id = "suspend_member", tag = "Moderation",
    params(("member_id" = Id, Path, description = "Which member.")),
    request_body = Why,
    responses((status = 204, description = "It is suspended."), (status = 403, description = "`part_in_case`")))]
async fn suspend(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<MemberId>,
    Json(why): Json<Why>,
) -> Result<StatusCode, Problem> {
    moderation::suspend(&app, moderator.authority(), id, &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Restore an account
#[utoipa::path(delete, path = "/moderation/members/{member_id}/suspension", operation_id = "restore_member", tag = "Moderation",
    params(("member_id" = Id, Path, description = "Which member.")),
    request_body = Why,
    responses((status = 204, description = "It goes on."), (status = 403, description = "`part_in_case`")))]
async fn restore(
    State(app): State<App>,
    moderator: Moderator,
    Path(id): Path<MemberId>,
    Json(why): Json<Why>,
) -> Result<StatusCode, Problem> {
    moderation::restore(&app, moderator.authority(), id, &why.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A place in the audit log.
struct Seq(i64);

impl Place for Seq {
    fn write(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(i64::from_be_bytes).map(Self)
    }
}

/// Read the audit log
///
/// For moderators. The latest first.
#[utoipa::path(get, path = "/moderation/log", operation_id = "list_audit_log", tag = "Moderation",
    params(PagingParams),
    responses((status = 200, description = "A piece of the log.", body = Page<AuditShape>)))]
async fn log(
    State(app): State<App>,
    moderator: Moderator,
    paging: Paging,
) -> Result<Page<AuditShape>, Problem> {
    let list = "audit";
    let before = paging.after::<Seq>(list)?.map(|seq| seq.0);
    let rows = moderation::log(&app, moderator.authority(), before, paging.most()).await?;
    Ok(paging.page(list, rows, |row| Seq(row.seq), |row| AuditShape::from(&row)))
}

/// Report a member
///
/// Their picture or their profile, to the moderators. They are not told. You hear once it was looked at.
#[utoipa::path(put, path = "/members/{id}/report", operation_id = "report_member", tag = "Members",
    params(("id" = String, Path, description = "The id or the handle.")),
    request_body = Reporting,
    responses(
        (status = 204, description = "Moderators read it."),
        (status = 422, description = "`to_yourself`, `invalid_fields`"),
    ))]
async fn report(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    Json(asked): Json<Reporting>,
) -> Result<StatusCode, Problem> {
    let what = match asked.what {
        WhatName::Picture => ReportWhat::Picture,
        WhatName::Profile => ReportWhat::Profile,
    };
    let ask = ReportMember { about: who(&app, &id).await?, what, reason: asked.reason };
    moderation::report_member(&app, member.actor(), ask).await?;
    Ok(StatusCode::NO_CONTENT)
}
