//! Looking through one's own boxes: by name, by what stands in an invitation, by age.
//!
//! Names are read from where they are kept, after the box itself: a page is filled by reading on, a piece at a time and
//! up to [`MOST_LOOKED_AT`] at once, so that a box of thousands answers as soon as a small one.

use kith_domain::id::InvitationId;
use kith_domain::profile::Person;
use kith_domain::text::folded;
use kith_domain::time::{Span, Timestamp};
use kith_store::invitations::SentFilter;

use super::list::{ReceivedBox, received, sent};
use super::{ReceivedInvitation, SentInvitation};
use crate::{Actor, App, Fault};

/// How many are read at once.
const PIECE: u32 = 100;
/// How many are looked at for one page; where it goes on is said.
const MOST_LOOKED_AT: usize = 2_000;

/// What is looked for; what is not named does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Part of the other one's name, in any spelling.
    pub name: String,
    /// Whether it has a note.
    pub note: Option<bool>,
    /// Whether the two had something in common when it was sent.
    pub shared: Option<bool>,
    /// Sent at least so long ago.
    pub older_than: Option<Span>,
}

/// A piece of what was found.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// The newest first.
    pub items: Vec<T>,
    /// Where to look on; none where everything was looked at.
    pub next: Option<InvitationId>,
}

impl Wanted {
    /// Whether nothing is named: then the list is the box itself.
    pub fn is_everything(&self) -> bool {
        folded(&self.name).is_empty() && Self { name: String::new(), ..self.clone() } == Self::default()
    }

    fn fits(&self, card: &Looked<'_>, now: Timestamp) -> bool {
        let asked = folded(&self.name);
        let named = |person: &Person| {
            folded(person.name.as_str()).contains(&asked) || person.handle.as_str() == asked
        };
        (asked.is_empty() || card.other.is_some_and(named))
            && self.note.is_none_or(|wanted| wanted == card.note)
            && self.shared.is_none_or(|wanted| wanted == card.shared)
            && self.older_than.is_none_or(|span| card.sent_at + span <= now)
    }
}

/// What of an invitation is looked at.
struct Looked<'a> {
    other: Option<&'a Person>,
    note: bool,
    shared: bool,
    sent_at: Timestamp,
}

/// Of what lies in a box, what is wanted, older than `before`, at most `most`.
///
/// # Errors
/// The database is in trouble.
pub async fn find_received(
    app: &App,
    actor: Actor,
    which: ReceivedBox,
    wanted: &Wanted,
    before: Option<InvitationId>,
    most: u32,
) -> Result<Found<ReceivedInvitation>, Fault> {
    let now = app.now();
    let fits = |one: &ReceivedInvitation| -> bool {
        let invitation = &one.invitation;
        let looked = Looked {
            other: one.sender.as_ref(),
            note: invitation.note.is_some(),
            shared: invitation.card.shares_something(),
            sent_at: invitation.sent_at,
        };
        wanted.fits(&looked, now)
    };
    let mut search = Search::new(before, most);
    loop {
        let piece = received(app, actor, which, search.place, PIECE).await?;
        if search.is_over_after(piece, |one| one.invitation.id, fits) {
            return Ok(search.found());
        }
    }
}

/// Of what a member sent, what is wanted, older than `before`, at most `most`; with `withdrawable` only what can be taken
/// back, as they may know it (R8.4).
///
/// # Errors
/// The database is in trouble.
pub async fn find_sent(
    app: &App,
    actor: Actor,
    filter: SentFilter,
    wanted: &Wanted,
    withdrawable: bool,
    before: Option<InvitationId>,
    most: u32,
) -> Result<Found<SentInvitation>, Fault> {
    let now = app.now();
    let fits = |one: &SentInvitation| -> bool {
        let invitation = &one.invitation;
        let looked = Looked {
            other: one.recipient.as_ref(),
            note: invitation.note.is_some(),
            shared: invitation.card.shares_something(),
            sent_at: invitation.sent_at,
        };
        wanted.fits(&looked, now) && (!withdrawable || one.may_withdraw && !one.may_undo)
    };
    let mut search = Search::new(before, most);
    loop {
        let piece = sent(app, actor, filter, search.place, PIECE).await?;
        if search.is_over_after(piece, |one| one.invitation.id, fits) {
            return Ok(search.found());
        }
    }
}

/// A page that fills, piece after piece.
struct Search<T> {
    /// Where to read on.
    place: Option<InvitationId>,
    items: Vec<T>,
    most: usize,
    looked_at: usize,
    /// Whether there may be more behind `place`.
    more: bool,
}

impl<T> Search<T> {
    fn new(before: Option<InvitationId>, most: u32) -> Self {
        Self { place: before, items: Vec::new(), most: most as usize, looked_at: 0, more: true }
    }

    /// Takes what fits of the next piece. Returns whether that is all for this page.
    fn is_over_after(
        &mut self,
        piece: Vec<T>,
        id: impl Fn(&T) -> InvitationId,
        fits: impl Fn(&T) -> bool,
    ) -> bool {
        self.looked_at += piece.len();
        self.more = !piece.is_empty();
        for one in piece {
            let at = id(&one);
            if fits(&one) {
                // One more than fits on the page: so there is a next one, and it begins with this.
                if self.items.len() == self.most {
                    return true;
                }
                self.items.push(one);
            }
            self.place = Some(at);
        }
        !self.more || self.looked_at >= MOST_LOOKED_AT
    }

    fn found(self) -> Found<T> {
        Found { items: self.items, next: self.place.filter(|_| self.more) }
    }
}
