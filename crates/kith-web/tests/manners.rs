//! R0.1: ordinary business manners hold on the screen. No urgency, no countdown, no pressure.

use std::path::{Path, PathBuf};

/// Phrases, in lower case, that press, flatter or count at people.
const FORBIDDEN: &[&str] = &[
    "hurry up",
    "act now",
    "act fast",
    "don't miss",
    "don’t miss",
    "do not miss",
    "last chance",
    "limited time",
    "expires soon",
    "expiring soon",
    "running out",
    "time left",
    "time is running",
    "only today",
    "only a few",
    "is waiting for you",
    "are waiting for you",
    "waiting for your answer",
    "waiting for your reply",
    "still waiting",
    "streak",
    "away from 500",
    "away from your",
    "you are almost there",
    "almost there",
    "keep it up",
    "level up",
    "all-star",
    "profile strength",
    "reminder:",
    "people viewed your profile",
    "viewed your profile",
    "who viewed",
    "people are looking at you",
    "you're missing",
    "you’re missing",
    "you are missing",
    "missing out",
    "be the first",
    "urgent",
    "countdown",
    "unlock",
    "congratulations",
    "congrats",
    "grow your network",
    "boost",
    "trending",
    "hot right now",
];

fn templates(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of templates") {
        let path = entry.expect("a template").path();
        if path.is_dir() {
            templates(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What a reader sees of a template: without its comments, on one line.
fn read(path: &Path) -> String {
    let mut text = std::fs::read_to_string(path).expect("a readable template");
    while let Some((start, end)) =
        text.find("{#").and_then(|start| Some((start, start + text[start..].find("#}")? + 2)))
    {
        text.replace_range(start..end, "");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn pressing(text: &str) -> Vec<&'static str> {
    FORBIDDEN.iter().copied().filter(|phrase| text.contains(phrase)).collect()
}

#[test]
fn no_template_presses_anybody_r0_1() {
    let mut found = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
    assert!(found.len() > 20, "the templates were not found");
    let pressing: Vec<_> = found
        .iter()
        .map(|path| (path, pressing(&read(path))))
        .filter(|(_, phrases)| !phrases.is_empty())
        .collect();
    assert!(pressing.is_empty(), "{pressing:#?}");
}

#[test]
fn the_test_above_would_notice() {
    assert_eq!(pressing("ann lee is waiting for you, act now"), ["act now", "is waiting for you"]);
}

#[test]
fn every_form_that_posts_carries_its_token_r11_10() {
    let mut found = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
    for path in found {
        let text = read(&path);
        for form in text.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.contains("method=\"post\"") {
                let carries = form.contains("parts::csrf(") || form.contains("name=\"csrf\"");
                assert!(carries, "{}: {form}", path.display());
            }
        }
    }
}

#[test]
fn no_template_needs_what_the_content_policy_forbids() {
    let mut found = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
    for path in found {
        let text = read(&path);
        for inline in ["<style", " style=", " onclick=", " onload=", " onsubmit=", "hx-on", "javascript:"] {
            assert!(!text.contains(inline), "{} has {inline}", path.display());
        }
    }
}
