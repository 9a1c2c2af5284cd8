//! Accepting with terms over the API (F9): what S was told, and what each lets the other see from then on.

use axum::extract::State;
use kith_app::App;
use kith_app::invitations::{self, HeldTerms};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{PauseWish, PitchPause, Terms, TermsScope, ToldTerms};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::sent;
use super::wire::InvitationShape;
use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::{Id, Moment};

/// The routes of terms.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(decline)).routes(routes!(read, change))
}

/// How far somebody lets another in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TermsScope)]
pub enum ScopeName {
    /// Connected, with all that connections see.
    Full,
    /// Connected, without contact details and list of connections.
    Limited,
    /// Not connected: each follows the other.
    FollowOnly,
}

/// The terms on which an invitation was accepted.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Terms)]
pub struct TermsShape {
    /// How far the one who accepted lets the other in.
    scope: ScopeName,
    /// Until when they want neither pitches nor requests; null where they said nothing of it.
    #[schema(required = true)]
    no_pitches_until: Option<Moment>,
}

/// The terms on which you accept; without any, all that a connection is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptOn {
    /// How far you let them in.
    #[serde(default = "full")]
    scope: ScopeName,
    /// For how many days you want neither pitches nor requests: 30 or 90.
    #[serde(default)]
    #[schema(example = 30)]
    no_pitches_days: Option<i64>,
}

/// How far you let somebody in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeTerms {
    /// How far.
    scope: ScopeName,
    /// For how many days from now you want neither pitches nor requests: 30, 90, or 0 to end it. Left out, it stays.
    #[serde(default)]
    no_pitches_days: Option<i64>,
}

fn full() -> ScopeName {
    ScopeName::Full
}

impl From<TermsScope> for ScopeName {
    fn from(scope: TermsScope) -> Self {
        match scope {
            TermsScope::Full => Self::Full,
            TermsScope::Limited => Self::Limited,
            TermsScope::FollowOnly => Self::FollowOnly,
        }
    }
}

impl From<ScopeName> for TermsScope {
    fn from(scope: ScopeName) -> Self {
        match scope {
            ScopeName::Full => Self::Full,
            ScopeName::Limited => Self::Limited,
            ScopeName::FollowOnly => Self::FollowOnly,
        }
    }
}

impl From<ToldTerms> for TermsShape {
    fn from(told: ToldTerms) -> Self {
        Self { scope: told.scope.into(), no_pitches_until: told.no_pitches_until.map(Into::into) }
    }
}

impl From<HeldTerms> for TermsShape {
    fn from(held: HeldTerms) -> Self {
        Self { scope: held.scope.into(), no_pitches_until: held.no_pitches.map(|pause| pause.until.into()) }
    }
}

impl AcceptOn {
    /// The terms that are asked for.
    ///
    /// # Errors
    /// There is no pause of so many days.
    pub(crate) fn terms(&self) -> Result<Terms, Problem> {
        let no_pitches = self.no_pitches_days.map(pause).transpose()?;
        Ok(Terms { scope: self.scope.into(), no_pitches })
    }
}

fn pause(days: i64) -> Result<PitchPause, Problem> {
    let refused = || Problem::field("no_pitches_days", "out_of_range", "It is 30 or 90 days.");
    PitchPause::of_days(days).ok_or_else(refused)
}

/// Decline the terms on which your invitation was accepted
///
/// It ends as if you had withdrawn it: you are not connected, nor follow each other where that was all. It counts against
/// nobody.
#[utoipa::path(put, path = "/invitations/{id}/terms-refusal", operation_id = "decline_terms", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, withdrawn.", body = InvitationShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn decline(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let declined = invitations::decline_terms(&app, member.actor(), id).await?;
    Ok(Json(sent(&app, &member, &declined)))
}

/// Read how far you let somebody in
///
/// A connection, or somebody whom you only follow, and are followed by, at your own wish. For you alone.
#[utoipa::path(get, path = "/connections/{member_id}/terms", operation_id = "get_terms", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    responses((status = 200, description = "How far.", body = TermsShape)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<Json<TermsShape>, Problem> {
    let held = invitations::held_terms(&app, member.actor(), other).await?;
    Ok(Json(held.ok_or_else(Problem::not_found)?.into()))
}

/// Change how far you let somebody in
///
/// At once, and they are not told; but where you only followed each other, you are connected from now on.
#[utoipa::path(put, path = "/connections/{member_id}/terms", operation_id = "change_terms", tag = "Connections",
    params(("member_id" = Id, Path, description = "Whom.")),
    request_body = ChangeTerms,
    responses(
        (status = 200, description = "How far.", body = TermsShape),
        (status = 403, description = "`not_connected`"),
        (status = 409, description = "`too_many_connections`"),
    ))]
async fn change(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
    Json(asked): Json<ChangeTerms>,
) -> Result<Json<TermsShape>, Problem> {
    let wish = match asked.no_pitches_days {
        None => PauseWish::Keep,
        Some(0) => PauseWish::End,
        Some(days) => PauseWish::Begin(pause(days)?),
    };
    let held = invitations::change_terms(&app, member.actor(), other, asked.scope.into(), wish).await?;
    Ok(Json(held.into()))
}
