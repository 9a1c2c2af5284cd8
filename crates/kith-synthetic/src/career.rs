//! Lives: where somebody studied and worked, and when.

use crate::chance::Chance;
use crate::world::employers::{EMPLOYERS, Employer};
use crate::world::fields::{self, Field};
use crate::world::names::Origin;
use crate::world::places::City;
use crate::world::schools::SCHOOLS;

/// A life, as far as a profile may tell it. Months are counted from the year 0.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) field: Field,
    pub(crate) city: City,
    pub(crate) born: i32,
    /// Positions, the latest first.
    pub(crate) posts: Vec<Post>,
    /// Studies, the latest first.
    pub(crate) studies: Vec<Study>,
    /// How readily they connect: 1 in the middle, a few far above.
    pub(crate) sociability: f64,
    /// How much of their profile they fill in.
    pub(crate) diligence: Diligence,
}

#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// Index into the employers; none for those who work for themselves.
    pub(crate) employer: Option<usize>,
    /// The employer as its people write it; of those who work for themselves, what they call that.
    pub(crate) spelling: &'static str,
    pub(crate) title: &'static str,
    pub(crate) field: Field,
    pub(crate) from: i32,
    pub(crate) to: Option<i32>,
}

#[derive(Debug, Clone)]
pub(crate) struct Study {
    pub(crate) school: usize,
    pub(crate) degree: &'static str,
    pub(crate) from: i32,
    pub(crate) to: Option<i32>,
}

/// How much of a profile is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Diligence {
    /// Hardly anything.
    Bare,
    /// A position and a line.
    Sparse,
    /// The usual.
    Decent,
    /// Everything.
    Full,
}

/// What remains of a life when `diligence` decides what to write down. The graph is built from what is left,
/// so that every relation is one that a profile backs.
fn told(mut life: Life) -> Life {
    match life.diligence {
        Diligence::Bare => {
            life.posts.clear();
            life.studies.clear();
        }
        Diligence::Sparse => {
            life.posts.truncate(1);
            if life.posts.is_empty() { life.studies.truncate(1) } else { life.studies.clear() }
        }
        Diligence::Decent => life.posts.truncate(3),
        Diligence::Full => {}
    }
    life
}

/// A life of somebody of this origin.
pub(crate) fn live(origin: &Origin, today: i32, chance: &mut Chance) -> Life {
    let age = (38.0 + 11.0 * chance.normal()).clamp(20.0, 67.0);
    let born = today - (age * 12.0) as i32;
    let field = fields::all()
        .nth(chance.weighted(fields::all().map(|about| about.weight)))
        .map_or(Field::Public, |about| about.field);
    let mut city = *chance.pick(origin.homes);

    let mut studies = Vec::new();
    let at_eighteen = born + 18 * 12;
    let mut working_from = at_eighteen + chance.between(4, 30);
    let trade = chance.below(60);
    let learns_on_the_job =
        matches!(field, Field::Making | Field::Hospitality | Field::Logistics) && chance.happens(0.4);
    if !learns_on_the_job {
        let from = autumn(at_eighteen + chance.between(0, 20)).min(autumn(today) - 12);
        let until = from + 12 * chance.between(3, 5) - 2;
        studies.push(study(school_near(city, chance), first_degree(field, trade), from, until, today));
        working_from = until + chance.between(0, 6);
        let from = autumn(until + *chance.pick(&[0, 0, 0, 24, 60]));
        if let Some(degree) = second_degree(field, chance).filter(|_| chance.happens(0.36) && from < today) {
            let elsewhere = if chance.happens(0.4) { *chance.pick(City::ALL) } else { city };
            let until = from + 12 * chance.between(1, 2) - 2;
            studies.push(study(school_near(elsewhere, chance), degree, from, until, today));
            working_from = working_from.max(until.min(from + 24));
            if chance.happens(0.7) {
                city = elsewhere;
            }
        }
    }

    let posts = work(field, trade, &mut city, working_from, today, chance);
    studies.reverse();
    let sociability =
        (0.55 * chance.normal()).exp().clamp(0.2, 4.0) * if chance.happens(0.015) { 5.0 } else { 1.0 };
    let diligence = match chance.unit() {
        roll if roll < 0.04 => Diligence::Bare,
        roll if roll < 0.17 => Diligence::Sparse,
        roll if roll < 0.45 => Diligence::Decent,
        _ => Diligence::Full,
    };
    told(Life { field, city, born, posts, studies, sociability, diligence })
}

/// Studies begin in autumn.
pub(crate) fn autumn(month: i32) -> i32 {
    month.div_euclid(12) * 12 + 8
}

fn study(school: usize, degree: &'static str, from: i32, until: i32, today: i32) -> Study {
    Study { school, degree, from, to: (until < today).then_some(until) }
}

/// Whether one studies for this before anything else.
fn comes_first(degree: &str) -> bool {
    ["B", "Doctor of Medicine", "MPharm", "Diploma", "Apprenticeship", "LLB", "State"]
        .iter()
        .any(|start| degree.starts_with(start))
}

fn first_degree(field: Field, trade: usize) -> &'static str {
    let about = field.about();
    if about.trades {
        return about.degrees[trade % about.degrees.len()];
    }
    let first: Vec<_> = about.degrees.iter().filter(|degree| comes_first(degree)).collect();
    if first.is_empty() { about.degrees[0] } else { first[trade % first.len()] }
}

/// A degree on top; none where the field knows none.
fn second_degree(field: Field, chance: &mut Chance) -> Option<&'static str> {
    let second: Vec<&'static str> =
        field.about().degrees.iter().copied().filter(|degree| !comes_first(degree)).collect();
    if second.is_empty() { None } else { Some(chance.say(&second)) }
}

/// Schools are not equally large, and most study near home.
fn school_near(city: City, chance: &mut Chance) -> usize {
    let country = city.country();
    chance.weighted(SCHOOLS.iter().enumerate().map(|(index, school)| {
        let near = if school.city == city {
            30.0
        } else if school.city.country() == country {
            8.0
        } else {
            0.03
        };
        near * (1.0 + 3.0 / (1.0 + (index % 5) as f64))
    }))
}

/// A working life, the latest position first.
fn work(
    first_field: Field,
    trade: usize,
    city: &mut City,
    from: i32,
    today: i32,
    chance: &mut Chance,
) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    let mut field = first_field;
    // Some came to their line of work from another.
    if chance.happens(0.12) {
        field =
            fields::all().nth(chance.below(fields::all().count())).map_or(first_field, |about| about.field);
    }
    let mut start = from;
    let mut level = 0;
    while start < today - 1 && posts.len() < 12 {
        if posts.len() == 1 && field != first_field {
            field = first_field;
            level = 0;
        }
        let years = f64::from(start - from) / 12.0;
        level = level.max(level_after(years, chance)).min((years / 2.5) as usize + 1);
        let months = (14.0 + 34.0 * (0.7 * chance.normal()).exp()).clamp(9.0, 190.0) as i32;
        // Nobody stays a beginner for ten years.
        let months = months.min([44, 100, 190, 190][level]);
        let end = start + months;
        let promoted = posts.last().filter(|last| last.field == field && last.employer.is_some());
        let (employer, spelling) = match promoted {
            Some(last) if chance.happens(0.24) => (last.employer, last.spelling),
            _ => {
                if !posts.is_empty() && chance.happens(0.07) {
                    *city = *chance.pick(City::ALL);
                }
                let (employer, spelling) = hire(field, *city, years, chance);
                if let Some(there) = employer.map(|employer| EMPLOYERS[employer].city) {
                    // Who works elsewhere moves there, as a rule.
                    if chance.happens(0.85) {
                        *city = there;
                    }
                }
                (employer, spelling)
            }
        };
        let about = field.about();
        let titles = about.titles[level];
        let title = if about.trades { titles[trade % titles.len()] } else { chance.say(titles) };
        if posts.last().is_some_and(|last| last.employer == employer && last.title == title) {
            // The same title in the same place is the same position.
            if let Some(last) = posts.last_mut() {
                last.to = (end < today).then_some(end);
            }
        } else {
            posts.push(Post {
                employer,
                spelling,
                title,
                field,
                from: start,
                to: (end < today).then_some(end),
            });
        }
        start = end + if chance.happens(0.2) { chance.between(2, 11) } else { 1 };
    }
    posts.reverse();
    posts
}

/// How far somebody has come after so many years.
fn level_after(years: f64, chance: &mut Chance) -> usize {
    match years {
        years if years < 2.5 => 0,
        years if years < 7.0 => 1,
        years if years < 13.0 => 2,
        _ if chance.happens(0.4) => 3,
        _ => 2,
    }
}

/// Who takes them in: most likely somebody in the same city, or the same country.
fn hire(field: Field, city: City, years: f64, chance: &mut Chance) -> (Option<usize>, &'static str) {
    if years > 4.0 && chance.happens(0.05) {
        return (None, chance.say(&["self-employed", "freelance", "own practice", "independent"]));
    }
    let country = city.country();
    let weight = |employer: &Employer| {
        let near = if employer.city == city {
            40.0
        } else if employer.city.country() == country {
            6.0
        } else {
            0.25
        };
        let fitting = if employer.fields.contains(&field) { 1.0 } else { 0.0002 };
        near * fitting * f64::from(employer.size)
    };
    let employer = chance.weighted(EMPLOYERS.iter().map(weight));
    let spellings = EMPLOYERS[employer].spellings;
    let spelling = if chance.happens(0.75) { spellings[0] } else { chance.say(spellings) };
    (Some(employer), spelling)
}
