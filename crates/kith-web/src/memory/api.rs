//! What a member keeps about their connections, over the API. For that member alone.

use axum::extract::State;
use axum::http::StatusCode;
use kith_app::App;
use kith_app::memory::{self, Day, Memory, PutMemory, Remembered, Which};
use kith_domain::id::MemberId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::day;
use crate::Web;
use crate::extract::{Json, Path, Query};
use crate::gate::session::Member;
use crate::invitations::wire::RelationShape;
use crate::paging::{Page, Paging, PagingParams};
use crate::problem::Problem;
use crate::wire::{CommonShape, Id, Moment, PersonShape};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(read, put, forget)).routes(routes!(list)).routes(routes!(tags))
}

/// What you keep about a connection. The other one can get it nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Memory)]
struct MemoryShape {
    /// In your own words.
    #[schema(required = true)]
    note: Option<String>,
    /// Your own order of things.
    tags: Vec<String>,
    /// The day on which you want to be in touch next.
    #[schema(required = true, value_type = Option<String>, format = Date)]
    next_contact: Option<String>,
}

/// What is to be kept, in place of what was.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewMemory {
    /// In your own words, up to 2,000 characters.
    note: Option<String>,
    /// Up to 20 tags of up to 30 characters.
    #[serde(default)]
    #[schema(max_items = 20)]
    tags: Vec<String>,
    /// The day on which you want to be in touch next.
    #[schema(format = Date, example = "2026-12-01")]
    next_contact: Option<String>,
}

/// Somebody you keep something about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Remembered)]
struct RememberedShape {
    /// Who.
    member: PersonShape,
    /// What you keep.
    memory: MemoryShape,
    /// Whether you are connected.
    connected: bool,
    /// How you met.
    met: MetShape,
}

/// How you met.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Meeting)]
struct MetShape {
    /// Since when you are, or were, connected.
    since: Moment,
    /// The invitation that was accepted; null where an import connected you.
    #[schema(required = true)]
    invitation: Option<Id>,
    /// Who had invited.
    #[schema(required = true)]
    invited_by: Option<Id>,
    /// Its note.
    #[schema(required = true)]
    note: Option<String>,
    /// How they said to know each other.
    #[schema(required = true)]
    relation: Option<RelationShape>,
    /// What you had in common then.
    common_ground: Vec<CommonShape>,
}

/// A tag you give.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GivenTag)]
struct TagShape {
    /// The tag.
    tag: String,
    /// To how many.
    count: u32,
}

/// The tags you give.
#[derive(Debug, Serialize, ToSchema)]
struct Tags {
    /// By the alphabet.
    items: Vec<TagShape>,
}

/// Whose are asked for: one of the two.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Those with this tag.
    tag: Option<String>,
    /// Those you want to be in touch with up to this day; without a tag or a day, up to today.
    #[param(format = Date)]
    due_by: Option<String>,
}

/// Read what you keep about a connection
#[utoipa::path(get, path = "/connections/{member_id}/memory", operation_id = "get_memory", tag = "Connections",
    params(("member_id" = Id, Path, description = "About whom.")),
    responses((status = 200, description = "What you keep, and how you met.", body = RememberedShape)))]
async fn read(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<Json<RememberedShape>, Problem> {
    let found = memory::read(&app, member.actor(), other).await?.ok_or_else(Problem::not_found)?;
    Ok(Json((&found).into()))
}

/// Keep something about a connection
///
/// In place of what you kept before; keeping nothing is forgetting.
#[utoipa::path(put, path = "/connections/{member_id}/memory", operation_id = "put_memory", tag = "Connections",
    params(("member_id" = Id, Path, description = "About whom.")), request_body = NewMemory,
    responses(
        (status = 200, description = "What you keep now.", body = MemoryShape),
        (status = 403, description = "`not_connected`"),
    ))]
async fn put(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
    Json(asked): Json<NewMemory>,
) -> Result<Json<MemoryShape>, Problem> {
    let next_contact = asked.next_contact.as_deref().map(|text| a_day(text, "next_contact")).transpose()?;
    let ask = PutMemory { note: asked.note.unwrap_or_default(), tags: asked.tags, next_contact };
    let kept = memory::put(&app, member.actor(), other, ask).await?;
    Ok(Json((&kept).into()))
}

/// Forget what you keep about somebody
#[utoipa::path(delete, path = "/connections/{member_id}/memory", operation_id = "forget_memory", tag = "Connections",
    params(("member_id" = Id, Path, description = "About whom.")),
    responses((status = 204, description = "Nothing is kept.")))]
async fn forget(
    State(app): State<App>,
    member: Member,
    Path(other): Path<MemberId>,
) -> Result<StatusCode, Problem> {
    memory::forget(&app, member.actor(), other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List those you keep something about
///
/// By a tag, or those with whom you want to be in touch.
#[utoipa::path(get, path = "/me/memories", operation_id = "list_memories", tag = "Connections",
    params(Asked, PagingParams),
    responses((status = 200, description = "A piece of the list.", body = Page<RememberedShape>)))]
async fn list(
    State(app): State<App>,
    member: Member,
    Query(asked): Query<Asked>,
    paging: Paging,
) -> Result<Page<RememberedShape>, Problem> {
    let which = match (asked.tag, asked.due_by) {
        (Some(tag), _) => Which::Tagged(tag.trim().to_lowercase()),
        (None, Some(day)) => Which::DueBy(a_day(&day, "due_by")?),
        (None, None) => Which::DueBy(memory::today(app.now())),
    };
    let list = format!("memories {which:?}");
    let page = memory::list(&app, member.actor(), &which, paging.after(&list)?, paging.limit).await?;
    Ok(Page::of(&list, page, |one| (&one).into()))
}

/// List the tags you give
#[utoipa::path(get, path = "/me/tags", operation_id = "list_tags", tag = "Connections",
    responses((status = 200, description = "The tags, each with how many bear it.", body = Tags)))]
async fn tags(State(app): State<App>, member: Member) -> Result<Json<Tags>, Problem> {
    let items = memory::tags(&app, member.actor()).await?;
    let items = items.into_iter().map(|given| TagShape { tag: given.tag.to_string(), count: given.count });
    Ok(Json(Tags { items: items.collect() }))
}

fn a_day(text: &str, field: &'static str) -> Result<Day, Problem> {
    let wrong =
        || Problem::field(field, "malformed", "Write a day as 2026-12-01, of the years 1970 to 2199.");
    day::read(text).ok_or_else(wrong)
}

impl From<&Memory> for MemoryShape {
    fn from(memory: &Memory) -> Self {
        Self {
            note: memory.note.as_ref().map(ToString::to_string),
            tags: memory.tags.iter().map(ToString::to_string).collect(),
            next_contact: memory.next_contact.map(day::text),
        }
    }
}

impl From<&Remembered> for RememberedShape {
    fn from(found: &Remembered) -> Self {
        let invitation = found.invitation.as_ref();
        Self {
            member: (&found.person).into(),
            memory: (&found.memory).into(),
            connected: found.connected,
            met: MetShape {
                since: found.since.into(),
                invitation: invitation.map(|invitation| invitation.id.into()),
                invited_by: invitation.map(|invitation| invitation.from.into()),
                note: invitation.and_then(|invitation| invitation.note.as_ref()).map(ToString::to_string),
                relation: invitation.and_then(|invitation| invitation.relation.as_ref()).map(Into::into),
                common_ground: invitation
                    .map(|invitation| invitation.card.common_ground.iter().map(Into::into).collect())
                    .unwrap_or_default(),
            },
        }
    }
}
