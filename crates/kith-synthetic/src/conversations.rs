//! What people write to each other after a yes.

use crate::chance::Chance;
use crate::members::{Member, index, index_today};
use crate::voice::local::Local;
use crate::voice::shared_language;
use crate::{Conversation, Edge, Message, Options, Relation, notes, protagonists};

const DAY: u32 = 24 * 60;

pub(crate) fn build(people: &[Member], edges: &[Edge], options: &Options) -> Vec<Conversation> {
    let mut conversations = protagonists::conversations(people, edges, index_today(options));
    for edge in edges {
        let mut chance = Chance::new(options.seed, &[5, edge.from as u64, edge.to as u64]);
        let by_hand = edge.from < protagonists::COUNT || edge.to < protagonists::COUNT;
        if by_hand || !chance.happens(if edge.note.is_some() { 0.016 } else { 0.003 }) {
            continue;
        }
        conversations.push(small_talk(people, edge, options, &mut chance));
    }
    conversations
}

/// A short exchange after this edge's invitation.
pub(crate) fn small_talk(
    people: &[Member],
    edge: &Edge,
    options: &Options,
    chance: &mut Chance,
) -> Conversation {
    let (one, other) = if chance.happens(0.5) { (edge.from, edge.to) } else { (edge.to, edge.from) };
    let (writer, reader) = (&people[one], &people[other]);
    let local =
        shared_language(writer.origin, reader.origin).and_then(Local::of).filter(|_| chance.happens(0.6));
    let lines: Vec<&str> = match (local, &edge.relation) {
        (Some(local), _) => {
            let (thanks, answer) = *chance.pick(local.thanks);
            vec![thanks, answer]
        }
        (None, Some(Relation::Colleague { .. })) => chance.pick(AMONG_COLLEAGUES).to_vec(),
        (None, Some(Relation::Classmate { .. })) => chance.pick(AMONG_CLASSMATES).to_vec(),
        (None, _) => chance.pick(AMONG_OTHERS).to_vec(),
    };
    let months = (index_today(options) - index(edge.since)).max(0) as u32;
    let begun = (months * 30 * DAY).max(4 * DAY) - chance.below(600) as u32;
    let keep = 1 + chance.below(lines.len());
    let mut minutes_ago = begun;
    let messages = lines
        .iter()
        .take(keep)
        .enumerate()
        .map(|(turn, line)| {
            let (from, to) = if turn % 2 == 0 { (one, other) } else { (other, one) };
            let text = notes::fill(line, local.is_some(), &people[from], &people[to], None);
            let message = Message { from, text, minutes_ago };
            minutes_ago = minutes_ago.saturating_sub(20 + chance.below(900) as u32);
            message
        })
        .collect();
    Conversation { between: [edge.from, edge.to], messages }
}

const AMONG_COLLEAGUES: &[&[&str]] = &[
    &[
        "Thanks for accepting! How is everybody?",
        "Good! Half the old team has left, the plant in the corner has not.",
        "Give the plant my regards.",
        "It will be moved to hear it.",
    ],
    &[
        "Good to see you here, {first}. Are you still on {topic}?",
        "More than ever. You?",
        "Switched sides: I am the customer now. It's lovely.",
        "Traitor. Lunch?",
        "Lunch.",
    ],
    &["Hi {first}! I still have your blue mug.", "I KNEW it."],
    &["Thank you! I often think back to that winter release.", "So do I, usually at three in the morning."],
];

const AMONG_CLASSMATES: &[&[&str]] = &[
    &[
        "{first}! How long has it been?",
        "I'd rather not calculate. What are you doing now?",
        "Something sensible, to everybody's surprise.",
        "Come to the reunion, then nobody will believe it.",
    ],
    &[
        "Thanks, {first}. Do you still play?",
        "Only when nobody listens. Are you in {city} these days?",
        "Every other month. I'll write before the next trip.",
    ],
];

const AMONG_OTHERS: &[&[&str]] = &[
    &[
        "Thanks for connecting, {first}.",
        "My pleasure. I liked your question.",
        "Then I'll ask a second one soon.",
    ],
    &[
        "Hello {first}, thank you! Here is what I promised: the chapter on {topic} starts on page 40.",
        "Received and half read already. Thank you!",
    ],
    &[
        "Nice to meet you here. Are you coming to the next meeting?",
        "If the trains run. Save me a seat?",
        "Saved.",
    ],
    &["Thank you for accepting. No agenda, I promise.", "The best kind. Have a good week, {first}!"],
    &[
        "Hi {first}, good to be connected. How did you get into {topic}?",
        "By accident, like everybody. Long story, short version: I said yes once.",
    ],
];
