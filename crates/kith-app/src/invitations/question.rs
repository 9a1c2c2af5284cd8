use kith_domain::id::InvitationId;
use kith_domain::invitations::{AskRefused, ReplyRefused};
use kith_domain::text::{QuestionAnswer, QuestionText};

use super::answer::{after, done, mine};
use super::{ReceivedInvitation, SentInvitation, behind, found, sent_one};
use crate::{Actor, App, Failure, TRIES, contended};

/// R asks S something before deciding (F5). It counts as having viewed the invitation; the same question a second time
/// answers as the first.
///
/// # Errors
/// Each reason of [`AskRefused`].
pub async fn ask(
    app: &App,
    actor: Actor,
    id: InvitationId,
    question: QuestionText,
) -> Result<ReceivedInvitation, Failure<AskRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let (relation, invitation) = mine(app, actor, id).await.map_err(|f| f.map(AskRefused::Answer))?;
        let invitation = behind(app, &relation, invitation).await?;
        let question = question.clone();
        let changes =
            kith_domain::invitations::ask(&relation, &invitation, actor.member, question, app.policy(), now);
        if done(app, changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await.map_err(|f| f.map(AskRefused::Answer));
        }
    }
    Err(contended("ask about an invitation").into())
}

/// S answers the question that R asked (F5); the answer becomes part of the invitation. The same answer a second time
/// answers as the first.
///
/// # Errors
/// Each reason of [`ReplyRefused`].
pub async fn reply(
    app: &App,
    actor: Actor,
    id: InvitationId,
    answer: QuestionAnswer,
) -> Result<SentInvitation, Failure<ReplyRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let own = found(app, actor.member, id).await?;
        let Some((relation, invitation)) = own.filter(|(_, found)| found.from == actor.member) else {
            return Err(Failure::Refused(ReplyRefused::NotFound));
        };
        let invitation = behind(app, &relation, invitation).await?;
        let answer = answer.clone();
        let changes =
            kith_domain::invitations::reply(&relation, &invitation, actor.member, answer, app.policy(), now);
        if done(app, changes.map_err(Failure::Refused)?).await? {
            return sent_one(app, actor, id).await?.ok_or(Failure::Refused(ReplyRefused::NotFound));
        }
    }
    Err(contended("answer a question").into())
}
