//! Ignoring several invitations at once on the pages, with one way back for all of them (R10.6).

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use kith_app::invitations;
use kith_domain::id::InvitationId;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Query};
use crate::gate::session::Member;
use crate::page::{Flash, Onward, PageRequest};
use crate::problem::Problem;
use crate::words;

/// As many as a page of the box shows; the way back has to name them all.
const AT_ONCE: usize = 20;

/// The pages of several at once.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/network/dismissals", post(ignore_several))
        .route("/network/dismissals/undo", post(take_back_several))
}

/// Ignores those that are ticked, each under the same rules and with its own result.
async fn ignore_several(
    ask: PageRequest,
    me: Member,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let ticked = fields.iter().filter(|(name, _)| name == "invitation");
    let ids: Vec<InvitationId> = ticked.filter_map(|(_, id)| id.parse().ok()).take(AT_ONCE).collect();
    let results = invitations::ignore_several(ask.app(), me.actor(), &ids).await?;
    let late = results.iter().filter(|(_, result)| result.is_err()).count();
    let done: Vec<String> =
        results.iter().filter(|(_, result)| result.is_ok()).map(|(id, _)| id.to_string()).collect();
    let flash = match (done.len(), late) {
        (0, 0) => Flash::fail("Nothing was chosen, so nothing was ignored."),
        (0, _) => Flash::fail("None of these is available any more."),
        (1, 0) => Flash::say("Ignored. It is in the archive, and nobody is told."),
        (some, 0) => {
            Flash::say(format!("{} ignored. They are in the archive, and nobody is told.", number(some)))
        }
        (some, late) => Flash::say(format!(
            "{} ignored, and nobody is told; {} no longer available.",
            number(some),
            number(late)
        )),
    };
    let flash = if done.is_empty() {
        flash
    } else {
        flash
            .undo(format!("/network/dismissals/undo?ids={}", done.join(",")))
            .link("/network/archive", "The archive")
    };
    Ok(ask.onward(Onward::to("/network").saying(flash)))
}

/// Those that were ignored at once, in the order they were shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ignored {
    ids: String,
}

/// Takes all of them out of the archive again.
async fn take_back_several(
    ask: PageRequest,
    me: Member,
    Query(ignored): Query<Ignored>,
) -> Result<Response, Problem> {
    let ids: Vec<InvitationId> =
        ignored.ids.split(',').filter_map(|id| id.parse().ok()).take(AT_ONCE).collect();
    let results = invitations::take_back_dismissals(ask.app(), me.actor(), &ids).await?;
    let done = results.iter().filter(|(_, result)| result.is_ok()).count();
    let flash = match (done, results.len()) {
        (0, _) => Flash::fail("None of these can be taken out of the archive any more."),
        (1, 1) => Flash::say("The invitation is back among those you received."),
        (done, all) if done == all => {
            Flash::say(format!("{} invitations are back among those you received.", number(done)))
        }
        (done, all) => Flash::say(format!(
            "{} back among those you received; {} can no longer be taken out.",
            number(done),
            number(all - done)
        )),
    };
    Ok(ask.onward(Onward::to("/network").saying(flash)))
}

fn number(of: usize) -> String {
    words::number(of as u64)
}
