//! The note of an invitation over the API: looked at before it is sent, and changed until R has seen it.

use axum::extract::State;
use kith_app::App;
use kith_app::invitations::{self, Preview};
use kith_domain::id::InvitationId;
use kith_domain::invitations::generic_text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::NewInvitation;
use super::wire::{CardShape, InvitationShape, OriginalityName, PurposeName, RelationShape};
use crate::Web;
use crate::extract::{Json, Path};
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::{Id, PersonShape};

/// The routes of the note.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(preview)).routes(routes!(edit_note, remove_note))
}

/// Another note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// The note, 1 to 300 characters.
    #[schema(min_length = 1, example = "We met at the harbour festival, by the old crane.")]
    note: String,
}

/// An invitation as it would be read, were it sent now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preview)]
struct PreviewShape {
    /// You.
    from: PersonShape,
    /// Whom you would invite.
    to: PersonShape,
    /// How you say to know them.
    #[schema(required = true)]
    relation: Option<RelationShape>,
    /// The note; null is the generic text.
    #[schema(required = true)]
    note: Option<String>,
    /// How alike the note is to what you sent to others in the last 90 days; null without a note.
    #[schema(required = true)]
    originality: Option<OriginalityName>,
    /// Whether it says nothing personal.
    generic: bool,
    /// What they would read: the note, or the generic text in their language.
    text: String,
    /// What you are after.
    #[schema(required = true)]
    purpose: Option<PurposeName>,
    /// The card, with what their profile says to how you know them.
    card: CardShape,
}

/// Look at an invitation before it is sent
///
/// As they would read it: the card, how your claim stands to their profile, and how alike the note is to your others.
/// Nothing is sent, counted or kept; what stands against sending is said by sending.
#[utoipa::path(post, path = "/invitations/preview", operation_id = "preview_invitation", tag = "Invitations",
    request_body = NewInvitation,
    responses(
        (status = 200, description = "What they would read.", body = PreviewShape),
        (status = 404, description = "`not_found`"),
        (status = 422, description = "`to_yourself`, `note_too_long`, `note_has_placeholder`, `note_unreadable`, `relation_not_backed`, `relation_unknown` or a field"),
    ))]
async fn preview(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<NewInvitation>,
) -> Result<Json<PreviewShape>, Problem> {
    let preview = invitations::preview(&app, member.actor(), &asked.ask()?).await?;
    Ok(Json(PreviewShape::of(&app, preview)))
}

/// Change the note of an invitation
///
/// Until its recipient has viewed it. It stays the same invitation and counts once; they read the newest note.
#[utoipa::path(put, path = "/invitations/{id}/note", operation_id = "edit_note", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    request_body = NewNote,
    responses(
        (status = 200, description = "It, with the new note.", body = InvitationShape),
        (status = 409, description = "`no_longer_possible`"),
        (status = 422, description = "`note_too_long`, `note_has_placeholder`, `note_unreadable` or a field"),
    ))]
async fn edit_note(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
    Json(asked): Json<NewNote>,
) -> Result<Json<InvitationShape>, Problem> {
    let edited = invitations::edit_note(&app, member.actor(), id, Some(&asked.note)).await?;
    Ok(Json(InvitationShape::sent(&app, &(&member.person).into(), member.language, &edited)))
}

/// Take the note out of an invitation
///
/// Until its recipient has viewed it; they read the generic text.
#[utoipa::path(delete, path = "/invitations/{id}/note", operation_id = "remove_note", tag = "Invitations",
    params(("id" = Id, Path, description = "Which invitation.")),
    responses(
        (status = 200, description = "It, without a note.", body = InvitationShape),
        (status = 409, description = "`no_longer_possible`"),
    ))]
async fn remove_note(
    State(app): State<App>,
    member: Member,
    Path(id): Path<InvitationId>,
) -> Result<Json<InvitationShape>, Problem> {
    let edited = invitations::edit_note(&app, member.actor(), id, None).await?;
    Ok(Json(InvitationShape::sent(&app, &(&member.person).into(), member.language, &edited)))
}

impl PreviewShape {
    fn of(app: &App, preview: Preview) -> Self {
        let note = preview.note.map(|note| note.as_str().to_owned());
        let sender = preview.from.name.as_str();
        let general = || generic_text(preview.language, &app.network().name, sender);
        Self {
            from: (&preview.from).into(),
            to: (&preview.to).into(),
            relation: preview.relation.as_ref().map(Into::into),
            originality: preview.originality.map(Into::into),
            generic: note.is_none(),
            text: note.clone().unwrap_or_else(general),
            note,
            purpose: preview.purpose.map(Into::into),
            card: (&preview.card).into(),
        }
    }
}
