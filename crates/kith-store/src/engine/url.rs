//! Database URLs as they may be shown.

const HIDDEN: &str = "(hidden)";

/// A database URL without the password in it, for messages, logs and `kith config show`. Whatever it is, right or
/// wrong: what stands where a password would is not shown.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = match rest.rsplit_once('@') {
        Some((who, place)) => match who.split_once(':') {
            Some((user, _password)) => format!("{user}:{HIDDEN}@{place}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    let Some((place, query)) = rest.split_once('?') else { return format!("{scheme}://{rest}") };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _value)) if key.to_ascii_lowercase().contains("password") => format!("{key}={HIDDEN}"),
        Some(_) | None => pair.to_owned(),
    });
    format!("{scheme}://{place}?{}", pairs.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_is_not_shown_wherever_it_stands() {
        for (url, shown) in [
            ("sqlite:kith.db", "sqlite:kith.db"),
            ("sqlite:///var/lib/kith.db", "sqlite:///var/lib/kith.db"),
            ("postgres://kith@db/kith", "postgres://kith@db/kith"),
            (
                "postgres://kith:s3cret@db:1,db2/kith?sslmode=disable",
                "postgres://kith:(hidden)@db:1,db2/kith?sslmode=disable",
            ),
            ("postgres://kith:s3/c@re:t@db/kith", "postgres://kith:(hidden)@db/kith"),
            ("postgres://kith:s3?cret@db/kith", "postgres://kith:(hidden)@db/kith"),
            (
                "postgres://db/kith?user=kith&password=s3cret&a=b",
                "postgres://db/kith?user=kith&password=(hidden)&a=b",
            ),
            ("mysql://kith:s3cret@db/kith", "mysql://kith:(hidden)@db/kith"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
