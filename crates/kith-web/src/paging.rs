//! Lists by pieces: `?limit=` and `?cursor=`, and `{"items": […], "next": …}`.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::LINK;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kith_app::Cursor;
use kith_app::invitations::Found;
use kith_domain::id::InvitationId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::Web;
use crate::extract::{Json, Query};
use crate::problem::{Problem, sorts};

/// The most that one piece of a list holds.
const MOST: u32 = 100;
/// What it holds where nothing is said.
const USUAL: u32 = 20;
/// How much of a hash a cursor carries: enough that none is made up by accident.
const CHECK: usize = 6;

/// Which piece of a list is asked for.
#[derive(Debug, Clone)]
pub struct Paging {
    /// How many at most.
    pub limit: u32,
    cursor: Option<String>,
}

/// The same, as the API's document tells of it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PagingParams {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20, value_type = Option<u32>)]
    limit: Option<String>,
    /// Where to go on: the `next` of the piece before.
    cursor: Option<String>,
}

/// A piece of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// The cursor of the next piece; null where this is the last.
    #[schema(required = true)]
    pub next: Option<String>,
}

/// A place in a list, as a cursor carries it.
pub trait Place: Sized {
    /// The bytes it is written as.
    fn write(&self) -> Vec<u8>;
    /// The place that was written so.
    fn read(bytes: &[u8]) -> Option<Self>;
}

impl Place for InvitationId {
    fn write(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(i64::from_be_bytes).filter(|id| *id > 0).map(Self)
    }
}

impl Place for Cursor {
    fn write(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok()?.parse().ok()
    }
}

impl Paging {
    /// After which place of the list named `list` to go on; none for its beginning.
    ///
    /// # Errors
    /// The cursor is not one of this list.
    pub fn after<P: Place>(&self, list: &str) -> Result<Option<P>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let place = read(list, cursor).and_then(|bytes| P::read(&bytes));
        let wrong = || {
            let detail = "Send the `next` of this very list, as it came.";
            Problem::new(&sorts::INVALID_CURSOR, detail).at("cursor", "invalid", detail)
        };
        place.map(Some).ok_or_else(wrong)
    }

    /// One more than is shown, to know whether there is a next piece.
    pub fn most(&self) -> u32 {
        self.limit + 1
    }

    /// The piece made of `found`, of which there may be one more than is shown.
    pub fn page<F, T, P: Place>(
        &self,
        list: &str,
        mut found: Vec<F>,
        place: impl Fn(&F) -> P,
        wire: impl FnMut(F) -> T,
    ) -> Page<T> {
        let limit = self.limit as usize;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| write(list, &place(last).write()));
        Page { items: found.into_iter().map(wire).collect(), next }
    }
}

impl<T> Page<T> {
    /// A piece of the list named `list`, as a search through a box of invitations came by it.
    pub fn found<F>(list: &str, found: Found<F>, wire: impl FnMut(F) -> T) -> Self {
        let next = found.next.map(|place| write(list, &place.write()));
        Self { items: found.items.into_iter().map(wire).collect(), next }
    }

    /// A piece of the list named `list`, as a use case has cut it.
    pub fn of<F>(list: &str, page: kith_app::Page<F>, wire: impl FnMut(F) -> T) -> Self {
        let next = page.next.map(|place| write(list, &place.write()));
        Self { items: page.items.into_iter().map(wire).collect(), next }
    }
}

/// The cursor of the next piece, beside the answer that holds this one.
#[derive(Debug, Clone)]
struct NextPiece(String);

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let next = self.next.clone();
        let mut response = Json(self).into_response();
        if let Some(next) = next {
            response.extensions_mut().insert(NextPiece(next));
        }
        response
    }
}

/// Says in the header too where a list goes on (RFC 8288), for clients that follow links.
pub async fn layer(State(web): State<Web>, request: Request, next: Next) -> Response {
    let asked = request.uri().clone();
    let mut response = next.run(request).await;
    if let Some(NextPiece(cursor)) = response.extensions_mut().remove::<NextPiece>()
        && let Ok(link) = HeaderValue::from_str(&link(web.options().origin(), &asked, &cursor))
    {
        response.headers_mut().insert(LINK, link);
    }
    response
}

/// The address that was asked for, with another cursor.
fn link(origin: &str, asked: &Uri, cursor: &str) -> String {
    let kept = form_urlencoded::parse(asked.query().unwrap_or_default().as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.filter(|(name, _)| name != "cursor")).append_pair("cursor", cursor);
    format!("<{origin}{}?{}>; rel=\"next\"", asked.path(), query.finish())
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(params) = Query::<PagingParams>::from_request_parts(parts, state).await?;
        let limit = match params.limit.as_deref() {
            None => USUAL,
            Some(text) => match text.parse() {
                Ok(limit) if (1..=MOST).contains(&limit) => limit,
                Ok(_) | Err(_) => {
                    return Err(Problem::field("limit", "out_of_range", "Ask for 1 to 100 at a time."));
                }
            },
        };
        Ok(Self { limit, cursor: params.cursor.filter(|cursor| !cursor.is_empty()) })
    }
}

fn write(list: &str, place: &[u8]) -> String {
    let mut bytes = place.to_vec();
    bytes.extend(check(list, place));
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read(list: &str, cursor: &str) -> Option<Vec<u8>> {
    let mut bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let carried = bytes.split_off(bytes.len().checked_sub(CHECK)?);
    (carried == check(list, &bytes)).then_some(bytes)
}

fn check(list: &str, place: &[u8]) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(b"kith cursor\0");
    hash.update(list.as_bytes());
    hash.update(b"\0");
    hash.update(place);
    let mut check = [0; CHECK];
    check.copy_from_slice(&hash.finalize()[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_what_was_asked_and_nothing_breaks_out_of_it() {
        let asked: Uri = "/api/v1/members?query=%3E%22%0d%0aa&cursor=old&limit=2".parse().unwrap();
        assert_eq!(
            link("https://kith.test", &asked, "new"),
            "<https://kith.test/api/v1/members?query=%3E%22%0D%0Aa&limit=2&cursor=new>; rel=\"next\""
        );
    }

    #[test]
    fn a_cursor_is_good_for_its_own_list_alone() {
        let cursor = write("sent", &[42, 7]);
        assert_eq!(read("sent", &cursor), Some(vec![42, 7]));
        assert_eq!(read("received", &cursor), None);
        for wrong in ["", "AAAA", "AAAAAAAAACqAAAAAAAA", "not a cursor", &format!("{cursor}A")] {
            assert_eq!(read("sent", wrong), None, "{wrong}");
        }
    }
}
