//! Members' accounts: what they sign in with, and what nobody else may have: addresses and handles.

use kith_domain::change::EventKind;
use kith_domain::id::{MemberId, SessionId};
use kith_domain::profile::{MemberStatus, Person};
use kith_domain::text::{Address, Handle, Name};
use kith_domain::time::Timestamp;

use crate::audit::{self, AuditEntry, AuditHead};
use crate::codes::Code;
use crate::engine::{Batch, CommitFailure, Fault, JournalEntry, Step, Touch, args, statements};
use crate::profiles::Account;
use crate::sessions::NewSession;
use crate::{Store, profiles, provisos, reviews, search_document, sessions, standing};

statements! {
    INSERT_MEMBER = "accounts/insert_member";
    INSERT_CREDENTIAL = "accounts/insert_credential";
    CLAIM_HANDLE = "accounts/claim_handle";
    RELEASE_HANDLE = "accounts/release_handle";
    HANDLE_OWNER = "accounts/handle_owner";
    CLAIM_ADDRESS = "accounts/claim_address";
    RELEASE_ADDRESS = "accounts/release_address";
    INSERT_MEMBER_ADDRESS = "accounts/insert_member_address";
    ADDRESSES = "accounts/addresses";
    ADDRESS_CLAIMED_BY = "accounts/address_claimed_by";
    FORMER_SENT = "accounts/former_sent";
    TAKE_FORMER = "accounts/take_former";
    KEEP_FORMER = "accounts/keep_former";
    CREDENTIAL = "accounts/credential";
    PUT_CREDENTIAL = "accounts/put_credential";
    ADMIT = "accounts/admit";
    AWAITING = "accounts/awaiting";
}

/// A member as they begin.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Which.
    pub id: MemberId,
    /// Name as shown.
    pub name: Name,
    /// Name in addresses.
    pub handle: Handle,
    /// Where they are reached and what they sign in with.
    pub address: Address,
    /// Whether the address is confirmed.
    pub verified: bool,
    /// The hash of the password; nobody signs in without one.
    pub password_hash: Option<String>,
    /// Active, or awaiting a moderator.
    pub status: MemberStatus,
    /// Whether they moderate.
    pub moderator: bool,
    /// What a closed account of the same confirmed address had sent (R5.1).
    pub carried_over: Option<CarriedOver>,
    /// The session they begin with.
    pub session: Option<NewSession>,
    /// When.
    pub at: Timestamp,
}

/// What a closed account had sent, taken over by a new one of the same confirmed address (R5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CarriedOver {
    /// SHA-256 of the address.
    pub address_hash: [u8; 32],
    /// Invitations sent in all.
    pub sent: u64,
}

/// What came of claiming an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    /// It is there.
    Done,
    /// The address is somebody's.
    AddressInUse,
    /// The handle is somebody's: try another one.
    HandleTaken,
    /// The facts changed: read them again.
    Changed,
}

/// What a member signs in with.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Who.
    pub member: MemberId,
    /// The hash of the password.
    pub password_hash: String,
    /// Whether the account is in use.
    pub status: MemberStatus,
}

/// An address a member has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberAddress {
    /// In its normal form.
    pub normal: String,
    /// As the member wrote it.
    pub written: String,
    /// When it was confirmed.
    pub verified_at: Option<Timestamp>,
}

impl Store {
    /// Makes an account, whole or not at all: address, handle, member, password, standing, search document and
    /// the first session.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn add_member(&self, new: &NewMember) -> Result<Claimed, Fault> {
        match self.commit_batch(new_member(new)).await {
            Ok(_) => Ok(Claimed::Done),
            Err(CommitFailure::Conflict { step }) if step == CLAIM_ADDRESS.name => Ok(Claimed::AddressInUse),
            Err(CommitFailure::Conflict { step }) if step == CLAIM_HANDLE.name => Ok(Claimed::HandleTaken),
            Err(CommitFailure::Conflict { .. }) => Ok(Claimed::Changed),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// Whose handle this is.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn handle_owner(&self, handle: &Handle) -> Result<Option<MemberId>, Fault> {
        let row = self.engine.row(HANDLE_OWNER.with(args![handle.as_str()])).await?;
        row.map(|row| row.int(0).map(MemberId)).transpose()
    }

    /// Whose address this is, confirmed or not: for signing in, never for finding somebody (R11.2).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn address_claimed_by(&self, address: &Address) -> Result<Option<MemberId>, Fault> {
        let row = self.engine.row(ADDRESS_CLAIMED_BY.with(args![address.normal()])).await?;
        row.map(|row| row.int(0).map(MemberId)).transpose()
    }

    /// The addresses a member has.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn addresses(&self, member: MemberId) -> Result<Vec<MemberAddress>, Fault> {
        let rows = self.engine.rows(ADDRESSES.with(args![member.0])).await?;
        rows.iter()
            .map(|row| {
                Ok(MemberAddress {
                    normal: row.text(0)?.to_owned(),
                    written: row.text(1)?.to_owned(),
                    verified_at: row.opt_int(2)?.map(Timestamp),
                })
            })
            .collect()
    }

    /// What a closed account of an address had sent, by the hash of the address (R5.1).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn carried_over(&self, address_hash: [u8; 32]) -> Result<Option<CarriedOver>, Fault> {
        let row = self.engine.row(FORMER_SENT.with(args![address_hash.to_vec()])).await?;
        let sent = row.map(|row| row.int(0)).transpose()?;
        Ok(sent.map(|sent| CarriedOver { address_hash, sent: u64::try_from(sent).unwrap_or(0) }))
    }

    /// What a member signs in with; nothing for one without a password.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn credential(&self, member: MemberId) -> Result<Option<Credential>, Fault> {
        let Some(row) = self.engine.row(CREDENTIAL.with(args![member.0])).await? else { return Ok(None) };
        Ok(Some(Credential {
            member,
            password_hash: row.text(0)?.to_owned(),
            status: MemberStatus::read(row.int(1)?)?,
        }))
    }

    /// Another password, and an end to all sessions but one; false where the password is no longer the one that
    /// was checked.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn change_password(
        &self,
        checked: &Credential,
        password_hash: &str,
        keep: SessionId,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let row = args![checked.member.0, checked.password_hash.as_str(), password_hash, at.0];
        let steps = vec![PUT_CREDENTIAL.step(row, Touch::One), sessions::revoke_others(checked.member, keep)];
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// Lets in who waits for it; false where they do not, or the row changed since it was read.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn admit(
        &self,
        waiting: &Account,
        head: &AuditHead,
        entry: &AuditEntry,
    ) -> Result<bool, Fault> {
        let (member, at) = (waiting.profile.person.id, entry.at);
        let admit = ADMIT.step(args![member.0, waiting.version, at.0], Touch::One);
        let mut steps = vec![admit];
        steps.extend(provisos::present(member, MemberStatus::Active));
        steps.push(audit::append(head, entry));
        let journal = vec![about(member, waiting.version + 1, EventKind::ProfileChanged, at)];
        match self.commit_batch(Batch { steps, journal }).await {
            Ok(_) => Ok(true),
            Err(CommitFailure::Conflict { .. }) => Ok(false),
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }

    /// Who waits to be let in, the earliest first, after `after`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn awaiting(&self, after: Option<MemberId>, most: u32) -> Result<Vec<Person>, Fault> {
        let after = after.map_or(0, |member| member.0);
        let rows = self.engine.rows(AWAITING.with(args![after, i64::from(most)])).await?;
        rows.iter().map(profiles::decode_person).collect()
    }

    /// Steps that no other fact stands against: a conflict in them is a mistake of the program.
    pub(crate) async fn commit_unguarded(&self, steps: Vec<Step>) -> Result<(), Fault> {
        match self.commit_batch(Batch { steps, journal: Vec::new() }).await {
            Ok(_) => Ok(()),
            Err(CommitFailure::Conflict { step }) => {
                Err(Fault::new(crate::engine::FaultKind::Bug, step, "nothing should stand against it"))
            }
            Err(CommitFailure::Fault(fault)) => Err(fault),
        }
    }
}

/// What the journal tells of one member alone.
pub(crate) fn about(member: MemberId, version: i64, kind: EventKind, at: Timestamp) -> JournalEntry {
    JournalEntry {
        lo: member.0,
        hi: 0,
        version,
        kind: kind.code(),
        inv_id: 0,
        actor_id: member.0,
        at: at.0,
        visible_at: at.0,
    }
}

fn new_member(new: &NewMember) -> Batch {
    let id = new.id.0;
    let normal = new.address.normal();
    let verified_at = new.verified.then_some(new.at.0);
    // What can be somebody else's comes first: a claim that fails has written nothing yet.
    let mut steps = vec![
        CLAIM_ADDRESS.step(args![normal.as_str(), id, verified_at], Touch::One),
        CLAIM_HANDLE.step(args![new.handle.as_str(), id], Touch::One),
    ];
    let member = args![
        id,
        new.handle.as_str(),
        new.name.as_str(),
        new.status.code(),
        new.moderator,
        new.verified,
        new.at.0
    ];
    steps.push(INSERT_MEMBER.step(member, Touch::One));
    if new.status != MemberStatus::Active {
        steps.extend(provisos::present(new.id, new.status));
    }
    let address = args![id, normal, new.address.as_str(), verified_at];
    steps.push(INSERT_MEMBER_ADDRESS.step(address, Touch::One));
    if let Some(hash) = &new.password_hash {
        steps.push(INSERT_CREDENTIAL.step(args![id, hash.as_str(), new.at.0], Touch::One));
    }
    if let Some(over) = &new.carried_over {
        let row = args![over.address_hash.to_vec(), i64::try_from(over.sent).unwrap_or(i64::MAX)];
        steps.push(TAKE_FORMER.step(row, Touch::One));
    }
    steps.push(standing::insert(new.id, new.carried_over.map_or(0, |over| over.sent)));
    let carried_over = new.carried_over.map_or(0, |over| over.sent);
    steps.extend(reviews::carried_over(new.id, carried_over, new.at));
    steps.push(search_document::put_name(new.id, &new.name));
    steps.extend(new.session.as_ref().map(sessions::insert));
    let journal = vec![about(new.id, 0, EventKind::ProfileChanged, new.at)];
    Batch { steps, journal }
}
