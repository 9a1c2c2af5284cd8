//! A hidden fact never shows (R2.4).

use std::collections::BTreeSet;

use kith_domain::common_ground::{Common, Shared, common_ground, visible_shared};
use kith_domain::id::{GroupId, MemberId, PositionId};
use kith_domain::invitations::{Card, Claim, ClaimCheck, check_claim, starters};
use kith_domain::profile::{Audience, Completeness, Membership, Position, Profile};
use kith_domain::text::{Employer, GroupName, Interest, Title};
use kith_domain::time::{Month, Period};
use proptest::prelude::*;

use crate::world::{DAWN, preset, profile};

fn audience() -> impl Strategy<Value = Audience> {
    prop_oneof![3 => Just(Audience::Connections), 1 => Just(Audience::Nobody)]
}

/// Somebody with some of three groups, three interests and two employers.
fn somebody(id: i64) -> impl Strategy<Value = Profile> {
    let employers =
        proptest::collection::vec((0..2_usize, 2000..2010_i32, proptest::option::of(0..5_i32)), 0..4);
    let some = |n: i64| proptest::collection::btree_set(0..n, 0..=3);
    (audience(), some(3), some(3), employers).prop_map(move |(audience, groups, interests, employers)| {
        let mut somebody = profile(MemberId(id), "Somebody");
        somebody.connections_visible_to = audience;
        let group = |n: &i64| Membership {
            group: GroupId(n + 1),
            name: GroupName::parse(&format!("Group {n}")).expect("a name"),
        };
        somebody.groups = groups.iter().map(group).collect();
        let interest = |n: &i64| Interest::parse(["rowing", "Rust", "C++"][*n as usize]).expect("a word");
        somebody.interests = interests.iter().map(interest).collect();
        let month = |year| Month::new(year, 6);
        somebody.positions = employers
            .iter()
            .zip(1..)
            .map(|((which, from, years), n)| Position {
                id: PositionId(n),
                employer: Employer::parse(["Acme", "ACME Ltd"][*which]).expect("a name"),
                title: Title::parse("Engineer").expect("a title"),
                period: Period::new(month(*from), years.and_then(|y| month(from + y))).expect("a period"),
            })
            .collect();
        somebody
    })
}

fn shared() -> impl Strategy<Value = Vec<Shared>> {
    proptest::collection::vec(audience(), 0..20).prop_map(|audiences| {
        let shared = |(n, audience): (usize, Audience)| Shared {
            id: MemberId(100 + n as i64),
            name: format!("Shared {n}"),
            connections_visible_to: audience,
        };
        audiences.into_iter().enumerate().map(shared).collect()
    })
}

proptest! {
    #[test]
    fn a_hidden_fact_never_shows_r2_4(
        one in somebody(1),
        other in somebody(2),
        all in shared(),
        though_hidden: bool,
    ) {
        let (mine, theirs) = (one.connections_visible_to, other.connections_visible_to);
        let visible = visible_shared(mine, theirs, though_hidden, all.clone());
        let count = u32::try_from(visible.len()).unwrap();
        let ground = common_ground(&one, &other, &visible, count);
        let hides = |a: Audience| a == Audience::Nobody;
        for fact in &ground.facts {
            match fact {
                Common::Connection { member_id, .. } => {
                    prop_assert!(!hides(mine) && !hides(theirs), "one of the two hides the list");
                    let m = all.iter().find(|m| m.id == *member_id).expect("somebody shared");
                    prop_assert!(though_hidden || !hides(m.connections_visible_to), "{} hides theirs", m.name);
                }
                Common::Group { group_id, .. } => {
                    let is_in = |p: &Profile| p.groups.iter().any(|m| m.group == *group_id);
                    prop_assert!(is_in(&one) && is_in(&other));
                }
                Common::Interest { text } => {
                    prop_assert!(one.interests.iter().any(|i| i.as_str() == text));
                    prop_assert!(other.interests.iter().any(|i| i.as_str() == text));
                }
                Common::Employer { text, together } => {
                    prop_assert!(!one.positions.is_empty());
                    prop_assert!(other.positions.iter().any(|p| p.employer.as_str() == text));
                    if let Some(together) = together {
                        let covers = |p: &Profile| p.positions.iter().any(|p| p.period.overlap(*together) == Some(*together));
                        prop_assert!(covers(&one) && covers(&other), "both were there all that time");
                    }
                }
                Common::School { .. } => prop_assert!(false, "nobody went to school"),
            }
        }
        if hides(mine) || hides(theirs) {
            prop_assert_eq!(ground.shared_connections, 0, "not even how many");
        }
        if !though_hidden {
            let shown = all.iter().filter(|m| !hides(m.connections_visible_to)).count();
            prop_assert!(ground.shared_connections as usize <= shown);
        }
        prop_assert_eq!(ground.is_empty(), ground.facts.is_empty() && ground.shared_connections == 0);
    }

    #[test]
    fn what_two_share_they_share_both_ways_r2_4_r2_6(one in somebody(1), other in somebody(2)) {
        let keys = |a: &Profile, b: &Profile| -> BTreeSet<String> {
            let ground = common_ground(a, b, &[], 0);
            let key = |fact: &Common| match fact {
                Common::Employer { text, together } => {
                    format!("{} {together:?}", Employer::parse(text).expect("a name").key())
                }
                Common::Group { .. } | Common::Connection { .. } | Common::Interest { .. } | Common::School { .. } => {
                    format!("{fact:?}")
                }
            };
            let keys: BTreeSet<String> = ground.facts.iter().map(key).collect();
            assert_eq!(keys.len(), ground.facts.len(), "no fact twice");
            keys
        };
        // Of two stays of the same length either may be told, so the employers' dates are left out.
        let undated = |keys: BTreeSet<String>| -> BTreeSet<String> {
            keys.into_iter().map(|k| k.split(" Some(").next().unwrap_or_default().to_owned()).collect()
        };
        prop_assert_eq!(undated(keys(&one, &other)), undated(keys(&other, &one)));
    }

    #[test]
    fn the_card_and_the_starters_hold_what_may_be_shown_and_nothing_else_f8_r2_4(
        one in somebody(1),
        other in somebody(2),
        all in shared(),
    ) {
        let ground_of = |shown: &[Shared]| {
            let visible = visible_shared(one.connections_visible_to, other.connections_visible_to, false, shown.to_vec());
            let count = u32::try_from(visible.len()).unwrap();
            common_ground(&one, &other, &visible, count)
        };
        // Were those who hide their list not there at all, nothing would read otherwise.
        let open: Vec<Shared> = all.iter().filter(|m| m.connections_visible_to != Audience::Nobody).cloned().collect();
        let (ground, without) = (ground_of(&all), ground_of(&open));
        prop_assert_eq!(&ground, &without);
        let policy = preset("standard");
        let card = |ground| Card::new(ground, None, &Completeness::of(one.held(), &policy), DAWN);
        prop_assert_eq!(card(ground.clone()), card(without.clone()));
        let notes = |ground: &[Common]| starters("Ana Lee", "Ben", ground, 100, 300);
        prop_assert_eq!(notes(&ground.facts), notes(&without.facts));
    }

    #[test]
    fn a_checked_claim_tells_what_the_profile_lists_whatever_is_hidden_f8(
        one in somebody(1),
        other in somebody(2),
        audiences in (audience(), audience()),
    ) {
        let (mut hiding, mut hidden) = (one.clone(), other.clone());
        (hiding.connections_visible_to, hidden.connections_visible_to) = audiences;
        for position in &one.positions {
            let claim = Claim::Colleague(position.id);
            let checked = check_claim(&claim, &one, &other).expect("a profile can support it");
            prop_assert_eq!(Some(checked), check_claim(&claim, &hiding, &hidden));
            let at = |p: &&Position| p.employer.key() == position.employer.key();
            let listed: Vec<&Position> = other.positions.iter().filter(at).collect();
            let together = listed.iter().any(|p| p.period.overlap(position.period).is_some());
            let expected = match (listed.is_empty(), together) {
                (true, _) => ClaimCheck::NotListed,
                (false, true) => ClaimCheck::Matches,
                (false, false) => ClaimCheck::OtherYears,
            };
            prop_assert_eq!(checked.check, expected);
            prop_assert_eq!(check_claim(&Claim::Business(position.id), &one, &other), None);
        }
        for membership in &one.groups {
            let both = other.groups.iter().any(|m| m.group == membership.group);
            let checked = check_claim(&Claim::Group(membership.group), &one, &other).expect("checked");
            prop_assert_eq!(checked.check == ClaimCheck::Matches, both);
        }
        prop_assert_eq!(check_claim(&Claim::Friend, &one, &other), None);
    }
}
