//! S's own rates: as bands, from twenty on, late, and never by what a single person did (R6.2).

use kith_domain::id::MemberId;
use kith_domain::invitations::{Outcome, Place};
use kith_domain::standing::{
    AcceptedBand, BLOCK, Bands, PastInvitation, SETTLES, Standing, UnknownBand, bands, delay, shown_as_of,
};
use kith_domain::time::{Span, Timestamp};
use proptest::prelude::*;

use crate::world::preset;

const START: Timestamp = Timestamp(1_772_442_000_000);

/// What one R did with the invitation sent in hour `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Did {
    Nothing,
    Accepted,
    Marked,
    Reported,
}

fn past(n: usize, did: Did) -> PastInvitation {
    let sent_at = START + Span::seconds(3_600 * n as i64);
    let opens_at = sent_at + Span::seconds(30);
    let (accepted, after) = (did == Did::Accepted, opens_at + Span::days(1));
    PastInvitation {
        place: Place::Profile,
        sent_at,
        opens_at,
        expires_at: sent_at + Span::days(180),
        outcome: if accepted { Outcome::Accepted } else { Outcome::Open },
        ended_at: accepted.then_some(after),
        marked_at: (did == Did::Marked).then_some(after),
        mark_stands: did == Did::Marked,
        reported_at: (did == Did::Reported).then_some(after),
    }
}

fn seen(dids: &[Did], as_of: Timestamp) -> Bands {
    let sent: Vec<_> = dids.iter().enumerate().map(|(n, did)| past(n, *did)).collect();
    bands(&sent, &Standing::new(MemberId(1), 0), &preset("standard"), as_of)
}

fn did() -> impl Strategy<Value = Did> {
    prop_oneof![
        4 => Just(Did::Nothing),
        2 => Just(Did::Accepted),
        2 => Just(Did::Marked),
        1 => Just(Did::Reported),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whoever is taken for the one who marked, S sees the same if another silent one of the same twenty did it.
    #[test]
    fn who_marked_changes_nothing_that_s_can_read_r6_2_r6_1(
        dids in proptest::collection::vec(did(), 0..120), one in 0..120_usize, hours in 0..2_000_i64,
    ) {
        let silent: Vec<usize> = (0..dids.len()).filter(|n| dids[*n] != Did::Accepted).collect();
        prop_assume!(!silent.is_empty());
        let place = one % silent.len();
        let block = &silent[place / BLOCK * BLOCK..silent.len().min((place / BLOCK + 1) * BLOCK)];
        let as_of = START + Span::seconds(3_600 * hours);
        for other in block {
            let mut swapped = dids.clone();
            swapped.swap(silent[place], *other);
            prop_assert_eq!(seen(&dids, as_of), seen(&swapped, as_of), "{} and {}", silent[place], other);
        }
    }

    /// Before its twenty are together, what they did is in nothing that S can read.
    #[test]
    fn fewer_than_twenty_silent_people_tell_nothing_r6_2_r6_1(
        dids in proptest::collection::vec(did(), 0..60), hours in 0..2_000_i64,
    ) {
        let quiet = |did: &Did| if *did == Did::Accepted { Did::Accepted } else { Did::Nothing };
        let mut left = dids.iter().filter(|did| **did != Did::Accepted).count() % BLOCK;
        let mut without = dids.clone();
        for did in without.iter_mut().rev().filter(|did| **did != Did::Accepted) {
            if left > 0 {
                (*did, left) = (quiet(did), left - 1);
            }
        }
        let as_of = START + Span::seconds(3_600 * hours);
        prop_assert_eq!(seen(&dids, as_of), seen(&without, as_of));
    }

    /// What is shown moves once a week, and is a week old and more whenever it is looked at.
    #[test]
    fn what_is_shown_is_a_week_old_r6_2_f11(ms in 0..400_000_000_000_i64, chance in any::<u64>()) {
        let drawn = |week: i64| delay(chance.wrapping_mul(31).wrapping_add(week.unsigned_abs()));
        let now = Timestamp(START.0 + ms);
        let as_of = shown_as_of(now, drawn);
        prop_assert!(as_of + Span::days(8) <= now && now < as_of + Span::days(21));
        let later = shown_as_of(now + Span::days(7), drawn);
        prop_assert!(later == as_of || later == as_of + Span::days(7) || later == as_of + Span::days(14));
        prop_assert!(delay(chance) >= Span::days(1) && delay(chance) <= Span::days(7));
    }

    /// A report is in none of it.
    #[test]
    fn reports_are_in_no_band_r6_2_r6_1(dids in proptest::collection::vec(did(), 0..80)) {
        let silent: Vec<Did> =
            dids.iter().map(|did| if *did == Did::Reported { Did::Nothing } else { *did }).collect();
        let as_of = START + Span::days(60);
        prop_assert_eq!(seen(&dids, as_of), seen(&silent, as_of));
    }
}

#[test]
fn there_are_bands_from_twenty_decided_on_r6_2() {
    let late = START + Span::days(60);
    let nineteen = seen(&[Did::Accepted; 19], late);
    assert_eq!((nineteen.decided, nineteen.accepted, nineteen.unknown), (19, None, None));
    let twenty = seen(&[Did::Accepted; 20], late);
    assert_eq!((twenty.decided, twenty.accepted, twenty.unknown), (20, Some(AcceptedBand::Most), None));
    let silent = seen(&[Did::Nothing; 20], late);
    let (few, hardly) = (Some(AcceptedBand::Few), Some(UnknownBand::HardlyAny));
    assert_eq!((silent.decided, silent.accepted, silent.unknown), (20, few, hardly));
    let early = seen(&[Did::Nothing; 20], START + SETTLES);
    assert_eq!((early.decided, early.unknown), (0, None), "silence has to settle first");
}

#[test]
fn half_of_what_restricts_is_warned_of_when_its_twenty_are_together_f11() {
    let late = START + Span::days(60);
    let mut dids = vec![Did::Nothing; 20];
    dids[3] = Did::Marked;
    dids[9] = Did::Marked;
    assert!(!seen(&dids, late).warning, "two of six");
    dids[11] = Did::Marked;
    assert!(seen(&dids, late).warning, "three of six");
    assert_eq!(seen(&dids, late).unknown, Some(UnknownBand::Many));
    assert!(!seen(&dids[..19], late).warning, "one of nineteen could be told from the others");
    let mut standing = Standing::new(MemberId(1), 0);
    standing.marks_from = START + Span::days(1);
    let sent: Vec<_> = dids.iter().enumerate().map(|(n, did)| past(n, *did)).collect();
    let anew = bands(&sent, &standing, &preset("standard"), late);
    assert!(!anew.warning, "what led to the agreement is not warned of again (R6.5)");
}
