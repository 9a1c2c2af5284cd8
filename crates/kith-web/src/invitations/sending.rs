//! The pages on which S writes an invitation, sends it with one click, adds to it and takes it back.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::invitations::{self, Draft, Preview, SendInvitation, SendReply, SentInvitation};
use kith_app::relationship::RelationshipState;
use kith_app::{Failure, profile};
use kith_domain::door::{Answered, Need, Tie};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{
    Claim, ClaimRefused, Place as SendPlace, Purpose, RelationKind, SendRefused, StateForSender,
    generic_text, sentence,
};
use kith_domain::profile::Part;
use kith_domain::standing::Balance;
use kith_domain::text::{DoorAnswer, DoorQuestion, MetAt};
use serde::Deserialize;

use super::checked;
use super::shown::{Fact, SentLine, facts};
use crate::Web;
use crate::door;
use crate::extract::{Form, Path, Query};
use crate::gate::session::Member;
use crate::members::routes::OtherRoutes;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place, Somebody};
use crate::problem::Problem;
use crate::words::{self, Ground};

/// The pages of sending.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/in/{handle}/invite", get(dialog).post(send))
        .route("/in/{handle}/connect", post(connect))
        .route("/in/{handle}/invite/preview", post(preview))
        .route("/invitations/{id}/undo", post(undo))
        .route("/invitations/{id}/withdrawal", post(withdraw))
}

#[derive(Template)]
#[template(path = "invitations/invite.html")]
struct InvitePage {
    frame: Frame,
    to: Somebody,
    kinds: Vec<Choice>,
    starters: Vec<FactButton>,
    whole: Vec<FactButton>,
    ground: Vec<Ground>,
    nothing_shared: bool,
    facts: Vec<Fact>,
    general: String,
    purposes: Vec<(&'static str, &'static str)>,
    limit: u32,
    door: DoorPart,
    balance: String,
    pace: Option<String>,
    missing: Vec<&'static str>,
    routes: OtherRoutes,
    form: InviteForm,
    refused: Option<Refused>,
    /// What R will read beside the claim and the note.
    checks: Vec<Check>,
    /// Whether S asked to look at it before sending.
    looked_at: bool,
}

/// What is checked of an invitation, and what R will read of it (F8, F10).
#[derive(Debug, Clone)]
struct Check {
    about: &'static str,
    says: String,
}

#[derive(Template)]
#[template(path = "invitations/check.html")]
struct CheckPart {
    to: Somebody,
    checks: Vec<Check>,
}

/// One way to know R, with the question it leads to.
#[derive(Debug, Clone)]
struct Choice {
    value: &'static str,
    words: String,
    more: More,
    chosen: bool,
    asks_address: bool,
}

/// The further question of a choice (R1.5).
#[derive(Debug, Clone)]
enum More {
    Nothing,
    OneOf { label: &'static str, field: &'static str, options: Vec<(String, String)>, chosen: String },
    Where,
    Unknown,
}

/// A button that puts a sentence into the note (R2.8).
#[derive(Debug, Clone)]
pub(super) struct FactButton {
    pub(super) words: String,
    pub(super) sentence: String,
}

/// Why an invitation was not sent, and at which field that is.
#[derive(Debug, Clone)]
struct Refused {
    field: &'static str,
    text: String,
}

/// The dialog as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct InviteForm {
    relation: String,
    colleague_of: String,
    business_of: String,
    classmate_of: String,
    group: String,
    met_at: String,
    address: String,
    note: String,
    purpose: String,
    place: String,
    question_1: String,
    answer_1: String,
    question_2: String,
    answer_2: String,
}

/// What R's door asks for, where S writes (F7).
#[derive(Debug, Clone)]
struct DoorPart {
    told: Vec<String>,
    allowed: bool,
    asks_note: bool,
    asks_address: bool,
    questions: Vec<Asked>,
}

/// A question of the door with what S answers.
#[derive(Debug, Clone)]
struct Asked {
    number: usize,
    question: String,
    answer: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "door/stands.html")]
struct DoorStandsPart {
    to: Somebody,
    place: &'static str,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct From {
    place: String,
}

#[derive(Template)]
#[template(path = "invitations/connected_or_sent.html")]
struct SentPart {
    csrf: String,
    line: Option<SentLine>,
    /// Whether it was there before.
    existing: bool,
    pace: Option<String>,
}

#[derive(Template)]
#[template(path = "invitations/taken_back.html")]
struct TakenBackPart {
    text: &'static str,
}

/// The full dialog: a page of its own, which the script opens as a modal (R1.4).
async fn dialog(
    ask: PageRequest,
    me: Member,
    Path(handle): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let draft = draft(&ask, &me, &handle).await?;
    match draft.bearing.state {
        RelationshipState::None => {}
        RelationshipState::Yourself
        | RelationshipState::Invited
        | RelationshipState::InvitedYou
        | RelationshipState::Connected => return Ok(ask.onward(Onward::to(format!("/in/{handle}")))),
    }
    let form = InviteForm { place: from.place, ..InviteForm::default() };
    let page = invite_page(&ask, draft, form, None).await?;
    Ok(Page::new(page).into_response())
}

async fn send(
    ask: PageRequest,
    me: Member,
    Path(handle): Path<String>,
    Form(form): Form<InviteForm>,
) -> Result<Response, Problem> {
    let to = member(&ask, &handle).await?;
    let refused = match form.claim() {
        Err(refused) => refused,
        Ok(claim) => {
            let wanted = form.wanted(to, claim);
            match invitations::send(ask.app(), me.actor(), wanted).await {
                Ok(reply) => return Ok(sent(&ask, &handle, reply)),
                Err(Failure::Fault(fault)) => return Err(fault.into()),
                Err(Failure::Refused(refused)) => {
                    let field = field_of(&refused);
                    let problem = Problem::from(Failure::Refused(refused));
                    Refused { field, text: problem.detail().to_owned() }
                }
            }
        }
    };
    let draft = draft(&ask, &me, &handle).await?;
    let page = invite_page(&ask, draft, form, Some(refused)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What R will read of it, before it is sent (R6.9, F8, F10): in its place in the dialog, or as the dialog once more.
async fn preview(
    ask: PageRequest,
    me: Member,
    Path(handle): Path<String>,
    Form(form): Form<InviteForm>,
) -> Result<Response, Problem> {
    let to = member(&ask, &handle).await?;
    // A claim that is not complete yet is none.
    let wanted = form.wanted(to, form.claim().unwrap_or_default());
    let (checks, preview) = match invitations::preview(ask.app(), me.actor(), &wanted).await {
        Ok(preview) => (checks(&preview), Some(preview)),
        Err(Failure::Refused(refused @ (SendRefused::Note(_) | SendRefused::Claim(_)))) => {
            let about = if field_of(&refused) == "note" { "Your note" } else { "How you know each other" };
            let says = Problem::from(Failure::Refused(refused)).detail().to_owned();
            (vec![Check { about, says }], None)
        }
        Err(failure) => return Err(failure.into()),
    };
    if ask.fragment() {
        let to = draft(&ask, &me, &handle).await?.to.person;
        return Ok(Page::new(CheckPart { to: Somebody::of(&to), checks }).into_response());
    }
    let draft = draft(&ask, &me, &handle).await?;
    let mut page = invite_page(&ask, draft, form, None).await?;
    page.checks = checks;
    page.looked_at = true;
    if let Some(preview) = preview {
        page.facts = facts(preview.note.as_ref(), preview.originality, &preview.card);
    }
    Ok(Page::new(page).into_response())
}

/// What R will read beside the claim and the note.
fn checks(preview: &Preview) -> Vec<Check> {
    let first = preview.to.name.first();
    let claim = preview.relation.as_ref().zip(preview.card.claim);
    let claim = claim.map(|(claim, checked)| Check {
        about: "How you know each other",
        says: checked::claim_for_sender(claim, checked, first),
    });
    let note = preview
        .originality
        .map(|band| Check { about: "Your note", says: checked::note_for_sender(band, first) });
    claim.into_iter().chain(note).collect()
}

/// Connect with one click: sent at once, with the general text, and undone as easily (R1.2, R3.4).
async fn connect(
    ask: PageRequest,
    me: Member,
    Path(handle): Path<String>,
    Form(from): Form<From>,
) -> Result<Response, Problem> {
    let to = member(&ask, &handle).await?;
    let wanted = SendInvitation::one_click(to, place(&from.place));
    let reply = match invitations::send(ask.app(), me.actor(), wanted).await {
        Ok(reply) => reply,
        Err(Failure::Refused(SendRefused::Door(_))) => {
            return door_stands(&ask, &me, &handle, place(&from.place)).await;
        }
        Err(failure) => return Err(failure.into()),
    };
    if ask.fragment() {
        return Ok(sent_part(&ask, reply));
    }
    let flash = flash_of(&reply);
    Ok(Onward::to(ask.back(&format!("/in/{handle}"))).saying(flash).into_response())
}

/// R's door asks for more than one click can bring: the dialog opens instead (R1.2, F7).
async fn door_stands(
    ask: &PageRequest,
    me: &Member,
    handle: &str,
    place: SendPlace,
) -> Result<Response, Problem> {
    let place = place_word(place);
    if !ask.fragment() {
        return Ok(Onward::to(format!("/in/{handle}/invite?place={place}")).into_response());
    }
    let to = Somebody::of(&draft(ask, me, handle).await?.to.person);
    Ok(Page::new(DoorStandsPart { to, place }).into_response())
}

async fn undo(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    invitations::undo(ask.app(), me.actor(), id).await?;
    let text = "Undone, as if it had never been sent.";
    Ok(taken_back(&ask, text, &format!("/invitations/{id}")))
}

async fn withdraw(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    invitations::withdraw(ask.app(), me.actor(), id).await?;
    Ok(taken_back(&ask, "Withdrawn. It still counts.", ""))
}

/// Says that it is gone, where the button was; `gone` is the page that is no more.
fn taken_back(ask: &PageRequest, text: &'static str, gone: &str) -> Response {
    if ask.fragment() {
        return Page::new(TakenBackPart { text }).into_response();
    }
    let back = ask.back("/network/sent");
    let to = if back == gone { "/network/sent".to_owned() } else { back };
    Onward::to(to).saying(Flash::say(text)).into_response()
}

async fn member(ask: &PageRequest, handle: &str) -> Result<MemberId, Problem> {
    profile::find(ask.app(), handle).await?.ok_or_else(Problem::not_found)
}

async fn draft(ask: &PageRequest, me: &Member, handle: &str) -> Result<Draft, Problem> {
    let to = member(ask, handle).await?;
    invitations::draft(ask.app(), me.actor(), to).await?.ok_or_else(Problem::not_found)
}

/// On after the dialog: back to the profile, where the way back is offered.
fn sent(ask: &PageRequest, handle: &str, reply: SendReply) -> Response {
    let to = match ask.back("") {
        // The dialog lies over the page it was opened from; as a page of its own it leads to the profile.
        back if back.is_empty() || back.contains("/invite") => format!("/in/{handle}"),
        back => back,
    };
    ask.onward(Onward::to(to).saying(flash_of(&reply)))
}

fn sent_part(ask: &PageRequest, reply: SendReply) -> Response {
    let now = ask.app().now();
    let line = |sent: &SentInvitation| Some(SentLine::of(sent, now));
    let csrf = ask.csrf().to_owned();
    let part = match &reply {
        SendReply::Sent { invitation, pace_hint } => {
            SentPart { csrf, line: line(invitation), existing: false, pace: pace_hint.map(pace) }
        }
        SendReply::Existing(invitation) => {
            SentPart { csrf, line: line(invitation), existing: true, pace: None }
        }
        SendReply::Connected { .. } => SentPart { csrf, line: None, existing: true, pace: None },
    };
    Page::new(part).into_response()
}

/// What sending came to, said on the next page.
fn flash_of(reply: &SendReply) -> Flash {
    let sent = |sent: &SentInvitation, pace_hint: Option<u64>| {
        let id = sent.invitation.id;
        let name = sent.recipient.as_ref().map_or_else(String::new, |to| format!(" to {}", to.name));
        let hint = pace_hint.map_or_else(String::new, |sent| format!(" {}", pace(sent)));
        let flash = Flash::say(format!("Sent{name}.{hint}"));
        let flash = if sent.may_undo { flash.undo(format!("/invitations/{id}/undo")) } else { flash };
        let bare = sent.invitation.note.is_none() && sent.invitation.relation.is_none();
        if bare && sent.may_edit {
            flash.link(format!("/invitations/{id}/note"), "Add a note")
        } else {
            flash
        }
    };
    match reply {
        SendReply::Sent { invitation, pace_hint } => sent(invitation, *pace_hint),
        SendReply::Existing(invitation) => match invitation.state {
            StateForSender::Held => sent(invitation, None),
            StateForSender::Pending
            | StateForSender::Asked
            | StateForSender::Accepted
            | StateForSender::Withdrawn
            | StateForSender::Expired
            | StateForSender::Undeliverable => {
                Flash::say("Your invitation is there already; it does not count twice.")
            }
        },
        SendReply::Connected { .. } => Flash::say("They had invited you too: you are connected."),
    }
}

/// A word about pace, before any limit is near (R6.6).
fn pace(sent: u64) -> String {
    format!(
        "{} today. There is no hurry: people answer when it suits them.",
        words::counted(sent, "invitation", "invitations")
    )
}

fn field_of(refused: &SendRefused) -> &'static str {
    match refused {
        SendRefused::Note(_) => "note",
        SendRefused::Door(needs) => match needs.first() {
            Some(Need::Note) => "note",
            Some(Need::Purpose(_)) => "purpose",
            Some(Need::Answers(_)) => "answer_1",
            Some(Need::OneOf(ties)) if ties.contains(&Tie::Address) => "address",
            Some(Need::OneOf(_) | Need::Nobody | Need::VerifiedAddress) | None => "invite",
        },
        SendRefused::Claim(ClaimRefused::AddressNeeded | ClaimRefused::TooManyAddressTries) => "address",
        SendRefused::Claim(ClaimRefused::NotBacked | ClaimRefused::Unknown) => "relation",
        SendRefused::ToYourself
        | SendRefused::NotFound
        | SendRefused::AlreadyConnected
        | SendRefused::NotPossibleNow
        | SendRefused::AddressUnverified
        | SendRefused::ProfileIncomplete { .. }
        | SendRefused::TooManyConnections { .. }
        | SendRefused::Restricted { .. }
        | SendRefused::AllowanceSpent { .. }
        | SendRefused::PaceExceeded { .. }
        | SendRefused::TooManyPending { .. } => "invite",
    }
}

/// Where S clicked, as forms say it.
fn place(word: &str) -> SendPlace {
    match word {
        "search" => SendPlace::Search,
        "suggestions" => SendPlace::Suggestions,
        "phone_menu" => SendPlace::PhoneMenu,
        _ => SendPlace::Profile,
    }
}

/// The same, as a form says it.
fn place_word(place: SendPlace) -> &'static str {
    match place {
        SendPlace::Search => "search",
        SendPlace::Suggestions => "suggestions",
        SendPlace::PhoneMenu => "phone_menu",
        SendPlace::Profile | SendPlace::Api => "profile",
    }
}

impl InviteForm {
    /// What S asks for.
    fn wanted(&self, to: MemberId, claim: Option<Claim>) -> SendInvitation {
        SendInvitation {
            to,
            claim,
            note: Some(self.note.clone()),
            purpose: self.purpose(),
            place: place(&self.place),
            address: Some(self.address.clone()),
            answers: self.answers(),
        }
    }

    /// What S answers at R's door; what is left empty is none.
    fn answers(&self) -> Vec<Answered> {
        let pairs = [(&self.question_1, &self.answer_1), (&self.question_2, &self.answer_2)];
        let read = |(question, answer): (&String, &String)| {
            Some(Answered {
                question: DoorQuestion::parse(question).ok()?,
                answer: DoorAnswer::parse(answer).ok()?,
            })
        };
        pairs.into_iter().filter_map(read).collect()
    }

    /// What stands in the field for the answer to a question, whatever number it had.
    fn answer_to(&self, question: &DoorQuestion) -> &str {
        let pairs = [(&self.question_1, &self.answer_1), (&self.question_2, &self.answer_2)];
        let of = |(asked, _): &(&String, &String)| asked.as_str() == question.as_str();
        pairs.into_iter().find(of).map_or("", |(_, answer)| answer)
    }

    /// How S says to know R; nothing where S did not say.
    fn claim(&self) -> Result<Option<Claim>, Refused> {
        let refuse = |field, text: &str| Refused { field, text: text.to_owned() };
        let Some(kind) = RelationKind::ALL.into_iter().find(|kind| words::kind_value(*kind) == self.relation)
        else {
            return Ok(None);
        };
        let which = || refuse("relation", "Choose which one.");
        Ok(Some(match kind {
            RelationKind::Colleague => Claim::Colleague(self.colleague_of.parse().map_err(|_| which())?),
            RelationKind::Classmate => Claim::Classmate(self.classmate_of.parse().map_err(|_| which())?),
            RelationKind::Business => Claim::Business(self.business_of.parse().map_err(|_| which())?),
            RelationKind::Friend => Claim::Friend,
            RelationKind::Group => Claim::Group(self.group.parse().map_err(|_| which())?),
            RelationKind::Met => Claim::Met(
                MetAt::parse(&self.met_at)
                    .map_err(|wrong| refuse("met_at", &format!("Where you met: {}", wrong)))?,
            ),
            RelationKind::Other => Claim::Other,
            RelationKind::Unknown => Claim::Unknown,
        }))
    }

    fn purpose(&self) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| words::purpose_value(*purpose) == self.purpose)
    }
}

impl InvitePage {
    /// What is wrong with a field.
    fn refused_at(&self, field: &str) -> Option<&str> {
        self.refused.as_ref().filter(|refused| refused.field == field).map(|refused| refused.text.as_str())
    }

    /// Why the note stands first (R4.9).
    fn nothing_shared_hint(&self) -> String {
        let first = &self.to.first;
        format!("Nothing is listed that you and {first} share, so your own words are what {first} can go by.")
    }

    /// Whether some kind of relation asks for R's address here (R4.8).
    fn asks_address(&self) -> bool {
        self.door.asks_address || self.kinds.iter().any(|choice| choice.asks_address)
    }

    /// Those kinds, in words.
    fn address_kinds(&self) -> String {
        let asking = self.kinds.iter().filter(|choice| choice.asks_address);
        let asking: Vec<String> = asking.map(|choice| format!("“{}”", choice.words)).collect();
        if asking.is_empty() {
            "as the door asks".to_owned()
        } else {
            format!("only with {}", asking.join(" and "))
        }
    }
}

async fn invite_page(
    ask: &PageRequest,
    draft: Draft,
    form: InviteForm,
    refused: Option<Refused>,
) -> Result<InvitePage, Problem> {
    let me = draft.from.person.name.to_string();
    let to = Somebody::of(&draft.to.person);
    let (starters, whole) = buttons(&draft);
    let language = draft.language;
    let missing: Vec<&str> = draft
        .completeness
        .missing()
        .into_iter()
        .filter(|part| !matches!(part, Part::Recommendations | Part::Connections))
        .map(words::part)
        .collect();
    Ok(InvitePage {
        frame: ask.frame(Place::Network).await?,
        kinds: choices(&draft, &form, &to.first),
        ground: words::grounds(&draft.ground.facts, draft.ground.shared_connections),
        nothing_shared: draft.ground.is_empty(),
        facts: facts(None, None, &draft.card).split_off(1),
        general: generic_text(language, &ask.app().network().name, &me),
        purposes: Purpose::ALL
            .map(|purpose| (words::purpose_value(purpose), words::purpose(purpose)))
            .to_vec(),
        limit: draft.note_limit,
        door: DoorPart::new(&draft, &form, &to.first, refused.is_some()),
        balance: balance(draft.lifetime),
        pace: pace_so_far(ask, draft.today),
        missing,
        routes: OtherRoutes::new(&to, &draft.routes),
        to,
        starters,
        whole,
        form,
        refused,
        checks: Vec::new(),
        looked_at: false,
    })
}

impl DoorPart {
    fn new(draft: &Draft, form: &InviteForm, first: &str, sent_back: bool) -> Self {
        let question = |(number, question): (usize, &DoorQuestion)| {
            let answer = form.answer_to(question);
            let error = DoorAnswer::parse(answer).err().filter(|_| sent_back).map(|wrong| wrong.to_string());
            Asked { number: number + 1, question: question.to_string(), answer: answer.to_owned(), error }
        };
        Self {
            told: door::words::policy(&draft.door, first),
            allowed: draft.needs.iter().all(Need::can_be_written),
            asks_note: draft.door.note,
            asks_address: draft
                .needs
                .iter()
                .any(|need| matches!(need, Need::OneOf(ties) if ties.contains(&Tie::Address))),
            questions: draft.door.questions.iter().enumerate().map(question).collect(),
        }
    }
}

/// What is left, always in view (R5.1).
fn balance(lifetime: Balance) -> String {
    match lifetime.limit {
        Some(limit) => {
            let left = words::number(limit.saturating_sub(lifetime.used));
            format!("{left} of {} invitations left", words::number(limit))
        }
        None => format!("{} sent so far", words::counted(lifetime.used, "invitation", "invitations")),
    }
}

/// The hint about pace, from the first of the policy's counts on (R6.6).
fn pace_so_far(ask: &PageRequest, used: u64) -> Option<String> {
    let from = ask.app().policy().pace.hints.first().copied().map_or(u64::MAX, u64::from);
    (used >= from).then(|| pace(used))
}

/// The facts as sentences, and the whole notes made from them (R2.7, R2.8).
pub(super) fn buttons(draft: &Draft) -> (Vec<FactButton>, Vec<FactButton>) {
    let facts = draft.ground.facts.iter().take(6);
    let sentences =
        facts.map(|fact| FactButton { words: fact.text().to_owned(), sentence: sentence(fact) }).collect();
    let whole = draft.starters.iter().take(1);
    let whole = whole
        .map(|starter| FactButton {
            words: "A whole note to start from".to_owned(),
            sentence: starter.text.clone(),
        })
        .collect();
    (sentences, whole)
}

fn choices(draft: &Draft, form: &InviteForm, first: &str) -> Vec<Choice> {
    let mine = &draft.from;
    let positions = || -> Vec<(String, String)> {
        let words = |p: &kith_domain::profile::Position| format!("{}, {} {}", p.title, p.employer, p.period);
        mine.positions.iter().map(|p| (p.id.to_string(), words(p).trim().to_owned())).collect()
    };
    draft
        .kinds
        .iter()
        .map(|&kind| {
            let (words, more) = match kind {
                RelationKind::Colleague => (
                    "Worked together".to_owned(),
                    More::OneOf {
                        label: "In which position of yours?",
                        field: "colleague_of",
                        options: positions(),
                        chosen: form.colleague_of.clone(),
                    },
                ),
                RelationKind::Classmate => (
                    "Studied together".to_owned(),
                    More::OneOf {
                        label: "At which school of yours?",
                        field: "classmate_of",
                        options: mine
                            .educations
                            .iter()
                            .map(|e| {
                                (e.id.to_string(), format!("{} {}", e.school, e.period).trim().to_owned())
                            })
                            .collect(),
                        chosen: form.classmate_of.clone(),
                    },
                ),
                RelationKind::Business => (
                    "Did business together".to_owned(),
                    More::OneOf {
                        label: "In which position of yours?",
                        field: "business_of",
                        options: positions(),
                        chosen: form.business_of.clone(),
                    },
                ),
                RelationKind::Friend => ("Friends".to_owned(), More::Nothing),
                RelationKind::Group => (
                    "In a group together".to_owned(),
                    More::OneOf {
                        label: "In which group?",
                        field: "group",
                        options: mine
                            .groups
                            .iter()
                            .filter(|m| draft.ground.shares_group(m.group))
                            .map(|m| (m.group.to_string(), m.name.to_string()))
                            .collect(),
                        chosen: form.group.clone(),
                    },
                ),
                RelationKind::Met => ("Met in person".to_owned(), More::Where),
                RelationKind::Other => ("Some other way".to_owned(), More::Nothing),
                RelationKind::Unknown => (format!("I don’t know {first}"), More::Unknown),
            };
            let value = words::kind_value(kind);
            let asks_address = draft.address_needed.contains(&kind);
            Choice { value, words, more, chosen: form.relation == value, asks_address }
        })
        .collect()
}
