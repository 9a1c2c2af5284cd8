//! A day as clients and forms write it: `2026-12-01`.

use jiff::civil::Date;
use kith_app::memory::Day;
use kith_domain::time::{Span, Timestamp};

/// The day of a text; nothing where it is none of the years 1970 to 2199.
pub(super) fn read(text: &str) -> Option<Day> {
    let date: Date = text.trim().parse().ok()?;
    let since = date.since((jiff::Unit::Day, Date::constant(1970, 1, 1))).ok()?;
    Day::new(i64::from(since.get_days()))
}

/// A day as a text.
pub(super) fn text(day: Day) -> String {
    crate::when::date(instant(day)).to_string()
}

/// The instant at which a day begins in UTC.
pub(super) fn instant(day: Day) -> Timestamp {
    Timestamp(day.since_1970() * Span::days(1).as_milliseconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_what_its_text_says_f18() {
        for day in ["1970-01-01", "2024-02-29", "2026-12-01", "2199-12-31"] {
            assert_eq!(text(read(day).expect(day)), day);
        }
        for none in ["", "tomorrow", "2026-02-30", "1969-12-31", "2200-01-01", "9999-12-31", "-001-01-01"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
