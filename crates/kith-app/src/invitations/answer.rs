use kith_domain::change::Change;
use kith_domain::id::{InvitationId, MemberId, ReportId, RestrictionId};
use kith_domain::invitations::{
    AcceptRefused, AnswerRefused, Connections, Invitation, MarkFacts, MarkRefused, Terms,
};
use kith_domain::relation::{Between, Pair, Relation, Stage};
use kith_domain::text::ReportReason;
use kith_domain::time::Timestamp;

use super::{ReceivedInvitation, found_received, marks_between, received_one, voided_mark};
use crate::failure::committed;
use crate::{Actor, App, Failure, Fault, TRIES, contended};

/// R views an invitation (R8.4): from now on S cannot withdraw it.
///
/// # Errors
/// Not R's, or no longer available.
pub async fn view(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<AnswerRefused>> {
    let now = app.now();
    answers(
        app,
        actor,
        id,
        "view an invitation",
        |refused| refused,
        |relation, _| kith_domain::invitations::view(relation, id, actor.member, now),
    )
    .await
}

/// R accepts, with all that connections see or on terms (R10.1, F9). The second time answers as the first, whatever its
/// terms. Returns since when they are connected, or follow each other.
///
/// # Errors
/// Not R's, no longer available, or one of the two has too many connections.
pub async fn accept(
    app: &App,
    actor: Actor,
    id: InvitationId,
    terms: Terms,
) -> Result<(ReceivedInvitation, Timestamp), Failure<AcceptRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let (relation, invitation) =
            mine(app, actor, id).await.map_err(|failure| failure.map(AcceptRefused::Answer))?;
        let connections = connections(app, actor.member, invitation.from).await?;
        let voided = marks_between(app, &relation, now).await?;
        let changes = kith_domain::invitations::accept(
            &relation,
            id,
            actor.member,
            terms,
            connections,
            &voided,
            app.policy(),
            now,
        );
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            let accepted = after(app, actor, id).await;
            let accepted = accepted.map_err(|failure| failure.map(AcceptRefused::Answer))?;
            let since = accepted.invitation.ended_at.unwrap_or(now);
            return Ok((accepted, since));
        }
    }
    Err(contended("accept an invitation").into())
}

/// R ignores: into the archive, silently (R10.6).
///
/// # Errors
/// Not R's, or no longer available.
pub async fn ignore(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<AnswerRefused>> {
    let now = app.now();
    answers(
        app,
        actor,
        id,
        "ignore an invitation",
        |refused| refused,
        |relation, _| kith_domain::invitations::ignore(relation, id, actor.member, now),
    )
    .await
}

/// R takes an ignored invitation out of the archive (R10.6).
///
/// # Errors
/// Not R's, no longer available, or marked or reported meanwhile.
pub async fn take_back_dismissal(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<MarkRefused>> {
    let now = app.now();
    answers(app, actor, id, "take back a dismissal", MarkRefused::Answer, |relation, _| {
        kith_domain::invitations::take_back_dismissal(relation, id, actor.member, now)
    })
    .await
}

/// R says "I don't know this person" (R10.7).
///
/// # Errors
/// Not R's, no longer available, or not ignored first.
pub async fn mark(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<MarkRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let (relation, invitation) = mine(app, actor, id).await.map_err(|f| f.map(MarkRefused::Answer))?;
        let facts = mark_facts(app, actor.member, invitation.from, now).await?;
        let changes = kith_domain::invitations::mark(&relation, id, actor.member, &facts, app.policy(), now);
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await.map_err(|f| f.map(MarkRefused::Answer));
        }
    }
    Err(contended("mark an invitation").into())
}

/// R takes the mark back, within ten minutes (R6.3), also where the invitation is gone by then: nothing is returned
/// in that case.
///
/// # Errors
/// Not R's, no longer available, or too late.
pub async fn take_back_mark(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<Option<ReceivedInvitation>, Failure<MarkRefused>> {
    let now = app.now();
    for _ in 0..TRIES {
        let (relation, invitation) = match mine(app, actor, id).await {
            Ok(mine) => mine,
            Err(Failure::Refused(AnswerRefused::NotFound)) => {
                if take_back_mark_of_gone(app, actor, id, now).await? {
                    return Ok(None);
                }
                continue;
            }
            Err(failure) => return Err(failure.map(MarkRefused::Answer)),
        };
        let Some(voided) = voided_mark(app, actor.member, invitation.from, now).await? else {
            // Nothing to take back: it answers as the second time does.
            return after(app, actor, id).await.map(Some).map_err(|f| f.map(MarkRefused::Answer));
        };
        let changes =
            kith_domain::invitations::take_back_mark(&relation, id, actor.member, &voided, app.policy(), now);
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await.map(Some).map_err(|f| f.map(MarkRefused::Answer));
        }
    }
    Err(contended("take back a mark").into())
}

/// Takes back the mark of an invitation that is in none of R's boxes any more: whom R marked just now is found by the
/// way that was closed. False where somebody else was first and the facts are to be read again.
async fn take_back_mark_of_gone(
    app: &App,
    actor: Actor,
    id: InvitationId,
    now: Timestamp,
) -> Result<bool, Failure<MarkRefused>> {
    let since = now - app.policy().marks.undo;
    for of in app.store().closed_since(actor.member, since).await? {
        let marked = app.store().mark(of, actor.member).await?;
        let Some((_, marked_at)) = marked.filter(|(invitation, _)| *invitation == id) else { continue };
        let (Some(pair), Some(voided)) =
            (Pair::of(actor.member, of), voided_mark(app, actor.member, of, now).await?)
        else {
            continue;
        };
        let relation = app.store().relation(pair).await?;
        let changes = kith_domain::invitations::take_back_mark_of_gone(
            &relation,
            id,
            marked_at,
            &voided,
            app.policy(),
            now,
        );
        return Ok(committed(app, &changes.map_err(Failure::Refused)?).await?);
    }
    Err(Failure::Refused(MarkRefused::Answer(AnswerRefused::NotFound)))
}

/// R reports S to the moderators.
///
/// # Errors
/// Not R's, or no longer available.
pub async fn report(
    app: &App,
    actor: Actor,
    id: InvitationId,
    reason: ReportReason,
) -> Result<ReceivedInvitation, Failure<AnswerRefused>> {
    let now = app.now();
    let report = ReportId(app.chance().id(now)?);
    for _ in 0..TRIES {
        let (relation, invitation) = mine(app, actor, id).await?;
        let facts = mark_facts(app, actor.member, invitation.from, now).await?;
        let changes = kith_domain::invitations::report(
            &relation,
            id,
            actor.member,
            report,
            reason.clone(),
            &facts,
            app.policy(),
            now,
        );
        if committed(app, &changes.map_err(Failure::Refused)?).await? {
            return after(app, actor, id).await;
        }
    }
    Err(contended("report an invitation").into())
}

/// What R does with an invitation, where that is decided on it and its relation alone: reads both, lets `decide` say what
/// it changes, and writes it, again as long as somebody else was first. Returns the invitation as R sees it then.
/// `refused` is how the act says that R cannot reach it, `doing` names it in faults.
pub(super) async fn answers<R>(
    app: &App,
    actor: Actor,
    id: InvitationId,
    doing: &'static str,
    refused: impl Fn(AnswerRefused) -> R,
    decide: impl Fn(&Relation, &Invitation) -> Result<Vec<Change>, R>,
) -> Result<ReceivedInvitation, Failure<R>> {
    for _ in 0..TRIES {
        let (relation, invitation) = mine(app, actor, id).await.map_err(|failure| failure.map(&refused))?;
        let changes = decide(&relation, &invitation).map_err(Failure::Refused)?;
        if committed(app, &changes).await? {
            return after(app, actor, id).await.map_err(|failure| failure.map(&refused));
        }
    }
    Err(contended(doing).into())
}

/// The invitation with its relation, where R can still reach it. One that was withdrawn, expired or cut by a block, or
/// whose sender left or goes by another name (R11.4), is gone for R, however far the tidying up has come: it answers as
/// one that never was, in the API as in the lists (R8.3).
async fn mine(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<(Relation, Invitation), Failure<AnswerRefused>> {
    let not_found = Err(Failure::Refused(AnswerRefused::NotFound));
    let found = found_received(app, actor.member, id).await?;
    let Some((relation, invitation)) = found else { return not_found };
    if invitation.to != actor.member || relation.blocked() {
        return not_found;
    }
    let reached = match &relation.between {
        Between::Invited(open) if open.id == id => {
            open.stage_at(app.now()) == Stage::Open
                && app.store().stands_behind(open.sender, open.sent_at).await?
        }
        Between::Connected { .. } | Between::Following { .. } => relation.tied_by(id),
        Between::Invited(_) | Between::Nothing => false,
    };
    if reached { Ok((relation, invitation)) } else { not_found }
}

async fn after(
    app: &App,
    actor: Actor,
    id: InvitationId,
) -> Result<ReceivedInvitation, Failure<AnswerRefused>> {
    let received = received_one(app, actor, id).await?;
    received.ok_or(Failure::Refused(AnswerRefused::NotFound))
}

/// How many connections two members have.
pub(crate) async fn connections(app: &App, yours: MemberId, theirs: MemberId) -> Result<Connections, Fault> {
    let (yours, theirs) = app.store().connection_counts(yours, theirs).await?;
    Ok(Connections { yours, theirs })
}

/// What a mark of `of` by `by` is decided on.
pub(crate) async fn mark_facts(
    app: &App,
    by: MemberId,
    of: MemberId,
    now: Timestamp,
) -> Result<MarkFacts, Fault> {
    let Some(standing) = app.store().standing(of).await? else {
        return Err(Fault::new(
            crate::FaultKind::Corrupt,
            "mark an invitation",
            "its sender has no standing",
        ));
    };
    let marks = app.store().marks(of, standing.marks_count_from(app.policy(), now), by).await?;
    Ok(MarkFacts {
        standing,
        counting: marks.counting,
        counts: !marks.by_asker,
        restriction: RestrictionId(app.chance().id(now)?),
    })
}
