//! What the pages of standing call things: grounds, facts, bands, movements, requests.

use kith_app::standing::{
    AcceptedBand, AllowanceRequest, Appeal, AppealOutcome, Cause, Decided, FactsKind, Ground, LedgerLine,
    Redress, RequestOutcome, Scope, Statement, UnknownBand,
};
use kith_domain::invitations::Place;
use kith_domain::time::Timestamp;

use crate::page::Somebody;
use crate::when::When;
use crate::words::{counted, number};

/// Why somebody is restricted, in a sentence to them.
pub(super) fn ground_words(ground: Ground, threshold: u32) -> String {
    match ground {
        Ground::Marks => {
            format!("More than {threshold} people said that they do not know you. Who they are is not told.")
        }
        Ground::Advertising => "What you sent advertises.".to_owned(),
        Ground::Harassment => "Somebody was pestered or threatened.".to_owned(),
        Ground::Deception => "You pretended to be somebody, or something, you are not.".to_owned(),
        Ground::Rules => "It went against another rule of this network.".to_owned(),
    }
}

/// The rest of a statement of reasons (F11).
pub(super) struct StatementWords {
    /// On what it rests.
    pub(super) facts: &'static str,
    /// Who decided.
    pub(super) decided: &'static str,
    /// What they say.
    pub(super) explanation: Option<String>,
    /// What is closed.
    pub(super) scope: &'static str,
    /// How to appeal.
    pub(super) redress: &'static str,
}

impl StatementWords {
    pub(super) fn new(statement: &Statement) -> Self {
        let Statement { ground: _, facts, decided, scope, redress } = statement;
        let (decided, explanation) = match decided {
            Decided::Automatically => ("The program alone, by a rule that is the same for everybody", None),
            Decided::By { explanation, moderator: _ } => ("A moderator", Some(explanation.to_string())),
        };
        Self {
            facts: match facts {
                FactsKind::Marks => "What people who were invited said",
                FactsKind::Reports => "What was reported to the moderators",
                FactsKind::Invitations => "The invitations that were sent",
                FactsKind::Profile => "What the profile says",
            },
            decided,
            explanation,
            scope: match scope {
                Scope::Sending => "Every way of sending invitations, and nothing else",
            },
            redress: match redress {
                Redress::AnotherModerator => "To a moderator who did not decide, who answers within a week",
            },
        }
    }
}

/// How many accept: the figure, and what it means.
pub(super) fn accepted_words(band: AcceptedBand) -> (&'static str, &'static str) {
    match band {
        AcceptedBand::Few => ("Few", "fewer than one in five"),
        AcceptedBand::Some => ("Some", "one to two in five"),
        AcceptedBand::Half => ("About half", "two to three in five"),
        AcceptedBand::Most => ("Most", "three in five or more"),
    }
}

/// How many say that they do not know S: the figure, and what it means.
pub(super) fn unknown_words(band: UnknownBand) -> (&'static str, &'static str) {
    match band {
        UnknownBand::HardlyAny => ("Hardly any", "fewer than one in fifty"),
        UnknownBand::AFew => ("A few", "fewer than one in twenty"),
        UnknownBand::Several => ("Several", "fewer than one in ten"),
        UnknownBand::Many => ("Many", "one in ten or more"),
    }
}

/// Where S clicked, as a review names it.
pub(super) fn place_words(place: Place) -> &'static str {
    match place {
        Place::Profile => "Profile",
        Place::Search => "Search",
        Place::Suggestions => "Suggestions",
        Place::PhoneMenu => "Menu on a phone",
        Place::Api => "Other software",
    }
}

/// A line of the ledger.
pub(super) struct MovementLine {
    /// Who was invited, where that is what moved and they are here.
    pub(super) to: Option<Somebody>,
    /// What moved it.
    pub(super) words: &'static str,
    /// How many, with its sign.
    pub(super) amount: String,
    /// Whether it came in.
    pub(super) gained: bool,
    /// What was left after it.
    pub(super) left: Option<String>,
    /// When.
    pub(super) at: When,
}

impl MovementLine {
    pub(super) fn new(line: LedgerLine, now: Timestamp) -> Self {
        let LedgerLine { movement, to, left } = line;
        let words = match movement.cause {
            Cause::Sent { .. } if to.is_some() => "Invitation to",
            Cause::Sent { .. } => "Invitation to somebody who has left",
            Cause::CarriedOver => "Carried over from your closed account",
            Cause::Granted { .. } => "Granted on your request",
        };
        let sign = if movement.amount < 0 { "−" } else { "+" };
        Self {
            to: to.as_ref().map(Somebody::of),
            words,
            amount: format!("{sign}{}", number(movement.amount.unsigned_abs())),
            gained: movement.amount > 0,
            left: left.map(|left| number(u64::try_from(left).unwrap_or(0))),
            at: When::day(movement.at, now),
        }
    }
}

/// A request for more, as its member reads it.
pub(super) struct RequestLine {
    /// What for.
    pub(super) reasons: String,
    /// When.
    pub(super) asked: When,
    /// What became of it, in a few words.
    pub(super) state: String,
    /// Why it was refused.
    pub(super) answer: Option<String>,
    /// When they may ask again.
    pub(super) retry: Option<When>,
}

impl RequestLine {
    pub(super) fn new(request: &AllowanceRequest, now: Timestamp) -> Self {
        let (state, answer, retry) = match &request.outcome {
            RequestOutcome::Open => ("Waits for a moderator".to_owned(), None, None),
            RequestOutcome::Granted { amount, .. } => {
                (format!("{} granted", counted((*amount).into(), "more", "more")), None, None)
            }
            RequestOutcome::Refused { answer, retry_at, .. } => {
                let retry = (now < *retry_at).then(|| When::day(*retry_at, now));
                ("Refused".to_owned(), Some(answer.to_string()), retry)
            }
        };
        Self {
            reasons: request.reasons.to_string(),
            asked: When::day(request.asked_at, now),
            state,
            answer,
            retry,
        }
    }
}

/// An appeal, as its member reads it.
pub(super) struct AppealLine {
    /// When.
    pub(super) at: When,
    /// Why, in their words.
    pub(super) text: String,
    /// What became of it; nothing while it is open.
    pub(super) answer: Option<(&'static str, String, When)>,
}

impl AppealLine {
    pub(super) fn new(appeal: &Appeal, now: Timestamp) -> Self {
        let answer = appeal.answer.as_ref().map(|answer| {
            let words = match answer.outcome {
                AppealOutcome::Upheld => "The restriction stands",
                AppealOutcome::Lifted => "The restriction was lifted, and counts no more",
            };
            (words, answer.reason.to_string(), When::day(answer.at, now))
        });
        Self { at: When::day(appeal.at, now), text: appeal.text.to_string(), answer }
    }
}
