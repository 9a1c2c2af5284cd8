//! The operations that schemathesis leaves alone, all of them here.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Method, path and why. Named as the API's readers know them; the operation ids are looked up in the document.
const EXCLUDED: &[(&str, &str, &str)] = &[
    ("delete", "/me", "deletes the account that the run is made with"),
    ("delete", "/sessions/current", "signs the run out"),
    ("delete", "/sessions/{id}", "signs the run out when it meets its own session in the list"),
    ("get", "/events", "never ends: a stream"),
];

/// The operation ids to exclude. An exclusion that excludes nothing is an error: the list only shrinks.
pub(super) fn operation_ids(document: &Value) -> Result<Vec<String>> {
    EXCLUDED
        .iter()
        .map(|(method, path, why)| {
            operation_id(document, method, path).with_context(|| format!("excluded because it {why}"))
        })
        .collect()
}

fn operation_id(document: &Value, method: &str, path: &str) -> Result<String> {
    // The base path stands in `servers` or before every path, as the generator likes.
    let with_base = format!("/api/v1{path}");
    let operation = [path, &with_base]
        .iter()
        .map(|path| &document["paths"][*path][method])
        .find(|found| found.is_object());
    let operation =
        operation.with_context(|| format!("the document has no {} {path}", method.to_uppercase()))?;
    let id = operation["operationId"].as_str().unwrap_or_default();
    ensure!(!id.is_empty(), "{} {path} has no operationId", method.to_uppercase());
    Ok(id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_are_found_with_and_without_the_base_path() {
        let document = json!({ "paths": {
            "/api/v1/me": { "get": { "operationId": "read_me" }, "delete": { "operationId": "delete_me" } },
            "/sessions/current": { "delete": { "operationId": "sign_out" } },
            "/sessions/{id}": { "delete": { "operationId": "revoke" } },
            "/events": { "get": { "operationId": "events" } },
        }});
        assert_eq!(operation_ids(&document).unwrap(), ["delete_me", "sign_out", "revoke", "events"]);
    }

    #[test]
    fn an_exclusion_that_excludes_nothing_is_told() {
        let error = operation_ids(&json!({ "paths": {} })).unwrap_err();
        assert!(format!("{error:#}").ends_with("the document has no DELETE /me"), "{error:#}");
    }
}
