//! From what a decision changes to the steps that write it: the one place, matched exhaustively.
//!
//! The order is fixed, so that two batches never wait for each other in a circle: the authority's half of the
//! relation first, it holds the guard; then standings by ascending member; then everything that hangs on them.

use kith_domain::change::{Change, Event, EventKind, Reported};
use kith_domain::id::CaseId;
use kith_domain::moderation::{CaseKind, NewCase};
use kith_domain::relation::Relation;
use kith_domain::standing::{AppealOutcome, RequestOutcome};

use crate::accounts::about;
use crate::codes::Code;
use crate::engine::{Batch, JournalEntry, Step, Touch, args};
use crate::messages::Message;
use crate::standing::limit;
use crate::{
    appeals, credits, follows, invitations, messages, moderation, outreach, prints, relations, reviews,
    standing,
};

/// The steps of a decision, in order.
pub(crate) fn batch(changes: &[Change]) -> Batch {
    let mut first = Vec::with_capacity(2);
    let mut standings: Vec<(i64, Step)> = Vec::with_capacity(3);
    let mut last = Vec::with_capacity(4);
    let mut journal = Vec::with_capacity(1);
    for change in changes {
        match change {
            Change::Relation { after, event } => {
                let [authority, mirror] = relations::put(after);
                first.push(authority);
                last.push(mirror);
                journal.push(entry(after, event));
            }
            Change::InvitationSent(invitation) => last.push(invitations::insert(invitation)),
            Change::InvitationEnded { sender, invitation, outcome, at } => {
                let row = args![sender.0, invitation.0, outcome.code(), at.0];
                last.push(invitations::END.step(row, Touch::One));
            }
            Change::NoteChanged { sender, invitation, note, originality } => {
                last.push(invitations::put_note(*sender, *invitation, note.as_ref(), *originality));
            }
            Change::Exchanged { sender, invitation, exchanges, expires_at } => {
                last.push(invitations::put_exchanges(*sender, *invitation, exchanges, *expires_at));
            }
            Change::NotNowTold { sender, invitation, told, expires_at } => {
                last.push(invitations::put_not_now(*sender, *invitation, *told, *expires_at));
            }
            Change::TermsTold { sender, invitation, terms } => {
                last.push(invitations::put_terms(*sender, *invitation, terms));
            }
            Change::TermsDeclined { sender, invitation, at } => {
                last.push(invitations::DECLINE_TERMS.step(args![sender.0, invitation.0, at.0], Touch::One));
            }
            Change::NotePrinted(kept) => last.extend(prints::keep(kept)),
            Change::InvitationErased { sender, invitation, sent_at } => {
                last.push(invitations::ERASE.step(args![sender.0, invitation.0], Touch::One));
                last.push(prints::drop(*sender, *sent_at, *invitation));
            }
            Change::AllowanceSpent { member, at, lifetime, weekly, pending, week, day } => {
                let row = args![
                    member.0,
                    at.0,
                    limit(*lifetime),
                    limit(*weekly),
                    limit(*pending),
                    week.as_milliseconds(),
                    day.as_milliseconds()
                ];
                standings.push((member.0, standing::SPEND.step(row, Touch::One)));
            }
            Change::AllowanceReturned { member, spent_at } => {
                let row = args![member.0, spent_at.0];
                standings.push((member.0, standing::GIVE_BACK.step(row, Touch::One)));
            }
            Change::Counted { member, connections, pending, most } => {
                let row = args![member.0, i64::from(*connections), i64::from(*pending), i64::from(*most)];
                standings.push((member.0, standing::COUNT.step(row, Touch::One)));
            }
            Change::Marked { by, of, invitation, at, standing_version, restricts } => {
                match restricts {
                    Some(restriction) => {
                        let [guard, row] = standing::restrict(*of, *standing_version, restriction);
                        standings.push((of.0, guard));
                        last.push(row);
                        let version = standing_version + 1;
                        journal.push(about(*of, version, EventKind::Restricted, restriction.since));
                    }
                    None => standings
                        .push((of.0, standing::TOUCH.step(args![of.0, *standing_version], Touch::One))),
                }
                last.push(standing::PUT_MARK.step(args![of.0, by.0, invitation.0, at.0], Touch::One));
            }
            Change::Restricted { member, restriction, standing_version } => {
                let [guard, row] = standing::restrict(*member, *standing_version, restriction);
                standings.push((member.0, guard));
                last.push(row);
                let told = about(*member, standing_version + 1, EventKind::Restricted, restriction.since);
                journal.push(JournalEntry { inv_id: restriction.id.0, ..told });
            }
            Change::AllowanceAsked { request, standing_version } => {
                let guard = args![request.member.0, *standing_version];
                standings.push((request.member.0, standing::TOUCH.step(guard, Touch::One)));
                last.push(reviews::asked(request));
            }
            Change::AllowanceReviewed { member, request, outcome, movement, standing_version } => {
                let version = *standing_version;
                let told =
                    |kind, at| JournalEntry { inv_id: request.0, ..about(*member, version + 1, kind, at) };
                match outcome {
                    RequestOutcome::Open => continue,
                    RequestOutcome::Granted { at, amount, by: _ } => {
                        let grant = args![member.0, version, i64::from(*amount)];
                        standings.push((member.0, standing::GRANT.step(grant, Touch::One)));
                        last.push(reviews::granted(*member, *movement, *request, *amount, *at));
                        journal.push(told(EventKind::AllowanceGranted, *at));
                    }
                    RequestOutcome::Refused { at, .. } => {
                        let touch = standing::TOUCH.step(args![member.0, version], Touch::One);
                        standings.push((member.0, touch));
                        journal.push(told(EventKind::AllowanceDeclined, *at));
                    }
                }
                last.extend(reviews::decided(*member, *request, outcome));
            }
            Change::Appealed { appeal, standing_version } => {
                let guard = args![appeal.member.0, *standing_version];
                standings.push((appeal.member.0, standing::TOUCH.step(guard, Touch::One)));
                last.push(appeals::put(appeal));
            }
            Change::AppealAnswered { member, restriction, answer, ends, standing_version } => {
                let guard = match answer.outcome {
                    AppealOutcome::Upheld => {
                        standing::TOUCH.step(args![member.0, *standing_version], Touch::One)
                    }
                    AppealOutcome::Lifted => {
                        let row = args![member.0, *standing_version, answer.at.0, *ends];
                        standing::ACQUIT.step(row, Touch::One)
                    }
                };
                standings.push((member.0, guard));
                last.push(appeals::answer(*member, *restriction, answer));
                if answer.outcome == AppealOutcome::Lifted {
                    let row = args![member.0, restriction.0, answer.at.0, Some(answer.by.0)];
                    last.push(standing::LIFT_RESTRICTION.step(row, Touch::AtMostOne));
                }
                let told = about(*member, standing_version + 1, EventKind::AppealAnswered, answer.at);
                journal.push(JournalEntry { inv_id: restriction.0, ..told });
            }
            Change::MarkTakenBack { by, of, standing_version, frees } => {
                let guard = if *frees { &standing::FREE } else { &standing::TOUCH };
                standings.push((of.0, guard.step(args![of.0, *standing_version], Touch::One)));
                last.push(standing::VOID_MARK.step(args![of.0, by.0], Touch::AtMostOne));
                if *frees {
                    last.push(standing::VOID_RESTRICTION.step(args![of.0], Touch::AtMostOne));
                }
            }
            Change::Agreed { member, agreement_version, at, restricted_until, standing_version } => {
                let row = args![member.0, *standing_version, at.0, restricted_until.0];
                standings.push((member.0, standing::AGREE.step(row, Touch::One)));
                let row = args![member.0, at.0, i64::from(*agreement_version)];
                last.push(standing::AGREE_RESTRICTION.step(row, Touch::One));
            }
            Change::Reported { id, by, of, about, reason, at } => {
                let subject = about.subject();
                let row = args![of.0, id.0, by.0, subject, reason.as_str(), at.0, reported(*about)];
                last.push(standing::INSERT_REPORT.step(row, Touch::One));
                last.push(moderation::open(&NewCase {
                    id: CaseId(id.0),
                    about: *of,
                    kind: CaseKind::Report,
                    subject,
                    opened_by: *by,
                    opened_at: *at,
                    words: reason.clone(),
                }));
            }
            Change::CaseOpened(case) => {
                last.push(moderation::open(case));
            }
            Change::OutreachSent(outreach) => last.extend(outreach::inserted(outreach)),
            Change::OutreachEnded { sender, recipient, outreach, outcome, at } => {
                last.extend(outreach::ended(*sender, *recipient, *outreach, *outcome, *at));
            }
            Change::OutreachMoved { recipient, outreach, from, to, at } => {
                let row = args![recipient.0, outreach.0, from.code(), to.code(), at.0];
                last.push(outreach::MOVE.step(row, Touch::One));
            }
            Change::ConversationOpened { pair, outreach, conversation, message, from, text, at } => {
                let answer = Message { id: *message, from: *from, text: text.clone(), at: *at };
                last.extend(messages::opened(*pair, *outreach, *conversation, &answer));
            }
            Change::ConversationClosed { pair } => last.extend(messages::closed(*pair)),
            Change::CreditSpent { member, entry, outreach, at } => {
                let [guard, spend, line] = credits::spent(*member, *entry, *outreach, *at);
                standings.extend([(member.0, guard), (member.0, spend)]);
                last.push(line);
            }
            Change::CreditReturned { member, entry, outreach, at } => {
                let [put, line] = credits::returned(*member, *entry, *outreach, *at);
                standings.push((member.0, put));
                last.push(line);
            }
            Change::CreditsChanged { before, after, entries } => {
                standings.push((after.member.0, credits::put(before, after)));
                last.extend(entries.iter().map(|entry| credits::line(after.member, entry)));
            }
            Change::Followed { follower, followed, at } => {
                last.extend(follows::put(*follower, *followed, *at));
            }
            Change::Unfollowed { follower, followed } => last.extend(follows::dropped(*follower, *followed)),
            Change::Parted { pair, at } => {
                last.extend(messages::closed(*pair));
                for (one, other) in [(pair.lo(), pair.hi()), (pair.hi(), pair.lo())] {
                    last.extend(follows::dropped(one, other));
                    last.push(outreach::CUT.step(args![one.0, other.0, at.0], Touch::Any));
                }
            }
        }
    }
    standings.sort_by_key(|(member, _)| *member);
    let mut steps = first;
    steps.extend(standings.into_iter().map(|(_, step)| step));
    steps.append(&mut last);
    Batch { steps, journal }
}

/// What `report.about` says that the report's number names.
fn reported(about: Reported) -> i64 {
    match about {
        Reported::Invitation(_) => 1,
        Reported::Outreach(_) => 2,
        Reported::Pitch(_) => 3,
    }
}

/// What the journal tells of something that happened between two members.
pub(crate) fn entry(after: &Relation, event: &Event) -> JournalEntry {
    JournalEntry {
        lo: after.pair.lo().0,
        hi: after.pair.hi().0,
        version: after.version,
        kind: event.kind.code(),
        inv_id: event.invitation.map_or(0, |id| id.0),
        actor_id: event.actor.0,
        at: event.at.0,
        visible_at: event.visible_at.0,
    }
}
