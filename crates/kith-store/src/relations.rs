//! Whatever stands between two members.

use kith_domain::connections::Degree;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::relation::{Answer, Between, NoPitches, Open, Pair, Relation, Stance};
use kith_domain::time::Timestamp;

use crate::Store;
use crate::engine::{Fault, Query, Row, Step, Touch, Value, args, statements};
use crate::unknown;

statements! {
    READ = "relations/read";
    PUT_AUTHORITY = "relations/put_authority";
    PUT_MIRROR = "relations/put_mirror";
    NOT_APART = "relations/not_apart";
    GUARD_CONNECTED = "relations/guard_connected";
    GUARD_UNBLOCKED = "relations/guard_unblocked";
    CLOSED_SINCE = "relations/closed_since";
}

const NOTHING: i64 = 0;
const OPEN: i64 = 1;
const CONNECTED: i64 = 2;
const IGNORED: i64 = 3;
const MARKED: i64 = 4;
const REPORTED: i64 = 5;
const SNOOZED: i64 = 6;
const FOLLOWING: i64 = 7;

/// The bits of `relation.stances` for the lower one; the higher one has the next of each. Statements name them by their
/// numbers: 3 is a block by either, 32 where the owner is the lower one, else 16, that the other limits the owner.
pub(crate) const LO_LIMITS: i64 = LIMITS;
/// The same of the higher one.
pub(crate) const HI_LIMITS: i64 = LIMITS << 1;
const BLOCKS: i64 = 1;
const CLOSED: i64 = 4;
const LIMITS: i64 = 16;
const FOLLOW_ONLY: i64 = 64;

/// Where the owner of a half finds what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boxed {
    /// Nowhere in these lists.
    Nowhere,
    /// Among the invitations received that wait for an answer.
    Received,
    /// Among those set aside until a day (F6).
    Later,
    /// Among the connections.
    Connections,
    /// In the archive of what was ignored.
    Archive,
    /// Among those of whom one only follows the other, and is followed (F9).
    Following,
}

impl Boxed {
    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Nowhere => 0,
            // What is set aside stays in the box, and is left out until its day has come.
            Self::Received | Self::Later => 1,
            Self::Connections => 2,
            Self::Archive => 3,
            Self::Following => 4,
        }
    }

    /// Whether what is set aside is asked for, rather than what is not.
    pub(crate) fn later(self) -> i64 {
        match self {
            Self::Later => 1,
            Self::Nowhere | Self::Received | Self::Connections | Self::Archive | Self::Following => 0,
        }
    }
}

impl Store {
    /// What stands between two members; a relation of version 0 where nothing ever did.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn relation(&self, pair: Pair) -> Result<Relation, Fault> {
        let row = self.engine.row(read(pair)).await?;
        decode(pair, row.as_ref())
    }

    /// What stands between several pairs, in one flight and in the order asked for.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn relations(&self, pairs: &[Pair]) -> Result<Vec<Relation>, Fault> {
        let rows = self.engine.fetch(pairs.iter().map(|pair| read(*pair)).collect()).await?;
        pairs.iter().zip(&rows).map(|(pair, rows)| decode(*pair, rows.first())).collect()
    }

    /// How far apart two members are; nothing beyond the 3rd degree, and nothing to oneself.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn degree(&self, pair: Pair) -> Result<Option<Degree>, Fault> {
        self.known(|graph| graph.degree(pair)).await
    }

    /// What stands between several pairs and how far apart they are, in one flight and in the order asked for.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn between(&self, pairs: &[Pair]) -> Result<Vec<(Relation, Option<Degree>)>, Fault> {
        let relations = self.relations(pairs).await?;
        let degrees =
            self.known(|graph| pairs.iter().map(|pair| graph.degree(*pair)).collect::<Vec<_>>()).await?;
        let between = relations.into_iter().zip(degrees);
        Ok(between
            .map(|(relation, known)| {
                let degree = degree_of(&relation, known);
                (relation, degree)
            })
            .collect())
    }

    /// To whom a member has closed the way, in relations written since then (R10.7).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn closed_since(&self, member: MemberId, since: Timestamp) -> Result<Vec<MemberId>, Fault> {
        let rows = self.engine.rows(CLOSED_SINCE.with(args![member.0, since.0])).await?;
        rows.iter().map(|row| row.int(0).map(MemberId)).collect()
    }
}

pub(crate) fn read(pair: Pair) -> Query {
    READ.with(args![pair.lo().0, pair.hi().0])
}

/// A row where no block keeps the two apart.
pub(crate) fn not_apart(pair: Pair) -> Query {
    NOT_APART.with(args![pair.lo().0, pair.hi().0])
}

/// How far apart two members are: whether they are connected says their relation, all else is known from others.
pub(crate) fn degree_of(relation: &Relation, known: Option<Degree>) -> Option<Degree> {
    match (relation.connected(), known) {
        (true, _) => Some(Degree::First),
        // What ended a moment ago elsewhere.
        (false, Some(Degree::First)) => None,
        (false, known) => known,
    }
}

pub(crate) fn decode(pair: Pair, row: Option<&Row>) -> Result<Relation, Fault> {
    let Some(row) = row else { return Ok(Relation::new(pair)) };
    let (sender, id, state_at) = (MemberId(row.int(1)?), row.int(2)?, Timestamp(row.int(7)?));
    let open = |answer| -> Result<Between, Fault> {
        Ok(Between::Invited(Open {
            id: InvitationId(id),
            sender,
            sent_at: Timestamp(row.int(3)?),
            opens_at: Timestamp(row.int(4)?),
            expires_at: Timestamp(row.int(5)?),
            viewed_at: Some(row.int(6)?).filter(|at| *at > 0).map(Timestamp),
            answer,
        }))
    };
    let invitation = (id > 0).then_some(InvitationId(id));
    let between = match row.int(0)? {
        NOTHING => Between::Nothing,
        OPEN => open(Answer::None)?,
        CONNECTED => Between::Connected { invitation, inviter: sender, since: state_at },
        FOLLOWING => Between::Following { invitation, inviter: sender, since: state_at },
        IGNORED => open(Answer::Ignored { at: state_at })?,
        MARKED => open(Answer::Marked { at: state_at })?,
        REPORTED => open(Answer::Reported { at: state_at })?,
        SNOOZED => open(Answer::Snoozed { until: state_at })?,
        other => return Err(unknown("relation.state", other)),
    };
    let stances = row.int(8)?;
    // The bits of the lower one; those of the higher one lie one place further.
    let stance = |place: u32, may_from, no_pitches: usize| -> Result<Stance, Fault> {
        let has = |bit: i64| stances & (bit << place) != 0;
        let until = Some(row.int(no_pitches + 1)?).filter(|until| *until > 0).map(Timestamp);
        let since = Timestamp(row.int(no_pitches)?);
        Ok(Stance {
            blocks: has(BLOCKS),
            closed: has(CLOSED),
            may_invite_from: Timestamp(row.int(may_from)?),
            limits: has(LIMITS),
            follow_only: has(FOLLOW_ONLY),
            no_pitches: until.map(|until| NoPitches { since, until }),
        })
    };
    Ok(Relation {
        pair,
        version: row.int(11)?,
        between,
        lo: stance(0, 9, 13)?,
        hi: stance(1, 10, 15)?,
        updated_at: Timestamp(row.int(12)?),
    })
}

/// The two halves: the authority's, which carries the guard, and the mirror's.
pub(crate) fn put(after: &Relation) -> [Step; 2] {
    let (lo, hi) = (after.pair.lo(), after.pair.hi());
    [
        PUT_AUTHORITY.step(half(after, lo, hi), Touch::One),
        // Whoever wrote the authority's half writes the mirror's in the same batch, so it is always the later one.
        PUT_MIRROR.step(half(after, hi, lo), Touch::One),
    ]
}

/// Holds the authority's half until the batch is done, and only if the two are connected.
pub(crate) fn guard_connected(pair: Pair) -> Step {
    GUARD_CONNECTED.step(args![pair.lo().0, pair.hi().0], Touch::One)
}

/// Holds the authority's half until the batch is done, and only if neither blocks the other.
pub(crate) fn guard_unblocked(pair: Pair) -> Step {
    GUARD_UNBLOCKED.step(args![pair.lo().0, pair.hi().0], Touch::One)
}

/// One half alone, where both are written in another order.
pub(crate) fn put_half(relation: &Relation, owner: MemberId) -> Step {
    PUT_MIRROR.step(half(relation, owner, relation.pair.other(owner)), Touch::One)
}

fn half(relation: &Relation, owner: MemberId, other: MemberId) -> Vec<Value> {
    let never = Timestamp(0);
    let blank = (NOTHING, 0, MemberId(0), 0, never, never, never, None, never);
    let (state, rank, sender, id, sent_at, opens_at, expires_at, viewed_at, state_at) = match &relation
        .between
    {
        Between::Nothing => blank,
        Between::Invited(open) => {
            let (state, at) = match open.answer {
                Answer::None => (OPEN, open.sent_at),
                Answer::Ignored { at } => (IGNORED, at),
                Answer::Marked { at } => (MARKED, at),
                Answer::Reported { at } => (REPORTED, at),
                Answer::Snoozed { until } => (SNOOZED, until),
            };
            let o = open;
            (state, o.id.0, o.sender, o.id.0, o.sent_at, o.opens_at, o.expires_at, o.viewed_at, at)
        }
        Between::Connected { invitation, inviter, since } => {
            (CONNECTED, since.0, *inviter, invitation.map_or(0, |id| id.0), never, never, never, None, *since)
        }
        Between::Following { invitation, inviter, since } => {
            (FOLLOWING, since.0, *inviter, invitation.map_or(0, |id| id.0), never, never, never, None, *since)
        }
    };
    // Blocked, an invitation goes on for its sender alone (R11.7).
    let theirs = sender == other && !relation.blocked();
    let boxed = match state {
        OPEN | SNOOZED if theirs => Boxed::Received,
        IGNORED | MARKED | REPORTED if theirs => Boxed::Archive,
        CONNECTED => Boxed::Connections,
        FOLLOWING => Boxed::Following,
        _ => Boxed::Nowhere,
    };
    let bits = |stance: &Stance, place: u32| {
        let held = [
            (stance.blocks, BLOCKS),
            (stance.closed, CLOSED),
            (stance.limits, LIMITS),
            (stance.follow_only, FOLLOW_ONLY),
        ];
        held.iter().filter(|(set, _)| *set).fold(0, |bits, (_, bit)| bits | (bit << place))
    };
    let stances = bits(&relation.lo, 0) | bits(&relation.hi, 1);
    let pause = |stance: &Stance| stance.no_pitches.map_or((0, 0), |pause| (pause.since.0, pause.until.0));
    let (lo_pause, hi_pause) = (pause(&relation.lo), pause(&relation.hi));
    args![
        owner.0,
        other.0,
        state,
        boxed.code(),
        rank,
        sender.0,
        id,
        sent_at.0,
        opens_at.0,
        expires_at.0,
        viewed_at.map_or(0, |at| at.0),
        state_at.0,
        stances,
        relation.lo.may_invite_from.0,
        relation.hi.may_invite_from.0,
        relation.version,
        relation.updated_at.0,
        lo_pause.0,
        lo_pause.1,
        hi_pause.0,
        hi_pause.1
    ]
}
