use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use kith_app::Actor;
use kith_app::sessions::Caller;

use super::{Flash, Onward, PageRequest};
use crate::Web;
use crate::gate::session::Member;
use crate::problem::Problem;

/// A request for a page that is for members alone. Nobody is shown the way to sign in.
#[derive(Clone)]
pub struct MemberRequest {
    request: PageRequest,
    member: Member,
}

impl MemberRequest {
    /// The member and their session, as use cases want them.
    pub fn actor(&self) -> Actor {
        self.member.actor()
    }

    /// Onward to the page on which it is said what was done.
    pub fn done(&self, path: &str, flash: Flash) -> Response {
        self.onward(Onward::to(path).saying(flash))
    }

    /// The member who looks.
    pub fn caller(&self) -> &Caller {
        &self.member
    }
}

impl Deref for MemberRequest {
    type Target = PageRequest;

    fn deref(&self) -> &PageRequest {
        &self.request
    }
}

impl FromRequestParts<Web> for MemberRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let member = Member::from_request_parts(parts, web).await?;
        let Ok(request) = PageRequest::from_request_parts(parts, web).await;
        Ok(Self { request, member })
    }
}
