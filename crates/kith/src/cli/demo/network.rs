//! From invented people to a past that can be played: names parsed, months made into moments.

use anyhow::{Context, Result, anyhow};
use jiff::Timestamp as Moment;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kith_app::population::{Closeness, Fate, Founded, Invited, Past, Settler, Talk};
use kith_domain::invitations::Place;
use kith_domain::text::{
    Address, Degree, Employer, GroupAbout, GroupName, Handle, Headline, Interest, Location, MessageText,
    MetAt, Name, School, Summary, TextRefused, Title,
};
use kith_domain::time::{Month, Period, Span, Timestamp};
use kith_media::{LARGE, MEDIUM, SMALL};
use kith_synthetic::{Network, Relation, Role};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;
/// What happened within this many days is told as news.
const NEWS_DAYS: i64 = 14;
/// Who joined within this many days did nothing before.
const NEWCOMER_DAYS: u32 = 31;

/// The month of a moment, as the invention wants it.
pub(crate) fn month_of(now: Timestamp) -> Result<(i32, u8)> {
    let day = Moment::from_millisecond(now.0)?.to_zoned_datetime(TimeZone::UTC).date();
    Ok((i32::from(day.year()), u8::try_from(day.month())?))
}

/// The past of an invented network, as it would have been until `now`.
pub(crate) fn past(network: Network, password: &str, now: Timestamp) -> Result<Past> {
    let pictures = pictures(&network);
    let mut invitations = Vec::with_capacity(network.edges.len() + network.pending.len());
    let newcomer = |member: usize| network.members[member].joined_days_ago <= NEWCOMER_DAYS;
    let joined = |member: usize| Timestamp(now.0 - i64::from(network.members[member].joined_days_ago) * DAY);
    let mut since: Vec<Timestamp> = (0..network.members.len()).map(joined).collect();

    for (number, edge) in network.edges.iter().enumerate() {
        let mut chance = Chance::new(number as u64);
        let (from_month, to_month) = month(edge.since)?;
        let until = to_month.min(now.0 - HOUR);
        let mut accepted = from_month + chance.below((until - from_month).max(1));
        let mut sent = accepted - HOUR - chance.below(5 * DAY);
        for member in [edge.from, edge.to] {
            if newcomer(member) {
                sent = sent.max(joined(member).0 + HOUR);
            }
        }
        accepted = accepted.max(sent + HOUR).min(now.0);
        let viewed_at = Some(Timestamp(sent + (accepted - sent) / 2));
        invitations.push(Invited {
            from: edge.from,
            to: edge.to,
            sent_at: Timestamp(sent),
            closeness: edge.relation.as_ref().map(closeness).transpose()?,
            note: edge.note.clone(),
            purpose: None,
            place: chance.place(),
            viewed_at,
            fate: Fate::Accepted(Timestamp(accepted)),
        });
    }
    for (number, pending) in network.pending.iter().enumerate() {
        let mut chance = Chance::new(!(number as u64));
        let ago = i64::from(pending.days_ago) * DAY + HOUR / 4 + chance.below(20 * HOUR);
        let sent = now.0 - ago;
        let mut moment =
            |from: i64| Timestamp(from + HOUR / 12 + chance.below((now.0 - from - HOUR / 6).max(1)));
        let viewed_at = pending.viewed.then(|| moment(sent));
        let later = moment(viewed_at.map_or(sent, |at| at.0)).min(now);
        invitations.push(Invited {
            from: pending.from,
            to: pending.to,
            sent_at: Timestamp(sent),
            closeness: pending.relation.as_ref().map(closeness).transpose()?,
            note: pending.note.clone(),
            purpose: pending.purpose,
            place: chance.place(),
            viewed_at,
            fate: match pending.fate {
                kith_synthetic::Fate::Pending => Fate::Open,
                kith_synthetic::Fate::Ignored => Fate::Ignored(later),
                kith_synthetic::Fate::Marked => Fate::Marked(later),
                kith_synthetic::Fate::Withdrawn => Fate::Withdrawn(later),
                kith_synthetic::Fate::Expired => Fate::Expired,
            },
        });
    }
    for invitation in &invitations {
        for member in [invitation.from, invitation.to] {
            since[member] = since[member].min(invitation.sent_at - Span::days(1));
        }
    }
    let told_from = now - Span::days(NEWS_DAYS);
    Ok(Past {
        members: members(&network, pictures, &since)?,
        groups: network.groups.iter().map(group).collect::<Result<_>>()?,
        invitations,
        talks: network.conversations.iter().map(|talk| conversation(talk, now)).collect::<Result<_>>()?,
        password: Some(password.to_owned()),
        told_from,
    })
}

/// Everybody's picture, drawn on all cores.
fn pictures(network: &Network) -> Vec<Vec<(u32, Vec<u8>)>> {
    let seeds: Vec<Option<u64>> = network.members.iter().map(|member| member.picture_seed).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = seeds.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let drawing: Vec<_> = seeds
            .chunks(share)
            .map(|seeds| {
                let drawn = |seed: &Option<u64>| seed.map(portrait).unwrap_or_default();
                (seeds.len(), scope.spawn(move || seeds.iter().map(drawn).collect::<Vec<_>>()))
            })
            .collect();
        drawing
            .into_iter()
            // Whoever cannot be drawn has no picture.
            .flat_map(|(count, thread)| thread.join().unwrap_or_else(|_| vec![Vec::new(); count]))
            .collect()
    })
}

/// A drawn picture in the sizes that an upload is kept in, each with the length of its edge in pixels.
fn portrait(seed: u64) -> Vec<(u32, Vec<u8>)> {
    let drawn = kith_media::draw::portrait(seed);
    vec![(SMALL, drawn.small.bytes), (MEDIUM, drawn.medium.bytes), (LARGE, drawn.large.bytes)]
}

fn members(
    network: &Network,
    pictures: Vec<Vec<(u32, Vec<u8>)>>,
    since: &[Timestamp],
) -> Result<Vec<Settler>> {
    let people = network.members.iter().zip(pictures).zip(since);
    people
        .map(|((person, picture), joined_at)| {
            let period = |from, to: Option<_>| -> Result<Period> {
                let month = |(year, month)| Month::new(year, month).context("a month of a career");
                let to = to.map(month).transpose()?;
                Period::new(Some(month(from)?), to).context("a period of a career")
            };
            Ok(Settler {
                name: text(Name::parse(&person.name), &person.name)?,
                handle: text(Handle::parse(&person.handle), &person.handle)?,
                address: Some(text(Address::parse(&person.email), &person.email)?),
                headline: optional(person.headline.as_deref(), Headline::parse)?,
                summary: optional(person.summary.as_deref(), Summary::parse)?,
                location: optional(person.location.as_deref(), Location::parse)?,
                positions: person
                    .positions
                    .iter()
                    .map(|held| {
                        let employer = text(Employer::parse(&held.employer), &held.employer)?;
                        let title = text(Title::parse(&held.title), &held.title)?;
                        Ok((employer, title, period(held.from, held.to)?))
                    })
                    .collect::<Result<_>>()?,
                educations: person
                    .educations
                    .iter()
                    .map(|stay| {
                        let school = text(School::parse(&stay.school), &stay.school)?;
                        let degree = optional(stay.degree.as_deref(), Degree::parse)?;
                        Ok((school, degree, period(stay.from, stay.to)?))
                    })
                    .collect::<Result<_>>()?,
                interests: person
                    .interests
                    .iter()
                    .map(|interest| text(Interest::parse(interest), interest))
                    .collect::<Result<_>>()?,
                groups: person.groups.clone(),
                picture,
                moderator: person.role == Role::Moderator,
                joined_at: *joined_at,
            })
        })
        .collect()
}

fn group(group: &kith_synthetic::Group) -> Result<Founded> {
    Ok(Founded {
        name: text(GroupName::parse(group.name), group.name)?,
        about: Some(text(GroupAbout::parse(group.about), group.about)?),
    })
}

fn conversation(talk: &kith_synthetic::Conversation, now: Timestamp) -> Result<Talk> {
    let written = talk.messages.iter().map(|message| {
        let at = Timestamp(now.0 - i64::from(message.minutes_ago) * 60_000);
        Ok((message.from, text(MessageText::parse(&message.text), &message.text)?, at))
    });
    Ok(Talk { between: talk.between, messages: written.collect::<Result<_>>()? })
}

fn closeness(relation: &Relation) -> Result<Closeness> {
    Ok(match relation {
        Relation::Colleague { position } => Closeness::Colleague(*position),
        Relation::Classmate { education } => Closeness::Classmate(*education),
        Relation::Business { position } => Closeness::Business(*position),
        Relation::Friend => Closeness::Friend,
        Relation::Group { group } => Closeness::Group(*group),
        Relation::Met { place } => Closeness::Met(text(MetAt::parse(place), place)?),
        Relation::Other => Closeness::Other,
    })
}

/// The first moment of a month, and the first after it.
fn month((year, month): (i32, u8)) -> Result<(i64, i64)> {
    let first = |year: i32, month: u8| -> Result<i64> {
        let day = date(i16::try_from(year)?, i8::try_from(month)?, 1);
        Ok(day.to_zoned_datetime(TimeZone::UTC)?.timestamp().as_millisecond())
    };
    let next = if month == 12 { first(year + 1, 1) } else { first(year, month + 1) };
    Ok((first(year, month)?, next?))
}

fn text<T>(parsed: Result<T, TextRefused>, written: &str) -> Result<T> {
    parsed.map_err(|refused| anyhow!("{written:?} is refused: {}", refused.code()))
}

fn optional<T>(written: Option<&str>, parse: impl Fn(&str) -> Result<T, TextRefused>) -> Result<Option<T>> {
    written.map(|written| text(parse(written), written)).transpose()
}

/// Small accidents of an invented past, the same each time.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((i128::from(self.0 >> 33) * i128::from(bound.max(1))) >> 31).unwrap_or(0)
    }

    fn place(&mut self) -> Place {
        [Place::Profile, Place::Profile, Place::Search, Place::Suggestions, Place::PhoneMenu]
            [usize::try_from(self.below(5)).unwrap_or(0)]
    }
}
