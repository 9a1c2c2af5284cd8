use kith_domain::id::InvitationId;
use kith_domain::invitations::{AskRefused, ReplyRefused};
use kith_domain::text::{QuestionAnswer, QuestionText};

use super::answer::answers;
use super::{ReceivedInvitation, SentInvitation, found, sent_one};
use crate::failure::committed;
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
    answers(app, actor, id, "ask about an invitation", AskRefused::Answer, |relation, invitation| {
        let (by, question, policy) = (actor.member, question.clone(), app.policy());
        kith_domain::invitations::ask(relation, invitation, by, question, policy, now)
    })
    .await
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
        let answer = answer.clone();
        let changes =
            kith_domain::invitations::reply(&relation, &invitation, actor.member, answer, app.policy(), now);
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return sent_one(app, actor, id).await?.ok_or(Failure::Refused(ReplyRefused::NotFound));
        }
    }
    Err(contended("answer a question").into())
}
