//! What invitations say, and the boxes they lie in.

use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{
    Card, Exchange, Invitation, NotNow, Note, Originality, Outcome, Place, Purpose, RelationClaim,
    RelationKind, TermsScope, ToldTerms, VouchAsked,
};
use kith_domain::relation::{Pair, Relation};
use kith_domain::time::Timestamp;

use crate::codes::Code;
use crate::engine::{Fault, FaultKind, Query, Row, Step, Touch, args, statements};
pub use crate::relations::Boxed;
use crate::{Store, relations};

statements! {
    INSERT = "invitations/insert";
    END = "invitations/end";
    PUT_NOTE = "invitations/put_note";
    PUT_EXCHANGES = "invitations/put_exchanges";
    PUT_NOT_NOW = "invitations/put_not_now";
    PUT_TERMS = "invitations/put_terms";
    DECLINE_TERMS = "invitations/decline_terms";
    PUT_VOUCHER = "invitations/put_voucher";
    ERASE = "invitations/erase";
    READ = "invitations/read";
    OF_SENDER = "invitations/of_sender";
    OPEN = "invitations/open";
    BOX = "invitations/box";
    BOX_COUNT = "invitations/box_count";
    OVERDUE_OF_SENDER = "invitations/overdue_of_sender";
    OPEN_COUNT = "invitations/open_count";
    FIND_RECEIVED = "invitations/find_received";
}

/// Which of a sender's invitations are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentFilter {
    /// All of them.
    All,
    /// Open and not over: held and pending alike.
    Open,
    /// Accepted.
    Accepted,
    /// Withdrawn.
    Withdrawn,
    /// Over without an answer, tidied up or not.
    Expired,
}

/// A place in a recipient's box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Who sent it.
    pub from: MemberId,
    /// Which.
    pub id: InvitationId,
}

impl Store {
    /// One invitation of a sender.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn invitation(&self, sender: MemberId, id: InvitationId) -> Result<Option<Invitation>, Fault> {
        let row = self.engine.row(read(sender, id)).await?;
        row.as_ref().map(decode).transpose()
    }

    /// Several invitations in one flight, in the order asked for; one that is not there is left out.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn invitations(&self, of: &[(MemberId, InvitationId)]) -> Result<Vec<Invitation>, Fault> {
        let rows = self.engine.fetch(of.iter().map(|(sender, id)| read(*sender, *id)).collect()).await?;
        rows.iter().flatten().map(decode).collect()
    }

    /// Who sent the invitation `id` that stands in `recipient`'s boxes; nothing where none does.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn sender_of_received(
        &self,
        recipient: MemberId,
        id: InvitationId,
    ) -> Result<Option<MemberId>, Fault> {
        let row = self.engine.row(FIND_RECEIVED.with(args![recipient.0, id.0])).await?;
        row.map(|row| row.int(0).map(MemberId)).transpose()
    }

    /// An invitation with what stands between its two, in one flight.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn invitation_between(
        &self,
        sender: MemberId,
        recipient: MemberId,
        id: InvitationId,
    ) -> Result<Option<(Relation, Invitation)>, Fault> {
        let Some(pair) = Pair::of(sender, recipient) else { return Ok(None) };
        let rows = self.engine.fetch(vec![relations::read(pair), read(sender, id)]).await?;
        let [relation, invitation] = rows.as_slice() else { return Ok(None) };
        let Some(invitation) = invitation.first() else { return Ok(None) };
        Ok(Some((relations::decode(pair, relation.first())?, decode(invitation)?)))
    }

    /// A sender's invitations, the newest first, older than `before`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn sent(
        &self,
        sender: MemberId,
        filter: SentFilter,
        before: Option<InvitationId>,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Invitation>, Fault> {
        let bit = |outcome: Outcome| 1_i64 << outcome.code();
        let (mask, open) = match filter {
            SentFilter::All => (-1, 0),
            SentFilter::Open => (bit(Outcome::Open), 1),
            SentFilter::Accepted => (bit(Outcome::Accepted), 0),
            SentFilter::Withdrawn => (bit(Outcome::Withdrawn), 0),
            SentFilter::Expired => (bit(Outcome::Open) | bit(Outcome::Expired), 2),
        };
        let before = before.map_or(i64::MAX, |id| id.0);
        let rows = self
            .engine
            .rows(OF_SENDER.with(args![sender.0, before, mask, open, now.0, i64::from(most)]))
            .await?;
        rows.iter().map(decode).collect()
    }

    /// What lies in a recipient's box, the newest first, older than `before`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn received(
        &self,
        recipient: MemberId,
        boxed: Boxed,
        before: Option<InvitationId>,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Received>, Fault> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let query = BOX.with(args![recipient.0, boxed.code(), now.0, before, i64::from(most), boxed.later()]);
        let rows = self.engine.rows(query).await?;
        rows.iter()
            .map(|row| Ok(Received { from: MemberId(row.int(0)?), id: InvitationId(row.int(1)?) }))
            .collect()
    }

    /// How many lie in a recipient's box.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn received_count(
        &self,
        recipient: MemberId,
        boxed: Boxed,
        now: Timestamp,
    ) -> Result<u64, Fault> {
        self.counted(BOX_COUNT.with(args![recipient.0, boxed.code(), now.0, boxed.later()])).await
    }

    /// How many of a sender's invitations are open and not over, as the sender may know it.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn open_count(&self, sender: MemberId, now: Timestamp) -> Result<u64, Fault> {
        self.counted(OPEN_COUNT.with(args![sender.0, now.0])).await
    }

    /// A sender's invitations that are over and not tidied up yet, the oldest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn overdue(
        &self,
        sender: MemberId,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Invitation>, Fault> {
        let rows = self.engine.rows(OVERDUE_OF_SENDER.with(args![sender.0, now.0, i64::from(most)])).await?;
        rows.iter().map(decode).collect()
    }

    async fn counted(&self, query: Query) -> Result<u64, Fault> {
        let row = self.engine.row(query).await?;
        let count = row.map_or(Ok(0), |row| row.int(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

/// A row where an invitation has no end yet.
pub(crate) fn open(sender: MemberId, id: InvitationId) -> Query {
    OPEN.with(args![sender.0, id.0])
}

pub(crate) fn read(sender: MemberId, id: InvitationId) -> Query {
    READ.with(args![sender.0, id.0])
}

pub(crate) fn insert(invitation: &Invitation) -> Step {
    let i = invitation;
    let claim = i.relation.as_ref();
    let card = serde_json::to_string(&i.card).unwrap_or_default();
    let row = args![
        i.from.0,
        i.id.0,
        i.to.0,
        claim.map_or(0, |claim| claim.kind.code()),
        claim.and_then(|claim| claim.of),
        claim.and_then(|claim| claim.text.as_deref()),
        i.note.as_ref().map(Note::as_str),
        i.purpose.map_or(0, Code::code),
        i.place.code(),
        card,
        i.sent_at.0,
        i.opens_at.0,
        i.expires_at.0,
        i.originality.map_or(0, Code::code)
    ];
    INSERT.step(row, Touch::One)
}

/// Another note in place of what an open invitation said.
pub(crate) fn put_note(
    sender: MemberId,
    id: InvitationId,
    note: Option<&Note>,
    originality: Option<Originality>,
) -> Step {
    let note = note.map(Note::as_str);
    PUT_NOTE.step(args![sender.0, id.0, note, originality.map_or(0, Code::code)], Touch::One)
}

/// What was asked and answered, and the end that it moved.
pub(crate) fn put_exchanges(
    sender: MemberId,
    id: InvitationId,
    exchanges: &[Exchange],
    expires_at: Timestamp,
) -> Step {
    let exchanges = serde_json::to_string(exchanges).unwrap_or_default();
    PUT_EXCHANGES.step(args![sender.0, id.0, exchanges, expires_at.0], Touch::One)
}

/// What R told S, and the end that it moved.
pub(crate) fn put_not_now(sender: MemberId, id: InvitationId, told: NotNow, expires_at: Timestamp) -> Step {
    PUT_NOT_NOW.step(args![sender.0, id.0, told.until.0, told.at.0, expires_at.0], Touch::One)
}

/// The terms on which R accepted, as S is told them.
pub(crate) fn put_terms(sender: MemberId, id: InvitationId, terms: &ToldTerms) -> Step {
    let until = terms.no_pitches_until.map(|until| until.0);
    PUT_TERMS.step(args![sender.0, id.0, terms.scope.code(), until], Touch::One)
}

pub(crate) fn decode(row: &Row) -> Result<Invitation, Fault> {
    let relation = match row.int(3)? {
        0 => None,
        code => Some(RelationClaim {
            kind: RelationKind::read(code)?,
            of: row.opt_int(4)?,
            text: row.opt_text(5)?.map(str::to_owned),
        }),
    };
    let purpose = match row.int(7)? {
        0 => None,
        code => Some(Purpose::read(code)?),
    };
    let card: Card = serde_json::from_str(row.text(9)?)
        .map_err(|error| Fault::new(FaultKind::Corrupt, "read an invitation's card", error))?;
    Ok(Invitation {
        from: MemberId(row.int(0)?),
        id: InvitationId(row.int(1)?),
        to: MemberId(row.int(2)?),
        relation,
        note: row.opt_text(6)?.map(|note| Note::stored(note.to_owned())),
        originality: match row.int(15)? {
            0 => None,
            code => Some(Originality::read(code)?),
        },
        purpose,
        place: Place::read(row.int(8)?)?,
        card,
        sent_at: Timestamp(row.int(10)?),
        opens_at: Timestamp(row.int(11)?),
        expires_at: Timestamp(row.int(12)?),
        outcome: Outcome::read(row.int(13)?)?,
        ended_at: row.opt_int(14)?.map(Timestamp),
        vouch: match (row.opt_int(16)?, row.opt_int(17)?) {
            (Some(of), Some(at)) => Some(VouchAsked { of: MemberId(of), at: Timestamp(at) }),
            (_, _) => None,
        },
        exchanges: match row.opt_text(18)? {
            Some(json) => serde_json::from_str(json)
                .map_err(|error| Fault::new(FaultKind::Corrupt, "read an invitation's questions", error))?,
            None => Vec::new(),
        },
        not_now: match (row.opt_int(19)?, row.opt_int(20)?) {
            (Some(until), Some(at)) => Some(NotNow { until: Timestamp(until), at: Timestamp(at) }),
            (_, _) => None,
        },
        terms: match row.opt_int(21)? {
            Some(scope) => Some(ToldTerms {
                scope: TermsScope::read(scope)?,
                no_pitches_until: row.opt_int(22)?.map(Timestamp),
            }),
            None => None,
        },
    })
}
