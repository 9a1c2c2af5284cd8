use kith_domain::id::{ConversationId, IntroductionId, MessageId};
use kith_domain::introductions::{
    self as rules, Act, ActRefused, Dismissal, Part, State, Words, WordsRefused,
};
use kith_domain::time::Timestamp;
use kith_store::introductions::Moving;

use super::{Seen, seen};
use crate::failure::was_first;
use crate::{Actor, App, Failure, TRIES, contended};

/// Why M's words do not reach R.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForwardRefused {
    /// It is not M's to do, or no longer.
    Act(ActRefused),
    /// The words are missing or too long.
    Words(WordsRefused),
}

/// S takes it back: until R said yes or its time ran out, whatever the others did, and answered alike (R4.4, R4.5).
///
/// # Errors
/// Not S's, agreed, or over.
pub async fn withdraw(app: &App, actor: Actor, id: IntroductionId) -> Result<Seen, Failure<ActRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let part = own(app, actor, id).await?;
        let written = match rules::withdraw(&part, now).map_err(Failure::Refused)? {
            Act::Done => Ok(()),
            Act::Move { to, .. } => {
                app.store().withdraw_introduction(Moving { part: &part, to, at: now }).await
            }
        };
        if was_first(written)? {
            return after(app, actor, id, now).await;
        }
    }
    Err(contended("withdraw an introduction").into())
}

/// M writes to R, in M's own words and with S's reason (R4.4). The second time answers as the first.
///
/// # Errors
/// The words are refused; not M's, declined before, or no longer available.
pub async fn forward(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    text: &str,
) -> Result<Seen, Failure<ForwardRefused>> {
    let now = app.now();
    let refused = |refused| Failure::Refused(ForwardRefused::Act(refused));
    for _ in 0..TRIES {
        let part = own(app, actor, id).await.map_err(|failure| failure.map(ForwardRefused::Act))?;
        let act = rules::forward(&part, now).map_err(refused)?;
        let written = match act {
            Act::Done => Ok(()),
            Act::Move { to, .. } => {
                let words = Words::parse(text, app.policy())
                    .map_err(|wrong| Failure::Refused(ForwardRefused::Words(wrong)))?;
                available(app, &part, now).await.map_err(|failure| failure.map(ForwardRefused::Act))?;
                app.store().forward_introduction(Moving { part: &part, to, at: now }, &words).await
            }
        };
        if was_first(written)? {
            return after(app, actor, id, now).await.map_err(|failure| failure.map(ForwardRefused::Act));
        }
    }
    Err(contended("forward an introduction").into())
}

/// M or R puts it away, for now or for good. Nobody else learns of it (R4.4).
///
/// # Errors
/// Not theirs, decided otherwise, or no longer available.
pub async fn dismiss(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    how: Dismissal,
) -> Result<Seen, Failure<ActRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let part = own(app, actor, id).await?;
        let written = match rules::dismiss(&part, how, now).map_err(Failure::Refused)? {
            Act::Done => Ok(()),
            Act::Move { to, .. } => {
                available(app, &part, now).await?;
                app.store().dismiss_introduction(Moving { part: &part, to, at: now }).await
            }
        };
        if was_first(written)? {
            return after(app, actor, id, now).await;
        }
    }
    Err(contended("dismiss an introduction").into())
}

/// R says yes: the three can talk, and S hears of it (R4.4). Nobody is connected by it.
///
/// # Errors
/// Not R's, declined before, or no longer available.
pub async fn agree(app: &App, actor: Actor, id: IntroductionId) -> Result<Seen, Failure<ActRefused>> {
    let now = app.now();
    let conversation = ConversationId(app.chance().id(now)?);
    let begins = MessageId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let part = own(app, actor, id).await?;
        let written = match rules::agree(&part, now).map_err(Failure::Refused)? {
            Act::Done => Ok(()),
            Act::Move { .. } => {
                available(app, &part, now).await?;
                let moving = Moving { part: &part, to: State::Agreed, at: now };
                app.store().agree_introduction(moving, conversation, begins).await
            }
        };
        if was_first(written)? {
            return after(app, actor, id, now).await;
        }
    }
    Err(contended("agree to an introduction").into())
}

/// What the actor has of it; whoever has no part in it finds nothing.
async fn own(app: &App, actor: Actor, id: IntroductionId) -> Result<Part, Failure<ActRefused>> {
    let part = app.store().introduction(actor.member, id).await?;
    part.ok_or(Failure::Refused(ActRefused::NotFound))
}

/// That it is there for M or R still: gone by a withdrawal, a block or a departure is all one answer.
async fn available(app: &App, part: &Part, now: Timestamp) -> Result<(), Failure<ActRefused>> {
    match seen(app, part.clone(), now).await? {
        Some(_) => Ok(()),
        None => Err(Failure::Refused(ActRefused::NoLongerAvailable)),
    }
}

/// What the actor sees after the act.
async fn after(
    app: &App,
    actor: Actor,
    id: IntroductionId,
    now: Timestamp,
) -> Result<Seen, Failure<ActRefused>> {
    let part = own(app, actor, id).await?;
    seen(app, part, now).await?.ok_or(Failure::Refused(ActRefused::NoLongerAvailable))
}
