use kith_domain::id::{MemberId, OutreachId};
use kith_domain::outreach::{Outreach, Received};
use kith_domain::profile::Person;
use kith_domain::relation::Pair;

use super::{Lies, ReceivedOutreach, SentOutreach, Sides};
use crate::connections::active;
use crate::{Actor, App, Cursor, Fault, Page};

/// What the actor wrote to people they were not connected with, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn sent(
    app: &App,
    actor: Actor,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<SentOutreach>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let rows = app.store().outreach_sent(actor.member, before, Page::<Outreach>::read(most)).await?;
    let page = Page::cut(rows, most, |outreach| Cursor::new(0, outreach.id.0));
    let recipients: Vec<_> = page.items.iter().map(|outreach| outreach.to).collect();
    let persons = app.store().persons(&recipients).await?;
    Ok(page.map(|outreach| {
        let recipient = persons.iter().find(|person| person.id == outreach.to).cloned();
        SentOutreach::new(app, outreach, recipient)
    }))
}

/// What was written to the actor and waits for an answer, or lies aside, the latest first.
///
/// # Errors
/// The database is in trouble.
pub async fn received(
    app: &App,
    actor: Actor,
    lies: Lies,
    cursor: Option<Cursor>,
    most: u32,
) -> Result<Page<ReceivedOutreach>, Fault> {
    let before = cursor.map_or(i64::MAX, |cursor| cursor.id);
    let read = Page::<ReceivedOutreach>::read(most);
    let rows = app.store().outreach_requests(actor.member, lies, before, read).await?;
    let page = Page::cut(rows, most, |(received, _)| Cursor::new(0, received.outreach.id.0));
    Ok(page.map(|(received, sender)| of(received, sender)))
}

/// How many outreach messages wait for the actor's answer.
///
/// # Errors
/// The database is in trouble.
pub async fn waiting(app: &App, actor: Actor) -> Result<u32, Fault> {
    app.store().outreach_waiting(actor.member).await
}

/// An outreach message of the actor's, written or received; nothing where it is neither, or who wrote it to the actor
/// is not there.
///
/// # Errors
/// The database is in trouble.
pub async fn one(app: &App, actor: Actor, id: OutreachId) -> Result<Option<Sides>, Fault> {
    if let Some(outreach) = app.store().outreach(actor.member, id).await? {
        let recipient = app.store().persons(&[outreach.to]).await?.pop();
        return Ok(Some(Sides::Sent(Box::new(SentOutreach::new(app, outreach, recipient)))));
    }
    let Some(received) = app.store().outreach_received(actor.member, id).await? else { return Ok(None) };
    let Some(pair) = Pair::of(actor.member, received.outreach.from) else { return Ok(None) };
    if app.store().relation(pair).await?.blocked() {
        return Ok(None);
    }
    let sender = active(app, received.outreach.from).await?;
    Ok(sender.map(|sender| Sides::Received(Box::new(of(received, sender)))))
}

/// Whether an answered outreach message lets the actor and another member write to each other. Where they do not exist
/// for each other it answers for neither.
///
/// # Errors
/// The database is in trouble.
pub async fn lets_write(app: &App, actor: Actor, other: MemberId) -> Result<bool, Fault> {
    let side = app.store().conversation(actor.member, other).await?;
    Ok(side.is_some_and(|side| side.outreach.is_some()))
}

fn of(received: Received, sender: Person) -> ReceivedOutreach {
    ReceivedOutreach { outreach: received.outreach, sender, tray: received.tray }
}
