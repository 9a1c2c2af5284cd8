//! What this network is, and what it allows: for clients, before anybody signs in.

use axum::extract::State;
use kith_app::{App, SignUp};
use kith_domain::policy::Policy;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Web;
use crate::extract::Json;

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(instance))
}

/// What this network is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Instance {
    /// Its name.
    #[schema(example = "Harbour")]
    name: String,
    /// The version of the program.
    version: &'static str,
    /// Who may open an account.
    sign_up: SignUpShape,
    /// Whether an address must be confirmed before its owner may invite.
    verify_address: bool,
    /// The limits that requests meet.
    limits: LimitsShape,
    /// Every number of its rules; a limit that is off is the text "off".
    #[schema(value_type = Object)]
    policy: Policy,
    /// What this version can do.
    features: &'static [&'static str],
}

/// Who may open an account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SignUpMode)]
enum SignUpShape {
    /// Anybody.
    Open,
    /// Anybody, but a moderator lets them in.
    Approval,
    /// Who was invited by e-mail.
    Invited,
    /// Nobody; the operator makes accounts.
    Closed,
}

/// The limits that requests meet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InstanceLimits)]
struct LimitsShape {
    /// The longest note, in characters as people count them.
    note_max_graphemes: u32,
    /// Invitations in all; null where there is no limit.
    #[schema(required = true)]
    invitations_lifetime: Option<u32>,
    /// Invitations in a week; null where there is no limit.
    #[schema(required = true)]
    invitations_weekly: Option<u32>,
    /// Invitations without an answer; null where there is no limit.
    #[schema(required = true)]
    invitations_pending: Option<u32>,
    /// Connections of one member.
    connections: u32,
    /// The most items of one piece of a list.
    page: u32,
}

const FEATURES: &[&str] =
    &["invitations", "connections", "messages", "groups", "search", "suggestions", "events"];

/// This network
///
/// Its name, its version, and the numbers of its rules.
#[utoipa::path(get, path = "/instance", operation_id = "get_instance", tag = "Network", security(()),
    responses((status = 200, description = "This network.", body = Instance)))]
async fn instance(State(app): State<App>) -> Json<Instance> {
    let network = app.network();
    let policy = &network.policy;
    Json(Instance {
        name: network.name.clone(),
        version: env!("CARGO_PKG_VERSION"),
        sign_up: match network.sign_up {
            SignUp::Open => SignUpShape::Open,
            SignUp::Approval => SignUpShape::Approval,
            SignUp::Invited => SignUpShape::Invited,
            SignUp::Closed => SignUpShape::Closed,
        },
        verify_address: network.verify_address,
        limits: LimitsShape {
            note_max_graphemes: policy.note.max_graphemes,
            invitations_lifetime: policy.invitations.lifetime.number(),
            invitations_weekly: policy.invitations.weekly.number(),
            invitations_pending: policy.invitations.pending.number(),
            connections: policy.connections.max,
            page: 100,
        },
        policy: policy.clone(),
        features: FEATURES,
    })
}
