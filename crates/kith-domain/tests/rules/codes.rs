//! A word for every refusal, in the terms of the wire, so that tables of them can be read.

use kith_domain::door::Need;
use kith_domain::invitations::{
    AcceptRefused, AnswerRefused, AskRefused, ClaimRefused, DeclineRefused, EditRefused, MarkRefused,
    NoteRefused, ReplyRefused, SendRefused, SnoozeRefused, TermsRefused, UndoRefused, WithdrawRefused,
};
use kith_domain::policy::Lifts;
use kith_domain::standing::AgreeRefused;
use kith_domain::time::{Span, Timestamp};

pub(crate) fn send(refused: &SendRefused, now: Timestamp) -> String {
    let wait = |until: Timestamp| Span::milliseconds(until.0 - now.0);
    match refused {
        SendRefused::ToYourself => "to_yourself".into(),
        SendRefused::NotFound => "not_found".into(),
        SendRefused::AlreadyConnected => "already_connected".into(),
        SendRefused::NotPossibleNow => "not_possible_now".into(),
        SendRefused::Door(needs) => {
            format!("door_asks {}", needs.iter().map(need).collect::<Vec<_>>().join(", "))
        }
        SendRefused::Note(refused) => note(refused),
        SendRefused::Claim(refused) => claim(refused).into(),
        SendRefused::AddressUnverified => "address_unverified".into(),
        SendRefused::ProfileIncomplete { score, minimum, missing } => {
            format!("profile_incomplete {score} of {minimum}, {missing:?}")
        }
        SendRefused::TooManyConnections { limit } => format!("too_many_connections {limit}"),
        SendRefused::Restricted { since: _, lifts, until } => {
            let until = until.map(|at| format!(", for {}", wait(at))).unwrap_or_default();
            format!("restricted, {}{until}", lifted_by(*lifts))
        }
        SendRefused::AllowanceSpent { limit, used } => format!("allowance_spent {used}/{limit}"),
        SendRefused::PaceExceeded { limit, used, opens_at } => {
            format!("pace_exceeded {used}/{limit}, opens in {}", wait(*opens_at))
        }
        SendRefused::TooManyPending { limit, used } => format!("too_many_pending {used}/{limit}"),
    }
}

fn need(need: &Need) -> String {
    match need {
        Need::Nobody => "nobody".into(),
        Need::OneOf(ties) => format!("one of {ties:?}"),
        Need::VerifiedAddress => "verified".into(),
        Need::Note => "note".into(),
        Need::Purpose(purposes) => format!("purpose of {purposes:?}"),
        Need::Answers(questions) => format!("answers {}", questions.len()),
    }
}

pub(crate) fn note(refused: &NoteRefused) -> String {
    match refused {
        NoteRefused::TooLong { limit, length } => format!("note_too_long {length}/{limit}"),
        NoteRefused::HasPlaceholder { placeholder, at } => format!("has_placeholder {placeholder} at {at}"),
        NoteRefused::Unreadable => "note_unreadable".into(),
    }
}

fn claim(refused: &ClaimRefused) -> &'static str {
    match refused {
        ClaimRefused::NotBacked => "not_backed",
        ClaimRefused::Unknown => "unknown_leads_elsewhere",
        ClaimRefused::AddressNeeded => "address_needed",
        ClaimRefused::TooManyAddressTries => "too_many_address_tries",
    }
}

fn lifted_by(lifts: Lifts) -> &'static str {
    match lifts {
        Lifts::Agreement => "agreement",
        Lifts::AgreementAndWait => "agreement and wait",
        Lifts::Moderator => "moderator",
    }
}

pub(crate) fn answer(refused: AnswerRefused) -> &'static str {
    match refused {
        AnswerRefused::NotFound => "not_found",
        AnswerRefused::NoLongerAvailable => "no_longer_available",
    }
}

pub(crate) fn accept(refused: AcceptRefused) -> String {
    match refused {
        AcceptRefused::Answer(refused) => answer(refused).into(),
        AcceptRefused::TooManyConnections { limit, yours } => {
            format!("too_many_connections {limit}, {}", if yours { "yours" } else { "theirs" })
        }
    }
}

pub(crate) fn terms(refused: TermsRefused) -> String {
    match refused {
        TermsRefused::NotConnected => "not_connected".into(),
        TermsRefused::TooManyConnections { limit, yours } => {
            format!("too_many_connections {limit}, {}", if yours { "yours" } else { "theirs" })
        }
    }
}

pub(crate) fn decline(refused: DeclineRefused) -> &'static str {
    match refused {
        DeclineRefused::NotFound => "not_found",
        DeclineRefused::NoLongerPossible => "no_longer_possible",
    }
}

pub(crate) fn ask(refused: AskRefused) -> &'static str {
    match refused {
        AskRefused::Answer(refused) => answer(refused),
        AskRefused::NoLongerPossible => "no_longer_possible",
        AskRefused::Waiting => "question_waits",
        AskRefused::TooMany { .. } => "too_many_questions",
    }
}

pub(crate) fn reply(refused: ReplyRefused) -> &'static str {
    match refused {
        ReplyRefused::NotFound => "not_found",
        ReplyRefused::NotAsked => "not_asked",
        ReplyRefused::AnsweredAlready => "answered_already",
        ReplyRefused::NoLongerPossible => "no_longer_possible",
    }
}

pub(crate) fn set_aside(refused: SnoozeRefused) -> &'static str {
    match refused {
        SnoozeRefused::Answer(refused) => answer(refused),
        SnoozeRefused::NoLongerPossible => "no_longer_possible",
        SnoozeRefused::Past => "past",
        SnoozeRefused::EndsTooSoon => "ends_too_soon",
        SnoozeRefused::TooFar { .. } => "too_far",
    }
}

pub(crate) fn mark(refused: MarkRefused) -> &'static str {
    match refused {
        MarkRefused::Answer(refused) => answer(refused),
        MarkRefused::DismissFirst => "dismiss_first",
        MarkRefused::NoLongerPossible => "no_longer_possible",
    }
}

pub(crate) fn withdraw(refused: WithdrawRefused) -> &'static str {
    match refused {
        WithdrawRefused::NotFound => "not_found",
        WithdrawRefused::NoLongerPossible => "no_longer_possible",
    }
}

pub(crate) fn undo(refused: UndoRefused) -> &'static str {
    match refused {
        UndoRefused::NotFound => "not_found",
        UndoRefused::NoLongerPossible => "no_longer_possible",
    }
}

pub(crate) fn agree(refused: &AgreeRefused) -> &'static str {
    match refused {
        AgreeRefused::WrongVersion { .. } => "wrong_version",
        AgreeRefused::NotAgreed => "not_agreed",
        AgreeRefused::ModeratorDecides => "moderator_decides",
    }
}

pub(crate) fn edit(refused: EditRefused) -> &'static str {
    match refused {
        EditRefused::NotFound => "not_found",
        EditRefused::NoLongerPossible => "no_longer_possible",
    }
}
