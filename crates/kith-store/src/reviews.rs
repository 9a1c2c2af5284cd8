//! Requests for more invitations, what a review of them looks at, and every movement of an allowance.

use kith_domain::id::{AllowanceRequestId, InvitationId, MemberId, MovementId, RestrictionId};
use kith_domain::invitations::{Outcome, Place};
use kith_domain::standing::{AllowanceRequest, PastInvitation, RequestOutcome, Standing};
use kith_domain::text::Reasons;
use kith_domain::time::Timestamp;

use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Row, Step, Touch, args, statements};
use crate::{Store, standing, unknown};

statements! {
    INSERT_REQUEST = "reviews/insert_request";
    DECIDE_REQUEST = "reviews/decide_request";
    REQUESTS = "reviews/requests";
    REQUEST = "reviews/request";
    OPEN_REQUESTS = "reviews/open_requests";
    OPEN_APPEALS = "appeals/open";
    RESTRICTIONS_WAITING = "standing/restrictions_waiting";
    PAST = "reviews/past";
    REPORTED = "reviews/reported";
    INSERT_MOVEMENT = "standing/insert_movement";
    MOVEMENTS = "standing/movements";
    MOVED_SINCE = "standing/moved_since";
    SECRET = "standing/secret";
    KEEP_SECRET = "standing/keep_secret";
}

/// The name under which the secret of bands is kept.
const BANDS: &str = "bands_secret";

/// Why an allowance moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// An invitation was sent.
    Sent {
        /// Which.
        invitation: InvitationId,
        /// To whom.
        to: MemberId,
    },
    /// A closed account with the same address had used it (R5.1).
    CarriedOver,
    /// A review granted it (R5.5).
    Granted {
        /// On which request.
        request: AllowanceRequestId,
    },
}

/// One movement of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Its place among all of them.
    pub id: i64,
    /// Why.
    pub cause: Cause,
    /// How many: below zero where they were used.
    pub amount: i64,
    /// When.
    pub at: Timestamp,
}

/// Some movements, and the allowance as it was after the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The newest first.
    pub movements: Vec<Movement>,
    /// How much moved after the first of them.
    pub since: i64,
    /// The standing now.
    pub standing: Standing,
}

/// What of a member's standing waits for a moderator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// A request for more invitations (R5.4).
    Request(AllowanceRequestId),
    /// An appeal (F11).
    Appeal {
        /// Against which restriction.
        restriction: RestrictionId,
        /// To be answered by then.
        due_at: Timestamp,
    },
    /// A restriction that only a moderator lifts (R6.5).
    Restriction(RestrictionId),
}

/// Whose it is, and since when it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingWait {
    /// Whose.
    pub member: MemberId,
    /// What.
    pub what: WaitsFor,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// What of members' standing waits for a moderator at `now`, the oldest first, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn standing_waits(&self, now: Timestamp, most: u32) -> Result<Vec<StandingWait>, Fault> {
        let queries = vec![
            OPEN_REQUESTS.with(args![i64::from(most)]),
            OPEN_APPEALS.with(args![i64::from(most)]),
            RESTRICTIONS_WAITING.with(args![now.0, i64::from(most)]),
        ];
        let mut waits = Vec::new();
        for (place, rows) in self.engine.fetch(queries).await?.iter().enumerate() {
            for row in rows {
                let id = row.int(1)?;
                let what = match place {
                    0 => WaitsFor::Request(AllowanceRequestId(id)),
                    1 => WaitsFor::Appeal { restriction: RestrictionId(id), due_at: Timestamp(row.int(3)?) },
                    _ => WaitsFor::Restriction(RestrictionId(id)),
                };
                waits.push(StandingWait {
                    member: MemberId(row.int(0)?),
                    what,
                    since: Timestamp(row.int(2)?),
                });
            }
        }
        waits.sort_by_key(|wait| wait.since);
        waits.truncate(most as usize);
        Ok(waits)
    }

    /// The movements of a member's allowance before the place `before`, the newest first, at most `most`; from one
    /// instant with the standing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn movements(&self, member: MemberId, before: i64, most: u32) -> Result<Option<Moved>, Fault> {
        let queries = vec![
            MOVEMENTS.with(args![member.0, before, i64::from(most)]),
            MOVED_SINCE.with(args![member.0, before]),
            standing::read(member),
        ];
        let rows = self.engine.fetch(queries).await?;
        let of = |place: usize| rows.get(place).map(Vec::as_slice).unwrap_or_default();
        let Some(stands) = of(2).first() else { return Ok(None) };
        Ok(Some(Moved {
            movements: of(0).iter().map(movement).collect::<Result<_, _>>()?,
            since: of(1).first().map_or(Ok(0), |row| row.int(0))?,
            standing: standing::decode(member, stands)?,
        }))
    }

    /// What became of all that a member sent.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn past_invitations(&self, member: MemberId) -> Result<Vec<PastInvitation>, Fault> {
        let queries = vec![PAST.with(args![member.0]), REPORTED.with(args![member.0])];
        let rows = self.engine.fetch(queries).await?;
        let of = |place: usize| rows.get(place).map(Vec::as_slice).unwrap_or_default();
        let reported: Vec<(i64, i64)> =
            of(1).iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<_, Fault>>()?;
        of(0)
            .iter()
            .map(|row| {
                let id = row.int(0)?;
                Ok(PastInvitation {
                    place: Place::read(row.int(1)?)?,
                    sent_at: Timestamp(row.int(2)?),
                    opens_at: Timestamp(row.int(3)?),
                    expires_at: Timestamp(row.int(4)?),
                    outcome: Outcome::read(row.int(5)?)?,
                    ended_at: row.opt_int(6)?.map(Timestamp),
                    marked_at: row.opt_int(7)?.map(Timestamp),
                    mark_stands: row.opt_int(8)? == Some(0),
                    reported_at: reported.iter().find(|(inv, _)| *inv == id).map(|(_, at)| Timestamp(*at)),
                })
            })
            .collect()
    }

    /// A member's requests for more, the newest first, before the place `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn allowance_requests(
        &self,
        member: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<AllowanceRequest>, Fault> {
        let query = REQUESTS.with(args![member.0, before, i64::from(most)]);
        self.engine.rows(query).await?.iter().map(|row| request(member, row)).collect()
    }

    /// One request of a member.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn allowance_request(
        &self,
        member: MemberId,
        id: AllowanceRequestId,
    ) -> Result<Option<AllowanceRequest>, Fault> {
        let row = self.engine.row(REQUEST.with(args![member.0, id.0])).await?;
        row.as_ref().map(|row| request(member, row)).transpose()
    }

    /// What the times of members' bands are drawn from; `fresh` becomes it where there is none yet.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn bands_secret(&self, fresh: impl FnOnce() -> String) -> Result<String, Fault> {
        if let Some(row) = self.engine.row(SECRET.with(args![BANDS])).await? {
            return Ok(row.text(0)?.to_owned());
        }
        let steps = vec![KEEP_SECRET.step(args![BANDS, fresh()], Touch::AtMostOne)];
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            // Another process may have been first: its secret is the one that is kept.
            Ok(_) | Err(CommitFailure::Conflict { .. }) => {}
            Err(CommitFailure::Fault(fault)) => return Err(fault),
        }
        let kept = self.engine.row(SECRET.with(args![BANDS])).await?;
        Ok(kept.as_ref().map_or(Ok(""), |row| row.text(0))?.to_owned())
    }
}

fn movement(row: &Row) -> Result<Movement, Fault> {
    let id = row.int(0)?;
    let subject = row.opt_int(4)?.unwrap_or_default();
    let cause = match row.int(1)? {
        0 => Cause::Sent { invitation: InvitationId(id), to: MemberId(subject) },
        CARRIED_OVER => Cause::CarriedOver,
        GRANTED => Cause::Granted { request: AllowanceRequestId(subject) },
        other => return Err(unknown("allowance_movement.cause", other)),
    };
    Ok(Movement { id, cause, amount: row.int(2)?, at: Timestamp(row.int(3)?) })
}

const CARRIED_OVER: i64 = 1;
const GRANTED: i64 = 2;

/// What a new member brings along from a closed account, if anything. Its place is before all others.
pub(crate) fn carried_over(member: MemberId, sent: u64, at: Timestamp) -> Option<Step> {
    let amount = i64::try_from(sent).unwrap_or(i64::MAX);
    let row = args![member.0, member.0, CARRIED_OVER, -amount, at.0, None::<i64>];
    (sent > 0).then(|| INSERT_MOVEMENT.step(row, Touch::One))
}

pub(crate) fn granted(
    member: MemberId,
    movement: MovementId,
    request: AllowanceRequestId,
    amount: u32,
    at: Timestamp,
) -> Step {
    let row = args![member.0, movement.0, GRANTED, i64::from(amount), at.0, Some(request.0)];
    INSERT_MOVEMENT.step(row, Touch::One)
}

pub(crate) fn asked(request: &AllowanceRequest) -> Step {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let row = args![
        request.member.0,
        request.id.0,
        request.reasons.as_str(),
        request.asked_at.0,
        number(request.limit),
        number(request.used)
    ];
    INSERT_REQUEST.step(row, Touch::One)
}

pub(crate) fn decided(
    member: MemberId,
    request: AllowanceRequestId,
    outcome: &RequestOutcome,
) -> Option<Step> {
    let (code, at, by, amount, answer, retry) = match outcome {
        RequestOutcome::Open => return None,
        RequestOutcome::Granted { at, by, amount } => (1, at, *by, Some(i64::from(*amount)), None, None),
        RequestOutcome::Refused { at, by, answer, retry_at } => {
            (2, at, Some(*by), None, Some(answer.as_str()), Some(retry_at.0))
        }
    };
    let row = args![member.0, request.0, code, at.0, by.map(|by| by.0), amount, answer, retry];
    Some(DECIDE_REQUEST.step(row, Touch::One))
}

fn request(member: MemberId, row: &Row) -> Result<AllowanceRequest, Fault> {
    let count = |column| -> Result<u64, Fault> { Ok(u64::try_from(row.int(column)?).unwrap_or(0)) };
    let at = Timestamp(row.opt_int(6)?.unwrap_or_default());
    let by = row.opt_int(7)?.map(MemberId);
    let outcome = match row.int(5)? {
        0 => RequestOutcome::Open,
        1 => {
            let amount = u32::try_from(row.opt_int(8)?.unwrap_or_default()).unwrap_or(u32::MAX);
            RequestOutcome::Granted { at, by, amount }
        }
        2 => RequestOutcome::Refused {
            at,
            by: by.unwrap_or(MemberId(0)),
            answer: Reasons::stored(row.opt_text(9)?.unwrap_or_default().to_owned()),
            retry_at: Timestamp(row.opt_int(10)?.unwrap_or_default()),
        },
        other => return Err(unknown("allowance_request.outcome", other)),
    };
    Ok(AllowanceRequest {
        id: AllowanceRequestId(row.int(0)?),
        member,
        reasons: Reasons::stored(row.text(1)?.to_owned()),
        asked_at: Timestamp(row.int(2)?),
        limit: count(3)?,
        used: count(4)?,
        outcome,
    })
}
