//! What waits for the protagonists, and what they sent.

use kith_domain::invitations::Purpose;

use super::{COUNT, FULL_INBOX, MODERATOR, NEWCOMER};
use crate::career::Diligence;
use crate::members::{Member, index_today};
use crate::pending::Standing;
use crate::world::employers::EMPLOYERS;
use crate::world::fields::Field;
use crate::world::names::Language;
use crate::world::places::City;
use crate::{Fate, Options, PendingInvitation, Relation, graph};

/// Writes all of them.
pub(crate) fn invitations(standing: &mut Standing<'_>, options: &Options) {
    let today = index_today(options);
    received(standing, today);
    archived(standing);
    sent(standing, today);
    let welcome = |_: &Standing<'_>, member: usize| member >= COUNT;
    let note = "Hello Hanneke, thank you for keeping this place quiet. I'd like to be able to ask you about consent forms.";
    from_somebody(standing, MODERATOR, welcome, |from| Letter {
        note: Some(note.to_owned()),
        days_ago: 5,
        ..Letter::from(from)
    });
    from_somebody(standing, MODERATOR, welcome, |from| Letter { days_ago: 16, ..Letter::from(from) });
}

/// An invitation being written, by default a generic one of today that nobody opened.
struct Letter {
    from: usize,
    relation: Option<Relation>,
    note: Option<String>,
    purpose: Option<Purpose>,
    days_ago: u32,
    viewed: bool,
    fate: Fate,
}

impl Letter {
    fn from(from: usize) -> Self {
        Self {
            from,
            relation: None,
            note: None,
            purpose: None,
            days_ago: 0,
            viewed: false,
            fate: Fate::Pending,
        }
    }

    fn to(self, to: usize) -> PendingInvitation {
        let Self { from, relation, note, purpose, days_ago, viewed, fate } = self;
        PendingInvitation { from, to, relation, note, purpose, days_ago, viewed, fate }
    }
}

/// Lets the first member that fits write to `to`; where the network is too small to have one, the first that is
/// free. Whether a relation is backed is for `letter` to see to.
fn from_somebody(
    standing: &mut Standing<'_>,
    to: usize,
    fits: impl Fn(&Standing<'_>, usize) -> bool,
    letter: impl Fn(usize) -> Letter,
) {
    let free = |standing: &Standing<'_>, member: usize| member >= COUNT && standing.free(member, to);
    let everybody = || COUNT..standing.people.len();
    let somebody = everybody()
        .find(|&member| free(standing, member) && fits(standing, member))
        .or_else(|| everybody().find(|&member| free(standing, member)));
    if let Some(from) = somebody {
        standing.add(letter(from).to(to));
    }
}

fn shared_connections(standing: &Standing<'_>, a: usize, b: usize) -> usize {
    standing.neighbours[a].iter().filter(|other| standing.neighbours[b].contains(other)).count()
}

fn received(standing: &mut Standing<'_>, today: i32) {
    let people = standing.people;
    let elif = &people[FULL_INBOX].life;
    let full = |member: usize| people[member].life.diligence == Diligence::Full;
    let given = |member: usize| people[member].given_in_latin.as_str();
    let works = |member: usize| {
        people[member].life.posts.first().filter(|post| post.employer.is_some() && post.to.is_none())
    };
    let makes = |member: usize| {
        works(member)
            .and_then(|post| post.employer)
            .is_some_and(|employer| EMPLOYERS[employer].fields.contains(&Field::Making))
    };
    let shared = |standing: &Standing<'_>, member: usize| shared_connections(standing, member, FULL_INBOX);
    let colleague = |from: usize| graph::worked_together(&people[from].life, elif, today);
    let classmate = |from: usize| graph::studied_together(&people[from].life, elif);
    let group = |from: usize| graph::shared_groups(&people[from], &people[FULL_INBOX]).first().copied();

    // Personal, from people with a past in common.
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| full(m) && colleague(m).is_some() && shared(s, m) > 1,
        |from| {
            let relation = colleague(from).map(|(position, _)| Relation::Colleague { position });
            let note = format!(
                "Hej Elif! We never had the same project, but everybody I liked at work spoke well of you. I'd like to keep in touch. {}",
                given(from)
            );
            Letter { relation, note: Some(note), purpose: Some(Purpose::KeepInTouch), ..Letter::from(from) }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| full(m) && classmate(m).is_some(),
        |from| {
            let relation = classmate(from).map(|(education, _)| Relation::Classmate { education });
            let note = format!(
                "Elif! You lent me a bone folder in the second year and I never gave it back. It has travelled. Coffee, one day? {}",
                given(from)
            );
            Letter {
                relation,
                note: Some(note),
                purpose: Some(Purpose::KeepInTouch),
                days_ago: 1,
                ..Letter::from(from)
            }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| full(m) && group(m).is_some(),
        |from| {
            let relation = group(from).map(|group| Relation::Group { group });
            let note = format!(
                "Hello Elif, your thread on labels for wet hands was the best thing in our group this year. I work on something close and would like to follow yours. {}",
                given(from)
            );
            Letter {
                relation,
                note: Some(note),
                purpose: Some(Purpose::SharedInterest),
                days_ago: 1,
                ..Letter::from(from)
            }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| {
            full(m)
                && people[m].life.city == City::Gothenburg
                && people[m].origin.language == Language::Swedish
        },
        |from| {
            let relation = Some(Relation::Met { place: "Design Week, Göteborg".to_owned() });
            let note = format!(
                "Hej Elif, tack för pratstunden på Design Week! Jag är den med det trasiga paraplyet. /{}",
                given(from)
            );
            Letter { relation, note: Some(note), days_ago: 2, viewed: true, ..Letter::from(from) }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| people[m].origin.language == Language::Turkish && full(m),
        |from| {
            let note = format!(
                "Merhaba Elif, İstanbul'dan selamlar! Yazılarını severek okuyorum, burada da bağlantıda kalmak isterim. {}",
                given(from)
            );
            Letter { note: Some(note), relation: Some(Relation::Other), days_ago: 3, ..Letter::from(from) }
        },
    );
    // Generic: one with much in common, one with nothing.
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| full(m) && shared(s, m) > 3,
        |from| Letter { days_ago: 2, ..Letter::from(from) },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| shared(s, m) == 0 && full(m) && group(m).is_none(),
        |from| Letter { days_ago: 6, ..Letter::from(from) },
    );
    // From a profile that says hardly anything.
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| people[m].life.diligence == Diligence::Bare && people[m].person.picture_seed.is_none(),
        |from| Letter { note: Some("Hi".to_owned()), days_ago: 4, ..Letter::from(from) },
    );
    // Somebody who wants to learn.
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| people[m].life.born > today - 27 * 12 && works(m).is_some() && shared(s, m) == 0,
        |from| {
            let note = format!(
                "Dear Elif, I'm at the very beginning and would like to do what you do. I have no question yet, only admiration for the rain tests. May I follow along? {}",
                given(from)
            );
            Letter {
                note: Some(note),
                purpose: Some(Purpose::ChangeCareer),
                days_ago: 5,
                ..Letter::from(from)
            }
        },
    );
    // Hiring, done well; selling, openly; selling, not so.
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| people[m].life.field == Field::People && works(m).is_some(),
        |from| {
            let employer = works(from).map_or("a small team", |post| post.spelling);
            let note = format!(
                "Hello Elif, I hire for {employer}. We look for somebody to lead design; the salary is in the advert. If you are happy where you are, no answer needed. {}",
                given(from)
            );
            Letter { note: Some(note), purpose: Some(Purpose::Hiring), days_ago: 7, ..Letter::from(from) }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |_, m| people[m].life.field == Field::Selling && makes(m),
        |from| {
            let employer = works(from).map_or("a small firm", |post| post.spelling);
            let note = format!(
                "Hello Elif, I'll be open: I work in sales for {employer} and would like to show you something you did not ask for. If it is not for you, ignore me. {}",
                given(from)
            );
            Letter {
                note: Some(note),
                purpose: Some(Purpose::Selling),
                days_ago: 8,
                viewed: true,
                ..Letter::from(from)
            }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| people[m].life.field == Field::Selling && shared(s, m) == 0,
        |from| {
            let note = "Hi Elif! I help leaders like you 10x their pipeline 🚀 15 minutes this week? Tuesday 10:00 or Wednesday 14:00?";
            Letter { note: Some(note.to_owned()), days_ago: 9, ..Letter::from(from) }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| shared(s, m) == 0,
        |from| {
            let note = "Elif, I have tried to reach you several times. Please accept so that I can send you the details.";
            Letter { note: Some(note.to_owned()), days_ago: 11, viewed: true, ..Letter::from(from) }
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| full(m) && shared(s, m) > 0,
        |from| Letter {
            relation: Some(Relation::Friend),
            note: Some(format!("Ha, found you! Choir on Thursday? {}", given(from))),
            days_ago: 13,
            ..Letter::from(from)
        },
    );
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| shared(s, m) > 0,
        |from| Letter { days_ago: 41, ..Letter::from(from) },
    );
}

fn archived(standing: &mut Standing<'_>) {
    let anybody = |_: &Standing<'_>, _: usize| true;
    from_somebody(standing, FULL_INBOX, anybody, |from| Letter {
        note: Some("Let's connect!".to_owned()),
        days_ago: 30,
        viewed: true,
        fate: Fate::Ignored,
        ..Letter::from(from)
    });
    from_somebody(standing, FULL_INBOX, anybody, |from| Letter {
        days_ago: 52,
        viewed: true,
        fate: Fate::Ignored,
        ..Letter::from(from)
    });
    from_somebody(
        standing,
        FULL_INBOX,
        |s, m| s.people[m].life.field == Field::Selling,
        |from| Letter {
            note: Some(
                "🔥🔥 LAST SPOTS 🔥🔥 Webinar: Unlock your true potential. I saved a seat for you, Elif!!!"
                    .to_owned(),
            ),
            days_ago: 24,
            viewed: true,
            fate: Fate::Marked,
            ..Letter::from(from)
        },
    );
}

fn sent(standing: &mut Standing<'_>, today: i32) {
    let people = standing.people;
    let full = |member: &Member| member.life.diligence == Diligence::Full;
    let to_somebody = |standing: &mut Standing<'_>, letter: Letter, fits: &dyn Fn(usize) -> bool| {
        let somebody =
            (COUNT..people.len()).find(|&to| full(&people[to]) && standing.free(letter.from, to) && fits(to));
        if let Some(to) = somebody {
            let note = letter.note.as_ref().map(|note| note.replace("{first}", &people[to].given_in_latin));
            standing.add(Letter { note, ..letter }.to(to));
        }
    };
    let elif = || Letter::from(FULL_INBOX);
    let note = |text: &str| Some(text.to_owned());
    let worked = |to: usize| graph::worked_together(&people[FULL_INBOX].life, &people[to].life, today);
    // The latest common position is the current one or the one before; each is offered where it fits.
    for (position, days_ago, viewed) in [(0, 1, false), (1, 12, true)] {
        to_somebody(
            standing,
            Letter {
                relation: Some(Relation::Colleague { position }),
                note: note(
                    "Hi {first}, we were in the same corridor for years and only ever nodded. Time to change that. Elif",
                ),
                purpose: Some(Purpose::WorkedTogether),
                days_ago,
                viewed,
                ..elif()
            },
            &|to| worked(to).is_some_and(|(index, _)| index == position),
        );
    }
    let near: Vec<bool> =
        (0..people.len()).map(|to| shared_connections(standing, FULL_INBOX, to) > 2).collect();
    to_somebody(standing, Letter { days_ago: 0, ..elif() }, &|to| near[to]);
    to_somebody(standing, Letter { days_ago: 160, ..elif() }, &|to| {
        people[to].life.field == Field::Logistics
    });
    to_somebody(
        standing,
        Letter {
            note: note("Hi {first}, wrong button, sorry!"),
            days_ago: 33,
            fate: Fate::Withdrawn,
            ..elif()
        },
        &|_| true,
    );
    to_somebody(
        standing,
        Letter {
            note: note("Dear {first}, I liked your article on ferry timetables. Elif"),
            days_ago: 215,
            viewed: true,
            fate: Fate::Expired,
            ..elif()
        },
        &|to| people[to].person.joined_days_ago > 220 && people[to].life.field == Field::Press,
    );
    let noor = Letter {
        relation: Some(Relation::Colleague { position: 0 }),
        note: note(
            "Hello {first}, I started at Hartmann & Söhne in spring, in structures. I believe we share a printer. Noor",
        ),
        days_ago: 1,
        ..Letter::from(NEWCOMER)
    };
    let newcomer = &people[NEWCOMER].life;
    let before = standing.invitations.len();
    to_somebody(standing, noor, &|to| graph::worked_together(newcomer, &people[to].life, today).is_some());
    if standing.invitations.len() == before {
        to_somebody(standing, Letter { days_ago: 1, ..Letter::from(NEWCOMER) }, &|_| true);
    }
}
