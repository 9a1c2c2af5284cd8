//! Members: who they are, put together from a career and a way of writing.

use std::collections::HashSet;

use crate::Options;
use crate::career::{self, Life};
use crate::chance::Chance;
use crate::profile;
use crate::protagonists;
use crate::world::names::{self, Form, Origin};

/// A year and a month, 1 to 12.
pub type Month = (i32, u8);

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as shown, in whatever script they write it.
    pub name: String,
    /// What those who write to them call them.
    pub given: String,
    /// The name in the address of the profile: 3–40 of `a–z 0–9 -`, nobody else's.
    pub handle: String,
    /// An address under `example.org`, which belongs to nobody.
    pub email: String,
    /// The line under the name.
    pub headline: Option<String>,
    /// Own words.
    pub summary: Option<String>,
    /// Where they live.
    pub location: Option<String>,
    /// Positions, the latest first.
    pub positions: Vec<Position>,
    /// Educations, the latest first.
    pub educations: Vec<Education>,
    /// Interests.
    pub interests: Vec<String>,
    /// Groups they are in: indexes into [`crate::Network::groups`], ascending.
    pub groups: Vec<usize>,
    /// What their portrait is drawn from; none where they have no picture. The lowest two bits wish for a
    /// look (0 feminine, 1 masculine, else either), the next three for a tone (0 the lightest to 7).
    pub picture_seed: Option<u64>,
    /// How long they have been members, in days.
    pub joined_days_ago: u32,
    /// What they may do here.
    pub role: Role,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What everybody may.
    Member,
    /// Looks after the network.
    Moderator,
}

/// A position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Where, as this member writes it.
    pub employer: String,
    /// As what.
    pub title: String,
    /// The first month.
    pub from: Month,
    /// The last month; none while it lasts.
    pub to: Option<Month>,
}

/// A stay at a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Education {
    /// Where.
    pub school: String,
    /// Towards what.
    pub degree: Option<String>,
    /// The first month.
    pub from: Month,
    /// The last month; none while it lasts.
    pub to: Option<Month>,
}

/// A member with what is known about them beyond their profile.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) person: Person,
    /// The given name as English texts have it.
    pub(crate) given_in_latin: String,
    pub(crate) life: Life,
    pub(crate) origin: &'static Origin,
}

impl Member {
    pub(crate) fn into_person(self) -> Person {
        self.person
    }
}

/// A month as a number that can be counted with.
pub(crate) fn index((year, month): Month) -> i32 {
    year * 12 + i32::from(month) - 1
}

pub(crate) fn month(index: i32) -> Month {
    (index.div_euclid(12), (index.rem_euclid(12) + 1) as u8)
}

/// A name in its parts.
pub(crate) struct Named {
    pub(crate) shown: String,
    pub(crate) given: String,
    /// The given name as English texts have it.
    pub(crate) given_in_latin: String,
    /// Given and family name in plain Latin, for a handle.
    pub(crate) latin: String,
}

/// Everybody.
pub(crate) fn all(options: &Options) -> Vec<Member> {
    let mut taken = HashSet::new();
    let mut names = HashSet::new();
    let count = options.members.max(protagonists::COUNT);
    (0..count)
        .map(|number| {
            let mut member = match protagonists::member(number, options) {
                Some(member) => member,
                None => invented(number, options, &mut names),
            };
            let base = member.person.handle;
            let mut handle = base.clone();
            let mut salt = 2;
            while !taken.insert(handle.clone()) {
                handle = format!("{base}-{salt}");
                salt += 1;
            }
            member.person.email = format!("{handle}@example.org");
            member.person.handle = handle;
            names.insert(member.person.name.clone());
            member
        })
        .collect()
}

fn invented(number: usize, options: &Options, taken: &mut HashSet<String>) -> Member {
    let mut chance = Chance::new(options.seed, &[1, number as u64]);
    let origin = names::any(&mut chance);
    let woman = chance.happens(0.5);
    let mut named = name(origin, woman, &mut chance);
    // Namesakes are few in a network of this size; in a large one they come by themselves.
    for _ in 0..6 {
        if !taken.contains(&named.shown) {
            break;
        }
        named = name(origin, woman, &mut chance);
    }
    let life = career::live(origin, index_today(options), &mut chance);
    let person = profile::write(&named, woman, origin, &life, options, &mut chance);
    let given_in_latin = named.given_in_latin;
    Member { person, given_in_latin, life, origin }
}

pub(crate) fn index_today(options: &Options) -> i32 {
    index(options.today)
}

/// A name of this origin.
fn name(origin: &Origin, woman: bool, chance: &mut Chance) -> Named {
    let given = Word::pick(if woman { origin.women } else { origin.men }, woman, chance);
    let second = Word::pick(if woman { origin.women } else { origin.men }, woman, chance);
    let family = Word::pick(origin.families, woman, chance);
    let other_family = Word::pick(origin.families, woman, chance);
    let latin = format!("{} {}", given.latin, family.latin);
    let given_in_latin = if given.is_latin() { given.shown.clone() } else { given.capitalised() };
    let named = |shown: String, given: &Word| Named {
        shown,
        given: given.shown.clone(),
        given_in_latin: given_in_latin.clone(),
        latin: latin.clone(),
    };

    // Who moves among people of other scripts often writes their name in Latin.
    if !given.is_latin() && chance.happens(0.5) {
        let (given, family) = (given_in_latin.clone(), family.capitalised());
        return Named { shown: format!("{given} {family}"), given, given_in_latin, latin };
    }
    match origin.form {
        Form::Western if chance.happens(0.04) && given.shown != second.shown && given.is_latin() => {
            let initial = second.shown.chars().next().unwrap_or('A');
            named(format!("{} {initial}. {}", given.shown, family.shown), &given)
        }
        Form::Western if chance.happens(0.035) && family.shown != other_family.shown => {
            named(format!("{} {}-{}", given.shown, family.shown, other_family.shown), &given)
        }
        Form::Western => named(format!("{} {}", given.shown, family.shown), &given),
        Form::Spanish if chance.happens(0.7) && family.shown != other_family.shown => {
            named(format!("{} {} {}", given.shown, family.shown, other_family.shown), &given)
        }
        Form::Spanish => named(format!("{} {}", given.shown, family.shown), &given),
        Form::Double if chance.happens(0.45) && family.shown != other_family.shown => {
            named(format!("{} {} {}", given.shown, family.shown, other_family.shown), &given)
        }
        Form::Double => named(format!("{} {}", given.shown, family.shown), &given),
        Form::FamilyFirst => named(format!("{}{}", family.shown, given.shown), &given),
        Form::FamilyFirstSpaced => named(format!("{} {}", family.shown, given.shown), &given),
        Form::Vietnamese => {
            let middle = if woman {
                chance.say(&["Thị", "Thu", "Minh", "Ngọc"])
            } else {
                chance.say(&["Văn", "Quang", "Đức", "Minh"])
            };
            named(format!("{} {middle} {}", family.shown, given.shown), &given)
        }
    }
}

/// A word of a name, as shown and in plain Latin.
struct Word {
    shown: String,
    latin: String,
}

impl Word {
    fn pick(list: &str, woman: bool, chance: &mut Chance) -> Self {
        let count = list.split_ascii_whitespace().count();
        let word = list.split_ascii_whitespace().nth(chance.below(count)).unwrap_or_default();
        let word = match word.split_once('/') {
            Some((_, of_women)) if woman => of_women,
            Some((of_men, _)) => of_men,
            None => word,
        };
        let (shown, latin) = match word.split_once(':') {
            Some((shown, latin)) => (shown, latin.to_owned()),
            None => (word, latin(word)),
        };
        Self { shown: shown.replace('_', " "), latin }
    }

    fn is_latin(&self) -> bool {
        self.shown.chars().all(|c| c < '\u{370}' || ('\u{1E00}'..'\u{1F00}').contains(&c))
    }

    fn capitalised(&self) -> String {
        let mut letters = self.latin.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

/// A Latin name in plain letters, as its bearer would put it in an address.
pub(crate) fn latin(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'œ' | 'ő' => plain.push_str("oe"),
            'ü' | 'ű' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'å' => plain.push_str("aa"),
            'þ' => plain.push_str("th"),
            'à'..='ã' | 'ă' | 'ą' | 'ạ' | 'ā' => plain.push('a'),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' | 'đ' | 'ð' => plain.push('d'),
            'è'..='ë' | 'ě' | 'ę' | 'ē' | 'ẹ' => plain.push('e'),
            'ğ' => plain.push('g'),
            'ì'..='ï' | 'ı' | 'ī' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò'..='õ' | 'ō' | 'ọ' => plain.push('o'),
            'ř' => plain.push('r'),
            'ś' | 'š' | 'ş' | 'ș' | 'ṣ' => plain.push('s'),
            'ť' | 'ț' | 'ţ' => plain.push('t'),
            'ù'..='û' | 'ů' | 'ū' => plain.push('u'),
            'ý' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            // Apostrophes, hyphens, combining marks.
            _ => {}
        }
    }
    plain
}

/// A handle from a name in plain Latin, in one of the forms people choose.
pub(crate) fn handle(latin: &str, chance: &mut Chance) -> String {
    let (given, family) = latin.split_once(' ').unwrap_or((latin, ""));
    let family = family.replace(' ', "");
    let initial = given.get(..1).unwrap_or_default();
    let handle = match chance.below(10) {
        0 => format!("{initial}{family}"),
        1 => format!("{given}{family}"),
        2 if !family.is_empty() => format!("{family}-{given}"),
        _ => format!("{given}-{family}"),
    };
    let handle = handle.trim_matches('-');
    if handle.len() < 4 { format!("{given}-{family}-{}", 10 + chance.below(90)) } else { handle.to_owned() }
}
