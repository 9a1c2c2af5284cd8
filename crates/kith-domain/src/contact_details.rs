//! How to reach a member outside the network: for connections, and not for those whom the member limits (F9).

use std::fmt;

use crate::id::MemberId;
use crate::relation::Relation;
use crate::text::{Address, TextRefused, kept};

/// How to reach a member outside the network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactDetails {
    /// An e-mail address to write to; it need not be one of the account's.
    pub email: Option<ContactEmail>,
    /// A number to call.
    pub phone: Option<PhoneNumber>,
    /// A page of their own.
    pub website: Option<Website>,
}

impl ContactDetails {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether the other one of the two may see the contact details of `of`: they are connected, and `of` does not limit them.
pub fn contact_details_shown(relation: &Relation, of: MemberId) -> bool {
    relation.connected() && !relation.blocked() && !relation.stance(of).limits
}

/// An e-mail address that a member shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactEmail(String);

/// A telephone number as its owner writes it: 5 to 20 digits, with the signs that group them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// The address of a page, with `http` or `https`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Website(String);

impl ContactEmail {
    /// An address of the form of [`Address`].
    ///
    /// # Errors
    /// Empty, or not of that form.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        Ok(Self(Address::parse(text)?.as_str().to_owned()))
    }
}

impl ContactEmail {
    /// The address as the target of a link that writes to it, where these signs would mean something else.
    pub fn target(&self) -> String {
        let signs = [("%", "%25"), ("?", "%3F"), ("&", "%26"), ("#", "%23")];
        signs.iter().fold(self.0.clone(), |target, (sign, code)| target.replace(sign, code))
    }
}

impl PhoneNumber {
    /// The longest it may be, in characters.
    const LIMIT: usize = 32;

    /// A number of 5 to 20 digits; a `+` before it, and spaces and `()-./` in it.
    ///
    /// # Errors
    /// Empty, or not of that form.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        const FORM: TextRefused =
            TextRefused::Malformed("This is no telephone number; write 5 to 20 digits, like +49 30 1234567.");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(TextRefused::Empty);
        }
        let number = text.strip_prefix('+').unwrap_or(&text);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let grouped = number.chars().all(|c| c.is_ascii_digit() || " ()-./".contains(c));
        if !grouped || !(5..=20).contains(&digits) || text.len() > Self::LIMIT {
            return Err(FORM);
        }
        Ok(Self(text))
    }

    /// The number as `tel:` takes it: a `+` and digits.
    pub fn dialled(&self) -> String {
        self.0.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

impl Website {
    /// The longest it may be, in characters.
    const LIMIT: usize = 200;

    /// An address with `http` or `https`; without either it is `https`.
    ///
    /// # Errors
    /// Empty, or not of that form.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        const FORM: TextRefused = TextRefused::Malformed(
            "This is no address of a page; it should look like https://ana.example.org.",
        );
        let text = text.trim();
        if text.is_empty() {
            return Err(TextRefused::Empty);
        }
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        let plain = |c: char| {
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
        };
        let well_formed = matches!(scheme.as_str(), "http" | "https")
            && name.contains('.')
            && name.split('.').all(label)
            && port.len() <= 5
            && port.bytes().all(|b| b.is_ascii_digit())
            && path.chars().all(plain);
        let written = format!("{scheme}://{}{path}", host.to_lowercase());
        if !well_formed || written.chars().count() > Self::LIMIT {
            return Err(FORM);
        }
        Ok(Self(written))
    }
}

impl Website {
    /// The address without the scheme, as people read it.
    pub fn shown(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest.strip_suffix('/').unwrap_or(rest))
    }
}

kept!(ContactEmail, PhoneNumber, Website);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_its_owner_groups_it_and_dialled_without() {
        let number = PhoneNumber::parse("  +49 (0)30  123-456 ").unwrap();
        assert_eq!((number.as_str(), number.dialled().as_str()), ("+49 (0)30 123-456", "+49030123456"));
        for bad in
            ["", "1234", "call me", "+49 30 12345x", "1234567890123456789012", "tel:12345", "49+3012345"]
        {
            assert!(PhoneNumber::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_address_leads_to_itself_whatever_signs_it_has() {
        let email = ContactEmail::parse("a?subject=b&c%d#e@example.org").unwrap();
        assert_eq!(email.target(), "a%3Fsubject=b%26c%25d%23e@example.org");
    }

    #[test]
    fn a_page_has_http_or_https_and_nothing_that_ends_an_attribute() {
        let kept = |text: &str| Website::parse(text).map(|page| page.to_string());
        assert_eq!(kept("ana.example.org").unwrap(), "https://ana.example.org");
        assert_eq!(kept("HTTP://Ana.Example.org/A?b#c").unwrap(), "http://ana.example.org/A?b#c");
        assert_eq!(kept("https://ana.example.org:8443/").unwrap(), "https://ana.example.org:8443/");
        for bad in [
            "",
            "ana",
            "javascript://ana.example.org/%0aalert(1)",
            "javascript:alert(1)",
            "https://ana@example.org",
            "https://-a.org",
            "https://a..org",
            "https://a.org/\"onload=",
            "https://a.org/ b",
            "https://a.org:port/",
        ] {
            assert!(kept(bad).is_err(), "{bad:?}");
        }
        assert!(kept(&format!("https://a.org/{}", "a".repeat(200))).is_err());
    }
}
