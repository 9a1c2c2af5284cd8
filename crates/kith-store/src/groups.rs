//! Groups, who is in them, and the facts that make members findable by what they share.

use kith_domain::id::{GroupId, MemberId};
use kith_domain::profile::Person;
use kith_domain::text::{GroupAbout, GroupName};
use kith_domain::time::Timestamp;

use crate::apart::{Apart, Kept};
use crate::engine::{Batch, CommitFailure, Fault, Query, Row, Step, Touch, args, statements};
use crate::{Store, roster};

statements! {
    INSERT = "groups/insert";
    CLAIM_NAME = "groups/claim_name";
    OWNER_OF_NAME = "groups/owner_of_name";
    GUARD_THERE = "groups/guard_there";
    HOLD_MEMBER = "groups/hold_member";
    JOIN = "groups/join";
    LEAVE = "groups/leave";
    READ = "groups/read";
    MEMBER_COUNT = "groups/member_count" per engine;
    MEMBERS = "groups/members";
    LIST = "groups/list";
    FIND = "groups/find";
    OF_MEMBER = "groups/of_member";
}

/// A group as one member finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: GroupName,
    /// What it is about.
    pub about: Option<GroupAbout>,
    /// Who made it.
    pub founder: MemberId,
    /// When.
    pub created_at: Timestamp,
    /// Whether the one who asks is in it.
    pub joined: bool,
    /// How many are in it, as the one who asks would count them.
    pub members: u32,
}

/// Which groups are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFilter<'a> {
    /// All of them.
    All,
    /// Those the one who asks is in.
    Joined,
    /// Those with this folded text in their folded name.
    Named(&'a str),
}

impl Store {
    /// Makes a group whose founder is in it, if its name is free and the founder is in fewer than `most` groups.
    ///
    /// # Errors
    /// `Conflict` where the name is taken or the founder is in too many groups.
    pub async fn found_group(&self, group: &Group, name_key: &str, most: usize) -> Result<(), CommitFailure> {
        let mut steps = founded(group, name_key).to_vec();
        steps.extend(joining(group.id, &group.name, group.founder, group.created_at, most));
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// The group of this folded name.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn group_named(&self, name_key: &str) -> Result<Option<GroupId>, Fault> {
        let row = self.engine.row(OWNER_OF_NAME.with(args![name_key])).await?;
        row.map(|row| row.int(0).map(GroupId)).transpose()
    }

    /// Puts a member into a group, if it is there and the member is in fewer than `most`.
    ///
    /// # Errors
    /// `Conflict` where the group is gone, the member is in it already, or is in too many.
    pub async fn join_group(
        &self,
        group: &Group,
        member: MemberId,
        at: Timestamp,
        most: usize,
    ) -> Result<(), CommitFailure> {
        let mut steps = vec![GUARD_THERE.step(args![group.id.0], Touch::One)];
        steps.extend(joining(group.id, &group.name, member, at, most));
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// Takes a member out of a group; without being in it, it changes nothing.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn leave_group(&self, group: GroupId, member: MemberId) -> Result<(), CommitFailure> {
        let steps = vec![
            LEAVE.step(args![member.0, group.0], Touch::AtMostOne),
            roster::drop(roster::group(group), member),
        ];
        self.commit_batch(Batch { steps, journal: Vec::new() }).await.map(drop)
    }

    /// One group as `viewer` finds it.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn group(&self, id: GroupId, viewer: MemberId) -> Result<Option<Group>, Fault> {
        let row = self.engine.row(READ.with(args![id.0, viewer.0])).await?;
        Ok(self.with_counts(row.as_slice(), viewer).await?.pop())
    }

    /// Groups as `viewer` finds them, the newest first, below `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn groups(
        &self,
        viewer: MemberId,
        filter: GroupFilter<'_>,
        before: i64,
        most: u32,
    ) -> Result<Vec<Group>, Fault> {
        let most = i64::from(most);
        let query = match filter {
            GroupFilter::All => LIST.with(args![viewer.0, before, most]),
            GroupFilter::Joined => OF_MEMBER.with(args![viewer.0, before, most]),
            GroupFilter::Named(part) => FIND.with(args![viewer.0, before, most, containing(part)]),
        };
        let rows = self.engine.fetch_long(vec![query]).await?.pop().unwrap_or_default();
        self.with_counts(&rows, viewer).await
    }

    /// Groups with how many are in each, as `viewer` would count them.
    async fn with_counts(&self, groups: &[Row], viewer: MemberId) -> Result<Vec<Group>, Fault> {
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        let apart = self.apart(viewer, Kept::Apart).await?;
        let counts = groups.iter().map(|row| Ok(counted(GroupId(row.int(0)?), &apart)));
        let counts = self.engine.fetch_long(counts.collect::<Result<Vec<Query>, Fault>>()?).await?;
        let group =
            |(row, count): (&Row, &Vec<Row>)| decode(row, count.first().map_or(Ok(0), |row| row.int(0))?);
        groups.iter().zip(&counts).map(group).collect()
    }

    /// Who is in a group as `viewer` finds them, the newest members first, below `before`, at most `most`.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn group_members(
        &self,
        group: GroupId,
        viewer: MemberId,
        before: i64,
        most: u32,
    ) -> Result<Vec<Person>, Fault> {
        let apart = self.apart(viewer, Kept::Apart).await?;
        let query = MEMBERS.with(args![roster::group(group), before, apart.room(most)]);
        let mut rows = self.engine.rows(query).await?;
        apart.leave_out(&mut rows, most)?;
        self.with_people(&rows, |_, person| Ok(person)).await
    }
}

/// The group alone, with its claim on the name; nobody is in it.
pub(crate) fn founded(group: &Group, name_key: &str) -> [Step; 2] {
    let about = group.about.as_ref().map(GroupAbout::as_str);
    let row = args![group.id.0, group.name.as_str(), about, group.founder.0, group.created_at.0];
    [CLAIM_NAME.step(args![name_key, group.id.0], Touch::One), INSERT.step(row, Touch::One)]
}

/// The member's side of being in a group, however many they are in.
pub(crate) fn membership(member: MemberId, group: GroupId, name: &GroupName, since: Timestamp) -> Step {
    JOIN.step(args![member.0, group.0, name.as_str(), since.0, i64::MAX], Touch::One)
}

fn joining(group: GroupId, name: &GroupName, member: MemberId, at: Timestamp, most: usize) -> [Step; 3] {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    [
        HOLD_MEMBER.step(args![member.0], Touch::One),
        JOIN.step(args![member.0, group.0, name.as_str(), at.0, most], Touch::One),
        roster::put(roster::group(group), member, at),
    ]
}

fn counted(group: GroupId, apart: &Apart) -> Query {
    MEMBER_COUNT.with(args![roster::group(group), apart.listed()])
}

/// The pattern of all texts that contain `part`, whatever signs it has.
fn containing(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn decode(row: &Row, members: i64) -> Result<Group, Fault> {
    Ok(Group {
        id: GroupId(row.int(0)?),
        name: GroupName::stored(row.text(1)?.to_owned()),
        about: row.opt_text(2)?.map(|text| GroupAbout::stored(text.to_owned())),
        founder: MemberId(row.int(3)?),
        created_at: Timestamp(row.int(4)?),
        joined: row.flag(5)?,
        members: u32::try_from(members).unwrap_or(u32::MAX),
    })
}
