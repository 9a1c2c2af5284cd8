//! The API's document, made from the handlers, with what all of them answer alike added in one place.

use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Required, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

use crate::problem::{FieldError, ProblemShape};
use crate::{
    Web, accounts, connections, credits, door, follows, groups, instance, introductions, invitations,
    members, memory, messages, moderation, notifications, outreach, profile, settings, standing, suggestions,
    vouches,
};

/// Where the API begins.
pub(crate) const BASE: &str = "/api/v1";
const TOKEN: &str = "token";
const COOKIE: &str = "cookie";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kith",
        description = "A professional network in which an invitation means something. Errors are \
`application/problem+json`; lists are `{items, next}`, and the header `Link` names the next piece; what is read has \
an `ETag`, and with it in `If-None-Match` is answered 304; ids are strings; times are RFC 3339 in UTC.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(ProblemShape, FieldError)),
    security(("token" = []), ("cookie" = [])),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let Some(components) = document.components.as_mut() else { return };
        let mut token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        token.description = Some("The `token` of `POST /sessions` or `POST /accounts`.".to_owned());
        components.add_security_scheme(TOKEN, SecurityScheme::Http(token));
        let cookie = ApiKeyValue::with_description(
            "kith",
            "The session of a browser; over https its name is `__Host-kith`. What changes something also needs \
the header `x-csrf-token`.",
        );
        components.add_security_scheme(COOKIE, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The routes of the API, each with its part of the document.
pub(crate) fn api() -> OpenApiRouter<Web> {
    let concepts = OpenApiRouter::new()
        .merge(instance::api::routes())
        .merge(accounts::api::routes())
        .merge(profile::api::routes())
        .merge(standing::api::routes())
        .merge(standing::more::routes())
        .merge(standing::review::routes())
        .merge(settings::api::routes())
        .merge(door::api::routes())
        .merge(members::api::routes())
        .merge(suggestions::api::routes())
        .merge(invitations::api::routes())
        .merge(invitations::note_api::routes())
        .merge(invitations::answering_api::routes())
        .merge(invitations::terms_api::routes())
        .merge(invitations::several_api::routes())
        .merge(vouches::api::routes())
        .merge(introductions::api::routes())
        .merge(connections::api::routes())
        .merge(groups::api::routes())
        .merge(memory::api::routes())
        .merge(messages::api::routes())
        .merge(moderation::api::routes())
        .merge(outreach::api::routes())
        .merge(credits::api::routes())
        .merge(follows::api::routes())
        .merge(notifications::api::routes());
    OpenApiRouter::with_openapi(Document::openapi()).nest(BASE, concepts)
}

/// The document, complete.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, mut document) = api().split_for_parts();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, method, operation);
        }
    }
    document
}

/// The operations of a path with their methods.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", item.get.as_mut()),
        ("put", item.put.as_mut()),
        ("post", item.post.as_mut()),
        ("delete", item.delete.as_mut()),
        ("patch", item.patch.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.map(|operation| (method, operation)))
}

/// Adds the answers that do not depend on what an operation does.
fn complete(path: &str, method: &str, operation: &mut Operation) {
    let open = operation.security.as_ref().is_some_and(|needed| {
        needed
            .iter()
            .all(|requirement| *requirement == utoipa::openapi::security::SecurityRequirement::default())
    });
    let reads = method == "get";
    if !open {
        problem(operation, "401", "Nobody is signed in.");
    }
    if !reads {
        problem(operation, "403", "A browser's request without its form token, or another site's.");
        problem(operation, "413", "The body is too large.");
    }
    if operation.request_body.is_some() {
        problem(operation, "400", "The body cannot be read.");
        problem(operation, "415", "The body is of another kind.");
        problem(operation, "422", "A field is wrong; `errors` says which.");
    }
    // To who is no moderator the moderators' routes are not there.
    if path.contains('{') || path.starts_with("/api/v1/moderation") {
        problem(operation, "404", "It is not there, or not yours to see.");
    }
    let asked = operation.parameters.iter().flatten();
    let by_query = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => false,
    };
    if asked.clone().any(by_query) {
        problem(operation, "422", "A parameter is wrong; `errors` says which.");
    }
    if method == "post" && !open {
        problem(operation, "409", "The first request with this `Idempotency-Key` is under way.");
        problem(operation, "422", "The `Idempotency-Key` came with another request.");
        operation.parameters.get_or_insert_default().push(idempotency_key().into());
    }
    if method == "post" && open {
        let told = operation.description.take().unwrap_or_default();
        let unkept = "An `Idempotency-Key` is not looked at here: nobody is known yet whose key it could be.";
        operation.description = Some([told.as_str(), unkept].join("\n\n").trim().to_owned());
    }
    problem(operation, "429", "Too fast; `Retry-After` says how long to wait.");
    shape_problems(operation);
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The same key and body within 24 hours are done once and answered alike."))
        .schema(Some(
            utoipa::openapi::ObjectBuilder::new()
                .schema_type(utoipa::openapi::schema::Type::String)
                .pattern(Some("^[!-~]{1,255}$"))
                .build(),
        ))
        .build()
}

/// Tells of a problem, unless the handler does.
fn problem(operation: &mut Operation, status: &str, description: &str) {
    let responses = &mut operation.responses.responses;
    if !responses.contains_key(status) {
        let response = ResponseBuilder::new().description(description).build();
        responses.insert(status.to_owned(), response.into());
    }
}

/// What a problem looks like is the same everywhere: handlers say when alone.
fn shape_problems(operation: &mut Operation) {
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
        {
            let content = Content::new(Some(Ref::from_schema_name("Problem")));
            response.content.insert("application/problem+json".to_owned(), content.into());
        }
    }
}
