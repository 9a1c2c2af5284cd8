//! What goes wrong, as clients read it: `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kith_app::{Failure, Fault, FaultKind};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::gate::request_id;
use crate::refusals::Refusal;

/// A sort of problem: what is the same each time it occurs.
#[derive(Debug, PartialEq, Eq)]
pub struct Sort {
    /// What software tells it by; never changes.
    pub code: &'static str,
    /// The status it is answered with.
    pub status: StatusCode,
    /// A few words for people.
    pub title: &'static str,
}

macro_rules! sorts {
    ($($name:ident = $status:ident, $code:literal, $title:literal;)+) => {
        $(#[doc = $title] pub static $name: Sort = Sort { code: $code, status: StatusCode::$status, title: $title };)+
        /// Every sort of problem.
        pub static ALL: &[&Sort] = &[$(&$name),+];
    };
}

/// Every sort of problem that this API answers with.
pub mod sorts {
    use super::{Sort, StatusCode};

    sorts! {
        MALFORMED_JSON = BAD_REQUEST, "malformed_json", "The body is no JSON";
        MALFORMED_FORM = BAD_REQUEST, "malformed_form", "The form cannot be read";
        MALFORMED_BODY = BAD_REQUEST, "malformed_body", "The body cannot be read";
        NOT_SIGNED_IN = UNAUTHORIZED, "not_signed_in", "Sign in first";
        WRONG_CREDENTIALS = UNAUTHORIZED, "wrong_credentials", "Address or password is wrong";
        CROSS_SITE = FORBIDDEN, "cross_site", "The request came from another site";
        CSRF_TOKEN_WRONG = FORBIDDEN, "csrf_token_wrong", "The form is out of date";
        SIGN_UP_CLOSED = FORBIDDEN, "sign_up_closed", "Accounts are made by invitation or by the operator";
        NOT_ADMITTED = FORBIDDEN, "not_admitted", "The account is not in use";
        WRONG_PASSWORD = FORBIDDEN, "wrong_password", "The password is wrong";
        INVITATIONS_RESTRICTED = FORBIDDEN, "invitations_restricted", "You cannot send invitations for now";
        ALLOWANCE_SPENT = FORBIDDEN, "allowance_spent", "All your invitations are used";
        ADDRESS_UNVERIFIED = FORBIDDEN, "address_unverified", "Confirm your address first";
        PROFILE_INCOMPLETE = FORBIDDEN, "profile_incomplete", "Tell more about yourself first";
        NO_CREDIT = FORBIDDEN, "no_credit", "You have no credit";
        NOT_FOLLOWABLE = FORBIDDEN, "not_followable", "They cannot be followed";
        NOT_CONNECTED = FORBIDDEN, "not_connected", "You are not connected";
        PART_IN_CASE = FORBIDDEN, "part_in_case", "You have a part in this";
        CONNECTIONS_HIDDEN = FORBIDDEN, "connections_hidden", "This list is not shown";
        NOT_FOUND = NOT_FOUND, "not_found", "There is nothing here";
        METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED, "method_not_allowed", "This cannot be done here";
        ALREADY_CONNECTED = CONFLICT, "already_connected", "You are connected";
        NOT_POSSIBLE_NOW = CONFLICT, "not_possible_now", "This is not possible now";
        CONVERSATION_OPEN = CONFLICT, "conversation_open", "You can write to each other";
        ALREADY_OPEN = CONFLICT, "already_open", "One message is open already";
        ALREADY_INVITED = CONFLICT, "already_invited", "You have invited them";
        NO_PITCHES_NOT_ASKED = CONFLICT, "no_pitches_not_asked", "You had not asked for no pitches";
        NO_LONGER_POSSIBLE = CONFLICT, "no_longer_possible", "This is no longer possible";
        NO_LONGER_AVAILABLE = CONFLICT, "no_longer_available", "This invitation is no longer available";
        QUESTION_WAITS = CONFLICT, "question_waits", "A question waits for its answer";
        TOO_MANY_QUESTIONS = CONFLICT, "too_many_questions", "Asked as often as may be";
        NOT_ASKED = CONFLICT, "not_asked", "Nothing was asked";
        ANSWERED_ALREADY = CONFLICT, "answered_already", "Answered already";
        ENDS_TOO_SOON = CONFLICT, "ends_too_soon", "It ends too soon";
        VOUCH_ASKED_ALREADY = CONFLICT, "vouch_asked_already", "Somebody was asked already";
        DISMISS_FIRST = CONFLICT, "dismiss_first", "Ignore the invitation first";
        TOO_MANY_CONNECTIONS = CONFLICT, "too_many_connections", "There can be no more connections";
        CASE_IN_HAND = CONFLICT, "case_in_hand", "Another moderator has this";
        CASE_DECIDED = CONFLICT, "case_decided", "This was decided";
        INTRODUCTION_NOT_OFFERED = CONFLICT, "introduction_not_offered", "They cannot be asked for an introduction";
        INTRODUCTION_ASKED = CONFLICT, "introduction_asked", "You have asked about them already";
        HANDLE_TAKEN = CONFLICT, "handle_taken", "This handle is taken";
        GROUP_NAME_TAKEN = CONFLICT, "group_name_taken", "There is a group of this name";
        TOO_MANY = CONFLICT, "too_many", "There can be no more of these";
        IDEMPOTENCY_IN_FLIGHT = CONFLICT, "idempotency_key_in_flight", "The first request is under way";
        CHANGED_MEANWHILE = PRECONDITION_FAILED, "changed_meanwhile", "It was changed meanwhile";
        BODY_TOO_LARGE = PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large";
        UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "This kind of content is not taken";
        INVALID_FIELDS = UNPROCESSABLE_ENTITY, "invalid_fields", "Something is not right yet";
        INVALID_CURSOR = UNPROCESSABLE_ENTITY, "invalid_cursor", "The cursor is not one of this list";
        IDEMPOTENCY_KEY_REUSED = UNPROCESSABLE_ENTITY, "idempotency_key_reused", "The key was used for another request";
        TO_YOURSELF = UNPROCESSABLE_ENTITY, "to_yourself", "That is yourself";
        NOTE_TOO_LONG = UNPROCESSABLE_ENTITY, "note_too_long", "The note is too long";
        NOTE_HAS_PLACEHOLDER = UNPROCESSABLE_ENTITY, "note_has_placeholder", "The note has a gap to fill in";
        NOTE_UNREADABLE = UNPROCESSABLE_ENTITY, "note_unreadable", "The note cannot be shown";
        RELATION_NOT_BACKED = UNPROCESSABLE_ENTITY, "relation_not_backed", "Your profile does not show this";
        RELATION_UNKNOWN = UNPROCESSABLE_ENTITY, "relation_unknown", "Invitations are for people you know";
        ADDRESS_NEEDED = UNPROCESSABLE_ENTITY, "address_needed", "Say by which address you know them";
        NOT_SHARED = UNPROCESSABLE_ENTITY, "not_shared", "That is nobody you share";
        DOOR_ASKS = UNPROCESSABLE_ENTITY, "door_asks", "They ask for more";
        AGREEMENT_VERSION = UNPROCESSABLE_ENTITY, "agreement_version", "The agreement has another version";
        AGREEMENT_NOT_ENOUGH = CONFLICT, "agreement_not_enough", "A moderator decides about this";
        VERDICT_NOT_POSSIBLE = UNPROCESSABLE_ENTITY, "verdict_not_possible", "This does not end so";
        NOT_YET = CONFLICT, "not_yet", "Enough are left";
        TOO_EARLY = CONFLICT, "too_early", "It is too early to ask again";
        NO_LIMIT = CONFLICT, "no_limit", "Nothing limits this";
        ALREADY_RESTRICTED = CONFLICT, "already_restricted", "They are restricted already";
        ALREADY_DECIDED = CONFLICT, "already_decided", "This was decided";
        ANOTHER_DECIDES = FORBIDDEN, "another_decides", "Another moderator decides";
        PICTURE_REFUSED = UNPROCESSABLE_ENTITY, "picture_refused", "The picture cannot be used";
        TOO_MANY_REQUESTS = TOO_MANY_REQUESTS, "too_many_requests", "That was too fast";
        TOO_MANY_ADDRESS_TRIES = TOO_MANY_REQUESTS, "too_many_address_tries", "No more tries today";
        PACE_EXCEEDED = TOO_MANY_REQUESTS, "pace_exceeded", "Enough for this week";
        TOO_MANY_VOUCHES = TOO_MANY_REQUESTS, "too_many_vouches", "Enough for this month";
        TOO_MANY_INTRODUCTIONS = TOO_MANY_REQUESTS, "too_many_introductions", "Too many introductions are open";
        TOO_MANY_PENDING = TOO_MANY_REQUESTS, "too_many_pending", "Too many wait for an answer";
        INTERNAL = INTERNAL_SERVER_ERROR, "internal", "Something went wrong here";
        UNAVAILABLE = SERVICE_UNAVAILABLE, "unavailable", "Not available for the moment";
        TIMED_OUT = SERVICE_UNAVAILABLE, "timed_out", "This took too long";
    }
}

/// Something wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field's name, as the request has it; `a.b` for one inside another.
    #[schema(example = "note")]
    pub field: String,
    /// What software tells it by.
    #[schema(example = "too_long")]
    pub code: Cow<'static, str>,
    /// A sentence for people.
    pub detail: String,
}

/// One problem, ready to be answered with.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    sort: &'static Sort,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    more: Map<String, Value>,
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem of this sort, said in a sentence for the one who asked.
    pub fn new(sort: &'static Sort, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { sort, detail: detail.into(), errors: Vec::new(), more: Map::new(), retry_after: None }
    }

    /// What is not there, not theirs or hidden: one answer for all.
    pub fn not_found() -> Self {
        Self::new(&sorts::NOT_FOUND, "There is nothing here, or it is not yours to see.")
    }

    /// A field that is not right.
    pub fn field(
        field: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        let detail = detail.into();
        Self::new(&sorts::INVALID_FIELDS, detail.clone()).at(field, code, detail)
    }

    /// The same, pointing at a field.
    #[must_use]
    pub fn at(
        mut self,
        field: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        self.errors.push(FieldError { field: field.into(), code: code.into(), detail: detail.into() });
        self
    }

    /// The same, pointing at the field it is about, in its own words.
    #[must_use]
    pub fn about(self, field: &'static str) -> Self {
        let (code, detail) = (self.sort.code, self.detail.clone().into_owned());
        self.at(field, code, detail)
    }

    /// The same, with a number, a time or a list that software can use.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.more.insert(name.to_owned(), value);
        }
        self
    }

    /// The same, with the seconds after which another try may be worth it.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Its sort.
    pub fn sort(&self) -> &'static Sort {
        self.sort
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.sort.status
    }

    /// What software tells it by.
    pub fn code(&self) -> &'static str {
        self.sort.code
    }

    /// The sentence for the one who asked.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// What is wrong with which field.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// The numbers, times and lists that software can use.
    pub fn more(&self) -> &Map<String, Value> {
        &self.more
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Map::new();
        body.insert("type".into(), format!("/api/problems#{}", self.sort.code).into());
        body.insert("title".into(), self.sort.title.into());
        body.insert("status".into(), self.sort.status.as_u16().into());
        body.insert("code".into(), self.sort.code.into());
        body.insert("detail".into(), self.detail.as_ref().into());
        body.insert("request_id".into(), request_id::current().into());
        if !self.errors.is_empty() {
            body.insert("errors".into(), serde_json::to_value(&self.errors).unwrap_or_default());
        }
        body.extend(self.more.clone());
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    /// The problem as JSON; it also travels beside the body, so that a page can say it in its own way.
    fn into_response(self) -> Response {
        let mut response = (self.sort.status, self.body()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.sort.status == StatusCode::UNAUTHORIZED {
            headers.insert(axum::http::header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Fault> for Problem {
    /// The edge: what is unexpected is logged here, once, and told to nobody.
    fn from(fault: Fault) -> Self {
        let reason = std::error::Error::source(&fault).map(ToString::to_string);
        tracing::error!(fault = %fault, reason, "a request failed");
        match fault.kind() {
            FaultKind::Unavailable | FaultKind::Full => Self::new(
                &sorts::UNAVAILABLE,
                "The database is not to be reached just now. Try again in a moment.",
            )
            .retry_after(2),
            FaultKind::Corrupt | FaultKind::Newer | FaultKind::Bug => Self::internal(),
        }
    }
}

impl Problem {
    /// A fault of the program.
    pub(crate) fn internal() -> Self {
        Self::new(&sorts::INTERNAL, "That was our mistake, not yours. It is in the log under the request id.")
    }
}

impl<R: Refusal> From<Failure<R>> for Problem {
    fn from(failure: Failure<R>) -> Self {
        match failure {
            Failure::Refused(refused) => refused.problem(),
            Failure::Fault(fault) => fault.into(),
        }
    }
}

/// The shape of a problem, for the API's document.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem, description = "What went wrong (RFC 9457). Some have more members, such as `limit` and `used`.")]
pub(crate) struct ProblemShape {
    /// Where this sort of problem is described.
    #[serde(rename = "type")]
    #[schema(example = "/api/problems#note_too_long")]
    kind: String,
    /// A few words for people.
    title: String,
    /// The status.
    #[schema(example = 422)]
    status: u16,
    /// What software tells it by; stable.
    #[schema(example = "note_too_long")]
    code: String,
    /// A sentence for the one who asked.
    detail: String,
    /// The request, as the operator finds it in the log.
    request_id: String,
    /// What is wrong with which field.
    errors: Option<Vec<FieldError>>,
}
