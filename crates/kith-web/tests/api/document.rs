//! The API's document.

use std::collections::BTreeSet;

use serde_json::Value;

/// The document as it is committed.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");

pub(crate) fn document() -> Value {
    serde_json::to_value(kith_web::openapi()).expect("a document")
}

/// Every operation, as `GET /invitations/{id}`, with what the document says of it.
pub(crate) fn operations() -> Vec<(String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().expect("paths").clone();
    let mut operations = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path") {
            let path = path.strip_prefix("/api/v1").expect("below the base");
            operations.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
        }
    }
    operations
}

#[test]
fn the_committed_document_is_the_one_the_code_makes() {
    let made = format!("{}\n", serde_json::to_string_pretty(&document()).expect("JSON"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(COMMITTED, &made).expect("docs/openapi.json");
    }
    let committed = std::fs::read_to_string(COMMITTED).expect("docs/openapi.json");
    assert!(made == committed, "docs/openapi.json is out of date; run the tests once with UPDATE_DOCS=1");
}

#[test]
fn every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let operations = operations();
    let names: BTreeSet<&str> =
        operations.iter().filter_map(|(_, operation)| operation["operationId"].as_str()).collect();
    assert_eq!(names.len(), operations.len());
    for (name, operation) in &operations {
        assert!(operation["tags"].is_array(), "{name} has no tag");
        assert!(operation["summary"].is_string(), "{name} has no summary");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let place = &parameter["in"];
            let in_path = name.contains(&format!("{{{}}}", parameter["name"].as_str().expect("a name")));
            assert_eq!(place == "path", in_path, "{name}: {parameter}");
        }
    }
    let document = document();
    let mut references = BTreeSet::new();
    gather(&document, &mut references);
    for reference in references {
        let path = reference.trim_start_matches('#');
        assert!(document.pointer(path).is_some(), "{reference} leads nowhere");
    }
}

fn gather(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| gather(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
