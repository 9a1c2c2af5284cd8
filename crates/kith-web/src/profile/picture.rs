//! Pictures: taking one in, and showing it.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kith_app::App;
use kith_app::profile::{self, PictureSize};
use kith_domain::id::MemberId;
use serde::Deserialize;

use crate::extract::{Path, Query};
use crate::gate::session::Member;
use crate::problem::{Problem, sorts};

/// The picture in a request: its whole body, or the first file of a form.
pub(crate) async fn upload(request: Request) -> Result<Vec<u8>, Problem> {
    let content = request.headers().get(CONTENT_TYPE).and_then(|content| content.to_str().ok());
    if !content.is_some_and(|content| content.starts_with("multipart/form-data")) {
        let unreadable = |_| Problem::new(&sorts::MALFORMED_BODY, "The body cannot be read.");
        return Ok(Bytes::from_request(request, &()).await.map_err(unreadable)?.to_vec());
    }
    let unreadable = || Problem::new(&sorts::MALFORMED_FORM, "The form cannot be read.");
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        if part.file_name().is_some() || part.name() == Some("picture") {
            return Ok(part.bytes().await.map_err(|_| unreadable())?.to_vec());
        }
    }
    Err(Problem::field("picture", "required", "Choose a JPEG, PNG or WebP picture."))
}

/// How large a picture is wanted.
#[derive(Deserialize)]
pub(crate) struct Size {
    size: Option<u32>,
}

/// Shows a picture. Its address changes with it, so it may be kept.
pub(crate) async fn serve(
    State(app): State<App>,
    member: Member,
    Path((of, version)): Path<(MemberId, i64)>,
    Query(Size { size }): Query<Size>,
) -> Result<Response, Problem> {
    let size = match size {
        None => PictureSize::Medium,
        Some(pixels) => PictureSize::of(pixels).ok_or_else(Problem::not_found)?,
    };
    let picture = profile::picture(&app, member.actor(), of, size).await?;
    let picture = picture.filter(|picture| picture.set_at == version).ok_or_else(Problem::not_found)?;
    let mut response = picture.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(response)
}
