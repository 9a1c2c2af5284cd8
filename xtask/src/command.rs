//! Running programs: what they print is shown as it comes, and kept.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};

/// A program that has ended.
pub(crate) struct Ended {
    /// Whether it ended with success.
    pub(crate) ok: bool,
    /// What it printed, both streams in the order they came, without colours.
    pub(crate) output: String,
}

/// Runs a program to its end with nothing on its standard input, passing on what it prints.
pub(crate) fn stream(command: &mut Command) -> Result<Ended> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {name}"))?;
    let output = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        if let Some(pipe) = stdout {
            scope.spawn(|| pass_on(pipe, std::io::stdout(), &output));
        }
        if let Some(pipe) = stderr {
            scope.spawn(|| pass_on(pipe, std::io::stderr(), &output));
        }
    });
    let status = child.wait().with_context(|| format!("cannot wait for {name}"))?;
    let output = output.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    Ok(Ended { ok: status.success(), output })
}

/// Runs a program that must succeed, passing on what it prints.
pub(crate) fn must(command: &mut Command) -> Result<()> {
    let ended = stream(command)?;
    ensure!(ended.ok, "{} failed", shown(command));
    Ok(())
}

/// What a program prints on its standard output when it succeeds; `None` when it fails or is not there.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of these programs that is in the `PATH`.
pub(crate) fn which(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

fn pass_on(pipe: impl Read, mut to: impl Write, output: &Mutex<String>) {
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    // Bytes, not text: a program under test may print anything.
    while matches!(reader.read_until(b'\n', &mut line), Ok(length) if length > 0) {
        // A closed terminal is no reason to stop the program.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        let text = without_colours(&String::from_utf8_lossy(&line));
        output.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push_str(&text);
        line.clear();
    }
}

/// Takes out the escape sequences that colour a terminal.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' {
            rest.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    plain
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|arg| arg.to_string_lossy()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_kept_and_colours_are_not() {
        let ended = stream(
            Command::new("sh").args(["-c", "printf '\\033[1;32mone\\033[0m\\n'; echo two >&2; exit 3"]),
        )
        .unwrap();
        assert!(!ended.ok);
        let mut lines: Vec<&str> = ended.output.lines().collect();
        lines.sort_unstable();
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let error = must(Command::new("sh").args(["-c", "exit 1"])).unwrap_err();
        assert_eq!(error.to_string(), "sh -c exit 1 failed");
    }
}
