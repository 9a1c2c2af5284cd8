//! Three members whom the demo signs in as. Their lives are written by hand; whom they meet is found in the
//! network that the seed gave.

mod inbox;

use crate::career::{Diligence, Life, Post, Study, autumn};
use crate::members::{Member, Person, Role, index_today, month};
use crate::profile;
use crate::world::employers::EMPLOYERS;
use crate::world::fields::Field;
use crate::world::groups::GROUPS;
use crate::world::names::{self, Language};
use crate::world::places::City;
use crate::world::schools::SCHOOLS;
use crate::{Conversation, Edge, Message, Options, Relation, graph};

pub(crate) use self::inbox::invitations;

/// The member whose inbox is full: invitations of every kind wait for her.
pub const FULL_INBOX: usize = 0;
/// A member who joined this week: two connections, one invitation sent.
pub const NEWCOMER: usize = 1;
/// The member who looks after the network.
pub const MODERATOR: usize = 2;

pub(crate) const COUNT: usize = 3;

/// The protagonist of this number; none for everybody else.
pub(crate) fn member(number: usize, options: &Options) -> Option<Member> {
    let today = index_today(options);
    match number {
        FULL_INBOX => Some(elif(today)),
        NEWCOMER => Some(noor(today)),
        MODERATOR => Some(hanneke(today)),
        _ => None,
    }
}

fn elif(today: i32) -> Member {
    let life = Life {
        field: Field::Design,
        city: City::Gothenburg,
        born: today - 12 * 38 - 4,
        posts: vec![
            post("Västkust Frakt AB", "Design Lead", Field::Design, today - 38, None),
            post(
                "Norrland Timber AB",
                "Senior Service Designer",
                Field::Design,
                today - 98,
                Some(today - 39),
            ),
            post(
                "Haliç Dokuma A.Ş.",
                "Product Designer",
                Field::Design,
                autumn(today - 171) + 24,
                Some(today - 100),
            ),
        ],
        studies: vec![
            study(
                "Göta Tekniska Institut",
                "MA Interaction Design",
                autumn(today - 171),
                Some(autumn(today - 171) + 22),
            ),
            study(
                "Haliç Teknik Üniversitesi (HTÜ)",
                "BA Industrial Design",
                autumn(today - 171) - 48,
                Some(autumn(today - 171) - 2),
            ),
        ],
        sociability: 1.5,
        diligence: Diligence::Full,
    };
    let person = Person {
        headline: Some("I make freight paperwork readable. Design Lead at Västkust Frakt.".to_owned()),
        summary: Some(
            "Born in İstanbul, in Göteborg since my master's. I design forms, labels and screens for people who \
             stand on a quay in the rain with gloves on.\n\nBefore that: timber, textiles. I like ships, small type \
             and long breakfasts. If we met, tell me where; I am good with places and bad with names."
                .to_owned(),
        ),
        location: Some("Göteborg, Sweden".to_owned()),
        interests: owned(&["Typography", "Sailing", "Ceramics", "Accessibility", "Choir singing", "Trains", "Coffee"]),
        groups: groups(&["Gothenburg After Work", "Accessibility Guild", "Service Design Without Slides", "Bridge Spotters", "Night Trains, Again"]),
        // A brown bob and round glasses.
        picture_seed: Some((16 << 5) | (2 << 2)),
        joined_days_ago: 1_420,
        ..person("Elif Lindqvist", "Elif", "elif-lindqvist", &life)
    };
    Member { given_in_latin: person.given.clone(), person, life, origin: names::of(Language::Swedish) }
}

fn noor(today: i32) -> Member {
    let life = Life {
        field: Field::Building,
        city: City::Hamburg,
        born: today - 12 * 25,
        posts: vec![post(
            "Hartmann & Söhne GmbH",
            "Junior Structural Engineer",
            Field::Building,
            today - 4,
            None,
        )],
        studies: vec![study(
            "Hanseatische Hochschule Hamburg",
            "MSc Structural Engineering",
            autumn(today - 36),
            Some(autumn(today - 36) + 22),
        )],
        sociability: 1.0,
        diligence: Diligence::Full,
    };
    let person = Person {
        headline: Some("Junior structural engineer. New in Hamburg, new here.".to_owned()),
        summary: None,
        location: Some("Hamburg".to_owned()),
        interests: owned(&["Bridges", "Cycling", "Languages"]),
        groups: Vec::new(),
        picture_seed: None,
        joined_days_ago: 3,
        ..person("Noor Haddad", "Noor", "noor-haddad", &life)
    };
    Member { given_in_latin: person.given.clone(), person, life, origin: names::of(Language::Arabic) }
}

fn hanneke(today: i32) -> Member {
    let life = Life {
        field: Field::Law,
        city: City::Amsterdam,
        born: today - 12 * 51,
        posts: vec![
            post("Museum van Gewone Dingen", "Data Protection Officer", Field::Law, today - 55, None),
            post("Grachtenlicht B.V.", "Senior Legal Counsel", Field::Law, today - 150, Some(today - 57)),
        ],
        studies: vec![study(
            "Amstel Hogeschool",
            "LLM Intellectual Property",
            today - 324,
            Some(today - 302),
        )],
        sociability: 1.5,
        diligence: Diligence::Full,
    };
    let person = Person {
        headline: Some("Privacy, patience, spoons. I also moderate this network.".to_owned()),
        summary: Some(
            "Lawyer at a museum of everyday things. On this network I read what is reported and decide slowly. \
             Write to me if something here makes you uneasy."
                .to_owned(),
        ),
        location: Some("Amsterdam".to_owned()),
        interests: owned(&["Privacy", "Rowing", "Crime fiction", "Baking"]),
        groups: groups(&["Privacy Officers", "Plain Language in Law", "Museum People"]),
        picture_seed: Some((15 << 5) | (1 << 2)),
        joined_days_ago: 2_300,
        role: Role::Moderator,
        ..person("Hanneke Vos", "Hanneke", "hanneke-vos", &life)
    };
    Member { given_in_latin: person.given.clone(), person, life, origin: names::of(Language::Dutch) }
}

fn person(name: &str, given: &str, handle: &str, life: &Life) -> Person {
    Person {
        name: name.to_owned(),
        given: given.to_owned(),
        handle: handle.to_owned(),
        email: String::new(),
        headline: None,
        summary: None,
        location: None,
        positions: life.posts.iter().map(|post| profile::position(post, name)).collect(),
        educations: life.studies.iter().map(|study| profile::education(study, life)).collect(),
        interests: Vec::new(),
        groups: Vec::new(),
        picture_seed: None,
        joined_days_ago: 0,
        role: Role::Member,
    }
}

fn post(employer: &'static str, title: &'static str, field: Field, from: i32, to: Option<i32>) -> Post {
    let index = EMPLOYERS.iter().position(|known| known.spellings.contains(&employer));
    Post { employer: index, spelling: employer, title, field, from, to }
}

fn study(school: &str, degree: &'static str, from: i32, to: Option<i32>) -> Study {
    let school = SCHOOLS.iter().position(|known| known.name == school).unwrap_or_default();
    Study { school, degree, from, to }
}

fn groups(named: &[&str]) -> Vec<usize> {
    let mut groups: Vec<usize> =
        named.iter().filter_map(|name| GROUPS.iter().position(|group| group.name == *name)).collect();
    groups.sort_unstable();
    groups
}

fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|&item| item.to_owned()).collect()
}

/// The newcomer's two connections: somebody from work, and somebody from school.
pub(crate) fn connect_newcomer(people: &[Member], edges: &mut Vec<Edge>, options: &Options) {
    let newcomer = &people[NEWCOMER].life;
    let today = index_today(options);
    let others = || (COUNT..people.len()).chain([MODERATOR, FULL_INBOX]);
    let rich = |member: &usize| people[*member].life.diligence == Diligence::Full;
    let colleague = others()
        .filter(rich)
        .find(|&other| graph::worked_together(newcomer, &people[other].life, today).is_some());
    let classmate = others().filter(rich).find(|&other| {
        Some(other) != colleague && graph::studied_together(newcomer, &people[other].life).is_some()
    });
    let spare = || others().filter(|&other| Some(other) != colleague && Some(other) != classmate);
    let near = spare().find(|&other| people[other].life.city == City::Hamburg);
    let first = colleague.or(near).or_else(|| spare().next());
    let second = classmate.or_else(|| spare().find(|&other| Some(other) != first));
    let notes = [
        "Welcome to Hamburg, Noor! Ask me anything, from column loads to canteens.",
        "Hi Noor, good to see you arrived. The old study group says hello.",
    ];
    for (from, note) in [first, second].into_iter().flatten().zip(notes) {
        let life = &people[from].life;
        let relation = graph::worked_together(life, newcomer, today)
            .map(|(position, _)| Relation::Colleague { position })
            .or_else(|| {
                graph::studied_together(life, newcomer)
                    .map(|(education, _)| Relation::Classmate { education })
            })
            .unwrap_or(Relation::Other);
        edges.push(Edge {
            from,
            to: NEWCOMER,
            since: month(today),
            relation: Some(relation),
            note: Some(note.to_owned()),
        });
    }
}

/// The conversations that the three have.
pub(crate) fn conversations(people: &[Member], edges: &[Edge], today: i32) -> Vec<Conversation> {
    const HOUR: u32 = 60;
    const DAY: u32 = 24 * HOUR;

    let given = |member: usize| people[member].given_in_latin.as_str();
    let partner = |edge: &Edge, one: usize| if edge.from == one { edge.to } else { edge.from };
    let of = |one: usize| edges.iter().filter(move |edge| edge.from == one || edge.to == one);
    let mut conversations: Vec<Conversation> = Vec::new();
    let mut add = |edge: &Edge, lines: &[(bool, u32, String)], me: usize| {
        let other = partner(edge, me);
        let messages = lines
            .iter()
            .map(|(mine, minutes_ago, text)| Message {
                from: if *mine { me } else { other },
                text: text.clone(),
                minutes_ago: *minutes_ago,
            })
            .collect();
        conversations.push(Conversation { between: [edge.from, edge.to], messages });
    };

    let elif = &people[FULL_INBOX].life;
    let timber = |other: &Member| {
        graph::worked_together(elif, &other.life, today).is_some_and(|(position, _)| position == 1)
    };
    let harbour = |other: &Member| other.life.city == City::Gothenburg;
    let beginner = |other: &Member| today - other.life.born < 29 * 12;
    let anybody = |_: &Member| true;
    let mut met: Vec<usize> = Vec::new();
    let mut tie = |fits: &dyn Fn(&Member) -> bool| {
        let fresh = |edge: &&Edge| {
            let other = partner(edge, FULL_INBOX);
            other >= COUNT && !met.contains(&other) && edge.relation.is_some()
        };
        let fitting = of(FULL_INBOX).filter(fresh).find(|edge| fits(&people[partner(edge, FULL_INBOX)]));
        let edge = fitting.or_else(|| of(FULL_INBOX).find(fresh));
        met.extend(edge.map(|edge| partner(edge, FULL_INBOX)));
        edge
    };
    if let Some(edge) = tie(&timber) {
        let name = given(partner(edge, FULL_INBOX));
        add(
            edge,
            &[
                (
                    true,
                    3 * DAY,
                    format!("{name}, do you still have the old loading labels from the timber days?"),
                ),
                (false, 3 * DAY - 2 * HOUR, "Somewhere in a box marked IMPORTANT. Why?".to_owned()),
                (
                    true,
                    3 * DAY - 3 * HOUR,
                    "I want to show the team that six typefaces on one label is not a new idea.".to_owned(),
                ),
                (false, 35, "Found them. Seven, actually. Photos tonight.".to_owned()),
            ],
            FULL_INBOX,
        );
    }
    if let Some(edge) = tie(&beginner) {
        let name = given(partner(edge, FULL_INBOX));
        add(
            edge,
            &[
                (
                    false,
                    26 * HOUR,
                    "Thanks for accepting! Small question, no hurry: how do you test a form outdoors?"
                        .to_owned(),
                ),
                (
                    true,
                    25 * HOUR,
                    format!(
                        "Hi {name}! With a spray bottle, a torch and the thickest gloves you can borrow."
                    ),
                ),
                (false, 4 * HOUR, "That is the best answer I got all week. Thank you!".to_owned()),
            ],
            FULL_INBOX,
        );
    }
    if let Some(edge) = tie(&harbour) {
        add(
            edge,
            &[
                (
                    false,
                    9 * DAY,
                    "Hej Elif! Are you coming to the After Work on Tuesday? Same place, by the water."
                        .to_owned(),
                ),
                (true, 8 * DAY, "Yes! I bring the visitors from Porto.".to_owned()),
                (false, 8 * DAY - HOUR, "Then I reserve the big table.".to_owned()),
            ],
            FULL_INBOX,
        );
    }
    if let Some(edge) = tie(&beginner) {
        add(edge, &[
            (false, 2 * DAY, "Nice to be connected. By the way, is your company hiring? My CV is attached, well, it would be if this had attachments.".to_owned()),
        ], FULL_INBOX);
    }
    if let Some(edge) = tie(&anybody) {
        let name = given(partner(edge, FULL_INBOX));
        add(
            edge,
            &[
                (
                    true,
                    40 * DAY,
                    format!(
                        "{name}, thank you for the introduction to the ferry people. First workshop went well."
                    ),
                ),
                (false, 39 * DAY, "Very glad. They said you made them queue in their own line.".to_owned()),
                (true, 39 * DAY - 30, "They will never forget it.".to_owned()),
            ],
            FULL_INBOX,
        );
    }
    if let Some(edge) = of(NEWCOMER).next() {
        add(
            edge,
            &[(
                false,
                20 * HOUR,
                "Hello Noor! Site visit on Thursday, eight o'clock. Bring boots, I bring coffee.".to_owned(),
            )],
            NEWCOMER,
        );
    }
    if let Some(edge) = of(MODERATOR)
        .find(|edge| partner(edge, MODERATOR) >= COUNT && given(partner(edge, MODERATOR)) != "Hanneke")
    {
        let name = given(partner(edge, MODERATOR));
        add(
            edge,
            &[
                (false, 6 * DAY, "Thank you for looking into the seminar spam. It has stopped.".to_owned()),
                (
                    true,
                    6 * DAY - 5 * HOUR,
                    format!("That was quick, then. Tell me if it comes back, {name}."),
                ),
            ],
            MODERATOR,
        );
    }
    conversations
}
