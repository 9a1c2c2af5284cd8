//! The page on which a member says whom they let in (F7).

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::door_policy::{
    self, DoorPolicy, DoorPolicyRefused, EditDoorRefused, MOST_QUESTIONS, MOST_SHARED_CONNECTIONS, Tie, Who,
};
use kith_app::{Failure, FieldErrors};
use kith_domain::invitations::{Language, Purpose};
use kith_domain::text::DoorQuestion;

use super::words;
use crate::Web;
use crate::extract::Form;
use crate::page::{Flash, Frame, MemberRequest, Page, Place};
use crate::problem::Problem;

/// The pages of the door policy.
pub fn routes() -> Router<Web> {
    Router::new().route("/settings/door", get(show).post(save))
}

/// How many shared connections the form begins with.
const SHARED_TO_BEGIN_WITH: u8 = 3;

#[derive(Template)]
#[template(path = "door/edit.html")]
struct DoorPage {
    frame: Frame,
    who: &'static str,
    ties: Vec<Tick>,
    at_least: String,
    most: u8,
    note: bool,
    verified: bool,
    questions: Vec<String>,
    purposes: Vec<Tick>,
    languages: Vec<Tick>,
    told: Vec<String>,
    errors: FieldErrors,
}

/// A box of the form.
struct Tick {
    field: String,
    words: String,
    set: bool,
    counts: bool,
}

/// The form as it is sent: a field for each box that is ticked.
type Fields = BTreeMap<String, String>;

async fn show(ask: MemberRequest) -> Result<Page<DoorPage>, Problem> {
    let door = door_policy::read(ask.app(), ask.actor()).await?.ok_or_else(Problem::not_found)?;
    let told = words::policy(&door.policy, ask.caller().person.name.first());
    Ok(Page::new(page(&ask, &fields(&door.policy), told, FieldErrors::new()).await?))
}

async fn save(ask: MemberRequest, Form(fields): Form<Fields>) -> Result<Response, Problem> {
    let errors = match policy(&fields) {
        Err(errors) => errors,
        Ok(policy) => match door_policy::put(ask.app(), ask.actor(), policy, None).await {
            Ok(_) => return Ok(ask.done("/settings/door", Flash::say("Saved."))),
            Err(Failure::Fault(fault)) => return Err(fault.into()),
            Err(Failure::Refused(EditDoorRefused::Policy(refused))) => wrong(refused),
            // No version is named, so it cannot be another one.
            Err(Failure::Refused(EditDoorRefused::Outdated { .. } | EditDoorRefused::Gone)) => {
                return Err(Problem::not_found());
            }
        },
    };
    let page = page(&ask, &fields, Vec::new(), errors).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    ask: &MemberRequest,
    fields: &Fields,
    told: Vec<String>,
    errors: FieldErrors,
) -> Result<DoorPage, Problem> {
    let set = |field: &str| fields.contains_key(field);
    let tick = |field: String, words: String, counts: bool| Tick { set: set(&field), field, words, counts };
    let tie = |(field, of): (&str, Tie)| {
        let counts = matches!(of, Tie::Connections(_));
        tick(field.to_owned(), own_tie(of).to_owned(), counts)
    };
    let purpose = |of: Purpose| tick(purpose_field(of), crate::words::purpose(of).to_owned(), false);
    let language = |of: Language| tick(language_field(of), words::language_name(of).to_owned(), false);
    let text = |field: &str| fields.get(field).cloned().unwrap_or_default();
    Ok(DoorPage {
        frame: ask.frame(Place::Elsewhere).await?,
        who: who_field(fields),
        ties: TIES.into_iter().map(tie).collect(),
        at_least: match fields.get("at_least") {
            Some(typed) => typed.clone(),
            None => SHARED_TO_BEGIN_WITH.to_string(),
        },
        most: MOST_SHARED_CONNECTIONS,
        note: set("note"),
        verified: set("verified"),
        questions: (1..=MOST_QUESTIONS).map(|n| text(&format!("question_{n}"))).collect(),
        purposes: Purpose::ALL.into_iter().map(purpose).collect(),
        languages: Language::ALL.into_iter().map(language).collect(),
        told,
        errors,
    })
}

/// The boxes of ties; the number of connections comes from a field of its own.
const TIES: [(&str, Tie); 6] = [
    ("tie_group", Tie::Group),
    ("tie_employer", Tie::Employer),
    ("tie_school", Tie::School),
    ("tie_connections", Tie::Connections(SHARED_TO_BEGIN_WITH)),
    ("tie_introduction", Tie::Introduction),
    ("tie_address", Tie::Address),
];

/// A tie as the member ticks it.
fn own_tie(tie: Tie) -> &'static str {
    match tie {
        Tie::Group => "is in a group with me",
        Tie::School => "was at a school with me",
        Tie::Employer => "works or worked where I did",
        Tie::Connections(_) => "shares connections with me",
        Tie::Address => "knows my e-mail address",
        Tie::Introduction => "was introduced to me by somebody we both know",
    }
}

fn who_field(fields: &Fields) -> &'static str {
    match fields.get("who").map(String::as_str) {
        Some("tied") => "tied",
        Some("nobody") => "nobody",
        Some(_) | None => "anybody",
    }
}

fn purpose_field(purpose: Purpose) -> String {
    format!("purpose_{}", crate::words::purpose_value(purpose))
}

fn language_field(language: Language) -> String {
    format!("language_{}", language.code())
}

/// A policy as the form would send it.
fn fields(policy: &DoorPolicy) -> Fields {
    let mut fields = Fields::new();
    let mut tick = |field: String| fields.insert(field, "yes".to_owned());
    if policy.note {
        tick("note".to_owned());
    }
    if policy.verified {
        tick("verified".to_owned());
    }
    for purpose in &policy.purposes {
        tick(purpose_field(*purpose));
    }
    for language in &policy.languages {
        tick(language_field(*language));
    }
    let same_kind = |a: Tie, b: Tie| std::mem::discriminant(&a) == std::mem::discriminant(&b);
    let who = match &policy.who {
        Who::Anybody => "anybody",
        Who::Nobody => "nobody",
        Who::Tied(ties) => {
            for (field, _) in TIES.iter().filter(|(_, of)| ties.iter().any(|tie| same_kind(*tie, *of))) {
                tick((*field).to_owned());
            }
            for tie in ties {
                if let Tie::Connections(at_least) = tie {
                    fields.insert("at_least".to_owned(), at_least.to_string());
                }
            }
            "tied"
        }
    };
    fields.insert("who".to_owned(), who.to_owned());
    for (n, question) in policy.questions.iter().enumerate() {
        fields.insert(format!("question_{}", n + 1), question.to_string());
    }
    fields
}

/// What the form says.
fn policy(fields: &Fields) -> Result<DoorPolicy, FieldErrors> {
    let mut errors = FieldErrors::new();
    let set = |field: &str| fields.contains_key(field);
    let who = match who_field(fields) {
        "tied" => {
            let mut ties = Vec::new();
            for (_, of) in TIES.iter().filter(|(field, _)| set(field)) {
                match of {
                    Tie::Connections(_) => match fields.get("at_least").map(|typed| typed.trim().parse()) {
                        Some(Ok(at_least)) => ties.push(Tie::Connections(at_least)),
                        Some(Err(_)) | None => errors.add("at_least", "malformed", how_many()),
                    },
                    Tie::Group | Tie::School | Tie::Employer | Tie::Address | Tie::Introduction => {
                        ties.push(*of);
                    }
                }
            }
            Who::Tied(ties)
        }
        "nobody" => Who::Nobody,
        _ => Who::Anybody,
    };
    let mut questions = Vec::new();
    for n in 1..=MOST_QUESTIONS {
        let field = format!("question_{n}");
        let typed = fields.get(&field).map_or("", |typed| typed.trim());
        match DoorQuestion::parse(typed) {
            _ if typed.is_empty() => {}
            Ok(question) => questions.push(question),
            Err(refused) => errors.add(field, refused.code(), refused.to_string()),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(DoorPolicy {
        who,
        note: set("note"),
        questions,
        purposes: Purpose::ALL.into_iter().filter(|of| set(&purpose_field(*of))).collect(),
        verified: set("verified"),
        languages: Language::ALL.into_iter().filter(|of| set(&language_field(*of))).collect(),
    })
}

fn how_many() -> String {
    format!("Say how many: a number from 1 to {MOST_SHARED_CONNECTIONS}.")
}

fn wrong(refused: DoorPolicyRefused) -> FieldErrors {
    let mut errors = FieldErrors::new();
    match refused {
        DoorPolicyRefused::NoTie => {
            errors.add("who", "required", "Tick at least one of them, or choose nobody.");
        }
        DoorPolicyRefused::ConnectionsOutOfRange => errors.add("at_least", "out_of_range", how_many()),
        DoorPolicyRefused::TooManyQuestions => {
            errors.add("question_1", "too_many", format!("Ask {MOST_QUESTIONS} questions at most."));
        }
        DoorPolicyRefused::QuestionTwice => {
            errors.add("question_2", "twice", "This is the same question as the first.");
        }
    }
    errors
}
