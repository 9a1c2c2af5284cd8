use kith_domain::change::Change;
use kith_domain::id::{ConversationId, CreditEntryId, MemberId, MessageId, OutreachId, ReportId};
use kith_domain::outreach::{self, OutreachAnswerRefused, ReceivedFacts, Reply, is_there};
use kith_domain::relation::Pair;
use kith_domain::text::{MessageText, ReportReason, TextRefused};
use kith_domain::time::Timestamp;

use crate::credits::settled;
use crate::{Actor, App, CommitFailure, Failure, TRIES, contended};

/// Whom R answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// S.
    pub sender: MemberId,
}

/// What R does. A text is judged only once it is known that the message is there for R: what is not R's answers alike,
/// whatever was written.
enum Act {
    Answer {
        text: Result<MessageText, TextRefused>,
        message: MessageId,
        conversation: ConversationId,
        entry: CreditEntryId,
    },
    Refuse {
        entry: CreditEntryId,
    },
    PutAside,
    TakeBack,
    Report {
        reason: Result<ReportReason, TextRefused>,
        id: ReportId,
    },
}

/// R writes back: the two may write to each other from now on. The second time answers as the first, and writes nothing.
///
/// # Errors
/// It is not there, was refused, or the text is.
pub async fn answer(
    app: &App,
    actor: Actor,
    id: OutreachId,
    text: &str,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    let now = app.now();
    let act = Act::Answer {
        text: MessageText::parse(text),
        message: MessageId(app.chance().id(now)?),
        conversation: ConversationId(app.chance().id(now)?),
        entry: CreditEntryId(app.chance().id(now)?),
    };
    done(app, actor, id, &act, now).await
}

/// R says "no, thank you". The second time answers as the first.
///
/// # Errors
/// It is not there, or was answered in words.
pub async fn refuse(
    app: &App,
    actor: Actor,
    id: OutreachId,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    let now = app.now();
    let act = Act::Refuse { entry: CreditEntryId(app.chance().id(now)?) };
    done(app, actor, id, &act, now).await
}

/// R puts it aside, silently (R6.1). The second time answers as the first.
///
/// # Errors
/// It is not there, or was answered.
pub async fn put_aside(
    app: &App,
    actor: Actor,
    id: OutreachId,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    done(app, actor, id, &Act::PutAside, app.now()).await
}

/// R takes it back into the requests.
///
/// # Errors
/// It is not there, or was answered.
pub async fn take_back(
    app: &App,
    actor: Actor,
    id: OutreachId,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    done(app, actor, id, &Act::TakeBack, app.now()).await
}

/// R reports it to the moderators, silently (R6.1). The second time answers as the first.
///
/// # Errors
/// It is not there, was answered, or the reason is no text.
pub async fn report(
    app: &App,
    actor: Actor,
    id: OutreachId,
    reason: &str,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    let now = app.now();
    let act = Act::Report { reason: ReportReason::parse(reason), id: ReportId(app.chance().id(now)?) };
    done(app, actor, id, &act, now).await
}

/// Reads what R received, decides, commits; again where somebody else was first.
async fn done(
    app: &App,
    actor: Actor,
    id: OutreachId,
    act: &Act,
    now: Timestamp,
) -> Result<Answered, Failure<OutreachAnswerRefused>> {
    let missing = || Failure::Refused(OutreachAnswerRefused::NotFound);
    for _ in 0..TRIES {
        let received = app.store().outreach_received(actor.member, id).await?.ok_or_else(missing)?;
        let sender = received.outreach.from;
        let pair = Pair::of(actor.member, sender).ok_or_else(missing)?;
        let relation = app.store().relation(pair).await?;
        let status = app.store().persons(&[sender]).await?.pop().map(|person| person.status);
        let facts = ReceivedFacts { relation: &relation, received: &received, sender: status };
        let changes = decide(app, actor, &facts, act, now).await?;
        if changes.is_empty() {
            return Ok(Answered { sender });
        }
        match app.store().commit(&changes).await {
            Ok(_) => return Ok(Answered { sender }),
            Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(contended("answer an outreach message").into())
}

async fn decide(
    app: &App,
    actor: Actor,
    facts: &ReceivedFacts<'_>,
    act: &Act,
    now: Timestamp,
) -> Result<Vec<Change>, Failure<OutreachAnswerRefused>> {
    if !is_there(facts) {
        return Err(Failure::Refused(OutreachAnswerRefused::NotFound));
    }
    let sender = facts.received.outreach.from;
    let refused = |refused: &TextRefused| Failure::Refused(OutreachAnswerRefused::Text(refused.clone()));
    let decided = match act {
        Act::Answer { text, message, conversation, entry } => {
            let text = text.as_ref().map_err(refused)?.clone();
            // Nothing is given back to a balance that a month is still to be added to.
            settled(app, sender, now).await?;
            let side = app.store().conversation(actor.member, sender).await?;
            let conversation = side.map_or(*conversation, |side| side.id);
            let reply = Reply { text, conversation, message: *message };
            outreach::answer(facts, reply, *entry, app.policy(), now)
        }
        Act::Refuse { entry } => {
            settled(app, sender, now).await?;
            outreach::refuse(facts, *entry, app.policy(), now)
        }
        Act::PutAside => outreach::put_aside(facts, now),
        Act::TakeBack => outreach::take_back(facts, now),
        Act::Report { reason, id } => {
            outreach::report(facts, *id, reason.as_ref().map_err(refused)?.clone(), now)
        }
    };
    decided.map_err(Failure::Refused)
}
