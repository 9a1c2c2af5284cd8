//! Signed-in browsers and tokens of the API. Only the hash of a token is stored.

use kith_domain::id::{MemberId, SessionId};
use kith_domain::invitations::Language;
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::text::{Handle, Headline, Location, Name};
use kith_domain::time::Timestamp;

use crate::Store;
use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, Step, Touch, args, statements};

statements! {
    INSERT = "sessions/insert";
    READ = "sessions/read";
    TOUCH = "sessions/touch";
    LIST = "sessions/list";
    REVOKE = "sessions/revoke";
    REVOKE_OTHERS = "sessions/revoke_others";
    TIDY = "sessions/tidy";
}

/// At most this many sessions of one kind a member keeps: signing in once more ends the oldest.
const MOST: i64 = 100;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser: it lasts while it is used.
    Browser,
    /// A token of the API: it lasts until a day that is known when it is made.
    Api,
}

/// A session as it is made.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Whose.
    pub member: MemberId,
    /// Which.
    pub id: SessionId,
    /// SHA-256 of its token.
    pub token_hash: [u8; 32],
    /// What it is for.
    pub kind: SessionKind,
    /// What its owner knows it by.
    pub label: String,
    /// When it is made.
    pub at: Timestamp,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
}

/// A session with what every page needs to know of its member.
#[derive(Debug, Clone)]
pub struct Signed {
    /// SHA-256 of its token.
    pub token_hash: Vec<u8>,
    /// What it is for.
    pub kind: SessionKind,
    /// When it was used, some minutes exact.
    pub seen_at: Timestamp,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
    /// The member as others meet them.
    pub person: Person,
    /// The language of the pages.
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// Whether an address of theirs is confirmed.
    pub verified: bool,
    /// Whether they moderate.
    pub moderator: bool,
}

/// A session as its owner sees it in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// What it is for.
    pub kind: SessionKind,
    /// What its owner knows it by.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used, some minutes exact.
    pub seen_at: Timestamp,
    /// The first instant at which it is over.
    pub expires_at: Timestamp,
}

impl Store {
    /// A session with its member; nothing where it was ended or never was.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn session(&self, member: MemberId, id: SessionId) -> Result<Option<Signed>, Fault> {
        let Some(row) = self.engine.row(READ.with(args![member.0, id.0])).await? else { return Ok(None) };
        Ok(Some(Signed {
            token_hash: row.bytes(0)?.to_vec(),
            kind: SessionKind::read(row.int(1)?)?,
            seen_at: Timestamp(row.int(2)?),
            expires_at: Timestamp(row.int(3)?),
            person: Person {
                id: member,
                status: MemberStatus::read(row.int(4)?)?,
                handle: Handle::stored(row.text(5)?.to_owned()),
                name: Name::stored(row.text(6)?.to_owned()),
                headline: row.opt_text(7)?.map(|text| Headline::stored(text.to_owned())),
                location: row.opt_text(8)?.map(|text| Location::stored(text.to_owned())),
                picture: row.opt_int(9)?,
            },
            language: Language::of(row.text(10)?).unwrap_or_default(),
            shortcuts: row.flag(11)?,
            verified: row.flag(12)?,
            moderator: row.flag(13)?,
        }))
    }

    /// Makes a session, and ends those of the member that are over or too many.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn add_session(&self, session: &NewSession) -> Result<(), Fault> {
        let tidy = args![session.member.0, session.at.0, session.kind.code(), MOST - 1];
        let steps = vec![TIDY.step(tidy, Touch::Any), insert(session)];
        self.commit_unguarded(steps).await
    }

    /// Notes that a session was used, and until when it lasts.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn touch_session(
        &self,
        member: MemberId,
        id: SessionId,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), Fault> {
        let row = args![member.0, id.0, at.0, expires_at.0];
        self.commit_unguarded(vec![TOUCH.step(row, Touch::AtMostOne)]).await
    }

    /// A member's sessions, the latest used first.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn sessions(&self, member: MemberId, now: Timestamp) -> Result<Vec<Session>, Fault> {
        let rows = self.engine.rows(LIST.with(args![member.0, now.0])).await?;
        rows.iter()
            .map(|row| {
                Ok(Session {
                    id: SessionId(row.int(0)?),
                    kind: SessionKind::read(row.int(1)?)?,
                    label: row.text(2)?.to_owned(),
                    created_at: Timestamp(row.int(3)?),
                    seen_at: Timestamp(row.int(4)?),
                    expires_at: Timestamp(row.int(5)?),
                })
            })
            .collect()
    }

    /// Ends a session; false where there was none.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn revoke_session(&self, member: MemberId, id: SessionId) -> Result<bool, Fault> {
        let step = REVOKE.step(args![member.0, id.0], Touch::One);
        match self.commit_batch(Batch { steps: vec![step], journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// Ends all sessions of a member but one.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn revoke_other_sessions(&self, member: MemberId, keep: SessionId) -> Result<(), Fault> {
        self.commit_unguarded(vec![revoke_others(member, keep)]).await
    }
}

pub(crate) fn insert(session: &NewSession) -> Step {
    let row = args![
        session.member.0,
        session.id.0,
        session.token_hash.to_vec(),
        session.kind.code(),
        session.label.as_str(),
        session.at.0,
        session.expires_at.0
    ];
    INSERT.step(row, Touch::One)
}

pub(crate) fn revoke_others(member: MemberId, keep: SessionId) -> Step {
    REVOKE_OTHERS.step(args![member.0, keep.0], Touch::Any)
}
