//! Stories: tables that read like the rules, played in a [`World`].
//!
//! ```text
//! ana  sends      ben  note="We met at RustConf"   sent
//! after 30s
//! ben  views      ana                              ok
//! ana  withdraws  ben                              no_longer_possible     // R8.4
//! ```
//!
//! A line is who, does what, to whom, with what, and what comes of it. Besides the acts there are
//! `given ana sent=2999` (how things stand), `ana agrees`, `ana sees ben pending` (the state of her
//! latest invitation to him in her eyes), `ben finds ana ignored` (of hers to him in his; `nothing`
//! where he must not know of it), `ana counts sent=1` and `ana shares ben 2` (facts of common ground).

use std::collections::BTreeMap;

use kith_domain::id::{EducationId, GroupId, MemberId, PositionId};
use kith_domain::invitations::{Claim, Purpose, StateForRecipient, StateForSender};
use kith_domain::profile::{Audience, Education, MemberStatus, Membership, Position};
use kith_domain::standing::AGREEMENT_VERSION;
use kith_domain::text::{Employer, GroupName, MetAt, School, Title};
use kith_domain::time::{Period, Span};

use crate::world::{Act, Ask, World};

/// Plays a story under a preset, once with ids that rise in the order of appearance and once with
/// ids that fall: which of the two is the lower one must never matter.
pub(crate) fn story(preset: &str, script: &str) {
    for falling in [false, true] {
        Play::new(World::new(preset), falling).plays(script);
    }
}

/// A world with names for its members.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    pub(crate) world: World,
    names: BTreeMap<String, MemberId>,
    falling: bool,
    /// Whether counters were given rather than counted, so that they follow from nothing.
    given_counters: bool,
}

impl Play {
    pub(crate) fn new(world: World, falling: bool) -> Self {
        Self { world, names: BTreeMap::new(), falling, given_counters: false }
    }

    /// Who goes by a name; signs up when first named.
    pub(crate) fn who(&mut self, name: &str) -> MemberId {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        let nth = i64::try_from(self.names.len()).expect("few members") + 1;
        let id = self.world.joins(if self.falling { 10_000 - nth } else { nth }, name);
        self.names.insert(name.to_owned(), id);
        id
    }

    /// Plays every line, and checks after each what must always hold.
    pub(crate) fn plays(&mut self, script: &str) {
        for (number, line) in script.lines().enumerate() {
            let told = line.split("//").next().unwrap_or_default();
            let words = words(told);
            if words.is_empty() {
                continue;
            }
            let (came, expected) = self.line(&words);
            assert_eq!(came, expected, "line {}: {}", number + 1, line.trim());
            if !self.given_counters {
                self.world.check();
            }
        }
    }

    /// Plays one line: what came of it, and what was expected to.
    fn line(&mut self, words: &[String]) -> (String, String) {
        let word = |n: usize| words.get(n).map(String::as_str).unwrap_or_default();
        match (word(0), word(1)) {
            ("after", span) => {
                self.world.wait(span.parse::<Span>().expect("a span"));
                return (String::new(), String::new());
            }
            ("given", name) => {
                let who = self.who(name);
                for setting in &words[2..] {
                    self.given(who, setting);
                }
                return (String::new(), String::new());
            }
            _ => {}
        }
        let (by, verb) = (self.who(word(0)), word(1));
        let settings = |from: usize| words[from..].iter().take_while(|w| w.contains('=')).count();
        let rest = |from: usize| words[from..].join(" ");
        match verb {
            "counts" => {
                let came = words[2..].iter().map(|w| self.count(by, w.split('=').next().unwrap_or_default()));
                return (came.collect::<Vec<_>>().join(" "), rest(2));
            }
            "agrees" => {
                let count = settings(2);
                let (mut version, mut tick) = (AGREEMENT_VERSION, true);
                for (key, value) in words[2..2 + count].iter().filter_map(|w| w.split_once('=')) {
                    match key {
                        "version" => version = value.parse().expect("a number"),
                        "tick" => tick = value == "yes",
                        other => panic!("{other} is nothing one agrees with"),
                    }
                }
                let decided = self.world.decide_agreement(by, version, tick);
                return (self.world.commit(decided), rest(2 + count));
            }
            _ => {}
        }
        let other = self.who(word(2));
        let came = match verb {
            "sends" => {
                let count = settings(3);
                let ask = ask(&words[3..3 + count]);
                return (self.world.send(by, other, ask), rest(3 + count));
            }
            "sees" => self.seen_by_sender(by, other),
            "finds" => self.found_by_recipient(by, other),
            "shares" => {
                let ground = self.world.ground(by, other);
                let facts: Vec<String> =
                    ground.facts.iter().map(kith_domain::invitations::sentence).collect();
                if facts.is_empty() { "nothing".to_owned() } else { facts.join(" ") }
            }
            verb => match Act::of(verb) {
                Some(act) => self.world.act(by, act, other),
                None => panic!("nobody {verb} anybody"),
            },
        };
        (came, rest(3))
    }

    fn seen_by_sender(&self, by: MemberId, other: MemberId) -> String {
        let Some(invitation) = self.world.latest(by, other) else { return "nothing".into() };
        sender_word(invitation.state_for_sender(self.world.now)).into()
    }

    fn found_by_recipient(&self, by: MemberId, other: MemberId) -> String {
        let relation = self.world.relation(by, other);
        let open = self.world.open(by, other).filter(|open| open.sender == other && !relation.blocked());
        recipient_word(open.and_then(|open| open.state_for_recipient(self.world.now))).into()
    }

    fn count(&self, of: MemberId, what: &str) -> String {
        let s = &self.world.standings[&of];
        let number = match what {
            "sent" => s.sent,
            "pending" => s.pending,
            "connections" => s.connections.into(),
            "week" => s.week.used_at(self.world.now, kith_domain::standing::WEEK),
            "restrictions" => s.restrictions.into(),
            "marks" => self.world.counting_besides(of, MemberId(0)).into(),
            other => panic!("nobody counts {other}"),
        };
        format!("{what}={number}")
    }

    fn given(&mut self, who: MemberId, setting: &str) {
        let (key, value) = setting.split_once('=').unwrap_or((setting, ""));
        let world = &mut self.world;
        let member = world.members.get_mut(&who).expect("signed up");
        let standing = world.standings.get_mut(&who).expect("signed up");
        let profile = &mut member.profile;
        self.given_counters |= matches!(key, "sent" | "connections");
        match key {
            "sent" => standing.sent = value.parse().expect("a number"),
            "granted" => standing.granted = value.parse().expect("a number"),
            "connections" => {
                standing.connections = value.parse().expect("a number");
                profile.connections = standing.connections;
            }
            "unverified" => member.verified = false,
            "suspended" => profile.person.status = MemberStatus::Suspended,
            "closed" => profile.person.status = MemberStatus::Closed,
            "hides_connections" => profile.connections_visible_to = Audience::Nobody,
            "bare" => {
                (profile.person.picture, profile.person.headline, profile.summary) = (None, None, None);
                profile.recommendations = 0;
            }
            "position" => {
                let (id, employer, period) = place(value);
                let employer = Employer::parse(employer).expect("an employer");
                let title = Title::parse("Engineer").expect("a title");
                profile.positions.push(Position { id: PositionId(id), employer, title, period });
            }
            "school" => {
                let (id, school, period) = place(value);
                let school = School::parse(school).expect("a school");
                profile.educations.push(Education { id: EducationId(id), school, degree: None, period });
            }
            "group" => {
                let (id, name) = value.split_once(':').expect("a number and a name");
                profile.groups.push(Membership {
                    group: GroupId(id.parse().expect("a number")),
                    name: GroupName::parse(name).expect("a name"),
                });
            }
            "interest" => profile.interests.push(kith_domain::text::Interest::parse(value).expect("a word")),
            other => panic!("{other} is nothing that can be given"),
        }
    }
}

/// `1:Acme:2010-01..2014-12`, the dates as far as they are known.
fn place(value: &str) -> (i64, &str, Period) {
    let mut parts = value.splitn(3, ':');
    let id = parts.next().and_then(|id| id.parse().ok()).expect("a number");
    let name = parts.next().expect("a name");
    let (from, to) = parts.next().and_then(|dates| dates.split_once("..")).unwrap_or(("", ""));
    (id, name, Period::new(from.parse().ok(), to.parse().ok()).expect("a period"))
}

fn ask(settings: &[String]) -> Ask {
    let mut ask = Ask { address: Some(false), ..Ask::default() };
    for (key, value) in settings.iter().filter_map(|w| w.split_once('=')) {
        match key {
            "note" => ask.note = Some(value.to_owned()),
            "as" => ask.claim = Some(claim(value)),
            "for" => {
                let known =
                    |p: &Purpose| serde_json::to_string(p).is_ok_and(|w| w.trim_matches('"') == value);
                ask.purpose = Some(Purpose::ALL.into_iter().find(known).expect("a purpose"));
            }
            "address" => {
                ask.address = match value {
                    "right" => Some(true),
                    "wrong" => Some(false),
                    "untried" => None,
                    other => panic!("an address is not {other}"),
                }
            }
            other => panic!("{other} is nothing one sends"),
        }
    }
    ask
}

fn claim(value: &str) -> Claim {
    let (kind, of) = value.split_once(':').unwrap_or((value, ""));
    let id = || of.parse().expect("a number");
    match kind {
        "colleague" => Claim::Colleague(PositionId(id())),
        "classmate" => Claim::Classmate(EducationId(id())),
        "business" => Claim::Business(PositionId(id())),
        "friend" => Claim::Friend,
        "group" => Claim::Group(GroupId(id())),
        "met" => Claim::Met(MetAt::parse(of).expect("a place")),
        "other" => Claim::Other,
        "unknown" => Claim::Unknown,
        other => panic!("nobody knows anybody as {other}"),
    }
}

pub(crate) fn sender_word(state: StateForSender) -> &'static str {
    match state {
        StateForSender::Held => "held",
        StateForSender::Pending => "pending",
        StateForSender::Asked => "asked",
        StateForSender::Accepted => "accepted",
        StateForSender::Withdrawn => "withdrawn",
        StateForSender::Expired => "expired",
        StateForSender::Undeliverable => "undeliverable",
    }
}

pub(crate) fn recipient_word(state: Option<StateForRecipient>) -> &'static str {
    match state {
        None => "nothing",
        Some(StateForRecipient::Pending) => "pending",
        Some(StateForRecipient::Snoozed) => "snoozed",
        Some(StateForRecipient::Ignored) => "ignored",
        Some(StateForRecipient::Marked) => "marked",
        Some(StateForRecipient::Reported) => "reported",
        Some(StateForRecipient::Accepted) => "accepted",
    }
}

/// The words of a line; what stands in double quotes is one, without them.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut().expect("never empty").push(c),
        }
    }
    assert!(!quoted, "a quote without its end: {line}");
    words.retain(|word| !word.is_empty());
    words
}
