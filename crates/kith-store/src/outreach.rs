//! Outreach messages: what they say and what came of it, with their sender; where they lie, with their recipient (R4.6).

use std::collections::HashMap;

use kith_domain::id::{MemberId, OutreachId};
use kith_domain::outreach::{Outreach, OutreachOutcome, Received, Tray};
use kith_domain::profile::Person;
use kith_domain::relation::Pair;
use kith_domain::text::{OutreachBody, OutreachSubject};
use kith_domain::time::Timestamp;

use crate::Store;
use crate::codes::Code;
use crate::engine::{Fault, Row, Step, Touch, args, statements};
use crate::messages::MOST_COUNTED;

statements! {
    INSERT = "outreach/insert";
    INSERT_REQUEST = "outreach/insert_request";
    READ = "outreach/read";
    LAST = "outreach/last";
    SENT = "outreach/sent";
    REQUEST = "outreach/request";
    REQUESTS = "outreach/requests";
    WAITING = "outreach/waiting";
    LAST_OPEN = "outreach/last_open";
    END = "outreach/end";
    END_REQUEST = "outreach/end_request";
    MOVE = "outreach/move";
    CUT = "outreach/cut";
    DROP = "outreach/drop";
    DROP_REQUESTS = "outreach/drop_requests";
}

/// Which of the outreach messages that a member has received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    /// Those that wait for an answer.
    InRequests,
    /// Those that were put aside or reported.
    Aside,
}

impl Store {
    /// An outreach message that `sender` wrote.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach(&self, sender: MemberId, id: OutreachId) -> Result<Option<Outreach>, Fault> {
        let row = self.engine.row(READ.with(args![sender.0, id.0])).await?;
        row.as_ref().map(|row| decode(row, 0)).transpose()
    }

    /// An outreach message that one of two wrote to the other.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_of_either(&self, pair: Pair, id: OutreachId) -> Result<Option<Outreach>, Fault> {
        let queries = [pair.lo(), pair.hi()].map(|sender| READ.with(args![sender.0, id.0]));
        let rows = self.engine.fetch(queries.into()).await?;
        rows.iter().flatten().next().map(|row| decode(row, 0)).transpose()
    }

    /// An outreach message that `recipient` received, and where it lies.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_received(
        &self,
        recipient: MemberId,
        id: OutreachId,
    ) -> Result<Option<Received>, Fault> {
        let Some(row) = self.engine.row(REQUEST.with(args![recipient.0, id.0])).await? else {
            return Ok(None);
        };
        let (sender, tray) = (MemberId(row.int(0)?), Tray::read(row.int(1)?)?);
        Ok(self.outreach(sender, id).await?.map(|outreach| Received { outreach, tray }))
    }

    /// The last outreach message of `one` to `other`, and that of `other` to `one`, in one flight.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_between(
        &self,
        one: MemberId,
        other: MemberId,
    ) -> Result<(Option<Outreach>, Option<Outreach>), Fault> {
        let queries = vec![LAST.with(args![one.0, other.0]), LAST.with(args![other.0, one.0])];
        let mut found = self.engine.fetch(queries).await?.into_iter();
        let mut next = || found.next().and_then(|rows| rows.first().map(|row| decode(row, 0))).transpose();
        Ok((next()?, next()?))
    }

    /// The outreach messages that `sender` wrote, the latest first, before `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_sent(
        &self,
        sender: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<Outreach>, Fault> {
        let query = SENT.with(args![sender.0, before, i64::from(most)]);
        self.engine.rows(query).await?.iter().map(|row| decode(row, 0)).collect()
    }

    /// The outreach messages that wait for `recipient`, or lie aside, the latest first, before `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_requests(
        &self,
        recipient: MemberId,
        lies: Lies,
        before: i64,
        most: u32,
    ) -> Result<Vec<(Received, Person)>, Fault> {
        let (from, to) = match lies {
            Lies::InRequests => (Tray::Requests, Tray::Requests),
            Lies::Aside => (Tray::Aside, Tray::Reported),
        };
        let query = REQUESTS.with(args![recipient.0, from.code(), to.code(), before, i64::from(most)]);
        let rows = self.engine.rows(query).await?;
        let written = rows.iter().map(|row| Ok(READ.with(args![row.int(0)?, row.int(1)?])));
        let written = self.engine.fetch(written.collect::<Result<_, Fault>>()?).await?;
        let mut written: HashMap<OutreachId, Outreach> = written
            .iter()
            .flatten()
            .map(|row| decode(row, 0).map(|outreach| (outreach.id, outreach)))
            .collect::<Result<_, Fault>>()?;
        let lies = |row: &Row, sender| Ok((OutreachId(row.int(1)?), Tray::read(row.int(2)?)?, sender));
        let lying = self.with_people(&rows, lies).await?.into_iter();
        let received = lying.filter_map(|(id, tray, sender)| {
            Some((Received { outreach: written.remove(&id)?, tray }, sender))
        });
        Ok(received.collect())
    }

    /// How many outreach messages wait for `recipient`, counted to [`MOST_COUNTED`].
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn outreach_waiting(&self, recipient: MemberId) -> Result<u32, Fault> {
        let row = self.engine.row(WAITING.with(args![recipient.0, i64::from(MOST_COUNTED)])).await?;
        Ok(u32::try_from(row.map_or(Ok(0), |row| row.int(0))?).unwrap_or(u32::MAX))
    }
}

/// An outreach message on its way: both sides.
pub(crate) fn inserted(outreach: &Outreach) -> [Step; 2] {
    let o = outreach;
    let row = args![o.from.0, o.id.0, o.to.0, o.subject.as_str(), o.body.as_str(), o.sent_at.0];
    [
        INSERT.step(row, Touch::One),
        INSERT_REQUEST.step(args![o.to.0, o.id.0, o.from.0, o.sent_at.0], Touch::One),
    ]
}

/// What came of an outreach message: both sides.
pub(crate) fn ended(
    sender: MemberId,
    recipient: MemberId,
    id: OutreachId,
    outcome: OutreachOutcome,
    at: Timestamp,
) -> [Step; 2] {
    [
        END.step(args![sender.0, id.0, outcome.code(), at.0], Touch::One),
        END_REQUEST.step(args![recipient.0, id.0, at.0], Touch::One),
    ]
}

/// An outreach message from eight columns, the first of them at `from`.
fn decode(row: &Row, from: usize) -> Result<Outreach, Fault> {
    Ok(Outreach {
        id: OutreachId(row.int(from)?),
        to: MemberId(row.int(from + 1)?),
        subject: OutreachSubject::stored(row.text(from + 2)?.to_owned()),
        body: OutreachBody::stored(row.text(from + 3)?.to_owned()),
        sent_at: Timestamp(row.int(from + 4)?),
        outcome: OutreachOutcome::read(row.int(from + 5)?)?,
        ended_at: row.opt_int(from + 6)?.map(Timestamp),
        from: MemberId(row.int(from + 7)?),
    })
}
