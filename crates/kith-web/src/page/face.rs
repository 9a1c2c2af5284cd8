use kith_domain::id::MemberId;
use kith_domain::profile::Person;

/// How many hues there are; `.avatar--h0` and so on in the style sheet.
const HUES: u64 = 12;

/// A member's picture, or the initials that stand in for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// One or two letters.
    pub initials: String,
    /// 0 to 11, always the same for a member.
    pub hue: u64,
    /// The picture's address.
    pub picture: Option<String>,
}

impl Face {
    /// What stands for several people together.
    pub fn group() -> Self {
        Self { initials: "3".to_owned(), hue: 0, picture: None }
    }

    /// The face of a member.
    pub fn of(person: &Person) -> Self {
        Self {
            initials: initials(person.name.as_str()),
            hue: hue(person.id),
            picture: person.picture.map(|version| format!("/pictures/{}/{version}", person.id)),
        }
    }
}

/// The first letters of the first and the last word; of one where the script writes names in one.
fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).take(2).collect()
}

/// Spread by the golden ratio, since ids made one after the other are close to each other.
fn hue(member: MemberId) -> u64 {
    (member.0.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % HUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word_in_any_script() {
        for (name, letters) in [
            ("Ann Lee", "AL"),
            ("Óscar Gutiérrez-Ñuñez", "ÓG"),
            ("田中 美咲", "田美"),
            ("Madonna", "M"),
            ("(Jo) von der Au", "JA"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }

    #[test]
    fn neighbours_do_not_all_have_one_hue() {
        let hues: std::collections::HashSet<_> = (1..40).map(|id| hue(MemberId(id))).collect();
        assert!(hues.len() > 8 && hues.iter().all(|hue| *hue < HUES));
    }
}
