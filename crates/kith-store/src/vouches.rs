//! What members are asked to vouch for, and what they wrote (F19).

use kith_domain::change::EventKind;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::policy::Limit;
use kith_domain::relation::Relation;
use kith_domain::standing::Count;
use kith_domain::text::VouchText;
use kith_domain::time::Timestamp;
use kith_domain::vouch::{Asking, MONTH, Vouch};

use crate::Store;
use crate::engine::{Batch, CommitFailure, Fault, JournalEntry, Query, Row, Touch, args, statements};
use crate::standing::limit;
use crate::{invitations, relations};

statements! {
    INSERT = "vouches/insert";
    FORGET = "vouches/forget";
    READ = "vouches/read";
    LIST = "vouches/list";
    WRITE = "vouches/write";
    DECLINE = "vouches/decline";
    COUNT = "vouches/count";
    MONTH_OF = "vouches/month";
}

impl Store {
    /// S asks M, with its entry in the journal. `knows` is what stands between the two.
    ///
    /// # Errors
    /// `Conflict` where somebody else was asked meanwhile, the invitation has ended, or the two are not connected.
    pub async fn ask_for_vouch(&self, asking: &Asking, knows: &Relation) -> Result<(), CommitFailure> {
        let a = asking;
        let row = args![
            a.voucher.0,
            a.invitation.0,
            a.sender.0,
            a.recipient.0,
            a.at.0,
            a.opens_at.0,
            a.expires_at.0
        ];
        let steps = vec![
            relations::guard_connected(knows.pair),
            invitations::PUT_VOUCHER.step(args![a.sender.0, a.invitation.0, a.voucher.0, a.at.0], Touch::One),
            FORGET.step(args![a.voucher.0, a.at.0], Touch::Any),
            INSERT.step(row, Touch::One),
        ];
        let entry = JournalEntry {
            lo: knows.pair.lo().0,
            hi: knows.pair.hi().0,
            version: knows.version,
            kind: EventKind::VouchAsked.code(),
            inv_id: a.invitation.0,
            actor_id: a.sender.0,
            at: a.at.0,
            visible_at: a.opens_at.0,
        };
        self.commit_batch(Batch { steps, journal: vec![entry] }).await.map(drop)
    }

    /// What M is asked about one invitation; nothing where M is not.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn vouch(&self, voucher: MemberId, id: InvitationId) -> Result<Option<Vouch>, Fault> {
        self.engine.row(read(voucher, id)).await?.as_ref().map(decode).transpose()
    }

    /// The same of several, in one flight; what is not there is left out.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn vouches(&self, of: &[(MemberId, InvitationId)]) -> Result<Vec<Vouch>, Fault> {
        let rows = self.engine.fetch(of.iter().map(|(voucher, id)| read(*voucher, *id)).collect()).await?;
        rows.iter().flatten().map(decode).collect()
    }

    /// What M is asked at `now` and did not decline, the latest invitation first, before `before`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn vouch_requests(
        &self,
        voucher: MemberId,
        before: Option<InvitationId>,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<Vouch>, Fault> {
        let before = before.map_or(i64::MAX, |id| id.0);
        let rows = self.engine.rows(LIST.with(args![voucher.0, now.0, before, i64::from(most)])).await?;
        rows.iter().map(decode).collect()
    }

    /// How many vouches a member wrote this month.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn vouch_month(&self, voucher: MemberId) -> Result<Count, Fault> {
        let row = self.engine.row(MONTH_OF.with(args![voucher.0])).await?;
        row.map_or(Ok(Count::default()), |row| {
            Ok(Count { start: Timestamp(row.int(0)?), used: u64::try_from(row.int(1)?).unwrap_or(0) })
        })
    }

    /// M writes, or writes something else. What counts is counted below the month's `most`.
    ///
    /// # Errors
    /// `Conflict` where the month is full, or M wrote at the same time.
    pub async fn write_vouch(
        &self,
        asked: &Asking,
        text: &VouchText,
        counts: bool,
        most: Limit,
        now: Timestamp,
    ) -> Result<(), CommitFailure> {
        let voucher = asked.voucher.0;
        let mut steps = Vec::with_capacity(2);
        if counts {
            let row = args![voucher, now.0, MONTH.as_milliseconds(), limit(most)];
            steps.push(COUNT.step(row, Touch::One));
        }
        let row = args![voucher, asked.invitation.0, text.as_str(), now.0, i64::from(counts)];
        steps.push(WRITE.step(row, Touch::One));
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// M does not want to, or takes back what was written.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn decline_vouch(&self, voucher: MemberId, id: InvitationId) -> Result<(), CommitFailure> {
        let steps = vec![DECLINE.step(args![voucher.0, id.0], Touch::AtMostOne)];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }
}

fn read(voucher: MemberId, id: InvitationId) -> Query {
    READ.with(args![voucher.0, id.0])
}

fn decode(row: &Row) -> Result<Vouch, Fault> {
    Ok(Vouch {
        asked: Asking {
            voucher: MemberId(row.int(0)?),
            invitation: InvitationId(row.int(1)?),
            sender: MemberId(row.int(2)?),
            recipient: MemberId(row.int(3)?),
            at: Timestamp(row.int(4)?),
            opens_at: Timestamp(row.int(5)?),
            expires_at: Timestamp(row.int(6)?),
        },
        declined: row.flag(7)?,
        text: row.opt_text(8)?.map(|text| VouchText::stored(text.to_owned())),
        written_at: row.opt_int(9)?.map(Timestamp),
    })
}
