//! What is left of the allowance, and the standing, over the API.

use axum::extract::State;
use kith_app::App;
use kith_app::standing::{
    self, Balance, Decided, FactsKind, Ground, MyStanding, Redress, Restricted, Scope, Statement,
};
use kith_domain::policy::Lifts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::more::AppealShape;
use crate::Web;
use crate::extract::Json;
use crate::gate::session::Member;
use crate::problem::Problem;
use crate::wire::{Id, Moment};

/// The routes of this concept.
pub(crate) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new().routes(routes!(allowance)).routes(routes!(read)).routes(routes!(agreement, agree))
}

/// What is left of your invitations. A limit that is off is null.
#[derive(Debug, Serialize, ToSchema)]
struct Allowance {
    /// In all.
    lifetime: BalanceShape,
    /// This week; it begins with its first invitation.
    week: WeekShape,
    /// Without an answer at the same time.
    pending: BalanceShape,
    /// Today, for a hint at pace before any limit.
    today: TodayShape,
}

/// What was sent today.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Today)]
struct TodayShape {
    /// How many.
    used: u64,
    /// At which counts sending says that it is a lot for a day.
    hints_at: [u32; 2],
}

/// A limit, and what is used of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
struct BalanceShape {
    /// The limit; null where there is none.
    #[schema(required = true)]
    limit: Option<u64>,
    /// What is used.
    used: u64,
    /// What is left; null where there is no limit.
    #[schema(required = true)]
    left: Option<u64>,
}

/// A limit of a week.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WeekBalance)]
struct WeekShape {
    #[serde(flatten)]
    balance: BalanceShape,
    /// When the week begins anew; null where nothing was sent in it.
    #[schema(required = true)]
    resets_at: Option<Moment>,
}

/// Whether you may send invitations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Standing)]
struct StandingShape {
    /// Which.
    state: StandingState,
    /// The restriction in force.
    #[schema(required = true)]
    restriction: Option<RestrictionShape>,
    /// Your appeal against the latest restriction, in force or not.
    #[schema(required = true)]
    appeal: Option<AppealShape>,
}

/// A standing.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum StandingState {
    /// Nothing stands against it.
    Good,
    /// No invitations for now.
    Restricted,
}

/// Why and until when no invitations can be sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Restriction)]
struct RestrictionShape {
    /// Which, to appeal against it.
    id: Id,
    /// Since when.
    since: Moment,
    /// Why.
    ground: GroundShape,
    /// What lifts it.
    lifts: LiftsShape,
    /// The earliest end, where it also waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Moment>,
    /// When you agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed_at: Option<Moment>,
    /// The version of the text to agree to.
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_version: Option<u32>,
    /// The statement of reasons.
    statement: StatementShape,
}

/// The statement of reasons of a restriction.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
pub(super) struct StatementShape {
    /// On what kind of facts it rests. Who said what is not told.
    facts: FactsShape,
    /// Whether the program decided alone.
    automated: bool,
    /// What is closed.
    scope: ScopeShape,
    /// What the moderator who decided says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<String>,
    /// How to appeal.
    redress: RedressShape,
}

/// A kind of facts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FactsKind)]
pub(super) enum FactsShape {
    /// What people who were invited said.
    Marks,
    /// What was reported to the moderators.
    Reports,
    /// What you sent.
    Invitations,
    /// What your profile says.
    Profile,
}

/// What a restriction closes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RestrictionScope)]
enum ScopeShape {
    /// Every way of sending invitations, and nothing else.
    Sending,
}

/// How to appeal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Redress)]
enum RedressShape {
    /// With `PUT /me/restrictions/{id}/appeal`; a moderator answers who did not decide.
    AnotherModerator,
}

/// Why somebody is restricted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Ground)]
pub(super) enum GroundShape {
    /// Several people said that they did not know the sender.
    Marks,
    /// Invitations or messages that advertise.
    Advertising,
    /// Somebody was pestered or threatened.
    Harassment,
    /// Pretending to be somebody, or something, one is not.
    Deception,
    /// Another rule of the network.
    Rules,
}

/// What lifts a restriction.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Lifts)]
pub(super) enum LiftsShape {
    /// Agreeing not to do it again.
    Agreement,
    /// Agreeing, and waiting.
    AgreementAndWait,
    /// A moderator.
    Moderator,
}

/// The text that lifts a restriction.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agreement)]
struct AgreementShape {
    /// Its version, to be sent back.
    version: u32,
    /// What is agreed to.
    text: &'static str,
}

/// An agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Agreeing {
    /// The version of the text that was read.
    version: u32,
    /// The tick, set.
    agreed: bool,
}

impl From<Balance> for BalanceShape {
    fn from(balance: Balance) -> Self {
        Self { limit: balance.limit, used: balance.used, left: balance.left() }
    }
}

impl From<MyStanding> for StandingShape {
    fn from(standing: MyStanding) -> Self {
        let restriction = standing.restriction.map(RestrictionShape::from);
        let state = if restriction.is_some() { StandingState::Restricted } else { StandingState::Good };
        Self { state, restriction, appeal: standing.appeal.map(Into::into) }
    }
}

impl From<Restricted> for RestrictionShape {
    fn from(restricted: Restricted) -> Self {
        Self {
            id: restricted.id.into(),
            since: restricted.since.into(),
            ground: match restricted.statement.ground {
                Ground::Marks => GroundShape::Marks,
                Ground::Advertising => GroundShape::Advertising,
                Ground::Harassment => GroundShape::Harassment,
                Ground::Deception => GroundShape::Deception,
                Ground::Rules => GroundShape::Rules,
            },
            lifts: match restricted.lifts {
                Lifts::Agreement => LiftsShape::Agreement,
                Lifts::AgreementAndWait => LiftsShape::AgreementAndWait,
                Lifts::Moderator => LiftsShape::Moderator,
            },
            until: restricted.until.map(Into::into),
            agreed_at: restricted.agreed_at.map(Into::into),
            agreement_version: restricted.agreement_version,
            statement: restricted.statement.into(),
        }
    }
}

impl From<GroundShape> for Ground {
    fn from(ground: GroundShape) -> Self {
        match ground {
            GroundShape::Marks => Self::Marks,
            GroundShape::Advertising => Self::Advertising,
            GroundShape::Harassment => Self::Harassment,
            GroundShape::Deception => Self::Deception,
            GroundShape::Rules => Self::Rules,
        }
    }
}

impl From<FactsShape> for FactsKind {
    fn from(facts: FactsShape) -> Self {
        match facts {
            FactsShape::Marks => Self::Marks,
            FactsShape::Reports => Self::Reports,
            FactsShape::Invitations => Self::Invitations,
            FactsShape::Profile => Self::Profile,
        }
    }
}

impl From<LiftsShape> for Lifts {
    fn from(lifts: LiftsShape) -> Self {
        match lifts {
            LiftsShape::Agreement => Self::Agreement,
            LiftsShape::AgreementAndWait => Self::AgreementAndWait,
            LiftsShape::Moderator => Self::Moderator,
        }
    }
}

impl From<Statement> for StatementShape {
    fn from(statement: Statement) -> Self {
        let explanation = match statement.decided {
            Decided::Automatically => None,
            Decided::By { explanation, moderator: _ } => Some(explanation.to_string()),
        };
        Self {
            facts: match statement.facts {
                FactsKind::Marks => FactsShape::Marks,
                FactsKind::Reports => FactsShape::Reports,
                FactsKind::Invitations => FactsShape::Invitations,
                FactsKind::Profile => FactsShape::Profile,
            },
            automated: explanation.is_none(),
            scope: match statement.scope {
                Scope::Sending => ScopeShape::Sending,
            },
            explanation,
            redress: match statement.redress {
                Redress::AnotherModerator => RedressShape::AnotherModerator,
            },
        }
    }
}

/// What is left of your invitations
#[utoipa::path(get, path = "/me/allowance", operation_id = "get_allowance", tag = "Me",
    responses((status = 200, description = "Limits, and what is used of them.", body = Allowance)))]
async fn allowance(State(app): State<App>, member: Member) -> Result<Json<Allowance>, Problem> {
    let allowance = standing::allowance(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(Allowance {
        lifetime: allowance.lifetime.into(),
        week: WeekShape {
            balance: allowance.week.into(),
            resets_at: allowance.week_resets_at.map(Into::into),
        },
        pending: allowance.pending.into(),
        today: TodayShape { used: allowance.today, hints_at: app.policy().pace.hints },
    }))
}

/// Read your standing
#[utoipa::path(get, path = "/me/standing", operation_id = "get_standing", tag = "Me",
    responses((status = 200, description = "Whether you may send invitations.", body = StandingShape)))]
async fn read(State(app): State<App>, member: Member) -> Result<Json<StandingShape>, Problem> {
    let standing = standing::standing(&app, member.actor()).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(standing.into()))
}

/// Read the agreement
#[utoipa::path(get, path = "/me/standing/agreement", operation_id = "get_agreement", tag = "Me",
    responses((status = 200, description = "What lifts a restriction.", body = AgreementShape)))]
async fn agreement(_member: Member) -> Json<AgreementShape> {
    let agreement = standing::agreement();
    Json(AgreementShape { version: agreement.version, text: agreement.text })
}

/// Agree
///
/// With an explicit tick, to the version that was read. Agreeing twice changes nothing.
#[utoipa::path(put, path = "/me/standing/agreement", operation_id = "agree", tag = "Me",
    request_body = Agreeing,
    responses(
        (status = 200, description = "Your standing now.", body = StandingShape),
        (status = 409, description = "`agreement_not_enough`"),
    ))]
async fn agree(
    State(app): State<App>,
    member: Member,
    Json(asked): Json<Agreeing>,
) -> Result<Json<StandingShape>, Problem> {
    let standing = standing::agree(&app, member.actor(), asked.version, asked.agreed).await?;
    Ok(Json(standing.into()))
}
