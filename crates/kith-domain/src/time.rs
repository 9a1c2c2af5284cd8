//! Time as the rules need it: instants and spans in whole milliseconds, and months of a career.
//!
//! Nothing here reads a clock. `now` is a parameter everywhere (R11.9: UTC only).

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in milliseconds, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of `ms` milliseconds; a negative number is taken as none.
    pub const fn milliseconds(ms: i64) -> Self {
        Self(if ms < 0 { 0 } else { ms })
    }

    /// A span of whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self::milliseconds(seconds.saturating_mul(1_000))
    }

    /// A span of days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self::seconds(days.saturating_mul(86_400))
    }

    /// Its length in milliseconds.
    pub const fn as_milliseconds(self) -> i64 {
        self.0
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

/// The units an operator may write, longest first.
const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// A text that is no span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotASpan(String);

impl fmt::Display for NotASpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no span of time; write a number and a unit: 500ms, 30s, 10m, 24h or 180d", self.0)
    }
}

impl std::error::Error for NotASpan {}

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, NotASpan> {
        let refuse = || NotASpan(text.to_owned());
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: i64 = number.parse().map_err(|_| refuse())?;
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(refuse)?;
        number.checked_mul(*factor).map(Self).ok_or_else(refuse)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, factor) = UNITS.iter().find(|(_, factor)| self.0 % factor == 0).unwrap_or(&("ms", 1));
        write!(f, "{}{unit}", self.0 / factor)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A month of a career, as people remember them: `2012-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// The first month a profile may name.
    pub const EARLIEST: Self = Self { year: 1900, month: 1 };
    /// The last month a profile may name.
    pub const LATEST: Self = Self { year: 2199, month: 12 };

    /// A month of the years 1900 to 2199, or nothing.
    pub fn new(year: i32, month: u8) -> Option<Self> {
        let year = i16::try_from(year).ok()?;
        ((1900..=2199).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The month of an index as [`Month::index`] gave it.
    pub fn from_index(index: i64) -> Option<Self> {
        let year = i32::try_from(index.div_euclid(12)).ok()?;
        Self::new(year, u8::try_from(index.rem_euclid(12) + 1).ok()?)
    }

    /// Months since the year 0; consecutive months differ by one.
    pub fn index(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// The calendar year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }
}

/// A text that is no month of the years 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMonth;

impl fmt::Display for NotAMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is no month; write the year and the month, like 2012-05")
    }
}

impl std::error::Error for NotAMonth {}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(NotAMonth);
        }
        let (year, month) = (year.parse().map_err(|_| NotAMonth)?, month.parse().map_err(|_| NotAMonth)?);
        Self::new(year, month).ok_or(NotAMonth)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// From one month to another, both included; without an end it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first month, where it is known.
    pub from: Option<Month>,
    /// The last month; none while it goes on.
    pub to: Option<Month>,
}

impl Period {
    /// A period whose end is not before its start, or nothing.
    pub fn new(from: Option<Month>, to: Option<Month>) -> Option<Self> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => None,
            (from, to) => Some(Self { from, to }),
        }
    }

    /// The months both periods have, where the starts of both are known.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let from = self.from?.max(other.from?);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) => one,
            (None, one) => one,
        };
        Self::new(Some(from), to)
    }
}

/// The years of a period as people write them: `2012–14`, `1998–2003`, `2019`, `since 2021`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from.map(Month::year), self.to.map(Month::year)) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (Some(from), Some(to)) if from / 100 == to / 100 => write!(f, "{from}–{:02}", to % 100),
            (Some(from), Some(to)) => write!(f, "{from}–{to}"),
            (Some(from), None) => write!(f, "since {from}"),
            (None, Some(to)) => write!(f, "until {to}"),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn spans_read_and_print_with_the_largest_unit_that_fits() {
        for (text, ms) in [("500ms", 500), ("30s", 30_000), ("10m", 600_000), ("24h", 86_400_000)] {
            assert_eq!(text.parse::<Span>().unwrap().as_milliseconds(), ms);
        }
        assert_eq!("24h".parse::<Span>().unwrap().to_string(), "1d");
        assert_eq!("90s".parse::<Span>().unwrap().to_string(), "90s");
        assert_eq!(Span::ZERO.to_string(), "0d");
        for bad in ["", "5", "d", "-1d", "1 d", "1w", "99999999999999999999d", "9223372036854775807d"] {
            assert!(bad.parse::<Span>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn months_are_strict_and_survive_their_index() {
        for bad in ["", "2012", "2012-13", "2012-00", "12-05", "2012-5", "1899-12", "2200-01", "2012-05-01"] {
            assert!(bad.parse::<Month>().is_err(), "{bad:?}");
        }
        let may = month("2012-05");
        assert_eq!(Month::from_index(may.index()), Some(may));
        assert_eq!(Month::from_index(i64::MAX), None);
    }

    #[test]
    fn two_periods_overlap_in_the_months_both_have() {
        let period = |from: &str, to: Option<&str>| Period::new(Some(month(from)), to.map(month)).unwrap();
        let both = period("2010-01", Some("2014-06")).overlap(period("2012-03", None)).unwrap();
        assert_eq!(both.to_string(), "2012–14");
        assert_eq!(period("2010-01", Some("2011-12")).overlap(period("2012-01", None)), None);
        assert_eq!(period("1998-01", Some("2003-01")).to_string(), "1998–2003");
        assert_eq!(period("2021-01", None).to_string(), "since 2021");
    }
}
