//! Every function of the store is used by a use case or a command, whose tests run on both engines, or is tried here.

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_function_of_the_store_is_called() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut store = String::new();
    read(&here.join("src"), &mut store);
    // What is private to a module, or below the waist, is no function of the store.
    let functions: BTreeSet<&str> = store
        .split("    pub async fn ")
        .skip(1)
        .filter(|after| after.split_once(')').is_some_and(|(head, _)| head.contains("&self")))
        .filter_map(|after| after.split(['(', '<']).next())
        .collect();
    assert!(functions.len() > 80, "only {} were found", functions.len());
    let mut callers = String::new();
    for folder in ["tests", "../kith-app/src", "../kith-app/tests", "../kith-web/src", "../kith/src"] {
        read(&here.join(folder), &mut callers);
    }
    let called =
        |name: &&&str| callers.contains(&format!(".{name}(")) || store.contains(&format!(".{name}("));
    let idle: Vec<_> = functions.iter().filter(|name| !called(name)).collect();
    assert!(idle.is_empty(), "nobody calls {idle:?}");
}

/// Adds the text of every Rust file below `folder`.
fn read(folder: &Path, into: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push_str(&std::fs::read_to_string(&path).expect("its text"));
        }
    }
}
