use futures_util::{StreamExt, stream};
use kith_domain::connections::disconnect;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_domain::time::{Span, Timestamp};
use kith_store::departures::{Departure, Leaving};
use kith_store::profiles::Account;

use super::address_hash;
use crate::invitations::tidy_overdue;
use crate::passwords::Password;
use crate::profile::mine;
use crate::{Actor, App, CommitFailure, Failure, Fault, TRIES, contended};

/// How many connections are left at once; they share a commit.
const AT_ONCE: usize = 64;
/// How many connections are read at once.
const CHUNK: u32 = 1_024;
/// A departure is not over before this: by then no request is under way that began while the account was open.
const SETTLES: Span = Span::seconds(3_600);
/// How many departures a sweep takes up.
const DEPARTURES: u32 = 64;

/// Why an account is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseRefused {
    /// The password is wrong.
    WrongPassword,
}

/// Closes one's account, for good.
///
/// At once: nobody signs in, the profile is gone, address and handle are free, invitations vanish for whoever has
/// them (R11.4), connections end. What was sent in all is kept under the hash of each confirmed address, for whoever
/// comes back with it (R5.1). The name alone stays until the last invitation to it is over, since in the eyes of its
/// sender nothing may change before (R11.5).
///
/// # Errors
/// The password is wrong.
pub async fn close(app: &App, actor: Actor, password: &str) -> Result<(), Failure<CloseRefused>> {
    let wrong = || Failure::Refused(CloseRefused::WrongPassword);
    let credential = app.store().credential(actor.member).await?.ok_or_else(wrong)?;
    if !app.passwords().verify(Password::typed(password), Some(credential.password_hash)).await? {
        return Err(wrong());
    }
    let now = app.now();
    for _ in 0..TRIES {
        let Some(account) = mine(app, actor).await? else { return Ok(()) };
        let Some(leaving) = leaving(app, account).await? else { return Ok(()) };
        if app.store().close_member(&leaving, now).await? {
            departed(app, actor.member, now).await;
            return Ok(());
        }
    }
    Err(contended("close an account").into())
}

/// What closing an account is decided on; nothing where it has no standing any more.
pub(crate) async fn leaving(app: &App, account: Account) -> Result<Option<Leaving>, Fault> {
    let member = account.profile.person.id;
    let Some(standing) = app.store().standing(member).await? else { return Ok(None) };
    let addresses = app.store().addresses(member).await?;
    let with_hash = addresses.into_iter().map(|address| {
        let hash = address.verified_at.map(|_| address_hash(&address.normal));
        (address, hash)
    });
    let (sent, granted) = (standing.sent, standing.granted);
    Ok(Some(Leaving { account, sent, granted, addresses: with_hash.collect() }))
}

/// Ends what others have a part in, right after an account was closed. Goes on though whoever asked hangs up; a crash
/// leaves it to the next sweep.
pub(crate) async fn departed(app: &App, member: MemberId, at: Timestamp) {
    let (app, departure) = (app.clone(), Departure { member, left_at: at });
    let cleared = tokio::spawn(async move { clear(&app, departure).await }).await;
    if let Ok(Err(fault)) = cleared {
        tracing::warn!(%fault, "a departure is left to the next sweep");
    }
}

/// Takes up what closing left to do: connections that a crash kept, names whose last invitation is over. Returns how
/// many departures were looked at. For a job that runs every minute or so.
///
/// # Errors
/// The database is in trouble.
pub async fn tidy_departed(app: &App) -> Result<usize, Fault> {
    let due = app.store().departures_due(app.now(), DEPARTURES).await?;
    for departure in &due {
        clear(app, *departure).await?;
    }
    Ok(due.len())
}

async fn clear(app: &App, departure: Departure) -> Result<(), Fault> {
    let now = app.now();
    let member = departure.member;
    loop {
        let connected = app.store().still_connected(member, CHUNK).await?;
        let mut ends = stream::iter(connected.into_iter().map(|other| leave(app, member, other, now)))
            .buffer_unordered(AT_ONCE);
        let mut ended = false;
        while let Some(one) = ends.next().await {
            ended |= one?;
        }
        if !ended {
            break;
        }
    }
    while app.store().end_follows(member, CHUNK).await? {}
    while tidy_overdue(app, member, now).await? > 0 {}
    let settled = departure.left_at + SETTLES;
    let open = app.store().last_open(member, now).await?.max(last_outreach(app, member, now).await?);
    match open {
        None if now >= settled => match app.store().account(member).await? {
            Some(account) => app.store().end_departure(&account, now).await,
            None => Ok(()),
        },
        None => app.store().postpone_departure(member, settled).await,
        // Not in the past, or a sweep would look at nothing else.
        Some(over) => app.store().postpone_departure(member, over.max(settled).max(now + SETTLES)).await,
    }
}

/// Until when whoever wrote an outreach message to a departed member may hope for an answer; none once nobody does.
async fn last_outreach(app: &App, member: MemberId, now: Timestamp) -> Result<Option<Timestamp>, Fault> {
    let Some(sent_at) = app.store().last_outreach_to(member).await? else { return Ok(None) };
    // Where an answer gives a credit back at any time, as long as an invitation would be open.
    let policy = app.policy();
    let over = policy.outreach.gives_back_until(sent_at).unwrap_or(sent_at + policy.expiry.after);
    Ok((now < over).then_some(over))
}

/// Ends one connection of a departed member, silently (R11.6); false where there is none.
async fn leave(app: &App, member: MemberId, other: MemberId, now: Timestamp) -> Result<bool, Fault> {
    let Some(pair) = Pair::of(member, other) else { return Ok(false) };
    for _ in 0..TRIES {
        let relation = app.store().relation(pair).await?;
        let changes = disconnect(&relation, member, app.policy(), now);
        if changes.is_empty() {
            return Ok(false);
        }
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(true),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault),
        }
    }
    Err(contended("leave a connection"))
}
