//! How a member wants it.

use kith_domain::follows::FollowedBy;
use kith_domain::invitations::Language;
use kith_domain::profile::Audience;
use kith_store::profile_edits::{Wishes, Written};
use kith_store::profiles::Account;

use crate::profile::mine;
use crate::{Actor, App, Failure, Fault, TRIES, contended};

/// A member's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Who may see the list of connections.
    pub connections_visible_to: Audience,
    /// The language of what the network says.
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// Whether the member may be asked to introduce others (R4.3).
    pub takes_introductions: bool,
    /// Whether outreach messages may come (R4.6).
    pub takes_outreach: bool,
    /// Who may follow.
    pub followed_by: FollowedBy,
    /// The version of the row, for `ETag` and `If-Match`; the profile has the same one.
    pub version: i64,
}

/// What is to change; what is not named stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct EditSettings {
    /// Who may see the list of connections.
    pub connections_visible_to: Option<Audience>,
    /// The language of what the network says.
    pub language: Option<Language>,
    /// Whether single keys do something.
    pub shortcuts: Option<bool>,
    /// Whether the member may be asked to introduce others (R4.3).
    pub takes_introductions: Option<bool>,
    /// Whether outreach messages may come.
    pub takes_outreach: Option<bool>,
    /// Who may follow; who follows already goes on.
    pub followed_by: Option<FollowedBy>,
}

/// Why settings are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditSettingsRefused {
    /// They are of another version than the edit was made on.
    Outdated {
        /// The version in force.
        version: i64,
    },
    /// The account is no longer in use.
    Gone,
}

/// One's settings; nothing once the account is no longer in use.
///
/// # Errors
/// The database is in trouble.
pub async fn read(app: &App, actor: Actor) -> Result<Option<Settings>, Fault> {
    Ok(mine(app, actor).await?.as_ref().map(of))
}

/// Changes one's settings. `on` is the version the edit was made on, where the client says so (`If-Match`).
///
/// # Errors
/// Another version.
pub async fn edit(
    app: &App,
    actor: Actor,
    ask: EditSettings,
    on: Option<i64>,
) -> Result<Settings, Failure<EditSettingsRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let account = mine(app, actor).await?.ok_or(Failure::Refused(EditSettingsRefused::Gone))?;
        let before = of(&account);
        if on.is_some_and(|on| on != before.version) {
            let version = before.version;
            return Err(Failure::Refused(EditSettingsRefused::Outdated { version }));
        }
        let after = Settings {
            connections_visible_to: ask.connections_visible_to.unwrap_or(before.connections_visible_to),
            language: ask.language.unwrap_or(before.language),
            shortcuts: ask.shortcuts.unwrap_or(before.shortcuts),
            takes_introductions: ask.takes_introductions.unwrap_or(before.takes_introductions),
            takes_outreach: ask.takes_outreach.unwrap_or(before.takes_outreach),
            followed_by: ask.followed_by.unwrap_or(before.followed_by),
            version: before.version,
        };
        if after == before {
            return Ok(before);
        }
        let wishes = Wishes {
            connections_visible_to: after.connections_visible_to,
            language: after.language,
            shortcuts: after.shortcuts,
            takes_introductions: after.takes_introductions,
            takes_outreach: after.takes_outreach,
            followed_by: after.followed_by,
        };
        match app.store().put_settings(&account, wishes, now).await? {
            Written::Done(version) => return Ok(Settings { version, ..after }),
            Written::HandleTaken | Written::Changed => {}
        }
    }
    Err(contended("change settings").into())
}

fn of(account: &Account) -> Settings {
    Settings {
        connections_visible_to: account.profile.connections_visible_to,
        language: account.language,
        shortcuts: account.shortcuts,
        takes_introductions: account.takes_introductions,
        takes_outreach: account.takes_outreach,
        followed_by: account.followed_by,
        version: account.version,
    }
}
