//! What is to be heeded about a member wherever others meet them: written with the member's own row, and read beside the
//! rows of whoever looks, on every server.

use std::collections::HashMap;

use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, MemberStatus};
use kith_domain::time::Timestamp;

use crate::engine::{Fault, Query, Row, Step, Touch, args, statements};

statements! {
    PUT_AWAY = "provisos/put_away";
    PUT_WISHES = "provisos/put_wishes";
    PUT_RENAMED = "provisos/put_renamed";
    DROP_EMPTY = "provisos/drop_empty";
    AMONG = "provisos/among" per engine;
}

/// What keeps a member out of what is told of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Heeds {
    /// They are not there for others.
    pub(crate) away: bool,
    /// They hide their own list.
    pub(crate) hides_connections: bool,
    /// They are not to be asked for introductions.
    pub(crate) refuses_introductions: bool,
}

/// What is to be heeded about some of these members; [`heeded`] reads the answer.
pub(crate) fn among(members: impl Iterator<Item = MemberId>) -> Query {
    AMONG.with(args![listed(members)])
}

/// Ids as one argument, in JSON: the only list that both databases take.
pub(crate) fn listed(members: impl Iterator<Item = MemberId>) -> String {
    let listed: Vec<String> = members.map(|member| member.0.to_string()).collect();
    format!("[{}]", listed.join(","))
}

/// What is to be heeded, by member; whoever is not there has nothing.
pub(crate) fn heeded(rows: &[Row]) -> Result<HashMap<MemberId, Heeds>, Fault> {
    rows.iter()
        .map(|row| {
            Ok((
                MemberId(row.int(0)?),
                Heeds {
                    away: row.flag(1)?,
                    hides_connections: row.flag(2)?,
                    refuses_introductions: row.flag(3)?,
                },
            ))
        })
        .collect()
}

/// The member is there for others from now on, or no longer.
pub(crate) fn present(member: MemberId, status: MemberStatus) -> [Step; 2] {
    put(member, PUT_AWAY.step(args![member.0, status != MemberStatus::Active], Touch::One))
}

/// What a member wishes of how others meet them, where it is another wish than before.
pub(crate) fn wishes(member: MemberId, before: (Audience, bool), after: (Audience, bool)) -> Vec<Step> {
    if before == after {
        return Vec::new();
    }
    let (visible_to, takes_introductions) = after;
    let row = args![member.0, visible_to != Audience::Connections, !takes_introductions];
    put(member, PUT_WISHES.step(row, Touch::One)).into()
}

/// What is put, and no row where nothing is left to heed.
fn put(member: MemberId, step: Step) -> [Step; 2] {
    [step, DROP_EMPTY.step(args![member.0], Touch::AtMostOne)]
}

/// The member goes by another name since `at` (R11.4).
pub(crate) fn renamed(member: MemberId, at: Timestamp) -> Step {
    PUT_RENAMED.step(args![member.0, at.0], Touch::One)
}
