//! What clients send about invitations.

use kith_app::door_policy::Answered;
use kith_app::invitations::SendInvitation;
use kith_domain::id::MemberId;
use kith_domain::invitations::{Claim, Place};
use kith_domain::text::{MetAt, ReportReason};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::{PurposeName, RelationName};
use crate::door::wire::AnsweredShape;
use crate::problem::{Problem, sorts};
use crate::wire::Id;

/// An invitation to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    /// Whom to invite.
    pub(super) to: Id,
    /// How you know them.
    relation: Option<NewRelation>,
    /// A note of your own, 1 to 300 characters; without one they read the generic text.
    #[schema(example = "We met at the harbour festival. I would like to keep in touch.")]
    note: Option<String>,
    /// What you answer to the questions of their door; see `GET /members/{id}/door`.
    #[serde(default)]
    #[schema(max_items = 2)]
    answers: Vec<AnsweredShape>,
    /// What you are after.
    purpose: Option<PurposeName>,
    /// Where the invitation was started.
    place: Option<PlaceName>,
}

/// How you know them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRelation {
    /// The kind.
    kind: RelationName,
    /// Your position; with `colleague` and `business`.
    position_id: Option<Id>,
    /// Your education; with `classmate`.
    education_id: Option<Id>,
    /// The group you share; with `group`.
    group_id: Option<Id>,
    /// Where you met; with `met`.
    #[serde(rename = "where")]
    met_at: Option<String>,
    /// The address you know them by, where this network asks for it.
    address: Option<String>,
}

/// Where an invitation was started.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Place)]
pub(crate) enum PlaceName {
    /// Their profile.
    Profile,
    /// Search results.
    Search,
    /// Suggestions.
    Suggestions,
    /// The menu of a profile on a phone.
    PhoneMenu,
    /// Other software.
    Api,
}

/// Several invitations to which the same is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Several {
    /// Which; up to 100.
    #[schema(min_items = 1, max_items = 100)]
    pub(super) ids: Vec<Id>,
}

/// A report to the moderators.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReport {
    /// What is wrong with the invitation, in up to 1,000 characters.
    #[schema(min_length = 1, example = "This is advertising.")]
    reason: String,
}

impl NewInvitation {
    /// What the use case takes. An id that cannot be one is nobody's.
    pub(super) fn ask(self) -> Result<SendInvitation, Problem> {
        let to: MemberId = self.to.read().ok_or_else(Problem::not_found)?;
        let address = self.relation.as_ref().and_then(|relation| relation.address.clone());
        let answers = self.answers.into_iter().enumerate();
        let answers = answers.map(|(n, answered)| answered.read(format!("answers.{n}.answer")));
        let answers: Vec<Option<Answered>> = answers.collect::<Result<_, _>>()?;
        Ok(SendInvitation {
            to,
            answers: answers.into_iter().flatten().collect(),
            claim: self.relation.map(NewRelation::claim).transpose()?,
            note: self.note,
            purpose: self.purpose.map(Into::into),
            place: self.place.map_or(Place::Api, Into::into),
            address,
        })
    }
}

impl NewRelation {
    fn claim(self) -> Result<Claim, Problem> {
        Ok(match self.kind {
            RelationName::Colleague => Claim::Colleague(of(self.position_id, "relation.position_id")?),
            RelationName::Classmate => Claim::Classmate(of(self.education_id, "relation.education_id")?),
            RelationName::Business => Claim::Business(of(self.position_id, "relation.position_id")?),
            RelationName::Friend => Claim::Friend,
            RelationName::Group => Claim::Group(of(self.group_id, "relation.group_id")?),
            RelationName::Met => {
                let place = MetAt::parse(self.met_at.as_deref().unwrap_or_default());
                Claim::Met(place.map_err(|refused| {
                    Problem::field("relation.where", refused.code(), refused.to_string())
                })?)
            }
            RelationName::Other => Claim::Other,
            RelationName::Unknown => Claim::Unknown,
        })
    }
}

/// What a claim rests on.
fn of<I: std::str::FromStr>(id: Option<Id>, field: &'static str) -> Result<I, Problem> {
    let missing = || {
        let detail = "Say which one of your profile it is.";
        Problem::new(&sorts::RELATION_NOT_BACKED, detail).about(field)
    };
    id.and_then(|id| id.read()).ok_or_else(missing)
}

impl From<Place> for PlaceName {
    fn from(place: Place) -> Self {
        match place {
            Place::Profile => Self::Profile,
            Place::Search => Self::Search,
            Place::Suggestions => Self::Suggestions,
            Place::PhoneMenu => Self::PhoneMenu,
            Place::Api => Self::Api,
        }
    }
}

impl From<PlaceName> for Place {
    fn from(place: PlaceName) -> Self {
        match place {
            PlaceName::Profile => Self::Profile,
            PlaceName::Search => Self::Search,
            PlaceName::Suggestions => Self::Suggestions,
            PlaceName::PhoneMenu => Self::PhoneMenu,
            PlaceName::Api => Self::Api,
        }
    }
}

impl NewReport {
    pub(super) fn reason(&self) -> Result<ReportReason, Problem> {
        ReportReason::parse(&self.reason)
            .map_err(|refused| Problem::field("reason", refused.code(), refused.to_string()))
    }
}
