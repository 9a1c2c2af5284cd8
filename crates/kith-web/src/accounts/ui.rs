//! The door: joining, signing in, signing out.

use askama::Template;
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::FieldErrors;
use kith_app::accounts::{self, SignUp, SignUpRefused, SignedUp};
use kith_app::sessions::{self, SessionKind, SignIn, SignInRefused};
use kith_app::{Failure, SignUp as Mode};
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Query};
use crate::gate::session::{self, Member};
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place, local_path};
use crate::problem::Problem;

/// The pages of the door.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/sign-up", get(sign_up_form).post(sign_up))
        .route("/sign-in", get(sign_in_form).post(sign_in))
        .route("/sign-out", post(sign_out))
}

#[derive(Template)]
#[template(path = "accounts/sign_up.html")]
struct SignUpPage {
    frame: Frame,
    name: String,
    email: String,
    errors: FieldErrors,
    closed: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    frame: Frame,
    email: String,
    next: String,
    refused: Option<&'static str>,
    may_join: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SignUpForm {
    name: String,
    email: String,
    password: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SignInForm {
    email: String,
    password: String,
    next: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

async fn sign_up_form(ask: PageRequest) -> Result<Response, Problem> {
    if ask.caller().is_some() {
        return Ok(ask.onward(Onward::to("/")));
    }
    let page = sign_up_page(&ask, SignUpForm::default(), FieldErrors::new()).await?;
    Ok(Page::new(page).into_response())
}

async fn sign_up(
    ask: PageRequest,
    headers: HeaderMap,
    Form(form): Form<SignUpForm>,
) -> Result<Response, Problem> {
    let wanted = SignUp {
        name: form.name.clone(),
        email: form.email.clone(),
        password: form.password.clone(),
        label: browser(&headers),
        kind: SessionKind::Browser,
    };
    match accounts::sign_up(ask.app(), wanted).await {
        Ok(SignedUp::In(signed)) => {
            let welcome = Flash::say("Welcome. A few words about yourself help people to know you again.")
                .link("/profile/edit", "Edit your profile");
            let mut response = ask.onward(Onward::to("/").saying(welcome));
            session::sign_in(ask.web(), &mut response, signed.token.as_str());
            Ok(response)
        }
        Ok(SignedUp::Awaiting) => {
            let flash = Flash::say("Thank you. A moderator lets you in; then sign in here.");
            Ok(ask.onward(Onward::to("/sign-in").saying(flash)))
        }
        // Whether an address is a member's is not said to whoever asks: who owns it can sign in.
        Ok(SignedUp::AddressInUse) => {
            let flash =
                Flash::say("Sign in to go on. If this address had an account before, its password stays.");
            Ok(ask.onward(Onward::to("/sign-in").saying(flash)))
        }
        Err(Failure::Fault(fault)) => Err(fault.into()),
        Err(Failure::Refused(SignUpRefused::Fields(errors))) => {
            let page = sign_up_page(&ask, form, errors).await?;
            Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(Failure::Refused(SignUpRefused::InvitedOnly | SignUpRefused::Closed)) => {
            let page = sign_up_page(&ask, form, FieldErrors::new()).await?;
            Ok(Page::with_status(StatusCode::FORBIDDEN, page).into_response())
        }
    }
}

async fn sign_up_page(
    ask: &PageRequest,
    form: SignUpForm,
    errors: FieldErrors,
) -> Result<SignUpPage, Problem> {
    let closed = match ask.app().network().sign_up {
        Mode::Open | Mode::Approval => None,
        Mode::Invited => Some("Only those who were invited by e-mail can join this network."),
        Mode::Closed => Some("On this network the operator makes the accounts."),
    };
    let frame = ask.frame(Place::Elsewhere).await?;
    Ok(SignUpPage { frame, name: form.name, email: form.email, errors, closed })
}

async fn sign_in_form(ask: PageRequest, Query(to): Query<Next>) -> Result<Response, Problem> {
    let next = local_path(&to.next).unwrap_or("/").to_owned();
    if ask.caller().is_some() {
        return Ok(ask.onward(Onward::to(next)));
    }
    let page = sign_in_page(&ask, String::new(), next, None).await?;
    Ok(Page::new(page).into_response())
}

async fn sign_in(
    ask: PageRequest,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, Problem> {
    let next = local_path(&form.next).unwrap_or("/").to_owned();
    let wanted = SignIn {
        email: form.email.clone(),
        password: form.password,
        label: browser(&headers),
        kind: SessionKind::Browser,
    };
    let refused = match sessions::sign_in(ask.app(), wanted).await {
        Ok(signed) => {
            let mut response = ask.onward(Onward::to(next));
            session::sign_in(ask.web(), &mut response, signed.token.as_str());
            return Ok(response);
        }
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(refused)) => refused,
    };
    let text = match refused {
        SignInRefused::WrongCredentials => "The address or the password is wrong.",
        SignInRefused::Awaiting => "A moderator has yet to let you in.",
        SignInRefused::Suspended => "This account was stopped by a moderator.",
    };
    let page = sign_in_page(&ask, form.email, next, Some(text)).await?;
    Ok(Page::with_status(StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn sign_in_page(
    ask: &PageRequest,
    email: String,
    next: String,
    refused: Option<&'static str>,
) -> Result<SignInPage, Problem> {
    let may_join = matches!(ask.app().network().sign_up, Mode::Open | Mode::Approval);
    Ok(SignInPage { frame: ask.frame(Place::SignIn).await?, email, next, refused, may_join })
}

async fn sign_out(ask: PageRequest, me: Member) -> Result<Response, Problem> {
    sessions::sign_out(ask.app(), me.actor()).await?;
    let mut response = ask.onward(Onward::to("/").saying(Flash::say("You are signed out.")));
    session::sign_out(ask.web(), &mut response);
    Ok(response)
}

/// What the member will know the session by.
fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(axum::http::header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let agent = agent.unwrap_or_default();
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let program = named(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (program, system) {
        (Some(program), Some(system)) => format!("{program} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "Browser".to_owned(),
    }
}
