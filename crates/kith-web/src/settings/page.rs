use askama::Template;
use kith_app::sessions::{self, Session, SessionKind};
use kith_app::{FieldErrors, connections, settings};
use kith_domain::follows::FollowedBy;
use kith_domain::id::SessionId;
use kith_domain::invitations::Language;
use kith_domain::profile::Audience;
use kith_domain::time::Timestamp;

use crate::page::{Frame, MemberRequest, Place};
use crate::people::Row;
use crate::problem::Problem;
use crate::when::When;

/// How many blocked people the page lists.
const BLOCKS_SHOWN: u32 = 100;

/// The settings, all on one page with a part each.
#[derive(Template)]
#[template(path = "settings/settings.html")]
pub(super) struct SettingsPage {
    frame: Frame,
    handle: String,
    visible_to_connections: bool,
    takes_introductions: bool,
    takes_outreach: bool,
    followed_by: [(&'static str, &'static str, bool); 3],
    languages: Vec<LanguageChoice>,
    sessions: Vec<SessionLine>,
    tokens: Vec<SessionLine>,
    blocked: Vec<Row>,
    password_errors: FieldErrors,
    close_errors: FieldErrors,
    token_errors: FieldErrors,
    token_label: String,
    new_token: Option<String>,
}

/// What a form of the page has to tell: what is wrong in it, or the token that is shown this once.
#[derive(Default)]
pub(super) struct Told {
    pub(super) password: FieldErrors,
    pub(super) close: FieldErrors,
    pub(super) token: FieldErrors,
    pub(super) token_label: String,
    pub(super) new_token: Option<String>,
}

struct LanguageChoice {
    code: &'static str,
    name: &'static str,
    chosen: bool,
}

struct SessionLine {
    id: SessionId,
    label: String,
    current: bool,
    seen: When,
    began: When,
    ends: When,
}

impl SettingsPage {
    /// The page for whoever looks, with what a form has to tell.
    pub(super) async fn read(ask: &MemberRequest, told: Told) -> Result<Self, Problem> {
        let (app, actor) = (ask.app(), ask.actor());
        let now = app.now();
        let settings = settings::read(app, actor).await?.ok_or_else(Problem::not_found)?;
        let (tokens, sessions): (Vec<_>, Vec<_>) = sessions::list(app, actor)
            .await?
            .into_iter()
            .partition(|session| session.kind == SessionKind::Api);
        let line = |session: Session| SessionLine::new(session, actor.session, now);
        let blocked = connections::blocks(app, actor, None, BLOCKS_SHOWN).await?;
        Ok(Self {
            frame: ask.frame(Place::Elsewhere).await?,
            handle: ask.caller().person.handle.to_string(),
            visible_to_connections: settings.connections_visible_to == Audience::Connections,
            takes_introductions: settings.takes_introductions,
            takes_outreach: settings.takes_outreach,
            followed_by: followed_by(settings.followed_by),
            languages: languages(settings.language),
            sessions: sessions.into_iter().map(line).collect(),
            tokens: tokens.into_iter().map(line).collect(),
            blocked: blocked.items.iter().map(|blocked| Row::new(&blocked.person)).collect(),
            password_errors: told.password,
            close_errors: told.close,
            token_errors: told.token,
            token_label: told.token_label,
            new_token: told.new_token,
        })
    }
}

impl SessionLine {
    fn new(session: Session, current: SessionId, now: Timestamp) -> Self {
        Self {
            current: session.id == current,
            id: session.id,
            label: session.label,
            seen: When::ago(session.seen_at, now),
            began: When::day(session.created_at, now),
            ends: When::day(session.expires_at, now),
        }
    }
}

/// Who may follow, in words, the one that holds marked.
fn followed_by(chosen: FollowedBy) -> [(&'static str, &'static str, bool); 3] {
    [
        (FollowedBy::Anybody, "anybody", "Anybody"),
        (FollowedBy::Connections, "connections", "Your connections"),
        (FollowedBy::Nobody, "nobody", "Nobody"),
    ]
    .map(|(by, value, words)| (value, words, by == chosen))
}

/// The languages by their own names.
fn languages(chosen: Language) -> Vec<LanguageChoice> {
    let name = |language| match language {
        Language::En => "English",
        Language::De => "Deutsch",
        Language::Es => "Español",
        Language::Fr => "Français",
    };
    let choice = |language: Language| LanguageChoice {
        code: language.code(),
        name: name(language),
        chosen: language == chosen,
    };
    Language::ALL.into_iter().map(choice).collect()
}
