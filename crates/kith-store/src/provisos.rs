//! What is to be heeded about a member wherever others meet them: written with the member's own row, and read beside the
//! rows of whoever looks, on every server.

use kith_domain::id::MemberId;
use kith_domain::profile::{Audience, MemberStatus};
use kith_domain::time::Timestamp;

use crate::engine::{Step, Touch, args, statements};

statements! {
    PUT_AWAY = "provisos/put_away";
    PUT_WISHES = "provisos/put_wishes";
    PUT_RENAMED = "provisos/put_renamed";
}

/// The member is there for others from now on, or no longer.
pub(crate) fn present(member: MemberId, status: MemberStatus) -> Step {
    PUT_AWAY.step(args![member.0, status != MemberStatus::Active], Touch::One)
}

/// What a member wishes of how others meet them, where it is another wish than before.
pub(crate) fn wishes(member: MemberId, before: (Audience, bool), after: (Audience, bool)) -> Option<Step> {
    let (visible_to, takes_introductions) = after;
    let row = args![member.0, visible_to != Audience::Connections, !takes_introductions];
    (before != after).then(|| PUT_WISHES.step(row, Touch::One))
}

/// The member goes by another name since `at` (R11.4).
pub(crate) fn renamed(member: MemberId, at: Timestamp) -> Step {
    PUT_RENAMED.step(args![member.0, at.0], Touch::One)
}
