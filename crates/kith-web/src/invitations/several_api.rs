//! Several invitations at once over the API: each under the same rules as by itself, with its own result.

use axum::extract::State;
use kith_app::App;
use kith_app::invitations;
use kith_domain::id::InvitationId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::{received, sent};
use super::body::Several;
use super::wire::InvitationShape;
use crate::Web;
use crate::extract::Json;
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::wire::Id;

/// The routes of several at once.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(withdraw_several)).routes(routes!(dismiss_several))
}

/// What became of one among several.
#[derive(Debug, Serialize, ToSchema)]
struct Outcome {
    /// Which invitation.
    id: Id,
    /// The status it would have been answered with by itself.
    status: u16,
    /// It, where it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationShape>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// Why not, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
struct Outcomes {
    /// In the order in which they were asked for.
    items: Vec<Outcome>,
}

/// Withdraw several invitations
///
/// Each under the same rules, with its own result.
#[utoipa::path(post, path = "/invitations/withdrawals", operation_id = "withdraw_invitations",
    tag = "Invitations", request_body = Several,
    responses((status = 200, description = "What became of each.", body = Outcomes)))]
async fn withdraw_several(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<Several>,
) -> Result<Json<Outcomes>, Problem> {
    let ids = asked.read()?;
    let results = invitations::withdraw_several(&app, member.actor(), &ids).await?;
    Ok(Json(Outcomes::of(asked, results, |withdrawn| sent(&app, &member, withdrawn))))
}

/// Ignore several invitations
///
/// Into the archive, as one by one: their senders are not told, and each can be taken out again.
#[utoipa::path(post, path = "/invitations/dismissals", operation_id = "dismiss_invitations",
    tag = "Invitations", request_body = Several,
    responses((status = 200, description = "What became of each.", body = Outcomes)))]
async fn dismiss_several(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<Several>,
) -> Result<Json<Outcomes>, Problem> {
    let ids = asked.read()?;
    let results = invitations::ignore_several(&app, member.actor(), &ids).await?;
    Ok(Json(Outcomes::of(asked, results, |ignored| received(&app, &member, ignored))))
}

impl Several {
    /// The ids that can be one, in order.
    fn read(&self) -> Result<Vec<InvitationId>, Problem> {
        if self.ids.is_empty() || self.ids.len() > 100 {
            return Err(Problem::field("ids", "out_of_range", "Name 1 to 100 invitations."));
        }
        Ok(self.ids.iter().filter_map(Id::read).collect())
    }
}

impl Outcomes {
    /// The result of each that was asked for; what cannot be an id is nobody's invitation.
    fn of<T, R: Refusal>(
        asked: Several,
        results: Vec<(InvitationId, Result<T, R>)>,
        shape: impl Fn(&T) -> InvitationShape,
    ) -> Self {
        let mut results = results.into_iter();
        let items =
            asked.ids.into_iter().map(|id| match id.read::<InvitationId>().and_then(|_| results.next()) {
                Some((_, Ok(done))) => Outcome::done(id, shape(&done)),
                Some((_, Err(refused))) => Outcome::refused(id, &refused.problem()),
                None => Outcome::refused(id, &Problem::not_found()),
            });
        Self { items: items.collect() }
    }
}

impl Outcome {
    fn done(id: Id, invitation: InvitationShape) -> Self {
        Self { id, status: 200, invitation: Some(invitation), code: None, detail: None }
    }

    fn refused(id: Id, problem: &Problem) -> Self {
        Self {
            id,
            status: problem.status().as_u16(),
            invitation: None,
            code: Some(problem.code()),
            detail: Some(problem.detail().to_owned()),
        }
    }
}
