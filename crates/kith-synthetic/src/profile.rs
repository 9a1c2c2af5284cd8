//! Profiles: what members write down of their lives.

use crate::Options;
use crate::career::{Diligence, Life, Post, Study};
use crate::chance::Chance;
use crate::members::{Education, Named, Person, Position, Role, handle, index_today, month};
use crate::voice;
use crate::world::groups::{GROUPS, INTERESTS};
use crate::world::names::Origin;
use crate::world::schools::SCHOOLS;

/// The profile of somebody with this name and life.
pub(crate) fn write(
    named: &Named,
    woman: bool,
    origin: &Origin,
    life: &Life,
    options: &Options,
    chance: &mut Chance,
) -> Person {
    let interests = interests(life, chance);
    let groups = groups(life, &interests, chance);
    let voice =
        voice::Voice { name: &named.shown, life, origin, interests: &interests, today: index_today(options) };
    let (headline, summary) = match life.diligence {
        Diligence::Bare => (None, None),
        Diligence::Sparse => (chance.happens(0.55).then(|| voice.headline(chance)), None),
        Diligence::Decent => {
            (Some(voice.headline(chance)), chance.happens(0.35).then(|| voice.summary(chance)))
        }
        Diligence::Full => (Some(voice.headline(chance)), chance.happens(0.9).then(|| voice.summary(chance))),
    };
    let picture = match life.diligence {
        Diligence::Bare => 0.08,
        Diligence::Sparse => 0.4,
        Diligence::Decent => 0.82,
        Diligence::Full => 0.95,
    };
    let days_since_eighteen = ((index_today(options) - life.born - 18 * 12).max(0) * 30) as u32;
    Person {
        name: named.shown.clone(),
        given: named.given.clone(),
        handle: handle(&named.latin, chance),
        email: String::new(),
        headline,
        summary,
        location: location(life, chance),
        positions: life.posts.iter().map(|post| position(post, &named.shown)).collect(),
        educations: life.studies.iter().map(|study| education(study, life)).collect(),
        interests,
        groups,
        picture_seed: chance.happens(picture).then(|| picture_seed(woman, origin, chance)),
        // Nobody joins before they are of age.
        joined_days_ago: ((2_400.0 * chance.unit().powf(1.4)) as u32 + 4).min(days_since_eighteen.max(1)),
        role: Role::Member,
    }
}

/// A position as its holder writes it.
pub(crate) fn position(post: &Post, name: &str) -> Position {
    let employer = match post.employer {
        Some(_) => post.spelling.to_owned(),
        // With the name in it: two who work for themselves are not colleagues.
        None => format!("{name} ({})", post.spelling),
    };
    Position { employer, title: post.title.to_owned(), from: month(post.from), to: post.to.map(month) }
}

/// A study as its student writes it.
pub(crate) fn education(study: &Study, life: &Life) -> Education {
    Education {
        school: SCHOOLS[study.school].name.to_owned(),
        degree: (life.diligence == Diligence::Full || study.from % 3 != 0).then(|| study.degree.to_owned()),
        from: month(study.from),
        to: study.to.map(month),
    }
}

fn location(life: &Life, chance: &mut Chance) -> Option<String> {
    let (city, country) = (life.city.name(), life.city.country());
    let told = match life.diligence {
        Diligence::Bare => 0.2,
        Diligence::Sparse => 0.7,
        Diligence::Decent | Diligence::Full => 0.96,
    };
    chance.happens(told).then(|| match chance.below(10) {
        0..=4 => city.to_owned(),
        5..=8 if city != country => format!("{city}, {country}"),
        9 if city != country => format!("{country} ({city})"),
        _ => city.to_owned(),
    })
}

fn interests(life: &Life, chance: &mut Chance) -> Vec<String> {
    let count = match life.diligence {
        Diligence::Bare => 0,
        Diligence::Sparse => chance.between(0, 2),
        Diligence::Decent => chance.between(1, 5),
        Diligence::Full => chance.between(3, 9),
    };
    let mut interests: Vec<String> = Vec::new();
    for _ in 0..count {
        let own = life.field.about().interests;
        let interest = if chance.happens(0.5) {
            own[chance.below(own.len())]
        } else {
            INTERESTS[chance.weighted((0..INTERESTS.len()).map(|rank| 1.0 / (rank as f64 + 4.0)))]
        };
        if !interests.iter().any(|known| known == interest) {
            interests.push(interest.to_owned());
        }
    }
    interests
}

fn groups(life: &Life, interests: &[String], chance: &mut Chance) -> Vec<usize> {
    let eager = match life.diligence {
        Diligence::Bare => 0.0,
        Diligence::Sparse => 0.35,
        Diligence::Decent => 0.8,
        Diligence::Full => 1.2,
    };
    GROUPS
        .iter()
        .enumerate()
        .filter(|(_, group)| {
            let mut pull = 0.004;
            if group.fields.contains(&life.field) {
                pull += 0.17;
            }
            if interests.iter().any(|interest| interest == group.interest) {
                pull += 0.22;
            }
            match group.city {
                Some(city) if city == life.city => pull += 0.3,
                Some(_) => pull *= 0.02,
                None => {}
            }
            chance.happens(pull * eager)
        })
        .map(|(index, _)| index)
        .collect()
}

/// See [`Person::picture_seed`].
fn picture_seed(woman: bool, origin: &Origin, chance: &mut Chance) -> u64 {
    let look = match (chance.happens(0.06), woman) {
        (true, _) => 2,
        (false, true) => 0,
        (false, false) => 1,
    };
    let (lightest, darkest) = origin.tones;
    let tone = chance.between(i32::from(lightest), i32::from(darkest)) as u64;
    // 53 bits: JSON readers keep numbers whole only up to there.
    (chance.bits() >> 16 << 5) | tone << 2 | look
}
