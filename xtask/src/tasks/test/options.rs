//! What can be asked of `cargo xtask test`.

use anyhow::{Result, bail};

pub(super) const HELP: &str = "\
Usage: cargo xtask test [--rust] [--browser] [--api] [--keep] [--no-install] [WORD…]

Runs every test, or the parts named. Checks first that each tool is there; as root on a machine with apt it
installs what is missing, elsewhere it says what is missing and how to get it. Prints a table at the end, and as
its last line `N passed, M failed`, in which formatting, lints and the build count as one test each.

Parts:
  --rust        formatting, lints, the Rust tests on SQLite and on PostgreSQL, the examples in the documentation
  --browser     a real browser walks the pages (e2e/); pictures are left in e2e/artifacts
  --api         schemathesis sends what the OpenAPI document allows, and what it does not

Options:
  --keep        leave the folders of the browser tests' servers where they are
  --no-install  install no system packages; say what is missing
  WORD…         with --browser: only the tests whose title contains every word

Where CI=true, a part that cannot run because a tool is missing has failed; elsewhere it is skipped and told.
";

/// The parts to run and how.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) rust: bool,
    pub(super) browser: bool,
    pub(super) api: bool,
    pub(super) keep: bool,
    pub(super) install: bool,
    pub(super) words: Vec<String>,
}

impl Options {
    pub(super) fn parse(args: &[String]) -> Result<Self> {
        let mut options =
            Self { rust: false, browser: false, api: false, keep: false, install: true, words: Vec::new() };
        for arg in args {
            match arg.as_str() {
                "--rust" => options.rust = true,
                "--browser" => options.browser = true,
                "--api" => options.api = true,
                "--keep" => options.keep = true,
                "--no-install" => options.install = false,
                unknown if unknown.starts_with('-') => bail!("there is no option {unknown}\n\n{HELP}"),
                word => options.words.push(word.to_owned()),
            }
        }
        if !(options.rust || options.browser || options.api) {
            (options.rust, options.browser, options.api) = (true, true, true);
        }
        if !options.words.is_empty() && (!options.browser || options.rust || options.api) {
            bail!("words choose browser tests: give --browser, and it alone");
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn no_part_named_is_every_part() {
        let all = parsed("--keep").unwrap();
        assert!(all.rust && all.browser && all.api && all.keep && all.install);
    }

    #[test]
    fn a_part_named_is_that_part_alone() {
        let part = parsed("--browser --no-install phone").unwrap();
        assert!(!part.rust && part.browser && !part.api && !part.install);
        assert_eq!(part.words, ["phone"]);
    }

    #[test]
    fn what_is_unknown_or_would_do_nothing_is_refused() {
        assert!(parsed("--browsers").unwrap_err().to_string().starts_with("there is no option --browsers"));
        assert!(parsed("phone").is_err());
        assert!(parsed("--rust --browser phone").is_err());
    }
}
