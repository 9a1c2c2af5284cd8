//! Suggestions over the API.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::App;
use kith_app::suggestions::{self, Suggestion};
use kith_domain::id::MemberId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::Path;
use crate::gate::session::Member;
use crate::members::wire::MemberShape;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{CommonShape, Id};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(dismiss))
}

/// Somebody you may know.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Suggestion)]
struct SuggestionShape {
    #[serde(flatten)]
    member: MemberShape,
    /// Why: what you have in common.
    reasons: Vec<CommonShape>,
    /// How many connections you share.
    shared_connections: u32,
}

impl From<&Suggestion> for SuggestionShape {
    fn from(suggestion: &Suggestion) -> Self {
        Self {
            member: MemberShape {
                person: (&suggestion.person).into(),
                relationship: suggestion.bearing.into(),
            },
            reasons: suggestion.reasons.iter().map(Into::into).collect(),
            shared_connections: suggestion.shared_connections,
        }
    }
}

/// List people you may know
///
/// Each with the reasons; those you share the most with first.
#[utoipa::path(get, path = "/suggestions", operation_id = "list_suggestions", tag = "Members",
    params(PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<SuggestionShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    paging: Paging,
) -> Result<Page<SuggestionShape>, Problem> {
    let list = "suggestions";
    let page = suggestions::suggestions(&app, member.actor(), paging.after(list)?, paging.limit).await?;
    Ok(Page::of(list, page, |suggestion| (&suggestion).into()))
}

/// Do not suggest somebody
#[utoipa::path(put, path = "/suggestions/{member_id}/dismissal", operation_id = "dismiss_suggestion",
    tag = "Members", params(("member_id" = Id, Path, description = "Whom.")),
    responses((status = 204, description = "They are not suggested any more.")))]
async fn dismiss(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    suggestions::dismiss(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}
