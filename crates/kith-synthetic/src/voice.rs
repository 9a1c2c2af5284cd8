//! How people write about themselves: nobody as the next.

pub(crate) mod local;

use crate::career::Life;
use crate::chance::Chance;
use crate::voice::local::Local;
use crate::world::fields::Field;
use crate::world::names::{Language, Origin};
use crate::world::schools::SCHOOLS;

/// Somebody about to write about themselves.
pub(crate) struct Voice<'a> {
    pub(crate) name: &'a str,
    pub(crate) life: &'a Life,
    pub(crate) origin: &'a Origin,
    pub(crate) interests: &'a [String],
    pub(crate) today: i32,
}

impl Voice<'_> {
    pub(crate) fn headline(&self, chance: &mut Chance) -> String {
        let about = self.life.field.about();
        let local = Local::of(self.origin.language).filter(|_| chance.happens(0.22));
        if let Some(local) = local {
            return chance.say(local.headlines).to_owned();
        }
        let Some(post) = self.life.posts.first() else { return self.headline_without_work(chance) };
        let title = post.title;
        let topic = chance.say(about.topics);
        let employer = post.spelling;
        if post.to.is_some() {
            return match chance.below(if post.employer.is_some() { 4 } else { 2 }) {
                0 => format!("{title}, looking around"),
                1 => format!("{title} between two jobs"),
                2 => format!("Formerly {title} at {employer}"),
                _ => format!("On a break. Before: {title}, {employer}"),
            };
        }
        if post.employer.is_none() {
            return match chance.below(4) {
                0 => format!("{title}, {}", post.spelling),
                1 => format!("{} {}", capitalised(post.spelling), title.to_lowercase()),
                2 => chance.say(about.lines).to_owned(),
                _ => format!("{title} | {topic}"),
            };
        }
        match chance.below(100) {
            0..=15 => format!("{title} at {employer}"),
            16..=20 => format!("{title} @ {employer}"),
            21..=25 => format!("{title} · {employer}"),
            26..=29 => format!("{title}, {employer}"),
            30..=35 => title.to_owned(),
            36..=53 => chance.say(about.lines).to_owned(),
            54..=59 => format!("{title} | {topic}"),
            60..=64 => format!("{}. {title}.", capitalised(topic)),
            65..=68 => format!("I work on {topic}"),
            69..=72 => match self.interests {
                [one, two, ..] => format!("{title} · {} · {}", lower(one), lower(two)),
                _ => format!("{title}. {}.", capitalised(topic)),
            },
            73..=76 => match self.life.posts.get(1).filter(|before| before.employer != post.employer) {
                Some(before) => format!("{title} at {employer}, before that {}", before.title.to_lowercase()),
                None => format!("{title} – {topic}"),
            },
            77..=80 => match self.interests.first() {
                Some(interest) => format!("{title}. Off duty: {}.", lower(interest)),
                None => format!("{title} in {}", self.life.city.name()),
            },
            81..=84 => format!("{title} in {}", self.life.city.name()),
            85..=88 => format!("{} person at {employer}", capitalised(noun(self.life.field))),
            89..=91 => format!("{title} — {topic}, and everything around it"),
            92..=93 => format!("Helping {employer} with {topic}"),
            94..=95 => {
                format!("{} since {}", capitalised(noun(self.life.field)), self.began().unwrap_or(2_010))
            }
            96..=98 => format!("{title} | {employer} | {}", self.life.city.name()),
            _ => format!("{}, {}", title.to_uppercase(), employer.to_uppercase()),
        }
    }

    fn headline_without_work(&self, chance: &mut Chance) -> String {
        match self.life.studies.first() {
            Some(study) if study.to.is_none() => {
                let school = SCHOOLS[study.school].name;
                match chance.below(4) {
                    0 => format!("Student, {}", study.degree),
                    1 => format!("{} at {school}", study.degree),
                    2 => format!("Studying at {school}. Curious."),
                    _ => format!(
                        "{} student, looking for a first job in {}",
                        study.degree,
                        self.life.city.name()
                    ),
                }
            }
            Some(study) => format!("{}, new to the job market", study.degree),
            None => format!("{} in {}", capitalised(noun(self.life.field)), self.life.city.name()),
        }
    }

    pub(crate) fn summary(&self, chance: &mut Chance) -> String {
        if let Some(local) = Local::of(self.origin.language).filter(|_| chance.happens(0.2)) {
            let summary = self.fill(chance.say(local.summaries), chance);
            if !summary.contains('{') {
                return summary;
            }
        }
        if chance.happens(0.1) {
            return self.list(chance);
        }
        let mut said = vec![self.fill(chance.say(OPENINGS), chance)];
        if self.life.posts.len() > 1 && chance.happens(0.75) {
            said.push(self.fill(chance.say(MIDDLES), chance));
        }
        if chance.happens(0.35) {
            said.push(self.fill(chance.say(ASIDES), chance));
        }
        if chance.happens(0.8) {
            said.push(self.fill(chance.say(CLOSINGS), chance));
        }
        // What somebody has no facts for stays unsaid.
        said.retain(|sentence| !sentence.contains('{'));
        if said.is_empty() {
            said.push(format!("Working in {}.", noun(self.life.field)));
        }
        said.join(if chance.happens(0.2) { "\n\n" } else { " " })
    }

    /// For those who prefer lists.
    fn list(&self, chance: &mut Chance) -> String {
        let topics = self.life.field.about().topics;
        let at = chance.below(topics.len());
        let mut lines = vec![topics[at], topics[(at + 1) % topics.len()], topics[(at + 3) % topics.len()]];
        if let Some(interest) = self.interests.first() {
            lines.push(interest);
        }
        let sign = chance.say(&["– ", "• ", "→ ", ""]);
        lines.iter().map(|line| format!("{sign}{line}")).collect::<Vec<_>>().join("\n")
    }

    /// Puts facts into a sentence. What there is no fact for is left standing, so that the sentence can be dropped.
    fn fill(&self, sentence: &str, chance: &mut Chance) -> String {
        let life = self.life;
        let topics = life.field.about().topics;
        let at = chance.below(topics.len());
        let mut sentence = sentence
            .replace("{topic}", topics[at])
            .replace("{Topic}", &capitalised(topics[at]))
            .replace("{topic2}", topics[(at + 1) % topics.len()])
            .replace("{noun}", noun(life.field))
            .replace("{city}", life.city.name())
            .replace("{name}", self.name);
        if let Some(began) = self.began() {
            let years = self.today / 12 - began;
            sentence = sentence.replace("{began}", &began.to_string());
            if years > 2 {
                sentence = sentence.replace("{years}", &years.to_string());
            }
        }
        if let Some(post) = life.posts.first().filter(|post| post.employer.is_some() && post.to.is_none()) {
            sentence = sentence.replace("{employer}", post.spelling).replace("{Title}", post.title);
        }
        if let Some(post) = life
            .posts
            .iter()
            .skip(1)
            .find(|post| post.employer.is_some_and(|employer| Some(employer) != life.posts[0].employer))
        {
            sentence = sentence.replace("{before}", post.spelling);
        }
        // Not where it would only say again what the sentence says already.
        if let Some(post) = life.posts.last().filter(|post| {
            post.employer.is_some() && life.posts.len() > 1 && !sentence.contains(post.spelling)
        }) {
            sentence = sentence.replace("{first}", post.spelling);
        }
        if let Some(study) = life.studies.last() {
            sentence =
                sentence.replace("{school}", SCHOOLS[study.school].name).replace("{degree}", study.degree);
        }
        if let [one, two, ..] = self.interests {
            sentence = sentence.replace("{interest2}", &lower(two));
            sentence = sentence.replace("{interest}", &lower(one)).replace("{Interest}", one);
        }
        sentence
    }

    fn began(&self) -> Option<i32> {
        self.life.posts.last().map(|post| post.from / 12)
    }
}

/// What a line of work is called in the middle of a sentence.
pub(crate) fn noun(field: Field) -> &'static str {
    match field {
        Field::Software => "software",
        Field::Data => "data",
        Field::Design => "design",
        Field::Product => "product work",
        Field::Health => "health care",
        Field::Teaching => "teaching",
        Field::Research => "research",
        Field::Building => "construction",
        Field::Making => "manufacturing",
        Field::Logistics => "logistics",
        Field::Energy => "energy",
        Field::Money => "finance",
        Field::Law => "law",
        Field::Selling => "sales",
        Field::People => "HR",
        Field::Press => "publishing",
        Field::Arts => "the arts",
        Field::Hospitality => "hospitality",
        Field::Land => "farming and forestry",
        Field::Public => "public service",
    }
}

/// With its first letter large.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// An interest in the middle of a sentence: "hiking", but "Rust" and "3D printing" as they are.
pub(crate) fn lower(interest: &str) -> String {
    const NAMES: [&str; 9] = [
        "Rust",
        "Linux",
        "Python",
        "Go (the game)",
        "Bridge (the card game)",
        "LaTeX",
        "Latin",
        "Brutalism",
        "Pétanque",
    ];
    let shouted = interest.chars().nth(1).is_some_and(char::is_uppercase);
    if shouted || NAMES.contains(&interest) { interest.to_owned() } else { interest.to_lowercase() }
}

/// Whether a text of these two may be in their own language.
pub(crate) fn shared_language(one: &Origin, other: &Origin) -> Option<Language> {
    (one.language == other.language && one.language != Language::English).then_some(one.language)
}

const OPENINGS: &[&str] = &[
    "I work on {topic}, currently at {employer}.",
    "{years} years in {noun}, and I still like most Mondays.",
    "Started at {first} in {began}; kept busy with {topic} ever since.",
    "By day: {topic}. By night: {interest}.",
    "I look after {topic} at {employer}.",
    "{Topic}. That's it, that's the job.",
    "I care about {topic} more than is probably healthy.",
    "My work: {topic}. My habit: asking why it is done this way.",
    "{degree} on paper, {noun} in practice, happiest somewhere between.",
    "{degree} from {school}, then straight into {topic}.",
    "I came to {city} for one year. That was in {began}.",
    "At {employer} I do two things: {topic} and {topic2}. The second was supposed to be temporary.",
    "What I like about {noun}: you see in the evening what you did in the morning. Sometimes.",
    "I have worked in {noun} since {began}, in teams of three and of three hundred.",
    "{Title} at {employer}. I like small teams, written decisions and finished things.",
    "Most of what I know about {topic} I learned by getting it wrong once.",
    "I'm the person at {employer} you call about {topic}.",
    "Curious by trade. Lately: {topic}.",
];

const MIDDLES: &[&str] = &[
    "Before that I was at {before}.",
    "Learned the trade at {first}, unlearned some of it at {before}.",
    "Previously {before}, where I still owe somebody a cake.",
    "I left {before} on good terms and would go back for the canteen.",
    "At {before} I found out that the work is mostly about people.",
    "Former colleagues from {before}: do say hello.",
    "Earlier stations: {first}, {before}.",
    "{before} taught me patience; {employer} lets me use it.",
];

const ASIDES: &[&str] = &[
    "I write things down.",
    "I prefer a phone call to a long thread.",
    "Part-time since the children came, and better organised for it.",
    "I mentor two people a year and learn more than they do.",
    "Currently learning to say no.",
    "I give a talk about {topic2} whenever somebody lets me.",
    "Not a morning person; deliver anyway.",
    "I read every message and answer on Fridays.",
    "Four-day week. Fridays are for {interest}.",
    "I grew up far from {city} and it shows when it rains.",
];

const CLOSINGS: &[&str] = &[
    "Away from work: {interest}, {interest2}.",
    "Ask me about {interest}.",
    "Happy to talk about {interest} or {topic2}.",
    "I connect with people I have worked with, or would like to.",
    "No recruiters, please. Everybody else: hello.",
    "If you are starting out in {noun}, write to me; somebody answered me once, too.",
    "Always glad to compare notes on {topic2}.",
    "Outside the office you will find me busy with {interest}.",
    "Tell me how we know each other and I'll say yes.",
    "{Interest} keeps me sane.",
    "Looking for people who care about {topic2}.",
    "Open to a coffee in {city}.",
];
