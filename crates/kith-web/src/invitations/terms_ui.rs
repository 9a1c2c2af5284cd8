//! Accepting with terms, on pages (F9): R chooses them, S reads and may decline them, and either changes later what the
//! other sees.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::Failure;
use kith_app::invitations::{self, Sides};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{
    AcceptRefused, DeclineRefused, PauseWish, PitchPause, Terms, TermsRefused, TermsScope, ToldTerms,
};
use kith_domain::profile::Person;
use kith_domain::time::Timestamp;
use serde::Deserialize;

use super::shown::ReceivedCard;
use super::ui::{too_late, waiting};
use crate::Web;
use crate::extract::{Form, Path};
use crate::gate::session::Member;
use crate::page::{Confirm, Flash, Frame, MemberRequest, Onward, Page, PageRequest, Place, Somebody};
use crate::people;
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::when::When;

/// The pages of terms.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/invitations/{id}/terms", get(choose).post(accept))
        .route("/invitations/{id}/terms/refusal", get(ask_decline).post(decline))
        .route("/in/{handle}/terms", get(held).post(change))
}

/// One of the things that can be chosen: its value, what it is called, and what it means.
type Choice = (&'static str, &'static str, String);

#[derive(Template)]
#[template(path = "invitations/terms.html")]
struct AcceptPage {
    frame: Frame,
    card: ReceivedCard,
    scopes: [Choice; 3],
}

#[derive(Template)]
#[template(path = "connections/terms.html")]
struct HeldPage {
    frame: Frame,
    who: Somebody,
    scopes: [Choice; 3],
    scope: &'static str,
    /// Until when they were asked for no pitches.
    no_pitches: Option<When>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScopeChosen {
    #[default]
    Full,
    Limited,
    FollowOnly,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TermsForm {
    scope: ScopeChosen,
    /// So many days; empty is nothing said of it.
    no_pitches: String,
}

impl From<ScopeChosen> for TermsScope {
    fn from(scope: ScopeChosen) -> Self {
        match scope {
            ScopeChosen::Full => Self::Full,
            ScopeChosen::Limited => Self::Limited,
            ScopeChosen::FollowOnly => Self::FollowOnly,
        }
    }
}

impl TermsForm {
    fn pause(&self) -> Option<PitchPause> {
        PitchPause::of_days(self.no_pitches.parse().ok()?)
    }
}

fn value(scope: TermsScope) -> &'static str {
    match scope {
        TermsScope::Full => "full",
        TermsScope::Limited => "limited",
        TermsScope::FollowOnly => "follow_only",
    }
}

fn scopes(first: &str) -> [Choice; 3] {
    TermsScope::ALL.map(|scope| {
        let (words, means) = match scope {
            TermsScope::Full => ("Connected", format!("{first} sees what all your connections see.")),
            TermsScope::Limited => (
                "Connected, with less",
                format!("{first} sees neither your contact details nor your list of connections."),
            ),
            TermsScope::FollowOnly => (
                "Follow each other only",
                "You are not connected, and cannot write to each other.".to_owned(),
            ),
        };
        (value(scope), words, means)
    })
}

/// The terms as S reads them, sentence by sentence.
pub(crate) fn told(terms: &ToldTerms, first: &str, now: Timestamp) -> Vec<String> {
    let mut sentences = vec![match terms.scope {
        TermsScope::Full => "You are connected.".to_owned(),
        TermsScope::Limited => {
            format!("You are connected, without the contact details and the list of connections of {first}.")
        }
        TermsScope::FollowOnly => format!("You and {first} follow each other instead of being connected."),
    }];
    sentences.extend(terms.no_pitches_until.map(|until| {
        let day = When::day(until, now).words;
        format!("{first} wants no pitches and no requests until {day}.")
    }));
    sentences
}

async fn choose(ask: PageRequest, me: Member, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let card = waiting(&ask, &me, id).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(AcceptPage { scopes: scopes(&card.sender.first), frame, card }).into_response())
}

async fn accept(
    ask: PageRequest,
    me: Member,
    Path(id): Path<InvitationId>,
    Form(form): Form<TermsForm>,
) -> Result<Response, Problem> {
    let terms = Terms { scope: form.scope.into(), no_pitches: form.pause() };
    match invitations::accept(ask.app(), me.actor(), id, terms).await {
        Ok((accepted, _since)) => {
            let sender = accepted.sender.as_ref().map(Somebody::of).ok_or_else(Problem::not_found)?;
            let says = match accepted.connected {
                true => format!("You and {} are connected.", sender.name),
                false => format!("You and {} follow each other.", sender.name),
            };
            let told = if accepted.invitation.terms.is_some() {
                format!(" {} reads your terms.", sender.first)
            } else {
                String::new()
            };
            let flash = Flash::say(says + &told);
            Ok(ask.onward(Onward::to(format!("/in/{}", sender.handle)).saying(flash)))
        }
        Err(Failure::Refused(refused @ AcceptRefused::TooManyConnections { .. })) => {
            let flash = Flash::fail(refused.problem().detail().to_owned());
            Ok(ask.onward(Onward::to(format!("/invitations/{id}/terms")).saying(flash)))
        }
        Err(failure) => Err(too_late(failure)),
    }
}

async fn ask_decline(ask: MemberRequest, Path(id): Path<InvitationId>) -> Result<Page<Confirm>, Problem> {
    let sides = invitations::sides(ask.app(), ask.actor(), id).await?;
    let Some(Sides::Sent(sent)) = sides else { return Err(Problem::not_found()) };
    let first = sent.recipient.as_ref().map(|person| Somebody::of(person).first).unwrap_or_default();
    Ok(Page::new(Confirm {
        heading: format!("Decline the terms of {first}?"),
        sentences: vec![
            match sent.invitation.terms.map(|told| told.scope) {
                Some(TermsScope::FollowOnly) => {
                    "It ends as if you had withdrawn your invitation: you no longer follow each other."
                }
                Some(TermsScope::Full | TermsScope::Limited) | None => {
                    "It ends as if you had withdrawn your invitation: you are no longer connected."
                }
            }
            .to_owned(),
            format!(
                "{first} is told. It counts against neither of you, and you can invite again after a while."
            ),
        ],
        action: format!("/invitations/{id}/terms/refusal"),
        back: format!("/invitations/{id}"),
        button: "Decline",
        grave: true,
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn decline(ask: MemberRequest, Path(id): Path<InvitationId>) -> Result<Response, Problem> {
    let flash = match invitations::decline_terms(ask.app(), ask.actor(), id).await {
        Ok(_) => Flash::say("Declined. You are not connected."),
        Err(Failure::Refused(refused @ DeclineRefused::NoLongerPossible)) => {
            Flash::fail(refused.problem().detail().to_owned())
        }
        Err(failure) => return Err(failure.into()),
    };
    Ok(ask.onward(Onward::to(format!("/invitations/{id}")).saying(flash)))
}

async fn held(ask: MemberRequest, Path(handle): Path<String>) -> Result<Page<HeldPage>, Problem> {
    let person = people::named(&ask, &handle).await?;
    let held = invitations::held_terms(ask.app(), ask.actor(), person.id).await?;
    let held = held.ok_or_else(Problem::not_found)?;
    let who = Somebody::of(&person);
    Ok(Page::new(HeldPage {
        scopes: scopes(&who.first),
        scope: value(held.scope),
        no_pitches: held.no_pitches.map(|pause| When::day(pause.until, ask.app().now())),
        frame: ask.frame(Place::Network).await?,
        who,
    }))
}

async fn change(
    ask: MemberRequest,
    Path(handle): Path<String>,
    Form(form): Form<TermsForm>,
) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let wish = match (form.no_pitches.as_str(), form.pause()) {
        ("end", _) => PauseWish::End,
        (_, Some(pause)) => PauseWish::Begin(pause),
        (_, None) => PauseWish::Keep,
    };
    let changed = invitations::change_terms(ask.app(), ask.actor(), person.id, form.scope.into(), wish).await;
    let flash = match changed {
        Ok(_) => Flash::say(changed_words(&person, form.scope.into())),
        Err(Failure::Refused(TermsRefused::NotConnected)) => return Err(Problem::not_found()),
        Err(Failure::Refused(refused @ TermsRefused::TooManyConnections { .. })) => {
            Flash::fail(refused.problem().detail().to_owned())
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    Ok(ask.onward(Onward::to(format!("/in/{}", person.handle)).saying(flash)))
}

fn changed_words(person: &Person, scope: TermsScope) -> String {
    match scope {
        TermsScope::Full => format!("Saved. {} sees what all your connections see.", person.name),
        TermsScope::Limited => {
            format!("Saved. {} sees neither your contact details nor your list of connections.", person.name)
        }
        TermsScope::FollowOnly => format!("Saved. You and {} follow each other.", person.name),
    }
}
