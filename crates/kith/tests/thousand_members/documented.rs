//! What the API's own document says an operation may answer, held against what it answers.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Method, StatusCode};
use serde_json::Value;

/// Refusals that a description tells in words and not by their code.
const IN_WORDS: [(u16, &str); 3] = [(401, "not_signed_in"), (404, "not_found"), (422, "invalid_fields")];

/// Every operation of the document: its method and path, and by status the codes that its description names.
pub(crate) struct Documented {
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: Vec<String>,
    answers: BTreeMap<u16, BTreeSet<String>>,
}

impl Documented {
    /// Reads an OpenAPI document.
    pub(crate) fn read(document: &Value) -> Self {
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().expect("paths") {
            let path: Vec<String> =
                path.strip_prefix("/api/v1").expect("a base path").split('/').map(str::to_owned).collect();
            for (method, operation) in methods.as_object().expect("methods") {
                let Some(responses) = operation["responses"].as_object() else { continue };
                let answers = responses.iter().map(|(status, response)| {
                    let told = response["description"].as_str().unwrap_or_default();
                    // `code` in every second piece between backticks.
                    let codes = told.split('`').skip(1).step_by(2).map(str::to_owned).collect();
                    (status.parse().expect("a status"), codes)
                });
                let answers = answers.collect();
                operations.push(Operation { method: method.to_uppercase(), path: path.clone(), answers });
            }
        }
        assert!(operations.len() > 40, "the document has lost its operations");
        Self { operations }
    }

    /// What is wrong with an answer, by the document; nothing where it stands there.
    pub(crate) fn objection(
        &self,
        method: &Method,
        path: &str,
        status: StatusCode,
        body: &Value,
    ) -> Option<String> {
        let Some(operation) = self.operation(method, path) else {
            return Some(format!("{method} {path} is not in the document"));
        };
        let Some(codes) = operation.answers.get(&status.as_u16()) else {
            return Some(format!("{method} {path} answers {status}, which the document does not tell of"));
        };
        if status.is_success() {
            return None;
        }
        let Some(code) = body["code"].as_str() else {
            return Some(format!("{method} {path} refuses with {status} and no code: {body}"));
        };
        let told = codes.contains(code) || IN_WORDS.contains(&(status.as_u16(), code));
        (!told).then(|| {
            format!("{method} {path} refuses with {status} {code}, which the document does not name")
        })
    }

    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let asked: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
        let fits = |operation: &&Operation| {
            operation.method == method.as_str()
                && operation.path.len() == asked.len()
                && operation
                    .path
                    .iter()
                    .zip(&asked)
                    .all(|(told, asked)| told.starts_with('{') || told == asked)
        };
        // A path of words alone is meant before one with a parameter in their place.
        let parameters =
            |operation: &&Operation| operation.path.iter().filter(|part| part.starts_with('{')).count();
        self.operations.iter().filter(fits).min_by_key(parameters)
    }
}
