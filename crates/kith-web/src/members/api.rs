//! Other members over the API.

use axum::extract::State;
use kith_app::profile::{self, Viewed};
use kith_app::relationship::{self, Bearing};
use kith_app::search::{self, Field, Hit};
use kith_app::{Actor, App};
use kith_app::{connections, invitations};
use kith_domain::id::MemberId;
use kith_domain::invitations::Starter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{BearingShape, MemberShape, RelationshipShape};
use crate::Web;
use crate::connections::wire::ConnectionShape;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::profile::wire::ProfileShape;
use crate::wire::{CommonShape, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(find))
        .routes(routes!(read))
        .routes(routes!(read_relationship))
        .routes(routes!(shared_connections))
        .routes(routes!(list_connections))
        .routes(routes!(starters))
}

/// A member's profile, as you may see it.
#[derive(Debug, Serialize, ToSchema)]
struct MemberProfile {
    #[serde(flatten)]
    profile: ProfileShape,
    /// How they stand to you.
    relationship: BearingShape,
}

/// A member who was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hit)]
struct HitShape {
    #[serde(flatten)]
    member: MemberShape,
    /// Where the words were found, the weightiest first.
    matched: Vec<FieldName>,
}

/// Where in a profile a question was found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MatchedField)]
enum FieldName {
    /// The name.
    Name,
    /// The line below it.
    Headline,
    /// An employer.
    Employer,
    /// A school.
    School,
    /// An interest.
    Interest,
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Question {
    /// Words of names, headlines, employers, schools and interests; without any, all members, the newest first.
    query: Option<String>,
}

impl From<&Hit> for HitShape {
    fn from(hit: &Hit) -> Self {
        let name = |field: &Field| match field {
            Field::Name => FieldName::Name,
            Field::Headline => FieldName::Headline,
            Field::Employer => FieldName::Employer,
            Field::School => FieldName::School,
            Field::Interest => FieldName::Interest,
        };
        Self {
            member: MemberShape { person: (&hit.person).into(), relationship: hit.bearing.into() },
            matched: hit.matched.iter().map(name).collect(),
        }
    }
}

/// A note to begin from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Starter)]
struct StarterShape {
    /// The text.
    text: String,
    /// The facts it uses.
    facts: Vec<CommonShape>,
}

/// Notes to begin from.
#[derive(Debug, Serialize, ToSchema)]
struct Starters {
    /// One for each fact.
    items: Vec<StarterShape>,
}

/// Find members
///
/// By every word of the question, the last of them as a beginning; those nearest to you first.
#[utoipa::path(get, path = "/members", operation_id = "find_members", tag = "Members",
    params(Question, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<HitShape>)))]
async fn find(
    State(app): State<App>,
    member: Member,
    Query(question): Query<Question>,
    paging: Paging,
) -> Result<Page<HitShape>, Problem> {
    let query = question.query.unwrap_or_default();
    let list = format!("members {query}");
    let page = search::search(&app, member.actor(), &query, paging.after(&list)?, paging.limit).await?;
    Ok(Page::of(&list, page, |hit| (&hit).into()))
}

/// Read a profile
///
/// As you may see it. Whom a block hides is not found, as if they had never been there.
#[utoipa::path(get, path = "/members/{id}", operation_id = "get_member", tag = "Members",
    params(("id" = String, Path, description = "The id or the handle.")),
    responses((status = 200, description = "The profile.", body = MemberProfile)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Json<MemberProfile>, Problem> {
    let actor = member.actor();
    let who = who(&app, &id).await?;
    let viewed = profile::view(&app, actor, who).await?.ok_or_else(Problem::not_found)?;
    let bearing = match &viewed {
        Viewed::Own(_) => Bearing::yourself(who),
        Viewed::Other(meeting) => meeting.bearing,
    };
    let profile = match &viewed {
        Viewed::Own(account) => ProfileShape::new(&account.profile, true),
        Viewed::Other(meeting) => ProfileShape::new(&meeting.profile, meeting.list_shown),
    };
    Ok(Json(MemberProfile { profile, relationship: bearing.into() }))
}

/// How a member stands to you
#[utoipa::path(get, path = "/members/{id}/relationship", operation_id = "get_relationship", tag = "Members",
    params(("id" = String, Path, description = "The id or the handle.")),
    responses((status = 200, description = "What is between you, and what you may do.", body = RelationshipShape)))]
async fn read_relationship(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Json<RelationshipShape>, Problem> {
    let who = who(&app, &id).await?;
    let relationship = relationship::relationship(&app, member.actor(), who).await?;
    Ok(Json((&relationship.ok_or_else(Problem::not_found)?).into()))
}

/// List the connections you share
#[utoipa::path(get, path = "/members/{id}/shared-connections", operation_id = "list_shared_connections",
    tag = "Members", params(("id" = String, Path, description = "The id or the handle."), PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<PersonShape>)))]
async fn shared_connections(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    paging: Paging,
) -> Result<Page<PersonShape>, Problem> {
    let who = who(&app, &id).await?;
    let list = format!("shared {who}");
    let after = paging.after(&list)?;
    let page = connections::shared_connections(&app, member.actor(), who, after, paging.limit).await?;
    let page = page.ok_or_else(Problem::not_found)?;
    Ok(Page::of(&list, page, |person| (&person).into()))
}

/// List a member's connections
///
/// Where they show them to you.
#[utoipa::path(get, path = "/members/{id}/connections", operation_id = "list_member_connections",
    tag = "Members", params(("id" = String, Path, description = "The id or the handle."), PagingParams),
    responses(
        (status = 200, description = "A piece of the list.", body = Page<ConnectionShape>),
        (status = 403, description = "`connections_hidden`"),
    ))]
async fn list_connections(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    paging: Paging,
) -> Result<Page<ConnectionShape>, Problem> {
    let who = who(&app, &id).await?;
    let list = format!("connections {who}");
    let page = connections::list(&app, member.actor(), who, paging.after(&list)?, paging.limit).await?;
    Ok(Page::of(&list, page, |connection| (&connection).into()))
}

/// Notes to begin from
///
/// Built from what you have in common, and nothing else.
#[utoipa::path(get, path = "/members/{id}/starters", operation_id = "list_starters", tag = "Members",
    params(("id" = String, Path, description = "The id or the handle.")),
    responses((status = 200, description = "One for each fact.", body = Starters)))]
async fn starters(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Json<Starters>, Problem> {
    let who = who(&app, &id).await?;
    Ok(Json(Starters { items: starters_for(&app, member.actor(), who).await? }))
}

async fn starters_for(app: &App, actor: Actor, who: MemberId) -> Result<Vec<StarterShape>, Problem> {
    let draft = invitations::draft(app, actor, who).await?.ok_or_else(Problem::not_found)?;
    let shape = |starter: &Starter| StarterShape {
        text: starter.text.clone(),
        facts: starter.facts.iter().map(Into::into).collect(),
    };
    Ok(draft.starters.iter().map(shape).collect())
}

/// Whose id or handle it is.
pub(crate) async fn who(app: &App, id_or_handle: &str) -> Result<MemberId, Problem> {
    profile::find(app, id_or_handle).await?.ok_or_else(Problem::not_found)
}
