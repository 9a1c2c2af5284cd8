//! Limits of the note (R1.6), and that what is refused never counts (R5.2).

use kith_domain::invitations::{Note, NoteRefused};
use kith_domain::text::graphemes;
use proptest::prelude::*;

use crate::world::{Act, Ask, World, preset};

proptest! {
    #[test]
    fn a_note_is_kept_whole_or_refused_with_its_length_r1_6(text in "[a-zé👩‍👩‍👧 \n]{0,400}") {
        let policy = preset("standard");
        let trimmed = text.trim();
        match Note::parse(&text, "Guild", "Ana", &policy) {
            Ok(None) => {
                let blank = trimmed.chars().all(|c| c.is_whitespace() || c == '\u{200d}');
                prop_assert!(blank);
            }
            Ok(Some(note)) => {
                let length = graphemes(note.as_str());
                prop_assert!((1..=300).contains(&length));
                prop_assert_eq!(note.as_str().trim(), note.as_str());
                let kept = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(kept(note.as_str()), kept(trimmed), "nothing is cut");
            }
            Err(NoteRefused::TooLong { limit, length }) => {
                prop_assert_eq!(limit, 300);
                prop_assert!(length > 300 && length <= graphemes(trimmed));
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn any_text_at_all_is_a_note_none_or_a_refusal_r1_6(text in any::<String>(), name in any::<String>()) {
        if let Ok(Some(note)) = Note::parse(&text, "Guild", &name, &preset("standard")) {
            prop_assert!((1..=300).contains(&graphemes(note.as_str())));
            let again = Note::parse(note.as_str(), "Guild", &name, &preset("standard"));
            prop_assert_eq!(again, Ok(Some(note)), "reading what was kept keeps it");
        }
    }

    #[test]
    fn what_is_refused_never_counts_r5_2(steps in proptest::collection::vec((0..4_i64, 0..4_i64, 0..16_usize), 0..60)) {
        let mut policy = preset("standard");
        policy.invitations.lifetime = kith_domain::policy::Limit::At(5);
        policy.marks.threshold = 1;
        let mut world = World::under(policy);
        for id in 0..4 {
            world.joins(id + 1, &format!("member {id}"));
        }
        for (by, other, what) in steps {
            let (by, other) = (kith_domain::id::MemberId(by + 1), kith_domain::id::MemberId(other + 1));
            if what == 15 {
                world.wait(kith_domain::time::Span::days(9));
                continue;
            }
            let before = world.standings.clone();
            let sent_before = world.standings[&by].sent;
            let answer = match Act::ALL.get(what) {
                Some((act, _)) if by != other => world.act(by, *act, other),
                Some(_) | None => world.send(by, other, Ask::default()),
            };
            world.check();
            let sent = world.standings[&by].sent;
            match answer.as_str() {
                "sent" => prop_assert_eq!(sent, sent_before + 1),
                "ok" => prop_assert!(sent <= sent_before),
                "connected" => prop_assert_eq!(sent, sent_before),
                _ => prop_assert_eq!(&world.standings, &before, "{}", answer),
            }
        }
    }
}
