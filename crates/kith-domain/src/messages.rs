//! Messages between connections (R7).

use crate::change::{Change, Reported};
use crate::id::{MemberId, MessageId, ReportId};
use crate::relation::Relation;
use crate::text::{ReportReason, folded};
use crate::time::Timestamp;

/// What a first message after a yes asks for, so that its writer can be hinted at (R7.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A job.
    Job,
    /// A favour.
    Favour,
    /// To buy something.
    Sale,
}

/// Turns of phrase by which each kind of asking is known, folded as [`folded`] does.
const PHRASES: [(Ask, &[&str]); 3] = [
    (
        Ask::Job,
        &[
            "looking for a job",
            "looking for a new job",
            "looking for work",
            "looking for a new role",
            "looking for a position",
            "open position",
            "hire me",
            "are you hiring",
            "is your company hiring",
            "my cv",
            "my resume",
            "refer me",
            "a referral",
            "job opening",
            "vacancy",
            "suche einen job",
            "suche eine stelle",
            "meine bewerbung",
            "mein lebenslauf",
            "busco trabajo",
            "busco empleo",
            "cherche un emploi",
            "mon cv",
        ],
    ),
    (
        Ask::Favour,
        &[
            "do me a favor",
            "do me a favour",
            "a small favor",
            "a small favour",
            "a quick favor",
            "a quick favour",
            "could you introduce me",
            "can you introduce me",
            "recommend me",
            "endorse me",
            "pick your brain",
            "lend me",
            "einen gefallen",
            "kannst du mich vorstellen",
            "un favor",
            "me rendre un service",
        ],
    ),
    (
        Ask::Sale,
        &[
            "our product",
            "our solution",
            "our platform",
            "our services",
            "book a demo",
            "a quick demo",
            "schedule a demo",
            "free trial",
            "special offer",
            "discount",
            "pricing",
            "limited offer",
            "increase your revenue",
            "grow your business",
            "boost your",
            "investment opportunity",
            "15 minute call",
            "unser produkt",
            "unsere losung",
            "sonderangebot",
            "nuestro producto",
            "oferta especial",
            "notre produit",
            "notre solution",
        ],
    ),
];

/// What moderators read as the reason for a report of a pitch.
const PITCH: &str = "A pitch or a request, in the time for which I had asked for none.";

/// `by` reports a message of the other's as a pitch (F9): a complaint like any other, once for each message. Nothing where
/// it was not written in a time for which `by` had asked for none.
pub fn pitch(
    relation: &Relation,
    by: MemberId,
    message: MessageId,
    written_at: Timestamp,
    now: Timestamp,
) -> Option<Change> {
    relation.stance(by).no_pitches.filter(|pause| pause.covers(written_at))?;
    Some(Change::Reported {
        // One report for each message: of two at once one is written.
        id: ReportId(message.0),
        by,
        of: relation.pair.other(by),
        about: Reported::Pitch(message),
        reason: ReportReason::stored(PITCH.to_owned()),
        at: now,
    })
}

/// What a message asks for, if its words say so. A hint for its writer only, never a gate and never
/// shown to anybody else (R7.3).
pub fn asks_for(text: &str) -> Option<Ask> {
    let padded = format!(" {} ", folded(text));
    PHRASES
        .iter()
        .find(|(_, phrases)| phrases.iter().any(|phrase| padded.contains(&format!(" {phrase} "))))
        .map(|(ask, _)| *ask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_message_that_asks_for_something_is_known_by_its_words_r7_3() {
        assert_eq!(asks_for("Thanks! Are you hiring? I'm attaching my CV."), Some(Ask::Job));
        assert_eq!(asks_for("Could you do me a favour…"), Some(Ask::Favour));
        assert_eq!(asks_for("Let me show you our product: a quick demo?"), Some(Ask::Sale));
        assert_eq!(asks_for("Thank you for accepting. How is the choir going?"), None);
        assert_eq!(asks_for("The discounted cash flow lecture was great"), None);
    }
}
