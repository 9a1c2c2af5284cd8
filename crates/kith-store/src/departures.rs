//! Members who leave. What is theirs alone goes in one batch with the closing; what others have a part in, such as
//! connections, goes step by step after it, and is taken up again where a crash interrupted it.

use kith_domain::change::EventKind;
use kith_domain::id::MemberId;
use kith_domain::profile::MemberStatus;
use kith_domain::time::Timestamp;

use crate::accounts::{self, MemberAddress, about};
use crate::engine::{Batch, CommitFailure, Fault, Statement, Step, Touch, args, statements};
use crate::profiles::Account;
use crate::{Store, credits, outreach, pictures, provisos, roster, search_document, warnings};

statements! {
    CLOSE = "departures/close";
    STOP = "departures/stop";
    DROP_CREDENTIAL = "departures/drop_credential";
    DROP_SESSION = "departures/drop_session";
    DROP_MEMBER_ADDRESS = "departures/drop_member_address";
    DROP_POSITION = "departures/drop_position";
    DROP_EDUCATION = "departures/drop_education";
    DROP_INTEREST = "departures/drop_interest";
    DROP_MEMBERSHIP = "departures/drop_membership";
    DROP_NOTIFICATION = "departures/drop_notification";
    DROP_NOTIFICATION_READ = "departures/drop_notification_read";
    DROP_SUGGESTION_DISMISSAL = "departures/drop_suggestion_dismissal";
    DROP_CONNECTION_MEMORY = "departures/drop_connection_memory";
    DROP_CONNECTION_TAG = "departures/drop_connection_tag";
    DROP_INTRODUCTION = "departures/drop_introduction";
    DROP_IDEMPOTENCY = "departures/drop_idempotency";
    DROP_ADDRESS_TRY = "departures/drop_address_try";
    DROP_NOTE_PRINT = "departures/drop_note_print";
    DROP_VOUCH = "departures/drop_vouch";
    DROP_VOUCH_PACE = "departures/drop_vouch_pace";
    DROP_ALLOWANCE_REQUEST = "departures/drop_allowance_request";
    DROP_APPEAL = "departures/drop_appeal";
    INSERT = "departures/insert";
    DUE = "departures/due";
    READ = "departures/read";
    POSTPONE = "departures/postpone";
    END = "departures/end";
    ERASE_NAME = "departures/erase_name";
    CONNECTED = "departures/connected";
    LAST_OPEN_RECEIVED = "departures/last_open_received";
    LAST_OPEN_SENT = "departures/last_open_sent";
}

/// All rows that are a member's own, and that nobody else has a part in.
static OWN: [&Statement; 23] = [
    &DROP_CREDENTIAL,
    &DROP_SESSION,
    &DROP_MEMBER_ADDRESS,
    &DROP_POSITION,
    &DROP_EDUCATION,
    &DROP_INTEREST,
    &DROP_MEMBERSHIP,
    &DROP_NOTIFICATION,
    &DROP_NOTIFICATION_READ,
    &DROP_SUGGESTION_DISMISSAL,
    &DROP_CONNECTION_MEMORY,
    &DROP_CONNECTION_TAG,
    &DROP_INTRODUCTION,
    &DROP_IDEMPOTENCY,
    &DROP_ADDRESS_TRY,
    &DROP_NOTE_PRINT,
    &DROP_VOUCH,
    &DROP_VOUCH_PACE,
    &outreach::DROP,
    &credits::DROP,
    &credits::DROP_ENTRIES,
    &DROP_ALLOWANCE_REQUEST,
    &DROP_APPEAL,
];

/// A member who has left, while not all that was theirs is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// Who.
    pub member: MemberId,
    /// When.
    pub left_at: Timestamp,
}

/// What is read before an account is closed.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// The account.
    pub account: Account,
    /// How many invitations they sent in all.
    pub sent: u64,
    /// What reviews granted them: it does not count against whoever comes back (R5.1, R5.5).
    pub granted: u32,
    /// Their addresses, each with its hash where it was confirmed and the count is kept for it (R5.1).
    pub addresses: Vec<(MemberAddress, Option<[u8; 32]>)>,
}

impl Store {
    /// Closes an account: nobody signs in, finds it or is in doubt about it from here on; address and handle are
    /// free; what was sent is kept for each confirmed address (R5.1). False where the facts changed.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn close_member(&self, leaving: &Leaving, at: Timestamp) -> Result<bool, Fault> {
        let member = leaving.account.profile.person.id;
        let version = leaving.account.version + 1;
        let journal = vec![about(member, version, EventKind::Left, at)];
        match self.commit_batch(Batch { steps: closing(leaving, at), journal }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// Who has left and is to be looked at by now.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn departures_due(&self, now: Timestamp, most: u32) -> Result<Vec<Departure>, Fault> {
        let rows = self.engine.rows(DUE.with(args![now.0, i64::from(most)])).await?;
        rows.iter()
            .map(|row| Ok(Departure { member: MemberId(row.int(0)?), left_at: Timestamp(row.int(1)?) }))
            .collect()
    }

    /// A departure that is not over; nothing where all is gone, or nobody left.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn departure(&self, member: MemberId) -> Result<Option<Departure>, Fault> {
        let row = self.engine.row(READ.with(args![member.0])).await?;
        row.map(|row| Ok(Departure { member, left_at: Timestamp(row.int(0)?) })).transpose()
    }

    /// Whom a departed member is still connected with, at most `most` of them.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn still_connected(&self, member: MemberId, most: u32) -> Result<Vec<MemberId>, Fault> {
        let rows = self.engine.rows(CONNECTED.with(args![member.0, i64::from(most)])).await?;
        rows.iter().map(|row| row.int(0).map(MemberId)).collect()
    }

    /// When the last open invitation to or from a departed member is over; none where none is open.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn last_open(&self, member: MemberId, now: Timestamp) -> Result<Option<Timestamp>, Fault> {
        let queries =
            vec![LAST_OPEN_RECEIVED.with(args![member.0, now.0]), LAST_OPEN_SENT.with(args![member.0])];
        let mut last = None;
        for row in self.engine.fetch(queries).await?.iter().flatten() {
            last = last.max(row.opt_int(0)?.map(Timestamp));
        }
        Ok(last)
    }

    /// When the last outreach message to a departed member that was not answered was sent; none without one.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn last_outreach_to(&self, member: MemberId) -> Result<Option<Timestamp>, Fault> {
        let row = self.engine.row(outreach::LAST_OPEN.with(args![member.0])).await?;
        Ok(row.map(|row| row.opt_int(0)).transpose()?.flatten().map(Timestamp))
    }

    /// Looks at a departure again at `next_at`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn postpone_departure(&self, member: MemberId, next_at: Timestamp) -> Result<(), Fault> {
        self.commit_unguarded(vec![POSTPONE.step(args![member.0, next_at.0], Touch::AtMostOne)]).await
    }

    /// Ends a departure: the name goes, with what a request that was under way may have left behind.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn end_departure(&self, account: &Account, at: Timestamp) -> Result<(), Fault> {
        let member = account.profile.person.id;
        let mut steps = vec![ERASE_NAME.step(args![member.0, at.0], Touch::AtMostOne)];
        steps.extend(own_rows(account));
        // Kept until now: whoever wrote to them may not see a difference before it would have been over (R11.5).
        steps.push(outreach::DROP_REQUESTS.step(args![member.0], Touch::Any));
        steps.push(END.step(args![member.0], Touch::AtMostOne));
        self.commit_unguarded(steps).await
    }
}

pub(crate) fn closing(leaving: &Leaving, at: Timestamp) -> Vec<Step> {
    let person = &leaving.account.profile.person;
    let id = person.id.0;
    let sent = i64::try_from(leaving.sent).unwrap_or(i64::MAX);
    let kept = sent - i64::from(leaving.granted).min(sent);
    // No handle is all digits, so the number stands in nobody's way.
    let close = args![id, leaving.account.version, id.to_string(), at.0];
    let mut steps = vec![CLOSE.step(close, Touch::One), STOP.step(args![id, sent], Touch::One)];
    steps.extend(provisos::present(person.id, MemberStatus::Closed));
    for (address, hash) in &leaving.addresses {
        let normal = address.normal.as_str();
        steps.push(accounts::RELEASE_ADDRESS.step(args![normal, id], Touch::AtMostOne));
        if let Some(hash) = hash {
            steps.push(accounts::KEEP_FORMER.step(args![hash.to_vec(), kept, at.0], Touch::One));
        }
    }
    steps.push(accounts::RELEASE_HANDLE.step(args![person.handle.as_str(), id], Touch::AtMostOne));
    steps.extend(own_rows(&leaving.account));
    steps.push(INSERT.step(args![id, at.0], Touch::One));
    steps
}

fn own_rows(account: &Account) -> Vec<Step> {
    let member = account.profile.person.id;
    let mut steps: Vec<Step> = OWN.iter().map(|own| own.step(args![member.0], Touch::Any)).collect();
    steps.extend(roster::facts(&account.profile).into_iter().map(|fact| roster::drop(fact, member)));
    steps.push(pictures::dropped(member));
    steps.push(warnings::dropped(member));
    steps.push(search_document::drop(member));
    steps
}
