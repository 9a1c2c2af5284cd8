//! Instants in words. A page does not know the reader's clock, so what is near is told by its distance and what is
//! far by its day; the exact instant stands in the `datetime` of the `<time>` around it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kith_domain::time::Timestamp;

/// A minute, an hour and a day in milliseconds.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An instant as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// For machines: RFC 3339, or a date.
    pub iso: String,
    /// For people.
    pub words: String,
}

impl When {
    /// How long ago: `just now`, `5 minutes ago`, `yesterday`, `12 May`, `12 May 2024`.
    pub fn ago(at: Timestamp, now: Timestamp) -> Self {
        let passed = now.0 - at.0;
        let words = match passed {
            ..MINUTE => "just now".to_owned(),
            MINUTE..HOUR => counted(passed / MINUTE, "minute"),
            HOUR..DAY => counted(passed / HOUR, "hour"),
            DAY.. if passed < 2 * DAY => "yesterday".to_owned(),
            DAY.. if passed < 7 * DAY => counted(passed / DAY, "day"),
            DAY.. => day(at, now),
        };
        Self { iso: iso(at), words }
    }

    /// The day, without its year where that is the present one: `12 May`, `12 May 2024`.
    pub fn day(at: Timestamp, now: Timestamp) -> Self {
        Self { iso: iso(at), words: day(at, now) }
    }

    /// The day with its weekday, as a heading over what was written on it: `Saturday, 21 November`.
    pub fn heading(at: Timestamp, now: Timestamp) -> Self {
        let date = date(at);
        Self { iso: date.to_string(), words: format!("{}, {}", date.strftime("%A"), day(at, now)) }
    }

    /// The time of the day, in UTC: `14:02 UTC`. The script turns it into the reader's own.
    pub fn clock(at: Timestamp) -> Self {
        let words = instant(at).strftime("%H:%M UTC").to_string();
        Self { iso: iso(at), words }
    }
}

/// The calendar day in UTC.
pub fn date(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(instant(at)).date()
}

/// The instant at which a day begins in UTC.
pub fn beginning(date: Date) -> Timestamp {
    let begins = TimeZone::UTC.to_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    begins.map_or(Timestamp(0), |at| Timestamp(at.as_millisecond()))
}

fn day(at: Timestamp, now: Timestamp) -> String {
    let date = date(at);
    let form = if date.year() == self::date(now).year() { "%-d %B" } else { "%-d %B %Y" };
    date.strftime(form).to_string()
}

fn iso(at: Timestamp) -> String {
    instant(at).to_string()
}

/// An instant no calendar holds is shown as the beginning of all.
fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}

fn counted(number: i64, unit: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-05-12T14:02:00Z.
    const AT: Timestamp = Timestamp(1_778_594_520_000);

    #[test]
    fn what_is_near_is_told_by_its_distance_and_what_is_far_by_its_day() {
        let after = |passed| When::ago(AT, Timestamp(AT.0 + passed)).words;
        assert_eq!(after(-5), "just now");
        assert_eq!(after(MINUTE - 1), "just now");
        assert_eq!(after(MINUTE), "1 minute ago");
        assert_eq!(after(2 * HOUR), "2 hours ago");
        assert_eq!(after(DAY), "yesterday");
        assert_eq!(after(6 * DAY), "6 days ago");
        assert_eq!(after(7 * DAY), "12 May");
        assert_eq!(after(400 * DAY), "12 May 2026");
    }

    #[test]
    fn a_page_names_the_day_and_the_hour() {
        assert_eq!(When::heading(AT, AT).words, "Tuesday, 12 May");
        assert_eq!(When::heading(AT, AT).iso, "2026-05-12");
        assert_eq!(When::clock(AT).words, "14:02 UTC");
        assert_eq!(When::clock(AT).iso, "2026-05-12T14:02:00Z");
    }
}
