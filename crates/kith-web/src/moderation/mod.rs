//! The moderators' area. To everybody else it is not there.

pub mod api;
mod log;
pub mod report;
pub mod ui;
pub mod warnings;
mod wire;
mod words;

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kith_app::Authority;

use crate::Web;
use crate::gate::session::{Member, Visit};
use crate::page::MemberRequest;
use crate::problem::Problem;

/// A moderator who asks. Everybody else, signed in or not, finds nothing here.
#[derive(Debug, Clone)]
pub struct Moderator {
    member: Member,
}

impl Moderator {
    /// As use cases want them.
    pub fn authority(&self) -> Authority {
        Authority::Moderator(self.member.actor())
    }
}

impl FromRequestParts<Web> for Moderator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let Ok(visit) = Visit::from_request_parts(parts, web).await;
        if !visit.caller().is_some_and(|caller| caller.moderator) {
            return Err(Problem::not_found());
        }
        Ok(Self { member: Member::from_request_parts(parts, web).await? })
    }
}

/// A moderator's request for a page.
#[derive(Clone)]
pub struct ModeratorRequest {
    moderator: Moderator,
    request: MemberRequest,
}

impl ModeratorRequest {
    /// As use cases want them.
    pub fn authority(&self) -> Authority {
        self.moderator.authority()
    }
}

impl Deref for ModeratorRequest {
    type Target = MemberRequest;

    fn deref(&self) -> &MemberRequest {
        &self.request
    }
}

impl FromRequestParts<Web> for ModeratorRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let moderator = Moderator::from_request_parts(parts, web).await?;
        Ok(Self { moderator, request: MemberRequest::from_request_parts(parts, web).await? })
    }
}
