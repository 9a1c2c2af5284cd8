//! Notes of invitations: personal ones, built from what is true of both, and the other kinds.

use crate::Relation;
use crate::chance::Chance;
use crate::members::Member;
use crate::voice::local::Local;
use crate::voice::{lower, noun, shared_language};
use crate::world::groups::GROUPS;
use crate::world::places::City;
use crate::world::schools::SCHOOLS;

/// A note that only this sender could write to this recipient; none where there is too little to say.
pub(crate) fn personal(
    from: &Member,
    to: &Member,
    relation: &Relation,
    chance: &mut Chance,
) -> Option<String> {
    let local = shared_language(from.origin, to.origin).and_then(Local::of).filter(|_| chance.happens(0.55));
    let templates: &[&'static str] = match (relation, local) {
        (Relation::Colleague { .. }, Some(local)) => local.colleague,
        (Relation::Colleague { .. }, None) => COLLEAGUE,
        (Relation::Classmate { .. }, Some(local)) => local.classmate,
        (Relation::Classmate { .. }, None) => CLASSMATE,
        (Relation::Group { .. }, Some(local)) => local.group,
        (Relation::Group { .. }, None) => GROUP,
        (Relation::Met { .. }, Some(local)) => local.met,
        (Relation::Met { .. }, None) => MET,
        (Relation::Business { .. }, _) => BUSINESS,
        (Relation::Friend, _) => FRIEND,
        (Relation::Other, _) => OTHER,
    };
    let own = local.is_some();
    Some(fill(chance.say(templates), own, from, to, Some(relation))).filter(|note| fits(note))
}

/// A note of one of the lists below.
pub(crate) fn of(
    templates: &[&'static str],
    from: &Member,
    to: &Member,
    chance: &mut Chance,
) -> Option<String> {
    Some(fill(chance.say(templates), false, from, to, None)).filter(|note| fits(note))
}

/// Puts the facts in. Names go in Latin letters unless both write in their own language.
pub(crate) fn fill(
    template: &str,
    own: bool,
    from: &Member,
    to: &Member,
    relation: Option<&Relation>,
) -> String {
    let given =
        |member: &Member| if own { member.person.given.clone() } else { member.given_in_latin.clone() };
    let mut note = template.replace("{first}", &given(to)).replace("{me}", &given(from));
    match relation {
        Some(Relation::Colleague { position } | Relation::Business { position }) => {
            if let Some(post) = from.life.posts.get(*position).filter(|post| post.employer.is_some()) {
                note = note.replace("{employer}", short(post.spelling));
            }
        }
        Some(Relation::Classmate { education }) => {
            if let Some(study) = from.life.studies.get(*education) {
                note = note.replace("{school}", SCHOOLS[study.school].name);
            }
        }
        Some(Relation::Group { group }) => note = note.replace("{group}", GROUPS[*group].name),
        Some(Relation::Met { place }) => {
            let occasion = place.split(", ").next().unwrap_or(place);
            note = note.replace("{place}", place).replace("{occasion}", occasion);
        }
        Some(Relation::Friend | Relation::Other) | None => {}
    }
    let topics = to.life.field.about().topics;
    note = note.replace("{topic}", topics[to.person.handle.len() % topics.len()]);
    note = note.replace("{city}", to.life.city.name()).replace("{noun}", noun(to.life.field));
    if let Some(shared) = from.person.interests.iter().find(|interest| to.person.interests.contains(interest))
    {
        note = note.replace("{interest}", &lower(shared));
    }
    if let Some(post) = to.life.posts.first().filter(|post| post.employer.is_some()) {
        note = note.replace("{their employer}", short(post.spelling));
    }
    if let Some(post) = from.life.posts.first().filter(|post| post.employer.is_some()) {
        note = note.replace("{my employer}", short(post.spelling));
    }
    note
}

/// Complete, and within the limit with room to spare for scripts that count differently.
fn fits(note: &str) -> bool {
    !note.contains('{') && note.chars().count() <= 290
}

/// An employer as people say it: nobody writes the legal form to a friend.
fn short(employer: &str) -> &str {
    const FORMS: [&str; 19] = [
        " AB", " GmbH", " AS", " ASA", " Oy", " Ltd", " Ltd.", " Limited", " LLP", " plc", " Plc", " B.V.",
        " N.V.", " S.A.", " SAS", " AG", " Inc.", ", Inc.", " S.p.A.",
    ];
    FORMS.iter().find_map(|form| employer.strip_suffix(form)).unwrap_or(employer)
}

/// Where two may have met.
pub(crate) fn place(mine: City, theirs: City, chance: &mut Chance) -> String {
    let city = if chance.happens(0.6) { theirs } else { mine }.name();
    let occasion = chance.say(&[
        "Open Data Days",
        "the winter trade fair",
        "the rail freight panel",
        "the library's repair café",
        "Design Week",
        "that wedding in May",
        "the teachers' day",
        "the Thursday run",
        "the choir exchange",
        "the builders' congress",
        "the first-aid course",
        "the harbour festival",
        "a board game night",
        "the swimming club",
    ]);
    format!("{occasion}, {city}")
}

const COLLEAGUE: &[&str] = &[
    "Hi {first}, somebody at lunch asked who wrote the only {employer} manual people read. I said you. {me}",
    "{first}, it was good to have you around at {employer}. I'd be happy to know where you go next. {me}",
    "Dear {first}, different floors at {employer}, same lift, many good mornings. Here is another one. {me}",
    "Hello {first}, thanks for your patience with me during my first months at {employer}. {me}",
    "Hi {first}, it has been a while since {employer}! I still use the checklist you made. Let's not lose touch. {me}",
    "{first}, we shared a coffee machine at {employer} for longer than either of us planned. Would be good to stay in touch. – {me}",
    "Hello {first}, {me} from {employer}, two desks to your left. I enjoyed working with you.",
    "Hi {first}! Just saw your name and thought of the infamous {employer} Friday demos. Hope you are well. {me}",
    "Dear {first}, I always liked how calm you stayed at {employer} when things went wrong. I'd like to keep in touch. {me}",
    "{first}! {employer} survivors' club. {me}",
    "Hi {first}, we overlapped at {employer}, though mostly in corridors. Your handover notes are still quoted here. Best, {me}",
    "Hello {first}, you trained me in my first week at {employer}. Thank you, a few years late. {me}",
];

const CLASSMATE: &[&str] = &[
    "{first}, is it you? {school}, the year the heating failed? {me}",
    "Hi {first}, we sat three exams next to each other at {school} and never spoke. Better late than never. {me}",
    "Hello {first}, I still have your notes from {school}. They got two of us through. Thank you! {me}",
    "Hi {first}, {school}, same year, same terrible cafeteria. What are you up to these days? {me}",
    "{first}! I found our group photo from {school}. We look so serious. Let's stay in touch, {me}",
    "Hello {first}, we were in the same lab course at {school}. You had the working pipette. Best wishes, {me}",
    "Hi {first}, {me} from {school}. I see you went into {topic}. I'd love to hear how that happened.",
    "Dear {first}, it's {me} from {school}. Several of us meet once a year, and you are missing.",
];

const GROUP: &[&str] = &[
    "Hi {first}, we're both in {group}. Your answer the other week saved me an afternoon. {me}",
    "Hello {first}, I keep reading your posts in {group}, so I thought I'd say hello properly. {me}",
    "Hi {first}, fellow member of {group} here. I'm working on something close to {topic} and would like to follow what you do. {me}",
    "{first}, nice to see another {group} person. Would be glad to connect. {me}",
];

const MET: &[&str] = &[
    "Hi {first}, it was good to meet you at {occasion}. I promised you that link, and I keep promises. {me}",
    "Hello {first}, we spoke about {topic} at {occasion}. You changed my mind, which does not happen often. {me}",
    "Hi {first}, I was the one with the loud umbrella at {occasion}. Lovely talking to you! {me}",
    "{first}, thanks for the conversation at {occasion}. If you are ever in town, coffee is on me. {me}",
    "Dear {first}, you may not remember me: {occasion}, last table, bad coffee, good talk. {me}",
    "Hi {first}, since {occasion} I have quoted you three times without credit. This is me making up for it. {me}",
    "Hello {first}, I never got to say goodbye at {occasion}. I'd like to hear how it all went on. {me}",
];

const BUSINESS: &[&str] = &[
    "Hi {first}, we never met in person but exchanged some forty e-mails when I was at {employer}. Good to work with you! {me}",
    "Hello {first}, thank you again for the smooth project with {employer}. I'd be glad to stay in touch. {me}",
    "Dear {first}, on behalf of nobody but myself: working with you from the {employer} side was a pleasure. {me}",
];

const FRIEND: &[&str] = &[
    "{first}! Took you long enough. {me}",
    "Hi {first}, I said I'd never join one of these. Well. {me}",
    "Two in the morning and I find your profile. Good night, {first}. {me}",
    "Ha, found you! {me}",
    "{first}, you here as well? See you Saturday. {me}",
    "Hi {first}! Now officially connected, not only by the allotment. {me}",
    "Hey {first}, your sister said you were on here. Say hi to everyone! {me}",
];

const OTHER: &[&str] = &[
    "Hi {first}, we keep meeting on the same train and never introduced ourselves. I'm {me}.",
    "Hello {first}, you fixed my bicycle and I found out you work on {topic}. The world is small. {me}",
    "Dear {first}, our children are in the same class; I'm {me}, the one with the late e-mails.",
];

/// From strangers with a reason.
pub(crate) const CURIOUS: &[&str] = &[
    "Hello {first}, I read what you wrote about {topic} and have one question, no more. May I ask it here? {me}",
    "Hi {first}, I'm thinking of moving into {noun} and you seem to have done exactly that. I'd be glad to follow along. {me}",
    "Dear {first}, a colleague said you know more about {topic} than anybody in {city}. I'd like to learn. {me}",
    "Hi {first}, we both seem to care about {interest}. That's all, really. {me}",
    "Hello {first}, I'm new to {city} and trying to meet people in the field. Happy to connect. {me}",
];

/// From those who hire.
pub(crate) const HIRING: &[&str] = &[
    "Hi {first}, I hire for {my employer}. We look for somebody who knows {topic}: salary in the advert, four days possible. Interested? If not, no harm done. {me}",
    "Hello {first}, we are building a small team around {topic}. I'd rather ask you than a job board. {me}, {my employer}",
    "Hi there! Your profile is a PERFECT match for several exciting opportunities!! When can we jump on a quick call? 📞",
];

/// From those who sell.
pub(crate) const SELLING: &[&str] = &[
    "Hi {first}! I help leaders like you 10x their pipeline 🚀 Do you have 15 minutes this week? Tuesday 10:00 or Wednesday 14:00?",
    "{first}, congratulations on your amazing journey! We offer best-in-class solutions for companies like {their employer}. Let's connect and explore synergies.",
    "Dear Sir/Madam, we are a leading manufacturer of high quality LED panels. Please kindly find our best price. Looking forward for your reply soonest.",
    "Quick question {first}: are you happy with your current insurance? Most people in {city} overpay. I can fix that in one call.",
    "Hello {first}, at {my employer} we make a scheduling tool for teams like yours. I'll say it openly: I would like to show it to you. If not, ignore me. {me}",
    "🔥🔥 LAST SPOTS 🔥🔥 Webinar: Unlock your true potential. I saved a seat for you, {first}!!!",
];

/// From those who push.
pub(crate) const PUSHY: &[&str] = &[
    "Hi {first}, I've tried to reach you several times now. Please accept so that I can send you the details.",
    "{first}, you viewed my profile, so you must be interested :) Accept and let's talk numbers!",
    "Please endorse me and I'll endorse you back. Also need an introduction to your boss. Thanks in advance!!",
    "Why is nobody answering here? Just accept, it costs you nothing.",
    "I see that we have many friends in common. Send me your phone number please.",
];

/// That say nothing.
pub(crate) const EMPTY: &[&str] = &[
    "Hi",
    "hello 👋",
    "Let's connect!",
    "Hope this finds you well.",
    "Would love to add you to my network",
    "🙂",
    "Connect?",
    "I came across your impressive profile and would like to connect.",
];
