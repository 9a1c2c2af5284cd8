//! The moderators' pages: the queue beside the open case, and what is decided about it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Failure;
use kith_app::moderation::{
    self, Case, CaseKind, CaseLine, CaseView, Evidence, ModerateRefused, NamedMark, Ruling, Verdict,
};
use kith_domain::id::CaseId;
use kith_domain::profile::MemberStatus;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use super::{ModeratorRequest, words};
use crate::Web;
use crate::extract::{Form, Path, Query};
use crate::lists::ROWS;
use crate::page::{Flash, Frame, Page, Place, Somebody};
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::when::When;

/// The pages of the moderators.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/moderation", get(queue))
        .route("/moderation/cases/{id}", get(show))
        .route("/moderation/cases/{id}/hold", post(take))
        .route("/moderation/cases/{id}/give-back", post(give_back))
        .route("/moderation/cases/{id}/decision", post(decide))
        .route("/moderation/cases/{id}/complaint", post(complaint))
        .route("/moderation/members/{member}/restoration", post(restore))
        .merge(super::log::routes())
        .merge(super::report::routes())
        .merge(super::warnings::routes())
}

#[derive(Template)]
#[template(path = "moderation/area.html")]
struct Area {
    frame: Frame,
    filters: Vec<Filter>,
    lines: Vec<Line>,
    kind: &'static str,
    next: Option<String>,
    open: Option<Box<Open>>,
}

/// One kind of case in the filter over the queue.
struct Filter {
    words: &'static str,
    href: String,
    current: bool,
}

/// A case in the queue.
struct Line {
    href: String,
    current: bool,
    what: &'static str,
    about: String,
    at: When,
    holder: Option<String>,
    part: bool,
}

/// The open case.
struct Open {
    id: CaseId,
    what: &'static str,
    picture: bool,
    about: Option<Somebody>,
    opener: Option<Somebody>,
    at: When,
    words: String,
    note: Option<String>,
    /// The subject and the words of a reported message.
    message: Option<(String, String)>,
    /// The words of a message that was reported as a pitch (F9).
    pitch: Option<String>,
    figures: Vec<(&'static str, String, String)>,
    marks: u64,
    events: Vec<Happened>,
    /// Why it is not for this moderator.
    part: Option<&'static str>,
    /// Who else has it in hand.
    holder: Option<String>,
    mine: bool,
    elsewhere: bool,
    decided: Option<DecidedWords>,
    choices: Vec<Choice>,
    may_restrict: bool,
    suspended: bool,
    error: Option<(&'static str, String)>,
    reason: String,
    warning: String,
    named: Option<Vec<Named>>,
}

/// Something in the past of a member.
struct Happened {
    at: Timestamp,
    when: When,
    what: String,
    href: Option<String>,
}

/// How a case was decided.
struct DecidedWords {
    what: &'static str,
    by: Option<String>,
    at: When,
    reason: String,
}

/// A verdict to choose.
struct Choice {
    value: &'static str,
    words: &'static str,
    follows: &'static str,
    key: &'static str,
    chosen: bool,
    grave: bool,
}

/// Somebody who said not to know the member.
struct Named {
    who: Option<Somebody>,
    at: When,
    void: bool,
}

#[derive(Debug, Default, Deserialize)]
struct Which {
    #[serde(default)]
    kind: String,
    after: Option<CaseId>,
}

#[derive(Debug, Default, Deserialize)]
struct Deciding {
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    warning: String,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    lifts: String,
}

#[derive(Debug, Deserialize)]
struct Why {
    #[serde(default)]
    reason: String,
}

async fn queue(ask: ModeratorRequest, Query(which): Query<Which>) -> Result<Page<Area>, Problem> {
    Ok(Page::new(area(&ask, &which, None).await?))
}

async fn show(
    ask: ModeratorRequest,
    Path(id): Path<CaseId>,
    Query(which): Query<Which>,
) -> Result<Page<Area>, Problem> {
    let view = moderation::case(ask.app(), ask.authority(), id).await?;
    let open = Open::new(&ask, &view, &Deciding::default()).await?;
    Ok(Page::new(area(&ask, &which, Some(open)).await?))
}

async fn take(ask: ModeratorRequest, Path(id): Path<CaseId>) -> Result<Response, Problem> {
    let here = path(id);
    match moderation::take(ask.app(), ask.authority(), id).await {
        Ok(_) => Ok(ask.done(&here, Flash::say("The case is in your hand."))),
        Err(failure) => Ok(ask.done(&here, Flash::fail(said(failure)?))),
    }
}

async fn give_back(ask: ModeratorRequest, Path(id): Path<CaseId>) -> Result<Response, Problem> {
    moderation::give_back(ask.app(), ask.authority(), id).await?;
    Ok(ask.done("/moderation", Flash::say("Given back. Anybody may take it.")))
}

async fn decide(
    ask: ModeratorRequest,
    Path(id): Path<CaseId>,
    Form(form): Form<Deciding>,
) -> Result<Response, Problem> {
    let chosen = Verdict::ALL.into_iter().find(|verdict| words::verdict_value(*verdict) == form.verdict);
    let error = match chosen {
        None => ("verdict", "Choose what follows.".to_owned()),
        Some(verdict) => {
            let warning = Some(form.warning.clone());
            let ruling = Ruling {
                verdict,
                reason: form.reason.clone(),
                warning,
                restriction: Some((words::ground_of(&form.ground), words::lifts_of(&form.lifts))),
            };
            match moderation::decide(ask.app(), ask.authority(), id, ruling).await {
                Ok(()) => {
                    let said = format!("{}. It stands in the log.", words::decided(verdict));
                    return Ok(ask.done("/moderation", Flash::say(said)));
                }
                Err(Failure::Fault(fault)) => return Err(fault.into()),
                Err(Failure::Refused(refused)) => match refused {
                    ModerateRefused::NotFound => return Err(Problem::not_found()),
                    ModerateRefused::Case(_) | ModerateRefused::Restriction(_) => {
                        return Ok(ask.done(&path(id), Flash::fail(refused.problem().detail().to_owned())));
                    }
                    ModerateRefused::Reason(refused) => ("reason", refused.to_string()),
                    ModerateRefused::Warning(refused) => ("warning", refused.to_string()),
                },
            }
        }
    };
    let view = moderation::case(ask.app(), ask.authority(), id).await?;
    let mut open = Open::new(&ask, &view, &form).await?;
    open.error = Some(error);
    let area = area(&ask, &Which::default(), Some(open)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, area).into_response())
}

/// Who said "I don't know": shown in the answer to a form alone, after it was logged (R5.5).
async fn complaint(
    ask: ModeratorRequest,
    Path(id): Path<CaseId>,
    Form(why): Form<Why>,
) -> Result<Response, Problem> {
    let now = ask.app().now();
    let (status, named, error) =
        match moderation::open_complaint(ask.app(), ask.authority(), id, &why.reason).await {
            Ok(named) => (StatusCode::OK, Some(named), None),
            Err(Failure::Refused(ModerateRefused::Reason(refused))) => {
                (StatusCode::UNPROCESSABLE_ENTITY, None, Some(("why", refused.to_string())))
            }
            Err(failure) => return Ok(ask.done(&path(id), Flash::fail(said(failure)?))),
        };
    let view = moderation::case(ask.app(), ask.authority(), id).await?;
    let mut open = Open::new(&ask, &view, &Deciding::default()).await?;
    let shown = |mark: NamedMark| Named {
        who: mark.by.as_ref().map(Somebody::of),
        at: When::day(mark.at, now),
        void: mark.void,
    };
    open.named = named.map(|marks| marks.into_iter().map(shown).collect());
    open.error = error;
    Ok(Page::with_status(status, area(&ask, &Which::default(), Some(open)).await?).into_response())
}

#[derive(Debug, Deserialize)]
struct Restoring {
    #[serde(default)]
    reason: String,
    case: CaseId,
}

async fn restore(
    ask: ModeratorRequest,
    Path(member): Path<kith_domain::id::MemberId>,
    Form(form): Form<Restoring>,
) -> Result<Response, Problem> {
    let here = path(form.case);
    match moderation::restore(ask.app(), ask.authority(), member, &form.reason).await {
        Ok(()) => Ok(ask.done(&here, Flash::say("The account goes on."))),
        Err(failure) => Ok(ask.done(&here, Flash::fail(said(failure)?))),
    }
}

fn path(id: CaseId) -> String {
    format!("/moderation/cases/{id}")
}

/// A refusal in a sentence; what is not there stays not there.
fn said(failure: Failure<ModerateRefused>) -> Result<String, Problem> {
    match failure {
        Failure::Fault(fault) => Err(fault.into()),
        Failure::Refused(ModerateRefused::NotFound) => Err(Problem::not_found()),
        Failure::Refused(refused) => Ok(refused.problem().detail().to_owned()),
    }
}

async fn area(ask: &ModeratorRequest, which: &Which, open: Option<Open>) -> Result<Area, Problem> {
    let kind = CaseKind::ALL.into_iter().find(|kind| words::kind_value(*kind) == which.kind);
    let value = kind.map_or("", words::kind_value);
    let mut found = moderation::cases(ask.app(), ask.authority(), kind, which.after, ROWS + 1).await?;
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| format!("/moderation?kind={value}&after={}", last.case.opened.id));
    let now = ask.app().now();
    let current = open.as_ref().map(|open| open.id);
    let lines = found.iter().map(|line| Line::new(line, current, value, now)).collect();
    let all = Filter { words: "All", href: "/moderation".to_owned(), current: kind.is_none() };
    let one = |one: CaseKind| Filter {
        words: words::kinds(one),
        href: format!("/moderation?kind={}", words::kind_value(one)),
        current: kind == Some(one),
    };
    Ok(Area {
        filters: std::iter::once(all).chain(CaseKind::ALL.into_iter().map(one)).collect(),
        lines,
        kind: value,
        next,
        open: open.map(Box::new),
        frame: ask.frame(Place::Moderation).await?,
    })
}

impl Line {
    fn new(line: &CaseLine, current: Option<CaseId>, kind: &str, now: Timestamp) -> Self {
        let opened = &line.case.opened;
        let href = path(opened.id);
        Self {
            href: if kind.is_empty() { href } else { format!("{href}?kind={kind}") },
            current: current == Some(opened.id),
            what: words::kind(opened.kind),
            about: line.about.as_ref().map_or("Somebody who left".to_owned(), |about| about.name.to_string()),
            at: When::ago(opened.opened_at, now),
            holder: line.holder.as_ref().map(|holder| holder.name.to_string()),
            part: line.partial.is_some(),
        }
    }
}

impl Open {
    async fn new(ask: &ModeratorRequest, view: &CaseView, form: &Deciding) -> Result<Self, Problem> {
        let now = ask.app().now();
        let CaseView { line, evidence, may } = view;
        let opened = &line.case.opened;
        let me = ask.actor().member;
        let mine = line.holder.as_ref().is_some_and(|holder| holder.id == me);
        let decided = match &line.case.decided {
            None => None,
            Some(decided) => {
                let members: Vec<_> = decided.by.into_iter().collect();
                let by = ask.app().store().persons(&members).await?;
                Some(DecidedWords {
                    what: words::decided(decided.verdict),
                    by: by.first().map(|by| by.name.to_string()),
                    at: When::day(decided.at, now),
                    reason: decided.reason.to_string(),
                })
            }
        };
        let elsewhere = matches!(opened.kind, CaseKind::Appeal | CaseKind::AllowanceRequest);
        Ok(Self {
            id: opened.id,
            what: match (&evidence.invitation, &evidence.outreach, &evidence.message) {
                (Some(_), _, _) => "Invitation reported",
                (None, Some(_), _) => "Message reported",
                (None, None, Some(_)) => "Pitch reported",
                (None, None, None) => words::kind(opened.kind),
            },
            pitch: evidence.message.as_ref().map(|message| message.text.to_string()),
            message: evidence
                .outreach
                .as_ref()
                .map(|message| (message.subject.to_string(), message.body.to_string())),
            picture: opened.kind == CaseKind::Picture,
            about: line.about.as_ref().map(Somebody::of),
            opener: line.opener.as_ref().map(Somebody::of),
            at: When::ago(opened.opened_at, now),
            words: opened.words.to_string(),
            note: evidence
                .invitation
                .as_ref()
                .and_then(|invitation| invitation.note.as_ref())
                .map(|note| note.as_str().to_owned()),
            figures: figures(evidence),
            marks: evidence.marks.standing + evidence.marks.void,
            events: events(&line.case, evidence, now),
            part: line.partial.filter(|_| decided.is_none()).map(words::partial),
            holder: line.holder.as_ref().filter(|_| !mine).map(|holder| holder.name.to_string()),
            mine,
            elsewhere,
            decided,
            choices: may.iter().map(|verdict| Choice::new(*verdict, &form.verdict)).collect(),
            may_restrict: may.contains(&Verdict::Restricted),
            suspended: evidence.status == Some(MemberStatus::Suspended) && line.partial.is_none(),
            error: None,
            reason: form.reason.clone(),
            warning: form.warning.clone(),
            named: None,
        })
    }

    fn error(&self, field: &str) -> Option<&str> {
        self.error.as_ref().filter(|(of, _)| *of == field).map(|(_, words)| words.as_str())
    }
}

impl Choice {
    fn new(verdict: Verdict, chosen: &str) -> Self {
        let value = words::verdict_value(verdict);
        Self {
            value,
            words: words::verdict(verdict),
            follows: words::follows(verdict),
            key: match verdict {
                Verdict::Dismissed => "r",
                Verdict::Upheld | Verdict::PictureRemoved => "a",
                Verdict::Warned
                | Verdict::Restricted
                | Verdict::Suspended
                | Verdict::Removed
                | Verdict::Granted
                | Verdict::Refused => "",
            },
            chosen: value == chosen,
            grave: verdict == Verdict::Removed,
        }
    }
}

/// Numbers about the member of a case, each with what it rests on.
fn figures(evidence: &Evidence) -> Vec<(&'static str, String, String)> {
    let sent = evidence.sent;
    let all = sent.pending + sent.accepted + sent.withdrawn + sent.expired;
    vec![
        (
            "Invitations sent",
            crate::words::number(all),
            format!(
                "{} accepted, {} open, {} withdrawn, {} ran out",
                sent.accepted, sent.pending, sent.withdrawn, sent.expired
            ),
        ),
        (
            "“I don’t know this person”",
            crate::words::number(evidence.marks.standing),
            format!("{} count, {} void", evidence.marks.counting, evidence.marks.void),
        ),
        ("Connections", crate::words::number(u64::from(evidence.connections)), String::new()),
    ]
}

/// What happened to the member of a case, the latest first.
fn events(case: &Case, evidence: &Evidence, now: Timestamp) -> Vec<Happened> {
    let happened = |at: Timestamp, what: String, href: Option<String>| Happened {
        at,
        when: When::day(at, now),
        what,
        href,
    };
    let mut events = vec![happened(case.opened.opened_at, "This case was opened".to_owned(), None)];
    events.extend(evidence.joined_at.map(|at| happened(at, "Joined".to_owned(), None)));
    for restriction in &evidence.restrictions {
        let what = match (restriction.void, restriction.lifted_at) {
            (true, _) => "Restricted; the marks it stood on are void by now",
            (false, Some(_)) => "Restricted; lifted by a moderator or the operator",
            (false, None) => "Restricted",
        };
        events.push(happened(restriction.since, format!("{what} ({}.)", restriction.nth), None));
    }
    for warning in &evidence.warnings {
        let read = if warning.acknowledged_at.is_some() { "read" } else { "not read yet" };
        events.push(happened(warning.at, format!("Warned, {read}: “{}”", warning.text), None));
    }
    for other in &evidence.cases {
        let outcome = other.decided.as_ref().map_or("open", |decided| words::decided(decided.verdict));
        let what = format!("{}: {}", words::kind(other.opened.kind), outcome.to_lowercase());
        events.push(happened(other.opened.opened_at, what, Some(path(other.opened.id))));
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events
}
