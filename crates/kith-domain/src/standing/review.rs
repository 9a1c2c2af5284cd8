//! Asking for more invitations, and the review of it (R5.4, R5.5).

use super::{PastInvitation, Standing};
use crate::change::Change;
use crate::id::{AllowanceRequestId, MemberId, MovementId};
use crate::invitations::{Outcome, Place};
use crate::policy::{Limit, Policy};
use crate::text::Reasons;
use crate::time::{Span, Timestamp};

/// How far back the review looks besides the whole.
pub const RECENT: Span = Span::days(90);
/// The latest day that may be named for asking again.
const LATEST_RETRY: Span = Span::days(365);

/// A request for more invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowanceRequest {
    /// Which.
    pub id: AllowanceRequestId,
    /// Whose.
    pub member: MemberId,
    /// What for, in S's words.
    pub reasons: Reasons,
    /// When.
    pub asked_at: Timestamp,
    /// The limit when it was asked.
    pub limit: u64,
    /// What was used of it then.
    pub used: u64,
    /// What became of it.
    pub outcome: RequestOutcome,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestOutcome {
    /// Nobody has decided yet.
    Open,
    /// More was granted.
    Granted {
        /// When.
        at: Timestamp,
        /// The moderator; none where a rule did.
        by: Option<MemberId>,
        /// How many.
        amount: u32,
    },
    /// It was refused.
    Refused {
        /// When.
        at: Timestamp,
        /// The moderator.
        by: MemberId,
        /// Why.
        answer: Reasons,
        /// When S may ask again at the earliest.
        retry_at: Timestamp,
    },
}

/// Why asking for more is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskRefused {
    /// There is no limit on this network.
    NoLimit,
    /// Too many are left still.
    NotYet {
        /// How many.
        left: u64,
        /// With how many left S may ask.
        opens_at_left: u64,
    },
    /// One request is open.
    AlreadyOpen,
    /// One was refused not long ago.
    TooEarly {
        /// When S may ask again.
        retry_at: Timestamp,
    },
}

/// With how many left a member may ask for more (R5.4); none where nothing limits them.
pub fn asks_at_left(standing: &Standing, policy: &Policy) -> Option<u64> {
    standing.lifetime_limit(policy).map(|limit| limit * u64::from(policy.review.at_left_percent) / 100)
}

/// S asks for more (R5.4). `latest` is the last request of S.
///
/// # Errors
/// Each of [`AskRefused`].
pub fn ask(
    standing: &Standing,
    latest: Option<&AllowanceRequest>,
    id: AllowanceRequestId,
    reasons: Reasons,
    policy: &Policy,
    now: Timestamp,
) -> Result<(AllowanceRequest, Vec<Change>), AskRefused> {
    may_ask(standing, latest, policy, now)?;
    let limit = standing.lifetime_limit(policy).ok_or(AskRefused::NoLimit)?;
    let request = AllowanceRequest {
        id,
        member: standing.member,
        reasons,
        asked_at: now,
        limit,
        used: standing.sent,
        outcome: RequestOutcome::Open,
    };
    let asked = Change::AllowanceAsked { request: request.clone(), standing_version: standing.version };
    Ok((request, vec![asked]))
}

/// Whether S may ask for more now.
///
/// # Errors
/// Each of [`AskRefused`].
pub fn may_ask(
    standing: &Standing,
    latest: Option<&AllowanceRequest>,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), AskRefused> {
    let (Some(limit), Some(opens_at_left)) =
        (standing.lifetime_limit(policy), asks_at_left(standing, policy))
    else {
        return Err(AskRefused::NoLimit);
    };
    let left = limit.saturating_sub(standing.sent);
    match latest.map(|latest| &latest.outcome) {
        Some(RequestOutcome::Open) => return Err(AskRefused::AlreadyOpen),
        Some(RequestOutcome::Refused { retry_at, .. }) if now < *retry_at => {
            return Err(AskRefused::TooEarly { retry_at: *retry_at });
        }
        Some(RequestOutcome::Refused { .. } | RequestOutcome::Granted { .. }) | None => {}
    }
    if left > opens_at_left {
        return Err(AskRefused::NotYet { left, opens_at_left });
    }
    Ok(())
}

/// What a moderator decides about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// More invitations: one of the policy's steps.
    Grant(u32),
    /// None.
    Refuse {
        /// Why.
        answer: Reasons,
        /// When S may ask again; as the policy says, where none is named.
        retry_at: Option<Timestamp>,
    },
}

/// Why a verdict is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerdictRefused {
    /// Nobody decides about themselves.
    Yourself,
    /// Somebody decided before.
    AlreadyDecided,
    /// The policy grants other amounts.
    NotAnAmount {
        /// Which.
        amounts: [u32; 3],
    },
    /// The day to ask again is past, or more than a year away.
    NotARetry,
}

/// A moderator, or where `by` is none a rule, decides about an open request (R5.5).
///
/// # Errors
/// Each of [`VerdictRefused`].
pub fn decide(
    standing: &Standing,
    request: &AllowanceRequest,
    by: Option<MemberId>,
    verdict: Verdict,
    movement: MovementId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Change>, VerdictRefused> {
    if by == Some(standing.member) {
        return Err(VerdictRefused::Yourself);
    }
    if request.outcome != RequestOutcome::Open {
        return Err(VerdictRefused::AlreadyDecided);
    }
    let outcome = match (verdict, by) {
        (Verdict::Grant(amount), by) => {
            let amounts = policy.invitations.review_grants;
            if amount == 0 || !amounts.contains(&amount) {
                return Err(VerdictRefused::NotAnAmount { amounts });
            }
            RequestOutcome::Granted { at: now, by, amount }
        }
        (Verdict::Refuse { answer, retry_at }, Some(by)) => {
            let retry_at = retry_at.unwrap_or(now + policy.review.retry);
            if retry_at < now || retry_at > now + LATEST_RETRY {
                return Err(VerdictRefused::NotARetry);
            }
            RequestOutcome::Refused { at: now, by, answer, retry_at }
        }
        // A rule grants; refusing is a person's.
        (Verdict::Refuse { .. }, None) => return Err(VerdictRefused::AlreadyDecided),
    };
    Ok(vec![Change::AllowanceReviewed {
        member: standing.member,
        request: request.id,
        outcome,
        movement,
        standing_version: standing.version,
    }])
}

/// What became of some invitations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Sent.
    pub sent: u32,
    /// Accepted.
    pub accepted: u32,
    /// Open, and not over.
    pub pending: u32,
    /// Their time ran out.
    pub expired: u32,
    /// Taken back by S.
    pub withdrawn: u32,
    /// R said not to know S, and left it at that.
    pub marked: u32,
    /// R reported S.
    pub reported: u32,
    /// Decided: accepted, over, or while open marked or reported.
    pub decided: u32,
    /// Marked, reported or both.
    pub unwelcome: u32,
}

impl Tally {
    /// How many of a hundred decided were accepted.
    pub fn accepted_percent(&self) -> u32 {
        percent(self.accepted, self.decided)
    }

    /// How many of a hundred decided were unwelcome, rounded up: one is never none.
    pub fn unwelcome_percent(&self) -> u32 {
        let (part, whole) = (u64::from(self.unwelcome), u64::from(self.decided.max(1)));
        u32::try_from((part * 100).div_ceil(whole)).unwrap_or(u32::MAX)
    }
}

fn percent(part: u32, whole: u32) -> u32 {
    u32::try_from(u64::from(part) * 100 / u64::from(whole.max(1))).unwrap_or(u32::MAX)
}

/// What a review looks at: how many, never who (R5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// In all.
    pub all: Tally,
    /// Sent in the last [`RECENT`].
    pub recent: Tally,
    /// By where S clicked: in all, and recently. Only where anything was sent.
    pub by_place: Vec<(Place, Tally, Tally)>,
}

impl History {
    /// What became of `sent` by `now`, with the marks and reports made before `told_until`.
    pub fn of(sent: &[PastInvitation], now: Timestamp, told_until: Timestamp) -> Self {
        let (mut all, mut recent) = (Tally::default(), Tally::default());
        let mut by_place: Vec<(Place, Tally, Tally)> =
            Place::ALL.iter().map(|place| (*place, Tally::default(), Tally::default())).collect();
        for one in sent {
            let tally = tally(one, now, told_until);
            let is_recent = one.sent_at > now - RECENT;
            all.add(tally);
            if is_recent {
                recent.add(tally);
            }
            for (_, place_all, place_recent) in by_place.iter_mut().filter(|(place, ..)| *place == one.place)
            {
                place_all.add(tally);
                if is_recent {
                    place_recent.add(tally);
                }
            }
        }
        by_place.retain(|(_, all, _)| all.sent > 0);
        Self { all, recent, by_place }
    }
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.accepted += other.accepted;
        self.pending += other.pending;
        self.expired += other.expired;
        self.withdrawn += other.withdrawn;
        self.marked += other.marked;
        self.reported += other.reported;
        self.decided += other.decided;
        self.unwelcome += other.unwelcome;
    }
}

/// The tally of one invitation: ones and noughts.
fn tally(one: &PastInvitation, now: Timestamp, told_until: Timestamp) -> Tally {
    let told = |at: Option<Timestamp>| at.is_some_and(|at| at < told_until);
    let marked = one.mark_stands && told(one.marked_at);
    let reported = told(one.reported_at);
    let over = now >= one.expires_at;
    let mut tally = Tally { sent: 1, marked: marked.into(), reported: reported.into(), ..Tally::default() };
    tally.unwelcome = (marked || reported).into();
    tally.decided = tally.unwelcome;
    match one.outcome {
        Outcome::Accepted => (tally.accepted, tally.decided) = (1, 1),
        Outcome::Withdrawn => tally.withdrawn = 1,
        Outcome::Expired | Outcome::Undeliverable => (tally.expired, tally.decided) = (1, 1),
        Outcome::Open if over => (tally.expired, tally.decided) = (1, 1),
        Outcome::Open => tally.pending = 1,
    }
    tally
}

/// What the rules suggest to a reviewer; the reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// Too little was decided to tell.
    InsufficientHistory {
        /// How many were.
        decided: u32,
        /// How many it takes.
        least: u32,
    },
    /// To grant so many.
    Grant(u32),
    /// To grant none.
    Nothing,
}

/// From which share of a hundred accepted on, and up to which share unwelcome, each step of the policy's grants is
/// suggested, the largest first.
pub const STEPS: [(u32, u32); 3] = [(50, 1), (30, 3), (15, 5)];

/// What is suggested on this history (R5.5): the step that both the whole and, where it decides enough, the last
/// [`RECENT`] reach.
pub fn suggest(history: &History, policy: &Policy) -> Suggestion {
    let least = policy.review.decided;
    if history.all.decided < least {
        return Suggestion::InsufficientHistory { decided: history.all.decided, least };
    }
    let reaches = |tally: &Tally, (accepted, unwelcome): (u32, u32)| {
        tally.accepted_percent() >= accepted && tally.unwelcome_percent() <= unwelcome
    };
    let recent_counts = history.recent.decided >= least;
    let step = STEPS
        .iter()
        .position(|step| reaches(&history.all, *step) && (!recent_counts || reaches(&history.recent, *step)));
    match step.map(|step| policy.invitations.review_grants[step]) {
        Some(amount) if amount > 0 => Suggestion::Grant(amount),
        Some(_) | None => Suggestion::Nothing,
    }
}

/// What a rule grants by itself on this history, where the operator lets it (R5.5): what is suggested, if enough of a
/// hundred accepted, and nobody reported S lately.
pub fn granted_by_rule(history: &History, policy: &Policy) -> Option<u32> {
    let Limit::At(accepted) = policy.review.automatic else { return None };
    let clear = history.all.accepted_percent() >= accepted
        && history.recent.accepted_percent() >= accepted
        && history.recent.reported == 0;
    match suggest(history, policy) {
        Suggestion::Grant(amount) if clear => Some(amount),
        Suggestion::Grant(_) | Suggestion::Nothing | Suggestion::InsufficientHistory { .. } => None,
    }
}
