//! The transition table: every state two members can be in, times every command by either of them.
//!
//! Under each command stands what it answers and what is between the two afterwards; `=` is no change.

use std::fmt::Write;

use kith_domain::id::MemberId;
use kith_domain::relation::{Answer, Between, Relation};
use kith_domain::time::{Span, Timestamp};

use crate::story::{Play, recipient_word, sender_word};
use crate::world::{Act, Ask, World};

/// Every state, and how one gets there. ana is S, ben is R.
const STATES: [(&str, &str); 45] = [
    ("nothing", ""),
    ("held", "ana sends ben sent"),
    ("open", OPEN),
    ("viewed", VIEWED),
    ("ignored", IGNORED),
    ("ignored, viewed", "ana sends ben sent\nafter 30s\nben views ana ok\nben ignores ana ok\nafter 1h"),
    ("marked, inside ten minutes", "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok"),
    ("marked", MARKED),
    (
        "mark taken back",
        "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nben unmarks ana ok\nafter 1h",
    ),
    ("asked", ASKED),
    (
        "asked, answered",
        "ana sends ben sent\nafter 30s\nben asks ana ok\nafter 1d\nana replies ben ok\nafter 1h",
    ),
    ("asked, then ignored", "ana sends ben sent\nafter 30s\nben asks ana ok\nben ignores ana ok\nafter 1h"),
    ("set aside", "ana sends ben sent\nafter 30s\nben snoozes ana ok\nafter 1h"),
    ("set aside, and back", "ana sends ben sent\nafter 30s\nben snoozes ana ok\nafter 14d"),
    ("set aside, and told", "ana sends ben sent\nafter 30s\nben defers ana ok\nafter 1h"),
    ("reported", "ana sends ben sent\nafter 30s\nben reports ana ok\nafter 1h"),
    (
        "marked, then reported",
        "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nben reports ana ok",
    ),
    ("expired", "ana sends ben sent\nafter 180d"),
    ("expired, viewed", "ana sends ben sent\nafter 30s\nben views ana ok\nafter 180d"),
    ("expired, ignored", "ana sends ben sent\nafter 30s\nben ignores ana ok\nafter 180d"),
    ("expired, marked", "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nafter 180d"),
    ("expired, its cooldown over", "ana sends ben sent\nafter 201d"),
    (
        "expired, marked, the cooldown over",
        "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nafter 201d",
    ),
    ("undone", "ana sends ben sent\nana undoes ben ok"),
    ("withdrawn, cooling down", WITHDRAWN),
    ("withdrawn, its cooldown over", "ana sends ben sent\nafter 30s\nana withdraws ben ok\nafter 21d"),
    (
        "withdrawn after a mark, its cooldown over",
        "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nana withdraws ben ok\nafter 21d",
    ),
    ("connected", CONNECTED),
    ("connected by crossing", "ana sends ben sent\nafter 1h\nben sends ana connected"),
    ("connected by crossing a held one", "ana sends ben sent\nben sends ana connected"),
    ("connected on terms", "ana sends ben sent\nafter 30s\nben admits ana ok\nafter 1h"),
    (
        "connected on terms, too long ago to decline",
        "ana sends ben sent\nafter 30s\nben admits ana ok\nafter 14d",
    ),
    (
        "connected on terms, S limits as well",
        "ana sends ben sent\nafter 30s\nben admits ana ok\nana limits ben ok",
    ),
    ("following each other", "ana sends ben sent\nafter 30s\nben follows ana ok\nafter 1h"),
    (
        "narrowed by S",
        "ana sends ben sent\nafter 30s\nben accepts ana connected\nana narrows ben ok\nafter 1h",
    ),
    ("terms declined", "ana sends ben sent\nafter 30s\nben follows ana ok\nana declines ben ok\nafter 1h"),
    (
        "disconnected",
        "ana sends ben sent\nafter 30s\nben accepts ana connected\nben disconnects ana ok\nafter 1h",
    ),
    ("blocked by S", "ana blocks ben ok"),
    ("blocked by R", "ben blocks ana ok"),
    ("blocked by both", "ana blocks ben ok\nben blocks ana ok"),
    ("open, then blocked by S", "ana sends ben sent\nafter 30s\nana blocks ben ok"),
    ("held, then blocked by R", "ana sends ben sent\nben blocks ana ok"),
    ("open, then blocked by R", "ana sends ben sent\nafter 30s\nben blocks ana ok\nafter 1h"),
    (
        "open, blocked and unblocked by R",
        "ana sends ben sent\nafter 30s\nben blocks ana ok\nben unblocks ana ok\nafter 1h",
    ),
    (
        "connected, then blocked by S",
        "ana sends ben sent\nafter 30s\nben accepts ana connected\nana blocks ben ok",
    ),
];

const ASKED: &str = "ana sends ben sent\nafter 30s\nben asks ana ok\nafter 1h";
const OPEN: &str = "ana sends ben sent\nafter 1h";
const VIEWED: &str = "ana sends ben sent\nafter 30s\nben views ana ok\nafter 1h";
const IGNORED: &str = "ana sends ben sent\nafter 30s\nben ignores ana ok\nafter 1h";
const MARKED: &str = "ana sends ben sent\nafter 30s\nben ignores ana ok\nben marks ana ok\nafter 10m";
const WITHDRAWN: &str = "ana sends ben sent\nafter 30s\nana withdraws ben ok\nafter 1h";
const CONNECTED: &str = "ana sends ben sent\nafter 30s\nben accepts ana connected\nafter 1h";

#[test]
fn every_state_times_every_command_r8_1_r8_4_r8_5_r10_1_r10_6_r10_7_r10_8_r11_7() {
    let table = table(false);
    assert_eq!(table, self::table(true), "which of the two has the lower id must not matter");
    insta::assert_snapshot!("transitions", table);
}

fn table(falling: bool) -> String {
    let mut table = String::new();
    for (state, script) in STATES {
        let mut play = Play::new(World::new("standard"), falling);
        let (ana, ben) = (play.who("ana"), play.who("ben"));
        play.plays(script);
        writeln!(table, "## {state}\n   {}\n", described(&play.world, ana, ben)).expect("a string");
        for (name, by, other) in [("ana", ana, ben), ("ben", ben, ana)] {
            let mut rows: Vec<(Vec<&str>, String, String)> = Vec::new();
            let mut row = |verb: &'static str, does: &dyn Fn(&mut World) -> String| {
                let mut world = play.world.clone();
                let answer = does(&mut world);
                world.check();
                let after = described(&world, ana, ben);
                let same = world.journal.len() == play.world.journal.len();
                assert_eq!(same, after == described(&play.world, ana, ben), "{state}: {name} {verb}");
                let after = if same { "=".to_owned() } else { after };
                match rows.iter_mut().find(|(_, a, b)| *a == answer && *b == after) {
                    Some((verbs, _, _)) => verbs.push(verb),
                    None => rows.push((vec![verb], answer, after)),
                }
            };
            row("sends", &|world| world.send(by, other, Ask::default()));
            for (act, verb) in Act::ALL {
                row(verb, &|world| world.act(by, act, other));
            }
            for (verbs, answer, after) in rows {
                writeln!(table, "{name} {}\n      {answer}  {after}", verbs.join(", ")).expect("a string");
            }
        }
        table.push('\n');
    }
    table
}

/// What stands between ana and ben, what each of them may know of it, and what it adds up to.
fn described(world: &World, ana: MemberId, ben: MemberId) -> String {
    let relation = world.relation(ana, ben);
    let name = |member: MemberId| if member == ana { "ana" } else { "ben" };
    let mut words = vec![match &relation.between {
        Between::Nothing => "nothing open".to_owned(),
        Between::Connected { inviter, .. } => format!("connected, {} invited", name(*inviter)),
        Between::Following { inviter, .. } => format!("following each other, {} invited", name(*inviter)),
        Between::Invited(open) => {
            let (sender, other) = (open.sender, relation.pair.other(open.sender));
            let shown = if relation.blocked() { None } else { open.state_for_recipient(world.now) };
            let invitation = &world.invitations[&open.id];
            let viewed = if open.viewed_at.is_some() { ", viewed" } else { "" };
            let (s, r) = (sender_word(invitation.state_for_sender(world.now)), recipient_word(shown));
            let edited = if invitation.note.is_some() { ", edited" } else { "" };
            let over = Span::milliseconds(open.expires_at.0 - world.now.0);
            let moved = open.expires_at != open.sent_at + world.policy.expiry.after;
            let moved = if moved { format!(", over in {over}") } else { String::new() };
            let exchanges = invitation.exchanges.len();
            let asked = if exchanges > 0 { format!(", {exchanges} asked") } else { String::new() };
            let told = if invitation.not_now.is_some() { ", told" } else { "" };
            let aside = match open.answer {
                Answer::Snoozed { until } if until > world.now => {
                    format!(" for {}", Span::milliseconds(until.0 - world.now.0))
                }
                Answer::None
                | Answer::Ignored { .. }
                | Answer::Marked { .. }
                | Answer::Reported { .. }
                | Answer::Snoozed { .. } => String::new(),
            };
            format!(
                "{} sees {s}, {} finds {r}{aside}{viewed}{edited}{asked}{told}{moved}",
                name(sender),
                name(other)
            )
        }
    }];
    for member in [ana, ben] {
        words.extend(stance(&relation, member, name(member), world.now));
    }
    for pair in [(ana, ben), (ben, ana)] {
        words.extend(
            world.follows.contains(&pair).then(|| format!("{} follows {}", name(pair.0), name(pair.1))),
        );
    }
    for member in [ana, ben] {
        let s = &world.standings[&member];
        if s.sent > 0 {
            words.push(format!("{} sent {}, pending {}", name(member), s.sent, s.pending));
        }
    }
    let marks: Vec<_> = world.marks.iter().filter(|(_, mark)| !mark.taken_back).collect();
    words.extend(marks.iter().map(|((of, by), _)| format!("{} counted against {}", name(*by), name(*of))));
    if !world.reports.is_empty() {
        words.push(format!("reports {}", world.reports.len()));
    }
    if let Some(last) = world.latest_between(ana, ben)
        && matches!(relation.between, Between::Nothing)
    {
        words.push(format!("{} sees {}", name(last.from), sender_word(last.state_for_sender(world.now))));
    }
    words.join("; ")
}

fn stance(relation: &Relation, member: MemberId, name: &str, now: Timestamp) -> Vec<String> {
    let stance = relation.stance(member);
    let waits = (stance.may_invite_from > now).then(|| {
        let span = Span::milliseconds(stance.may_invite_from.0 - now.0);
        format!("{name} waits {span}")
    });
    let blocks = stance.blocks.then(|| format!("{name} blocks"));
    let closed = stance.closed.then(|| format!("{name} has closed the door"));
    let limits = stance.limits.then(|| format!("{name} limits"));
    let follow_only = stance.follow_only.then(|| format!("{name} wants to follow only"));
    let pause = stance
        .no_pitches
        .map(|pause| format!("{name} wants no pitches for {}", Span::milliseconds(pause.until.0 - now.0)));
    [blocks, closed, limits, follow_only, pause, waits].into_iter().flatten().collect()
}
