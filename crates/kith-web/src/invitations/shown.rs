//! Invitations as the pages show them, to R as a card and to S as a line.

use kith_app::App;
use kith_app::invitations::{ReceivedInvitation, SentInvitation};
use kith_domain::common_ground::Common;
use kith_domain::id::InvitationId;
use kith_domain::invitations::{
    Card, Exchange, Invitation, Language, Note, Originality, StateForRecipient, StateForSender, TermsScope,
    generic_text,
};
use kith_domain::profile::{Part, PartDone};
use kith_domain::time::Timestamp;

use super::{checked, terms_ui};
use crate::page::Somebody;
use crate::vouches::ui::VouchLine;
use crate::when::When;
use crate::words::{self, Ground};

/// One of the three facts that lead a card (R10.2–R10.4): facts, no score (R10.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Whether it is there.
    pub yes: bool,
    /// The question.
    pub question: &'static str,
    /// The answer in a few words.
    pub answer: String,
    /// What it rests on.
    pub detail: String,
}

/// An invitation as R sees it.
#[derive(Debug, Clone)]
pub struct ReceivedCard {
    /// Which.
    pub id: InvitationId,
    /// Who sent it.
    pub sender: Somebody,
    /// How far apart the two were.
    pub degree: Option<&'static str>,
    /// Where it stands.
    pub state: StateForRecipient,
    /// Accepted, and the two only follow each other (F9).
    pub follow_only: bool,
    /// Whether R has opened it: then reading on is a link, before that it is an act (R8.4).
    pub viewed: bool,
    /// The note, or the general text in R's language (R1.3).
    pub note: String,
    /// The language of the general text; nothing for a note, whose language nobody knows.
    pub lang: Option<&'static str>,
    /// How S says to know R.
    pub claim: String,
    /// What R's profile said to it when it was sent (F8).
    pub checked: Option<String>,
    /// What S is after, where S said so (R2.1).
    pub purpose: Option<&'static str>,
    /// When it was sent.
    pub sent: When,
    /// The three facts.
    pub facts: Vec<Fact>,
    /// What R's door asked, and S answered (F7).
    pub answers: Vec<(String, String)>,
    /// What they had in common when it was sent (R2.4).
    pub ground: Vec<Ground>,
    /// The day of the card.
    pub as_of: When,
    /// Whether a similar note went to many (F10).
    pub sent_to_many: bool,
    /// What S's profile held (R6.8).
    pub parts: Vec<PartLine>,
    /// A line from somebody who knows both (F19).
    pub vouch: Option<VouchLine>,
    /// Whether "I don't know" can be taken back.
    pub may_unmark: bool,
    /// What R asked, and S answered (F5).
    pub exchanges: Vec<ExchangeLine>,
    /// Whether R may ask something.
    pub may_ask: bool,
    /// Until when it is set aside (F6).
    pub snoozed_until: Option<When>,
    /// Whether S was told a day.
    pub told: bool,
}

/// A question and its answer, as both read it (F5).
#[derive(Debug, Clone)]
pub struct ExchangeLine {
    /// Who asked: a name, or "You".
    pub asked_by: String,
    /// What.
    pub question: String,
    /// When.
    pub asked: When,
    /// The answer; none while it is waited for.
    pub answer: Option<String>,
}

impl ExchangeLine {
    /// The lines of an invitation, where `asked_by` is who asked.
    fn of(invitation: &Invitation, asked_by: &str, now: Timestamp) -> Vec<Self> {
        let line = |one: &Exchange| Self {
            asked_by: asked_by.to_owned(),
            question: one.question.to_string(),
            asked: When::ago(one.asked_at, now),
            answer: one.answer.as_ref().map(|answer| answer.text.to_string()),
        };
        invitation.exchanges.iter().map(line).collect()
    }
}

/// A part of a profile, there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLine {
    /// What it is called.
    pub words: &'static str,
    /// Whether it is there.
    pub done: bool,
}

impl ReceivedCard {
    /// The card of an invitation, to a reader of this language; nothing where its sender is gone.
    pub fn of(app: &App, received: &ReceivedInvitation, language: Language, now: Timestamp) -> Option<Self> {
        let sender = Somebody::of(received.sender.as_ref()?);
        let invitation = &received.invitation;
        let network = &app.network().name;
        let (note, lang) = match &invitation.note {
            Some(note) => (note.to_string(), None),
            None => (generic_text(language, network, &sender.name), Some(language.code())),
        };
        Some(Self {
            id: invitation.id,
            degree: words::degree(invitation.card.degree),
            state: received.state,
            follow_only: received.state == StateForRecipient::Accepted && !received.connected,
            viewed: received.viewed_at.is_some(),
            claim: words::claimed(
                invitation.relation.as_ref(),
                invitation.card.claim.and_then(|claim| claim.period),
            ),
            checked: invitation
                .relation
                .as_ref()
                .zip(invitation.card.claim)
                .map(|(claim, checked)| checked::claim_for_recipient(claim, checked)),
            purpose: invitation.purpose.map(words::purpose),
            sent: When::ago(invitation.sent_at, now),
            facts: facts(invitation.note.as_ref(), invitation.originality, &invitation.card),
            answers: invitation
                .card
                .answers
                .iter()
                .map(|answered| (answered.question.to_string(), answered.answer.to_string()))
                .collect(),
            ground: words::grounds(&invitation.card.common_ground, invitation.card.shared_connections),
            as_of: When::day(invitation.card.at, now),
            sent_to_many: invitation.originality == Some(Originality::Many),
            parts: parts(&invitation.card.profile),
            vouch: received.vouch.as_ref().map(Into::into),
            may_unmark: received.mark_undo_until.is_some(),
            exchanges: ExchangeLine::of(invitation, "You", now),
            may_ask: received.may_ask,
            snoozed_until: received.snoozed_until.map(|until| When::day(until, now)),
            told: invitation.not_now.is_some(),
            sender,
            note,
            lang,
        })
    }

    /// Whether it waits for an answer.
    pub fn waits(&self) -> bool {
        match self.state {
            StateForRecipient::Pending => true,
            StateForRecipient::Snoozed
            | StateForRecipient::Ignored
            | StateForRecipient::Marked
            | StateForRecipient::Reported
            | StateForRecipient::Accepted => false,
        }
    }

    /// Whether it has words of its own that did not go to many.
    pub fn personal(&self) -> bool {
        self.lang.is_none() && !self.sent_to_many
    }
}

/// The three facts of a card, in the order R reads them (R10.2–R10.4).
pub fn facts(note: Option<&Note>, originality: Option<Originality>, card: &Card) -> Vec<Fact> {
    vec![personal(note, originality), shared(card), known(&card.profile)]
}

/// A profile's parts as the card lists them (R6.8).
pub fn parts(parts: &[PartDone]) -> Vec<PartLine> {
    parts.iter().map(|part| PartLine { words: words::part(part.part), done: part.done }).collect()
}

fn personal(note: Option<&Note>, originality: Option<Originality>) -> Fact {
    let question = "Is it personal?";
    match note {
        Some(note) => {
            let length = note.as_str().split_whitespace().count() as u64;
            let length = format!("A note of {}", words::counted(length, "word", "words"));
            let (yes, answer, detail) = checked::note_for_recipient(originality, length);
            Fact { yes, question, answer, detail }
        }
        None => Fact {
            yes: false,
            question,
            answer: "No, the general text".to_owned(),
            detail: "Sent without a note".to_owned(),
        },
    }
}

fn shared(card: &Card) -> Fact {
    let question = "What do you share?";
    if !card.shares_something() {
        let detail = "No group, connection, employer, interest or school".to_owned();
        return Fact { yes: false, question, answer: "Nothing listed".to_owned(), detail };
    }
    let of = |kind: fn(&Common) -> bool| card.common_ground.iter().filter(|fact| kind(fact)).count() as u64;
    let counts = [
        (of(|fact| matches!(fact, Common::Group { .. })), "group", "groups"),
        (u64::from(card.shared_connections), "connection", "connections"),
        (of(|fact| matches!(fact, Common::Employer { .. })), "employer", "employers"),
        (of(|fact| matches!(fact, Common::Interest { .. })), "interest", "interests"),
        (of(|fact| matches!(fact, Common::School { .. })), "school", "schools"),
    ];
    let answer: Vec<String> = counts
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .take(2)
        .map(|(count, one, several)| words::counted(count, one, several))
        .collect();
    let named: Vec<&str> = card.common_ground.iter().take(3).map(Common::text).collect();
    Fact { yes: true, question, answer: answer.join(", "), detail: named.join(", ") }
}

fn known(profile: &[PartDone]) -> Fact {
    let question = "Who is this?";
    let listed = |done: bool| -> Vec<&str> {
        let shown = |part: &&PartDone| part.done == done && part.part != Part::Recommendations;
        profile.iter().filter(shown).map(|part| words::part(part.part)).collect()
    };
    let (there, missing) = (listed(true), listed(false));
    if there.is_empty() {
        let detail = "No picture, headline, summary or experience".to_owned();
        return Fact { yes: false, question, answer: "Nothing listed".to_owned(), detail };
    }
    if missing.is_empty() {
        return Fact {
            yes: true,
            question,
            answer: "Profile filled in".to_owned(),
            detail: capital(&there.join(", ")),
        };
    }
    let detail = format!("{}; no {}", capital(&there.join(", ")), missing.join(", no "));
    Fact { yes: true, question, answer: "Profile partly filled in".to_owned(), detail }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// An invitation as S sees it in a list: nothing in it tells what R did short of accepting (R6.1).
#[derive(Debug, Clone)]
pub struct SentLine {
    /// Which.
    pub id: InvitationId,
    /// Whom it is for; nothing once they have left and their name is gone.
    pub to: Option<Somebody>,
    /// Where it stands.
    pub state: StateForSender,
    /// When it was sent.
    pub sent: When,
    /// The note; nothing for the general text.
    pub note: Option<String>,
    /// Inside the undo window (R8.7).
    pub may_undo: bool,
    /// May be taken back (R8.4).
    pub may_withdraw: bool,
    /// The note may still be added, changed or taken out (F12).
    pub may_edit: bool,
    /// When it ended, if it has.
    pub ended: Option<When>,
    /// What R asked, and S answered (F5).
    pub exchanges: Vec<ExchangeLine>,
    /// A question waits for S's answer.
    pub may_reply: bool,
    /// "Not now": the day that R told, and when (F6).
    pub not_now: Option<(When, When)>,
    /// The terms on which R accepted, sentence by sentence (F9); empty without any.
    pub terms: Vec<String>,
    /// Whether the two only follow each other by them.
    pub follow_only: bool,
    /// Until when S may decline them.
    pub may_decline_until: Option<When>,
}

impl SentLine {
    /// The line of an invitation.
    pub fn of(sent: &SentInvitation, now: Timestamp) -> Self {
        let invitation = &sent.invitation;
        Self {
            id: invitation.id,
            to: sent.recipient.as_ref().map(Somebody::of),
            state: sent.state,
            sent: When::ago(invitation.sent_at, now),
            note: invitation.note.as_ref().map(ToString::to_string),
            may_undo: sent.may_undo,
            may_withdraw: sent.may_withdraw,
            may_edit: sent.may_edit,
            ended: invitation.ended_at.map(|at| When::ago(at, now)),
            exchanges: {
                let first = sent.recipient.as_ref().map(|recipient| Somebody::of(recipient).first);
                ExchangeLine::of(invitation, first.as_deref().unwrap_or("They"), now)
            },
            may_reply: sent.may_reply,
            terms: {
                let first = sent.recipient.as_ref().map(|recipient| Somebody::of(recipient).first);
                let first = first.as_deref().unwrap_or("They");
                invitation.terms.map(|terms| terms_ui::told(&terms, first, now)).unwrap_or_default()
            },
            follow_only: invitation.terms.is_some_and(|terms| terms.scope == TermsScope::FollowOnly),
            may_decline_until: sent.may_decline_until.map(|until| When::day(until, now)),
            not_now: invitation.not_now.map(|told| (When::day(told.until, now), When::ago(told.at, now))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(ground: Vec<Common>, shared_connections: u32, profile: Vec<PartDone>) -> Card {
        let answers = Vec::new();
        Card {
            at: Timestamp(0),
            degree: None,
            shared_connections,
            common_ground: ground,
            profile,
            answers,
            claim: None,
        }
    }

    #[test]
    fn nothing_listed_is_an_answer_r10_4() {
        let empty = PartDone { part: Part::Picture, done: false };
        let facts = facts(None, None, &card(Vec::new(), 0, vec![empty]));
        assert!(facts.iter().all(|fact| !fact.yes));
        assert_eq!(facts[1].answer, "Nothing listed");
        assert_eq!(facts[2].answer, "Nothing listed");
    }

    #[test]
    fn the_facts_lead_in_their_order_r10_2() {
        let group = Common::Group { group_id: kith_domain::id::GroupId(1), text: "Rust Izmir".into() };
        let done =
            [PartDone { part: Part::Picture, done: true }, PartDone { part: Part::Summary, done: false }];
        let note = Note::stored("Hi Ryan, good to see you".into());
        let facts = facts(Some(&note), Some(Originality::Own), &card(vec![group], 12, done.to_vec()));
        let told: Vec<_> = facts.iter().map(|fact| (fact.answer.as_str(), fact.detail.as_str())).collect();
        assert_eq!(
            told,
            [
                ("Yes, written for you", "A note of 6 words"),
                ("1 group, 12 connections", "Rust Izmir"),
                ("Profile partly filled in", "Picture; no summary"),
            ]
        );
    }
}
