//! What is checked of an invitation, in words: the claim against R's profile (F8), the note against S's others (F10).
//! Facts beside what S says, alike in colour, and no score.

use kith_domain::invitations::{CheckedClaim, ClaimCheck, Originality, RelationClaim};

/// What R's profile says to a claim, as R reads it.
pub(super) fn claim_for_recipient(claim: &RelationClaim, checked: CheckedClaim) -> String {
    let place = claim.text.as_deref().unwrap_or("it");
    match checked.check {
        ClaimCheck::Matches => "matches your profile".to_owned(),
        ClaimCheck::OtherYears => format!("you list {place} in other years"),
        ClaimCheck::Undated => format!("you list {place}, without dates to compare"),
        ClaimCheck::NotListed => "not on your profile".to_owned(),
    }
}

/// The same, as S reads it beforehand.
pub(super) fn claim_for_sender(claim: &RelationClaim, checked: CheckedClaim, first: &str) -> String {
    let place = claim.text.as_deref().unwrap_or("it");
    match checked.check {
        ClaimCheck::Matches => format!("Matches the profile of {first}"),
        ClaimCheck::OtherYears => format!("{first} lists {place} in other years"),
        ClaimCheck::Undated => format!("{first} lists {place}, without dates to compare"),
        ClaimCheck::NotListed => format!("Not on the profile of {first}"),
    }
}

/// Whether a note is personal, as R reads it: the answer, and what it rests on.
pub(super) fn note_for_recipient(originality: Option<Originality>, length: String) -> (bool, String, String) {
    match originality {
        Some(Originality::Own) => (true, "Yes, written for you".to_owned(), length),
        Some(Originality::Few) => {
            let detail = "A similar note went to a few others (2 to 9 people in all)".to_owned();
            (true, "Partly, sent to a few".to_owned(), detail)
        }
        Some(Originality::Many) => {
            let detail = "A similar note went to many (10 people or more)".to_owned();
            (false, "No, sent to many".to_owned(), detail)
        }
        Some(Originality::Short) => {
            (true, "A short note".to_owned(), "Too few words of their own to compare".to_owned())
        }
        None => (true, "Yes, written to you".to_owned(), length),
    }
}

/// The same, as S reads it beforehand.
pub(super) fn note_for_sender(originality: Originality, first: &str) -> String {
    match originality {
        Originality::Own => format!("Written for {first}"),
        Originality::Few => "Similar to what you sent to a few others (2 to 9 people in all)".to_owned(),
        Originality::Many => "Similar to what you sent to many (10 people or more)".to_owned(),
        Originality::Short => "A short note, which is not compared with your others".to_owned(),
    }
}
