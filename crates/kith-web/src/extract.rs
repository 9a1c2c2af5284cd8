//! What a request brings, read so that whatever is wrong with it is a problem that names the field.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::{Problem, sorts};

/// A JSON body, and a JSON answer.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

/// A form as a page sends it.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

/// The query of the address.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

/// The parts of the path. What cannot be one, such as an id of letters, was never there.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is(&request, |kind| kind == "application/json" || kind.ends_with("+json")) {
            let detail = "Send JSON, with the header Content-Type: application/json.";
            return Err(Problem::new(&sorts::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let bytes = body(request, state).await?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let field = error.path().to_string();
            malformed_or_wrong(field, &error.into_inner())
        })?;
        reader.end().map_err(|error| malformed_or_wrong(String::new(), &error))?;
        Ok(Self(value))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> OptionalFromRequest<S> for Json<T> {
    type Rejection = Problem;

    /// Nothing where the body is empty.
    async fn from_request(request: Request, state: &S) -> Result<Option<Self>, Problem> {
        let (parts, body) = request.into_parts();
        if axum::body::HttpBody::is_end_stream(&body) {
            return Ok(None);
        }
        let request = Request::from_parts(parts, body);
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is(&request, |kind| kind == "application/x-www-form-urlencoded") {
            let detail = "Send the form as application/x-www-form-urlencoded.";
            return Err(Problem::new(&sorts::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        let bytes = body(request, state).await?;
        pairs(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        pairs(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let unreadable = |_| Problem::new(&sorts::MALFORMED_BODY, "The body cannot be read.");
    Bytes::from_request(request, state).await.map_err(unreadable)
}

fn is(request: &Request, right: impl Fn(&str) -> bool) -> bool {
    let content = request.headers().get(CONTENT_TYPE).and_then(|content| content.to_str().ok());
    let kind = content.and_then(|content| content.split(';').next()).map(|kind| kind.trim().to_lowercase());
    kind.is_some_and(|kind| right(&kind))
}

fn pairs<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(bytes));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let field = error.path().to_string();
        Problem::field(field, "malformed", sentence(&error.into_inner().to_string()))
    })
}

fn malformed_or_wrong(field: String, error: &serde_json::Error) -> Problem {
    match error.classify() {
        serde_json::error::Category::Data => {
            let field = if field == "." { String::new() } else { field };
            Problem::field(field, "malformed", sentence(&without_place(error)))
        }
        serde_json::error::Category::Io
        | serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof => {
            let at = format!("line {}, column {}", error.line(), error.column());
            Problem::new(&sorts::MALFORMED_JSON, format!("The body is no JSON: see {at}."))
        }
    }
}

/// What the error says, without the line and column that serde_json adds: the field's name says where.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// A capital at the front and a stop at the end.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}
