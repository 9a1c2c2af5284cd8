//! What members tell about themselves, and two members as they meet.

use std::cmp::Reverse;

use kith_domain::common_ground::Shared;
use kith_domain::connections::Degree;
use kith_domain::contact_details::{ContactDetails, ContactEmail, PhoneNumber, Website};
use kith_domain::door::DoorPolicy;
use kith_domain::follows::FollowedBy;
use kith_domain::id::{EducationId, GroupId, MemberId, PositionId};
use kith_domain::invitations::{Earlier, Language};
use kith_domain::profile::{Audience, Education, MemberStatus, Membership, Person, Position, Profile};
use kith_domain::relation::{Pair, Relation};
use kith_domain::standing::Standing;
use kith_domain::text::{
    Degree as DegreeText, Employer, GroupName, Handle, Headline, Interest, Location, Name, School, Summary,
    Title,
};
use kith_domain::time::{Month, Period, Timestamp};

use crate::codes::Code;
use crate::engine::{Fault, FaultKind, Query, Row, args, statements};
use crate::{Store, prints, relations, standing, unknown};

statements! {
    PERSON = "profiles/person";
    FACTS = "profiles/facts";
    PERSONS = "profiles/persons";
    NAME_STANDS = "profiles/name_stands";
}

/// A member's profile with what only the member and the software need to know.
#[derive(Debug, Clone)]
pub struct Account {
    /// The profile.
    pub profile: Profile,
    /// The language the generic text is shown in (R1.3).
    pub language: Language,
    /// Whether single keys do something.
    pub shortcuts: bool,
    /// Whether an address of theirs is confirmed.
    pub verified: bool,
    /// Whether they moderate.
    pub moderator: bool,
    /// The version of the row, for `ETag` and `If-Match`.
    pub version: i64,
    /// When they joined.
    pub joined_at: Timestamp,
    /// Whom they let in, and what they ask for (F7).
    pub door: DoorPolicy,
    /// Whether they may be asked to introduce others (R4.3).
    pub takes_introductions: bool,
    /// Whether they take outreach messages (R4.6).
    pub takes_outreach: bool,
    /// Who may follow them.
    pub followed_by: FollowedBy,
}

/// Two members as they meet: all that is known to show or decide something between them, read at one instant.
#[derive(Debug, Clone)]
pub struct Encounter {
    /// What stands between them.
    pub relation: Relation,
    /// The one who looks or acts.
    pub one: Account,
    /// That one's standing.
    pub standing: Standing,
    /// The other one.
    pub other: Account,
    /// How far apart they are.
    pub degree: Option<Degree>,
    /// Connections they share, of those who may be shown.
    pub shared: Vec<Shared>,
    /// How many those are in all.
    pub shared_count: u32,
    /// The prints of the one's notes of late, as far as they were asked for (F10).
    pub earlier: Vec<Earlier>,
}

/// How many shared connections an encounter names.
const SHARED_NAMED: u32 = 12;

impl Store {
    /// A member with the profile; nothing where there is none.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn account(&self, member: MemberId) -> Result<Option<Account>, Fault> {
        let rows = self.engine.fetch(account(member).into()).await?;
        decode_account(member, &rows)
    }

    /// Two members as they meet; nothing where either is not there. The prints of the one's own notes are read from
    /// `prints_since` on, where one is held against them (F10).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn encounter(
        &self,
        one: MemberId,
        pair: Pair,
        though_hidden: bool,
        prints_since: Option<Timestamp>,
    ) -> Result<Option<Encounter>, Fault> {
        let sought = self.seek_shared(&[pair], SHARED_NAMED).await?;
        let mut queries = met(one, pair);
        queries.extend(prints_since.map(|since| prints::recent(one, since)));
        queries.extend(sought.queries());
        let rows = self.engine.fetch(queries).await?;
        let Some((mut encounter, rest)) = decode_met(one, pair, &rows)? else { return Ok(None) };
        let (printed, about_shared) = rest.split_at(usize::from(prints_since.is_some()).min(rest.len()));
        encounter.earlier = printed.first().map_or(Ok(Vec::new()), |rows| prints::decode(rows))?;
        encounter.degree = relations::degree_of(&encounter.relation, self.degree(pair).await?);
        let told = self.told(sought, about_shared, though_hidden).await?;
        (encounter.shared, encounter.shared_count) = told.into_iter().next().unwrap_or_default();
        Ok(Some(encounter))
    }

    /// Members as others meet them in a list, in the order asked for; one that is not there is left out.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn persons(&self, members: &[MemberId]) -> Result<Vec<Person>, Fault> {
        let queries = members.iter().map(|member| PERSONS.with(args![member.0])).collect();
        let rows = self.engine.fetch(queries).await?;
        rows.iter().flatten().map(decode_person).collect()
    }

    /// What a list's rows tell of the members whose ids stand in their first column; a row about one that is not there is
    /// left out.
    pub(crate) async fn with_people<T>(
        &self,
        rows: &[Row],
        tell: impl Fn(&Row, Person) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let queries = rows.iter().map(|row| Ok(PERSONS.with(args![row.int(0)?])));
        let people = self.engine.fetch(queries.collect::<Result<_, Fault>>()?).await?;
        let found = rows.iter().zip(&people).filter_map(|(row, people)| Some((row, people.first()?)));
        found.map(|(row, person)| tell(row, decode_person(person)?)).collect()
    }

    /// Whether what a member sent at `sent_at` may still be shown to whom it was sent: they are active, and under no
    /// other name since (R11.4).
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn stands_behind(&self, member: MemberId, sent_at: Timestamp) -> Result<bool, Fault> {
        Ok(self.engine.row(NAME_STANDS.with(args![member.0, sent_at.0])).await?.is_some())
    }
}

/// What every encounter reads.
fn met(one: MemberId, pair: Pair) -> Vec<Query> {
    let mut queries = Vec::with_capacity(2 + 2 * ACCOUNT_QUERIES + 3);
    queries.extend([relations::read(pair), standing::read(one)]);
    queries.extend(account(one));
    queries.extend(account(pair.other(one)));
    queries
}

/// An encounter without what the two share, and the answers that tell it.
type Met<'a> = (Encounter, &'a [Vec<Row>]);

/// An encounter from the answers to [`met`] and the answers that come after; nothing where either is not there.
fn decode_met(one: MemberId, pair: Pair, rows: &[Vec<Row>]) -> Result<Option<Met<'_>>, Fault> {
    let [relation, standing, accounts @ ..] = rows else { return Err(too_few()) };
    let Some((mine, theirs)) = accounts.split_at_checked(ACCOUNT_QUERIES) else { return Err(too_few()) };
    let Some((theirs, rest)) = theirs.split_at_checked(ACCOUNT_QUERIES) else { return Err(too_few()) };
    let (Some(mine), Some(theirs), Some(standing)) =
        (decode_account(one, mine)?, decode_account(pair.other(one), theirs)?, standing.first())
    else {
        return Ok(None);
    };
    let encounter = Encounter {
        relation: relations::decode(pair, relation.first())?,
        standing: standing::decode(one, standing)?,
        one: mine,
        other: theirs,
        degree: None,
        shared: Vec::new(),
        shared_count: 0,
        earlier: Vec::new(),
    };
    Ok(Some((encounter, rest)))
}

fn too_few() -> Fault {
    Fault::new(FaultKind::Bug, "read an encounter", "too few answers")
}

/// How many queries read an account.
pub(crate) const ACCOUNT_QUERIES: usize = 2;

pub(crate) fn account(member: MemberId) -> [Query; ACCOUNT_QUERIES] {
    [&PERSON, &FACTS].map(|statement| statement.with(args![member.0]))
}

/// A member as others meet them in a list, from the columns of `profiles/persons`.
pub(crate) fn decode_person(row: &Row) -> Result<Person, Fault> {
    Ok(Person {
        id: MemberId(row.int(0)?),
        handle: Handle::stored(row.text(1)?.to_owned()),
        name: Name::stored(row.text(2)?.to_owned()),
        headline: row.opt_text(3)?.map(|text| Headline::stored(text.to_owned())),
        location: row.opt_text(4)?.map(|text| Location::stored(text.to_owned())),
        picture: row.opt_int(5)?,
        status: MemberStatus::read(row.int(6)?)?,
    })
}

pub(crate) fn decode_account(member: MemberId, rows: &[Vec<Row>]) -> Result<Option<Account>, Fault> {
    let [person, facts] = rows else {
        return Err(Fault::new(FaultKind::Bug, "read a profile", "too few answers"));
    };
    let Some(row) = person.first() else { return Ok(None) };
    let small = |column| -> Result<u32, Fault> { Ok(u32::try_from(row.int(column)?).unwrap_or(u32::MAX)) };
    let person = Person {
        id: member,
        handle: Handle::stored(row.text(0)?.to_owned()),
        name: Name::stored(row.text(1)?.to_owned()),
        headline: row.opt_text(2)?.map(|text| Headline::stored(text.to_owned())),
        location: row.opt_text(3)?.map(|text| Location::stored(text.to_owned())),
        picture: row.opt_int(4)?,
        status: MemberStatus::read(row.int(5)?)?,
    };
    let Listed { positions, educations, interests, groups } = listed(facts)?;
    let profile = Profile {
        person,
        summary: row.opt_text(6)?.map(|text| Summary::stored(text.to_owned())),
        connections_visible_to: Audience::read(row.int(7)?)?,
        positions,
        educations,
        interests,
        groups,
        connections: small(15)?,
        recommendations: small(8)?,
        contact: ContactDetails {
            email: row.opt_text(20)?.map(|text| ContactEmail::stored(text.to_owned())),
            phone: row.opt_text(21)?.map(|text| PhoneNumber::stored(text.to_owned())),
            website: row.opt_text(22)?.map(|text| Website::stored(text.to_owned())),
        },
    };
    Ok(Some(Account {
        profile,
        language: Language::of(row.text(9)?).unwrap_or_default(),
        shortcuts: row.flag(10)?,
        verified: row.flag(11)?,
        moderator: row.flag(12)?,
        version: row.int(13)?,
        joined_at: Timestamp(row.int(14)?),
        door: door(row.opt_text(16)?)?,
        takes_introductions: row.flag(17)?,
        takes_outreach: row.flag(18)?,
        followed_by: FollowedBy::read(row.int(19)?)?,
    }))
}

/// The door of a member; open where none is stored.
fn door(stored: Option<&str>) -> Result<DoorPolicy, Fault> {
    let Some(stored) = stored else { return Ok(DoorPolicy::default()) };
    serde_json::from_str(stored).map_err(|error| Fault::new(FaultKind::Corrupt, "read a door policy", error))
}

/// What a profile lists, each in the order in which it is shown.
#[derive(Default)]
struct Listed {
    positions: Vec<Position>,
    educations: Vec<Education>,
    interests: Vec<Interest>,
    groups: Vec<Membership>,
}

fn listed(rows: &[Row]) -> Result<Listed, Fault> {
    let mut listed = Listed::default();
    let (mut interests, mut groups) = (Vec::new(), Vec::new());
    for row in rows {
        match row.int(0)? {
            1 => listed.positions.push(position(row)?),
            2 => listed.educations.push(education(row)?),
            3 => interests.push((row.int(1)?, row.text(3)?, Interest::stored(row.text(2)?.to_owned()))),
            4 => groups.push((row.int(4)?, membership(row)?)),
            other => return Err(unknown("part", other)),
        }
    }
    // What goes on comes first, then what ended last.
    let latest = |period: &Period, id: i64| Reverse((period.to.is_none(), period.to, period.from, id));
    listed.positions.sort_by_key(|position| latest(&position.period, position.id.0));
    listed.educations.sort_by_key(|education| latest(&education.period, education.id.0));
    interests.sort_unstable_by_key(|(place, key, _)| (*place, *key));
    listed.interests = interests.into_iter().map(|(.., interest)| interest).collect();
    groups.sort_unstable_by_key(|(since, membership)| Reverse((*since, membership.group.0)));
    listed.groups = groups.into_iter().map(|(_, membership)| membership).collect();
    Ok(listed)
}

fn position(row: &Row) -> Result<Position, Fault> {
    Ok(Position {
        id: PositionId(row.int(1)?),
        employer: Employer::stored(row.text(2)?.to_owned()),
        title: Title::stored(row.text(3)?.to_owned()),
        period: period(row)?,
    })
}

fn education(row: &Row) -> Result<Education, Fault> {
    Ok(Education {
        id: EducationId(row.int(1)?),
        school: School::stored(row.text(2)?.to_owned()),
        degree: row.opt_text(3)?.map(|text| DegreeText::stored(text.to_owned())),
        period: period(row)?,
    })
}

fn membership(row: &Row) -> Result<Membership, Fault> {
    Ok(Membership { group: GroupId(row.int(1)?), name: GroupName::stored(row.text(2)?.to_owned()) })
}

fn period(row: &Row) -> Result<Period, Fault> {
    let month =
        |column| -> Result<Option<Month>, Fault> { Ok(row.opt_int(column)?.and_then(Month::from_index)) };
    Ok(Period { from: month(4)?, to: month(5)? })
}
