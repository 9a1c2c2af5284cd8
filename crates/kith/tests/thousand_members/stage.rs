//! The place where it happens: the server, who is there, and what was acknowledged.

use std::collections::HashMap;
use std::sync::Mutex;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::documented::Documented;
use crate::ledger::Ledger;
use crate::support::Member;

/// Everything that members share.
pub(crate) struct Stage {
    /// Everybody, by number.
    pub(crate) members: Vec<Member>,
    /// What was acknowledged.
    pub(crate) ledger: Ledger,
    numbers: HashMap<String, usize>,
    documented: Documented,
    objections: Mutex<Vec<String>>,
}

impl Stage {
    /// A stage with these members.
    pub(crate) fn new(members: Vec<Member>, document: &Value) -> Self {
        let numbers =
            members.iter().enumerate().map(|(number, member)| (member.id.clone(), number)).collect();
        Self {
            members,
            numbers,
            ledger: Ledger::default(),
            documented: Documented::read(document),
            objections: Mutex::default(),
        }
    }

    /// The number of a member who is spoken of in an answer: their id.
    pub(crate) fn number(&self, id: &Value) -> usize {
        let id = id.as_str().expect("an id");
        *self.numbers.get(id).unwrap_or_else(|| panic!("there is no member {id}"))
    }

    /// Asks as a member. Whatever the document does not tell of is remembered against the server.
    pub(crate) async fn ask(
        &self,
        member: usize,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let (status, answer) = self.members[member].ask(method.clone(), path, body).await;
        if let Some(objection) = self.documented.objection(&method, path, status, &answer) {
            self.object(objection);
        }
        let words =
            path.split(['?', '/']).filter(|part| part.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        let words = words.collect::<Vec<_>>().join(" ");
        let code = answer["code"].as_str().unwrap_or_default();
        self.ledger.count(format!("{method}{words}: {} {code}", status.as_u16()));
        (status, answer)
    }

    /// Asks for something that is there.
    pub(crate) async fn get(&self, member: usize, path: &str) -> Value {
        let (status, answer) = self.ask(member, Method::GET, path, None).await;
        if status != StatusCode::OK {
            self.object(format!("GET {path} answers {status}: {answer}"));
        }
        answer
    }

    /// Remembers something that is not right.
    pub(crate) fn object(&self, objection: String) {
        self.objections.lock().expect("the objections").push(objection);
    }

    /// What was not right.
    pub(crate) fn objections(&self) -> Vec<String> {
        self.objections.lock().expect("the objections").clone()
    }
}
