//! From the common SQL text to SQLite's.
//!
//! In SQLite `$1` is a *named* parameter, numbered by its first appearance: a statement that mentions `$2` first
//! would silently bind the wrong argument to it. `?1` is what PostgreSQL means by `$1`.

/// The text for SQLite: `$n` becomes `?n`, `/*sqlite: X */` becomes `X`, every other comment becomes a space.
/// String literals and quoted names stay as they are.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => {
                let length = quoted(rest, first);
                out.push_str(&rest[..length]);
                length
            }
            '-' if rest.starts_with("--") => {
                out.push(' ');
                rest.find('\n').unwrap_or(rest.len())
            }
            '/' if rest.starts_with("/*") => {
                let length = rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
                match rest[..length].strip_prefix("/*sqlite:").and_then(|inner| inner.strip_suffix("*/")) {
                    Some(inner) => out.push_str(inner.trim()),
                    None => out.push(' '),
                }
                length
            }
            '$' if starts_parameter(&out, rest) => {
                out.push('?');
                1
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out.trim().to_owned()
}

/// A migration for PostgreSQL: `/*pg: X */` becomes `X`; it understands the rest as it is.
pub(crate) fn for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, marked)) = rest.split_once("/*pg:") {
        let (inner, after) = marked.split_once("*/").unwrap_or((marked, ""));
        out.push_str(before);
        out.push_str(inner.trim());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of the literal or quoted name that `text` begins with. A doubled quote inside ends one literal and
/// begins the next, which comes to the same.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// Whether `$` here begins a parameter and is no part of a name, as in `a$1`.
fn starts_parameter(before: &str, rest: &str) -> bool {
    let digit_follows = rest[1..].starts_with(|next: char| next.is_ascii_digit());
    let inside_name = before.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == '$');
    digit_follows && !inside_name
}

#[cfg(test)]
mod tests {
    use super::{for_postgres, for_sqlite};

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        assert_eq!(for_sqlite(sql), expected);
    }

    #[test]
    fn numbers_parameters_by_their_number_and_not_by_their_place() {
        check("SELECT $2, $1, $10 WHERE a=$2", "SELECT ?2, ?1, ?10 WHERE a=?2");
    }

    #[test]
    fn leaves_literals_and_quoted_names_alone() {
        check("SELECT '$1', 'it''s $2', \"$3\", $1", "SELECT '$1', 'it''s $2', \"$3\", ?1");
        check("SELECT '-- $1 /* ', $1", "SELECT '-- $1 /* ', ?1");
    }

    #[test]
    fn leaves_comments_out() {
        check("-- what $1 it's for\nSELECT $1 -- and $2\n, 3", "SELECT ?1  \n, 3");
        check("SELECT /* $9 ' */ $1", "SELECT   ?1");
    }

    #[test]
    fn turns_the_marker_into_what_it_says() {
        check(
            "CREATE TABLE t (a BIGINT PRIMARY KEY) /*sqlite: WITHOUT ROWID */;",
            "CREATE TABLE t (a BIGINT PRIMARY KEY) WITHOUT ROWID;",
        );
        check("CREATE TABLE t (a BIGINT) /*pg: TABLESPACE x */;", "CREATE TABLE t (a BIGINT)  ;");
    }

    #[test]
    fn turns_the_other_marker_into_what_it_says_for_the_other_database() {
        let sql =
            "CREATE TABLE t (a BIGINT) /*sqlite: WITHOUT ROWID */; /*pg: CREATE INDEX i ON t (a); */ -- end";
        let expected =
            "CREATE TABLE t (a BIGINT) /*sqlite: WITHOUT ROWID */; CREATE INDEX i ON t (a); -- end";
        assert_eq!(for_postgres(sql), expected);
    }

    #[test]
    fn a_dollar_inside_a_name_or_alone_stays() {
        check("SELECT a$1, $, $x, é$2", "SELECT a$1, $, $x, é$2");
    }

    #[test]
    fn what_is_left_open_runs_to_the_end() {
        check("SELECT 'open $1", "SELECT 'open $1");
        check("SELECT 1 /* open $1", "SELECT 1");
        check("SELECT 1 -- $1", "SELECT 1");
    }
}
