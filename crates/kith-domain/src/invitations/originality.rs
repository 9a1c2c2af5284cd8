//! Whether a note was written for one person or goes to many (F10): bands, and only against S's own notes.
//!
//! What the helper put in, and what changes from one recipient to the next by itself, does not count: names, the facts
//! both share, and what R's profile lists. What is left is compared by a print of its words in which their order does
//! not count, so that neither another name nor another order makes an old note new.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Note;
use super::starters::{WISH, sentence};
use crate::common_ground::Common;
use crate::id::MemberId;
use crate::policy::Policy;
use crate::profile::Profile;
use crate::text::folded;

/// So many of the 128 bits of two prints may differ where the notes are alike. One word of ten changed differs in about
/// 18, and two notes that have half their words in common in about 43.
const ALIKE: u32 = 24;

/// How alike a note is to what its sender wrote to others lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Originality {
    /// Like no other.
    Own,
    /// Like one that went to a few others.
    Few,
    /// Like one that went to many.
    Many,
    /// Too short in S's own words to be compared.
    Short,
}

/// A print of a note's words: alike notes have prints that differ in few bits, whatever the order of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print(pub [i64; 2]);

/// The print of a note that the same sender sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// To whom it went.
    pub to: MemberId,
    /// The print.
    pub print: Print,
}

/// A note as it is frozen when it is sent: the band R reads, and the print later ones are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The band.
    pub originality: Originality,
    /// The print; none of a note that is too short.
    pub print: Option<Print>,
}

/// Weighs a note of `sender` to `recipient` against what the same sender wrote before.
pub fn weigh(
    note: &Note,
    sender: &str,
    recipient: &Profile,
    facts: &[Common],
    earlier: &[Earlier],
    policy: &Policy,
) -> Weighed {
    let own = own_words_of(note.as_str(), sender, recipient, facts);
    let length: usize = own.iter().map(|word| word.chars().count() + 1).sum();
    if length <= policy.originality.short as usize {
        return Weighed { originality: Originality::Short, print: None };
    }
    let print = Print::of(&own);
    let alike = |before: &&Earlier| before.to != recipient.person.id && before.print.alike(print);
    let others: BTreeSet<MemberId> = earlier.iter().filter(alike).map(|before| before.to).collect();
    let originality = match others.len() {
        0 => Originality::Own,
        others if others + 1 < policy.originality.many as usize => Originality::Few,
        _ => Originality::Many,
    };
    Weighed { originality, print: Some(print) }
}

impl Print {
    /// The print of some words: each bit is what most of the words say, the longer ones with more weight.
    fn of(words: &[String]) -> Self {
        let mut balance = [0_i64; 128];
        for (word, weight) in features(words) {
            let hash = fnv(&word);
            for (place, side) in [mixed(hash), mixed(hash ^ 0x9e37_79b9_7f4a_7c15)].into_iter().enumerate() {
                for bit in 0..64 {
                    balance[place * 64 + bit] += if side >> bit & 1 == 1 { weight } else { -weight };
                }
            }
        }
        let half = |side: &[i64]| side.iter().rev().fold(0, |bits, sum| bits << 1 | i64::from(*sum > 0));
        Self([half(&balance[..64]), half(&balance[64..])])
    }

    /// Whether two notes are the same but for a few words.
    pub fn alike(self, other: Self) -> bool {
        let differ: u32 = self.0.iter().zip(other.0).map(|(one, other)| (one ^ other).count_ones()).sum();
        differ <= ALIKE
    }
}

/// What a print is made of, each once: the words, and pairs of signs where a script sets no space between words.
fn features(words: &[String]) -> BTreeSet<(String, i64)> {
    let plain = words.iter().filter(|word| !is_sign(word)).map(|word| {
        let weight = word.chars().count().min(8);
        (word.clone(), i64::try_from(weight).unwrap_or(8))
    });
    let pairs = words.windows(2).filter(|pair| pair.iter().all(|word| is_sign(word)));
    plain.chain(pairs.map(|pair| (pair.concat(), 4))).collect()
}

/// The words of a note that are neither a name nor a fact the helper knows.
fn own_words_of(note: &str, sender: &str, recipient: &Profile, facts: &[Common]) -> Vec<String> {
    let name = recipient.person.name.as_str();
    let mut known: Vec<Vec<String>> = Vec::new();
    let mut knows = |text: &str| known.push(words(text));
    facts.iter().for_each(|fact| {
        knows(&sentence(fact));
        knows(fact.text());
    });
    [WISH, sender, name].into_iter().for_each(&mut knows);
    sender.split_whitespace().chain(name.split_whitespace()).for_each(&mut knows);
    recipient.person.headline.iter().for_each(|line| knows(line.as_str()));
    recipient.person.location.iter().for_each(|line| knows(line.as_str()));
    for position in &recipient.positions {
        knows(position.employer.as_str());
        knows(position.title.as_str());
    }
    recipient.educations.iter().for_each(|education| knows(education.school.as_str()));
    recipient.interests.iter().for_each(|interest| knows(interest.as_str()));
    // What is longer may hold what is shorter.
    known.retain(|phrase| !phrase.is_empty());
    known.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    known.into_iter().fold(words(note), |note, phrase| without(note, &phrase))
}

/// A text without a phrase, wherever it stands.
fn without(text: Vec<String>, phrase: &[String]) -> Vec<String> {
    let mut left = Vec::with_capacity(text.len());
    let mut from = 0;
    while from < text.len() {
        if text[from..].starts_with(phrase) {
            from += phrase.len();
        } else {
            left.push(text[from].clone());
            from += 1;
        }
    }
    left
}

/// The words of a text, folded; of a script without spaces each sign is one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in folded(text).split_whitespace() {
        let mut run = String::new();
        for c in word.chars() {
            if spaceless(c) {
                words.extend((!run.is_empty()).then(|| std::mem::take(&mut run)));
                words.push(c.to_string());
            } else {
                run.push(c);
            }
        }
        words.extend((!run.is_empty()).then_some(run));
    }
    words
}

/// Whether a word is one sign of a script without spaces.
fn is_sign(word: &str) -> bool {
    word.chars().next().is_some_and(spaceless)
}

/// Signs of the scripts that set no space between words: Thai to Khmer, kana, and the ideographs.
fn spaceless(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// FNV-1a.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The last step of SplitMix64: every bit of the outcome rests on every bit of the input.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invitations::starters;
    use crate::profile::{Audience, MemberStatus, Person};
    use crate::text::{Handle, Name};

    fn policy() -> Policy {
        toml::from_str(include_str!("../../../../policies/standard.toml")).expect("the preset")
    }

    fn profile(id: i64, name: &str) -> Profile {
        Profile {
            person: Person {
                id: MemberId(id),
                handle: Handle::from_name(name, None),
                name: Name::parse(name).expect("a name"),
                headline: None,
                location: None,
                picture: None,
                status: MemberStatus::Active,
            },
            summary: None,
            connections_visible_to: Audience::Connections,
            positions: Vec::new(),
            educations: Vec::new(),
            interests: Vec::new(),
            groups: Vec::new(),
            connections: 0,
            recommendations: 0,
            contact: crate::contact_details::ContactDetails::default(),
        }
    }

    /// What a note to Ben is, after the same sender wrote these.
    fn after(earlier: &[(&str, &str)], note: &str) -> Originality {
        let mut prints = Vec::new();
        for (id, (name, text)) in earlier.iter().enumerate() {
            let to = profile(100 + id as i64, name);
            let weighed = weigh(&Note::stored((*text).to_owned()), "Ana Lee", &to, &[], &[], &policy());
            prints.extend(weighed.print.map(|print| Earlier { to: to.person.id, print }));
        }
        let note = Note::stored(note.to_owned());
        weigh(&note, "Ana Lee", &profile(2, "Ben Ode"), &[], &prints, &policy()).originality
    }

    const PITCH: &str = "Hi Cleo, I came across your impressive work and would love to tell you how our platform \
                         doubles the pipeline of sales teams. Could we talk for fifteen minutes this week? – Ana Lee";

    #[test]
    fn another_name_and_another_order_are_the_same_note_f10() {
        for note in [
            PITCH.replace("Cleo", "Ben"),
            PITCH.replace("Hi Cleo,", "Dear Mr Ode!"),
            "Could we talk for fifteen minutes this week, Ben? I came across your impressive work and would love to \
             tell you how our platform doubles the pipeline of sales teams."
                .to_owned(),
            PITCH.replace("Cleo", "Ben").replace("fifteen", "ten"),
            PITCH.to_uppercase().replace('.', " !!"),
        ] {
            assert_eq!(after(&[("Cleo Fay", PITCH)], &note), Originality::Few, "{note}");
        }
    }

    #[test]
    fn two_different_notes_are_not_alike_f10() {
        for note in [
            "Hi Ben, it was good to meet you at the harbour festival on Sunday. I still owe you the recipe for the \
             lentil soup, and would like to hear how the boat came out of the winter.",
            "Hi Ben, I read your article about tidal power and have a question about the turbines in the second \
             part. Would you have time for a coffee when you are in Izmir next month?",
            "Hallo Ben, wir haben uns vor zwei Jahren auf der Konferenz in Köln unterhalten, und ich würde gern mit \
             Ihnen in Verbindung bleiben. Herzliche Grüße aus Hamburg!",
        ] {
            assert_eq!(after(&[("Cleo Fay", PITCH)], note), Originality::Own, "{note}");
        }
    }

    #[test]
    fn the_bands_are_one_two_to_nine_and_ten_f10() {
        let earlier = vec![("Cleo Fay", PITCH); 9];
        let note = PITCH.replace("Cleo", "Ben");
        for (others, band) in
            [(0, Originality::Own), (1, Originality::Few), (8, Originality::Few), (9, Originality::Many)]
        {
            assert_eq!(after(&earlier[..others], &note), band, "after {others} others");
        }
    }

    #[test]
    fn the_same_recipient_again_is_no_other_f10() {
        let note = Note::stored(PITCH.to_owned());
        let ben = profile(2, "Ben Ode");
        let first = weigh(&note, "Ana Lee", &ben, &[], &[], &policy());
        let earlier = [Earlier { to: MemberId(2), print: first.print.expect("long enough") }];
        assert_eq!(weigh(&note, "Ana Lee", &ben, &[], &earlier, &policy()).originality, Originality::Own);
    }

    #[test]
    fn short_thanks_are_not_compared_f10() {
        let thanks = "Thanks for the lovely talk, Ben!";
        assert_eq!(after(&[("Cleo Fay", "Thanks for the lovely talk, Cleo!")], thanks), Originality::Short);
    }

    #[test]
    fn what_the_helper_put_in_does_not_count_f10() {
        let ben = profile(2, "Ben Ode");
        let acme = Common::Employer { text: "Acme Inc.".into(), together: None };
        let starter = &starters("Ana Lee", "Ben", std::slice::from_ref(&acme), 1, 300)[0];
        let weigh = |text: &str| {
            weigh(
                &Note::stored(text.to_owned()),
                "Ana Lee",
                &ben,
                std::slice::from_ref(&acme),
                &[],
                &policy(),
            )
        };
        assert_eq!(weigh(&starter.text).originality, Originality::Short);
        let own = "I still laugh about the day when the lift stood still with all of us in it.";
        let with_fact = format!("{} {own}", sentence(&acme));
        assert_eq!(weigh(&with_fact), weigh(own));
    }

    #[test]
    fn a_script_without_spaces_is_compared_too_f10() {
        let note = "様、先日の講演を拝見し大変感銘を受けました。弊社の新しい営業支援サービスについて十五分ほどお話しする機会をいただけないでしょうか。ご検討ください。";
        let (one, other) = (format!("佐藤{note}"), format!("鈴木{note}"));
        assert_eq!(after(&[("佐藤", &one)], &other), Originality::Few);
        let different = "先週の合唱団の練習ではとても楽しい時間を過ごせました。次の演奏会の楽譜をお送りしたいので、ぜひつながってください。またお会いしましょう。";
        assert_eq!(after(&[("佐藤", &one)], different), Originality::Own);
    }
}
