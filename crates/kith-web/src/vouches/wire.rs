//! Vouches as clients read them.

use kith_app::vouches::{ShownVouch, VouchRequest};
use serde::Serialize;
use utoipa::ToSchema;

use crate::wire::{Id, Moment, PersonShape};

/// What you are asked to vouch for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VouchRequest)]
pub struct VouchRequestShape {
    /// The invitation it is about.
    pub invitation: Id,
    /// S, who asks you.
    pub from: PersonShape,
    /// R, who reads it.
    pub to: PersonShape,
    /// When S asked.
    pub asked_at: Moment,
    /// What you wrote.
    #[schema(required = true)]
    pub text: Option<String>,
}

/// Whom S asked to vouch. What they do with it is for R alone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VouchAskedShape {
    /// Who was asked.
    pub member: PersonShape,
    /// When.
    pub asked_at: Moment,
}

/// A line from somebody who knows both, whom S asked for it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Vouch)]
pub struct VouchShape {
    /// Who wrote it.
    pub by: PersonShape,
    /// The line.
    pub text: String,
}

impl From<&VouchRequest> for VouchRequestShape {
    fn from(request: &VouchRequest) -> Self {
        Self {
            invitation: request.invitation.into(),
            from: (&request.from).into(),
            to: (&request.to).into(),
            asked_at: request.asked_at.into(),
            text: request.text.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&ShownVouch> for VouchShape {
    fn from(vouch: &ShownVouch) -> Self {
        Self { by: (&vouch.by).into(), text: vouch.text.to_string() }
    }
}
