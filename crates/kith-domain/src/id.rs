//! Identifiers: 64-bit integers made by the application, ordered by time.
//!
//! JavaScript cannot hold 64 bits, so on every wire they are decimal strings.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is no identifier: not a positive decimal number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not an id")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                match text.parse::<i64>() {
                    Ok(id) if plain && id > 0 => Ok(Self(id)),
                    Ok(_) | Err(_) => Err(NotAnId),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// A member of the network.
    MemberId;
    /// One invitation; a re-invitation has a new one.
    InvitationId;
    /// A position held, on one member's profile.
    PositionId;
    /// A stay at a school, on one member's profile.
    EducationId;
    /// A group of members.
    GroupId;
    /// A conversation of two members.
    ConversationId;
    /// An introduction.
    IntroductionId;
    /// One message of a conversation.
    MessageId;
    /// A line in a member's list of news on the site.
    NotificationId;
    /// A case that moderators decide.
    CaseId;
    /// A warning of the moderators to a member.
    WarningId;
    /// A signed-in browser or a token of the API.
    SessionId;
    /// A restriction of a member's standing.
    RestrictionId;
    /// A request for more invitations.
    AllowanceRequestId;
    /// A movement of an allowance besides the invitations sent.
    MovementId;
    /// A report to the moderators.
    ReportId;
    /// A message to somebody one is not connected with.
    OutreachId;
    /// A line in the ledger of a member's credits.
    CreditEntryId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_positive_decimal_number_and_nothing_else() {
        assert_eq!("42".parse(), Ok(MemberId(42)));
        for bad in ["", "0", "-1", "+1", " 1", "1 ", "0x1", "9223372036854775808", "١"] {
            assert_eq!(bad.parse::<MemberId>(), Err(NotAnId), "{bad:?}");
        }
    }

    #[test]
    fn on_the_wire_an_id_is_a_string() {
        assert_eq!(serde_json::to_string(&MemberId(7)).unwrap(), "\"7\"");
        assert_eq!(serde_json::from_str::<MemberId>("\"7\"").unwrap(), MemberId(7));
        assert!(serde_json::from_str::<MemberId>("7").is_err());
    }
}
