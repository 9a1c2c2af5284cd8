//! Which use cases write, as the sources say it.

use std::collections::BTreeSet;
use std::path::Path;

/// What writes, and is no use case of its own.
const NONE: &[(&str, &str)] = &[];

/// One function of a source file.
struct Function {
    /// The module below `src` that it belongs to: `invitations` of `invitations/answer.rs`.
    module: String,
    /// The file's own name: `answer`.
    file: String,
    name: String,
    method: bool,
    /// Whether others than this crate may call it.
    public: bool,
    /// All it says, without comments and white space.
    body: String,
    /// What its file brings in from elsewhere.
    uses: String,
}

#[test]
fn every_use_case_that_writes_is_interrupted() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let store = functions(&here.join("../kith-store/src"));
    let written = writing_of_store(&store);
    assert!(written.len() > 40 && written.contains("commit"), "only {written:?} write");
    let app = functions(&here.join("src"));
    let mut writing: Vec<bool> =
        app.iter().map(|f| written.iter().any(|name| calls_store(f, name))).collect();
    loop {
        let more: Vec<usize> = (0..app.len())
            .filter(|caller| !writing[*caller])
            .filter(|caller| {
                (0..app.len()).any(|called| writing[called] && calls(&app[*caller], &app[called]))
            })
            .collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|function| writing[function] = true);
    }
    let done = squeezed(include_str!("acts/doing.rs"));
    let interrupted = |f: &Function| match f.method {
        true => done.contains(&format!(".{}(", f.name)) || done.contains(&format!("Node::{}(", f.name)),
        false => done.contains(&format!("{}::{}(", f.module, f.name)),
    };
    let use_cases: Vec<&Function> =
        app.iter().zip(&writing).filter(|(f, writes)| **writes && f.public).map(|(f, _)| f).collect();
    let names: Vec<String> = use_cases.iter().map(|f| format!("{}::{}", f.module, f.name)).collect();
    assert!(use_cases.len() > 50, "only these write: {names:?}");
    let forgotten: BTreeSet<String> = use_cases
        .into_iter()
        .filter(|f| !interrupted(f) && !NONE.contains(&(f.module.as_str(), f.name.as_str())))
        .map(|f| format!("{}::{}", f.module, f.name))
        .collect();
    assert!(
        forgotten.is_empty(),
        "these write, and nothing interrupts them: {forgotten:?}; give each an act in tests/interruptions/acts.rs"
    );
}

/// The functions of the store that write, by what they call.
fn writing_of_store(store: &[Function]) -> BTreeSet<&str> {
    const WAIST: [&str; 3] = ["engine.commit(", "engine.commit_all(", "engine.bulk("];
    let mut written: BTreeSet<&str> = BTreeSet::new();
    loop {
        let writes = |f: &&Function| {
            WAIST.iter().any(|call| f.body.contains(call))
                || written.iter().any(|name| f.body.contains(&format!("self.{name}(")))
        };
        let more: BTreeSet<&str> = store.iter().filter(writes).map(|f| f.name.as_str()).collect();
        if more.len() == written.len() {
            return written;
        }
        written = more;
    }
}

fn calls_store(f: &Function, name: &str) -> bool {
    f.body.contains(&format!("store().{name}(")) || f.body.contains(&format!("store.{name}("))
}

/// Whether one function calls another, as far as the text tells.
fn calls(caller: &Function, called: &Function) -> bool {
    let call = format!("{}(", called.name);
    let same_file = (&caller.module, &caller.file) == (&called.module, &called.file);
    caller.body.match_indices(&call).any(|(place, _)| {
        let before = &caller.body[..place];
        if let Some(before) = before.strip_suffix("::") {
            let named = |name: &str| !name.is_empty() && before.ends_with(name);
            return named(&called.file) || named(&called.module) || (called.method && same_file);
        }
        if before.ends_with('.') {
            return called.method && caller.module == called.module;
        }
        let a_word_goes_on = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        !a_word_goes_on && !called.method && (same_file || imports(caller, called))
    })
}

fn imports(caller: &Function, called: &Function) -> bool {
    let mut words = caller.uses.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word == called.name)
        && (caller.module == called.module
            || caller.uses.contains(&called.module)
            || caller.uses.contains(&called.file))
}

/// The functions of all files below `folder`.
fn functions(folder: &Path) -> Vec<Function> {
    let mut all = Vec::new();
    read(folder, "", &mut all);
    all
}

fn read(folder: &Path, module: &str, into: &mut Vec<Function>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let file = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        // What is below the waist is no function of the store.
        if path.is_dir() {
            if file != "engine" {
                read(&path, if module.is_empty() { &file } else { module }, into);
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).expect("its text");
            split(if module.is_empty() { &file } else { module }, &file, &text, into);
        }
    }
}

fn split(module: &str, file: &str, text: &str, into: &mut Vec<Function>) {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut uses = String::new();
    let mut in_use = false;
    let first = into.len();
    for line in lines {
        let code = line.trim_start();
        in_use |= code.starts_with("use ") || code.starts_with("pub use ");
        if in_use {
            uses.push_str(code);
            in_use = !code.ends_with(';');
            continue;
        }
        let public = code.strip_prefix("pub ");
        let head =
            public.or(code.strip_prefix("pub(crate) ")).or(code.strip_prefix("pub(super) ")).unwrap_or(code);
        let named = head.strip_prefix("async fn ").or(head.strip_prefix("fn "));
        if let Some(name) = named {
            into.push(Function {
                module: module.to_owned(),
                file: file.to_owned(),
                name: name.split(['(', '<']).next().unwrap_or_default().to_owned(),
                method: line.starts_with("    "),
                public: public.is_some() && head.starts_with("async "),
                body: String::new(),
                uses: String::new(),
            });
        } else if into.len() > first
            && let Some(function) = into.last_mut()
        {
            squeeze(code, &mut function.body);
        }
    }
    into[first..].iter_mut().for_each(|function| function.uses.clone_from(&uses));
}

fn squeezed(text: &str) -> String {
    let mut squeezed = String::new();
    squeeze(text, &mut squeezed);
    squeezed
}

/// Adds a text, its white space left out but for one space between words.
fn squeeze(text: &str, into: &mut String) {
    let of_a_word = |c: char| c.is_alphanumeric() || c == '_';
    for word in text.split_whitespace() {
        if into.ends_with(of_a_word) && word.starts_with(of_a_word) {
            into.push(' ');
        }
        into.push_str(word);
    }
}
