//! Cases that moderators decide, what a decision writes, and what it is made on.
//!
//! Whatever a moderator does is written together with its row of the audit log, or not at all.

use kith_domain::change::{Change, EventKind};
use kith_domain::id::{CaseId, InvitationId, MemberId, MessageId};
use kith_domain::invitations::Outcome;
use kith_domain::moderation::{Case, CaseKind, Decided, Hold, NewCase, Verdict};
use kith_domain::profile::MemberStatus;
use kith_domain::text::{ModerationReason, ReportReason};
use kith_domain::time::Timestamp;

use crate::accounts::about;
use crate::audit::{self, AuditEntry, AuditHead};
use crate::codes::Code;
use crate::departures::{self, Leaving};
use crate::engine::{
    Batch, CommitFailure, Committed, Fault, JournalEntry, Row, Step, Touch, args, statements,
};
use crate::profiles::Account;
use crate::warnings::{self, Warning};
use crate::{Store, commit, pictures, profile_edits, provisos};

statements! {
    OPEN = "moderation/open";
    QUEUE = "moderation/queue";
    OPEN_COUNT = "moderation/open_count";
    READ = "moderation/read";
    OF_MEMBER = "moderation/of_member";
    TAKE = "moderation/take";
    GIVE_BACK = "moderation/give_back";
    DECIDE = "moderation/decide";
    SUSPEND = "moderation/suspend";
    RESTORE = "moderation/restore";
    SENT = "moderation/sent";
    MARKS = "moderation/marks";
    MARK_COUNTS = "moderation/mark_counts";
    RESTRICTIONS = "moderation/restrictions";
    REPORTED_PITCHES = "moderation/reported_pitches";
    MARKED_BY = "moderation/marked_by";
}

/// What is written together with a row of the audit log.
#[derive(Debug, Clone)]
pub enum Effect {
    /// A moderator takes a case, if nobody else has it in hand.
    Take {
        /// Which.
        case: NewCase,
        /// From then on anybody may take it.
        until: Timestamp,
    },
    /// A moderator lets go of a case.
    GiveBack(NewCase),
    /// A case is decided, if it is open and nobody else has it in hand.
    Decide {
        /// Which.
        case: NewCase,
        /// How.
        verdict: Verdict,
        /// Why.
        reason: ModerationReason,
    },
    /// Whoever opened the case is told that it was looked at.
    TellOpener(NewCase),
    /// A member is warned.
    Warn(Warning),
    /// An account is stopped: it signs in and acts no more, until it is restored.
    Suspend(Box<Account>),
    /// A stopped account goes on.
    Restore(Box<Account>),
    /// A picture is taken away.
    DropPicture(Box<Account>),
    /// An account is closed.
    Close(Box<Leaving>),
    /// What a decision of the domain changes.
    Changes(Vec<Change>),
}

/// What became of the invitations a member sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SentCounts {
    /// Open now.
    pub pending: u64,
    /// Accepted.
    pub accepted: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Over without an answer.
    pub expired: u64,
}

/// The marks against a member, without who made them (R5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MarkCounts {
    /// That stand.
    pub standing: u64,
    /// That count toward a restriction.
    pub counting: u64,
    /// That are void.
    pub void: u64,
}

/// A restriction of a member, as a case shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastRestriction {
    /// Since when.
    pub since: Timestamp,
    /// The first, second, third … of this member.
    pub nth: u32,
    /// The marks it stood on were taken back.
    pub void: bool,
    /// When somebody lifted it.
    pub lifted_at: Option<Timestamp>,
}

/// A mark with who made it: for an opened complaint alone (R5.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedMark {
    /// Who.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// Whether it is void.
    pub void: bool,
}

impl Store {
    /// Open cases of a kind, or of every kind, the oldest first, after a case.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn open_cases(
        &self,
        kind: Option<CaseKind>,
        after: Option<CaseId>,
        most: u32,
    ) -> Result<Vec<Case>, Fault> {
        let kind = kind.map_or(0, Code::code);
        let row = args![kind, after.map_or(0, |case| case.0), i64::from(most)];
        self.engine.rows(QUEUE.with(row)).await?.iter().map(decode).collect()
    }

    /// How many cases are open, counted to `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn open_case_count(&self, most: u32) -> Result<u32, Fault> {
        let row = self.engine.row(OPEN_COUNT.with(args![i64::from(most)])).await?;
        Ok(u32::try_from(row.map_or(Ok(0), |row| row.int(0))?).unwrap_or(u32::MAX))
    }

    /// A case.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn case(&self, case: CaseId) -> Result<Option<Case>, Fault> {
        let row = self.engine.row(READ.with(args![case.0])).await?;
        row.as_ref().map(decode).transpose()
    }

    /// The cases about a member, the latest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn cases_about(&self, member: MemberId, most: u32) -> Result<Vec<Case>, Fault> {
        let rows = self.engine.rows(OF_MEMBER.with(args![member.0, i64::from(most)])).await?;
        rows.iter().map(decode).collect()
    }

    /// What became of what a member sent.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn sent_counts(&self, member: MemberId, now: Timestamp) -> Result<SentCounts, Fault> {
        let mut counts = SentCounts::default();
        for row in self.engine.rows(SENT.with(args![member.0, now.0])).await? {
            let count = u64::try_from(row.int(1)?).unwrap_or(0);
            match Outcome::read(row.int(0)?)? {
                Outcome::Open => counts.pending = count,
                Outcome::Accepted => counts.accepted = count,
                Outcome::Withdrawn => counts.withdrawn = count,
                Outcome::Expired => counts.expired += count,
                Outcome::Undeliverable => {}
            }
        }
        Ok(counts)
    }

    /// How many marks there are against a member; `since` is from when on they count.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn mark_counts(&self, member: MemberId, since: Timestamp) -> Result<MarkCounts, Fault> {
        let Some(row) = self.engine.row(MARK_COUNTS.with(args![member.0, since.0])).await? else {
            return Ok(MarkCounts::default());
        };
        let count = |column| -> Result<u64, Fault> { Ok(u64::try_from(row.int(column)?).unwrap_or(0)) };
        Ok(MarkCounts { standing: count(0)?, counting: count(1)?, void: count(2)? })
    }

    /// The restrictions of a member, the latest first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn restrictions(&self, member: MemberId, most: u32) -> Result<Vec<PastRestriction>, Fault> {
        let rows = self.engine.rows(RESTRICTIONS.with(args![member.0, i64::from(most)])).await?;
        rows.iter()
            .map(|row| {
                Ok(PastRestriction {
                    since: Timestamp(row.int(0)?),
                    nth: u32::try_from(row.int(1)?).unwrap_or(u32::MAX),
                    void: row.flag(2)?,
                    lifted_at: row.opt_int(3)?.map(Timestamp),
                })
            })
            .collect()
    }

    /// Who marked a member: for an opened complaint alone (R5.5).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn named_marks(&self, member: MemberId, most: u32) -> Result<Vec<NamedMark>, Fault> {
        let rows = self.engine.rows(MARKS.with(args![member.0, i64::from(most)])).await?;
        rows.iter()
            .map(|row| {
                Ok(NamedMark { by: MemberId(row.int(0)?), at: Timestamp(row.int(1)?), void: row.flag(2)? })
            })
            .collect()
    }

    /// Whom a member marked, by marks that stand, after a member: for removing the account (R6.3).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn marked_by(
        &self,
        marker: MemberId,
        after: Option<MemberId>,
        most: u32,
    ) -> Result<Vec<(MemberId, InvitationId)>, Fault> {
        let row = args![marker.0, after.map_or(0, |member| member.0), i64::from(most)];
        let rows = self.engine.rows(MARKED_BY.with(row)).await?;
        rows.iter().map(|row| Ok((MemberId(row.int(0)?), InvitationId(row.int(1)?)))).collect()
    }

    /// Writes what somebody with authority did, together with its row of the audit log after `head`.
    ///
    /// # Errors
    /// `Conflict` where somebody else was first: read the facts and the head again and decide again.
    pub async fn moderate(
        &self,
        head: &AuditHead,
        entry: &AuditEntry,
        effects: &[Effect],
    ) -> Result<Committed, CommitFailure> {
        let mut batch = Batch::default();
        for effect in effects {
            write(&mut batch, effect, entry);
        }
        batch.steps.push(audit::append(head, entry));
        let committed = self.commit_batch(batch).await?;
        for effect in effects {
            if let Effect::Changes(changes) = effect {
                self.committed(changes);
            }
        }
        Ok(committed)
    }

    /// Which of a member's messages `by` reported as pitches (F9).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn reported_pitches(&self, of: MemberId, by: MemberId) -> Result<Vec<MessageId>, Fault> {
        let rows = self.engine.rows(REPORTED_PITCHES.with(args![of.0, by.0])).await?;
        rows.iter().map(|row| row.int(0).map(MessageId)).collect()
    }

    /// Opens a case; one that its opener has open already about the same stays as it is.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn open_case(&self, case: &NewCase) -> Result<(), Fault> {
        self.commit_unguarded(vec![open(case)]).await
    }
}

/// A case, unless its opener has one open about the same.
pub(crate) fn open(case: &NewCase) -> Step {
    let row = args![
        case.about.0,
        case.id.0,
        case.kind.code(),
        case.subject,
        case.opened_by.0,
        case.opened_at.0,
        case.words.as_str()
    ];
    OPEN.step(row, Touch::AtMostOne)
}

fn write(batch: &mut Batch, effect: &Effect, entry: &AuditEntry) {
    let at = entry.at;
    match effect {
        Effect::Take { case, until } => {
            let row = args![case.about.0, case.id.0, entry.by.map_or(0, |by| by.0), at.0, until.0];
            batch.steps.push(TAKE.step(row, Touch::One));
        }
        Effect::GiveBack(case) => {
            let row = args![case.about.0, case.id.0, entry.by.map_or(0, |by| by.0)];
            batch.steps.push(GIVE_BACK.step(row, Touch::One));
        }
        Effect::Decide { case, verdict, reason } => {
            let row = args![
                case.about.0,
                case.id.0,
                entry.by.map(|by| by.0),
                verdict.code(),
                at.0,
                reason.as_str()
            ];
            batch.steps.push(DECIDE.step(row, Touch::One));
        }
        Effect::TellOpener(case) => {
            let told = about(case.opened_by, 0, EventKind::CaseDecided, at);
            batch.journal.push(JournalEntry { inv_id: case.id.0, ..told });
        }
        Effect::Warn(warning) => {
            batch.steps.push(warnings::put(warning));
            let told = about(warning.member, 0, EventKind::Warned, at);
            batch.journal.push(JournalEntry { inv_id: warning.id.0, ..told });
        }
        Effect::Suspend(account) => {
            let member = account.profile.person.id;
            batch.steps.push(SUSPEND.step(args![member.0, account.version, at.0], Touch::One));
            batch.steps.extend(provisos::present(member, MemberStatus::Suspended));
            batch.steps.push(departures::DROP_SESSION.step(args![member.0], Touch::Any));
            batch.journal.push(about(member, account.version + 1, EventKind::Suspended, at));
        }
        Effect::Restore(account) => {
            let member = account.profile.person.id;
            batch.steps.push(RESTORE.step(args![member.0, account.version, at.0], Touch::One));
            batch.steps.extend(provisos::present(member, MemberStatus::Active));
            batch.journal.push(about(member, account.version + 1, EventKind::Restored, at));
        }
        Effect::DropPicture(account) => {
            let person = &account.profile.person;
            let mut after = account.profile.clone();
            after.person.picture = None;
            batch.steps.extend(profile_edits::difference(account, &after, at));
            batch.steps.push(pictures::dropped(person.id));
            batch.journal.push(about(person.id, account.version + 1, EventKind::ProfileChanged, at));
        }
        Effect::Close(leaving) => {
            let member = leaving.account.profile.person.id;
            batch.steps.extend(departures::closing(leaving, at));
            batch.journal.push(about(member, leaving.account.version + 1, EventKind::Left, at));
        }
        Effect::Changes(changes) => {
            let decided = commit::batch(changes);
            batch.steps.extend(decided.steps);
            batch.journal.extend(decided.journal);
        }
    }
}

fn decode(row: &Row) -> Result<Case, Fault> {
    let held_until = row.int(8)?;
    let decided = match row.int(9)? {
        0 => None,
        verdict => Some(Decided {
            by: row.opt_int(10)?.map(MemberId),
            at: Timestamp(row.int(11)?),
            verdict: Verdict::read(verdict)?,
            reason: ModerationReason::stored(row.text(12)?.to_owned()),
        }),
    };
    Ok(Case {
        opened: NewCase {
            about: MemberId(row.int(0)?),
            id: CaseId(row.int(1)?),
            kind: CaseKind::read(row.int(2)?)?,
            subject: row.int(3)?,
            opened_by: MemberId(row.int(4)?),
            opened_at: Timestamp(row.int(5)?),
            words: ReportReason::stored(row.text(6)?.to_owned()),
        },
        hold: (held_until > 0).then_some(Hold { by: MemberId(row.int(7)?), until: Timestamp(held_until) }),
        decided,
    })
}
