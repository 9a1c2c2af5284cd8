//! Inviting and answering, from the facts to the committed change.

mod answer;
mod compose;
mod edit;
mod list;
mod preview;
mod question;
mod search;
mod send;
mod several;
mod snooze;
mod terms;
mod tidy;
mod withdraw;

pub(crate) use answer::mark_facts;
pub use answer::{accept, ignore, mark, report, take_back_dismissal, take_back_mark, view};
pub use compose::{Draft, draft};
pub use edit::{EditNoteRefused, edit_note};
pub use list::{Boxes, ReceivedBox, boxes, received, received_one, sent, sent_one, sides};
pub use preview::{Preview, preview};
pub use question::{ask, reply};
pub use search::{Found, Wanted, find_received, find_sent};
pub use send::{SendInvitation, SendReply, send};
pub(crate) use send::{ground, introduced};
pub use several::{ignore_several, take_back_dismissals};
pub use snooze::{bring_back, set_aside};
pub use terms::{HeldTerms, change_terms, decline_terms, held_terms};
pub use tidy::tidy_overdue;
pub use withdraw::{undo, withdraw, withdraw_several};

use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{
    Invitation, StateForRecipient, StateForSender, VoidedMark, declinable_until, may_edit, may_withdraw,
};
use kith_domain::profile::Person;
use kith_domain::relation::{Relation, Stage};
use kith_domain::time::Timestamp;
use kith_domain::vouch::may_ask;
use kith_store::engine::Fault;

use crate::App;
use crate::vouches::ShownVouch;

/// An invitation as S sees it. What R did with it, short of accepting, is not in here (R6.1).
#[derive(Debug, Clone)]
pub struct SentInvitation {
    /// What it says.
    pub invitation: Invitation,
    /// Whom it is for; none once they have left and their name is gone.
    pub recipient: Option<Person>,
    /// Where it stands.
    pub state: StateForSender,
    /// Inside the undo window (R8.7).
    pub may_undo: bool,
    /// Not viewed yet, or the policy lets S withdraw all the same (R8.4).
    pub may_withdraw: bool,
    /// Not viewed yet: S may change the note (F12).
    pub may_edit: bool,
    /// Whom S asked to vouch (F19); none where nobody was, or they have left.
    pub voucher: Option<Person>,
    /// Nobody was asked to vouch yet, and somebody may be.
    pub may_ask_vouch: bool,
    /// R asked something that waits for S's answer (F5).
    pub may_reply: bool,
    /// Until when S may decline the terms on which R accepted (F9); none where there is nothing to decline.
    pub may_decline_until: Option<Timestamp>,
}

/// An invitation as R sees it.
#[derive(Debug, Clone)]
pub struct ReceivedInvitation {
    /// What it says.
    pub invitation: Invitation,
    /// Who sent it.
    pub sender: Option<Person>,
    /// Where it stands.
    pub state: StateForRecipient,
    /// Whether the two are connected by it; accepted and not, they only follow each other (F9).
    pub connected: bool,
    /// When R viewed it.
    pub viewed_at: Option<Timestamp>,
    /// Until when a mark can be taken back.
    pub mark_undo_until: Option<Timestamp>,
    /// A line from somebody who knows both, whom S asked for it (F19).
    pub vouch: Option<ShownVouch>,
    /// Until when R set it aside (F6), where that day is still to come.
    pub snoozed_until: Option<Timestamp>,
    /// Whether R may ask S something (F5).
    pub may_ask: bool,
    /// Until when R may set it aside; none where it cannot be.
    pub may_snooze: Option<MaySnooze>,
}

/// Until when an invitation may be set aside (F6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaySnooze {
    /// Without a word to S; none where it ends too soon.
    pub privately: Option<Timestamp>,
    /// Telling S.
    pub told: Timestamp,
}

/// From which side a member looks at an invitation.
#[derive(Debug, Clone)]
pub enum Sides {
    /// The member sent it.
    Sent(Box<SentInvitation>),
    /// The member received it.
    Received(Box<ReceivedInvitation>),
}

impl SentInvitation {
    fn new(
        app: &App,
        invitation: Invitation,
        relation: &Relation,
        recipient: Option<Person>,
        voucher: Option<Person>,
        now: Timestamp,
    ) -> Self {
        let open = relation.invitation(invitation.id);
        Self {
            state: invitation.state_for_sender(now),
            may_undo: open.is_some_and(|open| open.stage_at(now) == Stage::Held),
            may_withdraw: open.is_some_and(|open| may_withdraw(&invitation, open, app.policy(), now)),
            may_edit: open.is_some_and(|open| may_edit(open, now)),
            may_decline_until: relation
                .tied_by(invitation.id)
                .then(|| declinable_until(&invitation, app.policy()))
                .flatten()
                .filter(|until| now < *until),
            may_reply: invitation.state_for_sender(now) == StateForSender::Asked,
            may_ask_vouch: may_ask(&invitation, now),
            voucher,
            invitation,
            recipient,
        }
    }
}

/// The relation an invitation stands in, found by who asks and its id, and the invitation, read after its relation: what
/// is decided on both falls with the relation's guard if either changed since. Nothing where it is not theirs.
async fn found(
    app: &App,
    member: MemberId,
    id: InvitationId,
) -> Result<Option<(Relation, Invitation)>, Fault> {
    match app.store().invitation(member, id).await? {
        Some(sent) => app.store().invitation_between(sent.from, sent.to, id).await,
        None => found_received(app, member, id).await,
    }
}

/// An invitation that a member received, with its relation; nothing where it stands in none of the member's boxes.
async fn found_received(
    app: &App,
    member: MemberId,
    id: InvitationId,
) -> Result<Option<(Relation, Invitation)>, Fault> {
    match app.store().sender_of_received(member, id).await? {
        Some(sender) => app.store().invitation_between(sender, member, id).await,
        None => Ok(None),
    }
}

/// The marks between the two that fall when they connect (R6.3).
async fn marks_between(app: &App, relation: &Relation, now: Timestamp) -> Result<Vec<VoidedMark>, Fault> {
    let mut voided = Vec::new();
    for (by, of) in [(relation.pair.lo(), relation.pair.hi()), (relation.pair.hi(), relation.pair.lo())] {
        if relation.stance(by).closed
            && let Some(mark) = voided_mark(app, by, of, now).await?
        {
            voided.push(mark);
        }
    }
    Ok(voided)
}

/// The mark of `of` by `by` with what taking it back is decided on; nothing where there is none.
pub(crate) async fn voided_mark(
    app: &App,
    by: MemberId,
    of: MemberId,
    now: Timestamp,
) -> Result<Option<VoidedMark>, Fault> {
    let Some(standing) = app.store().standing(of).await? else { return Ok(None) };
    let marks = app.store().marks(of, standing.marks_count_from(app.policy(), now), by).await?;
    // The others that count, and this one, whether it counts still or not: see [`VoidedMark`].
    let counting = marks.counting + u32::from(!marks.askers_counts);
    Ok(marks.by_asker.then_some(VoidedMark { by, standing, counting }))
}
