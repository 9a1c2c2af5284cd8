//! Real graphs, taken in by the command and compared with a search of our own.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_domain::text::Handle;
use kith_import::edge_list::{EdgeList, Limits, read_file};
use kith_store::Store;
use kith_store::engine::EngineOptions;

/// How many pairs are compared.
const PAIRS: usize = 400;

/// A file of the shared data; nothing where the data is not on this machine, said loudly.
fn data(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("KITH_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let file = shared.join("data").join(name);
    if file.exists() {
        return Some(file);
    }
    eprintln!("SKIPPED: {} is not here; KITH_SHARED names the folder of the shared data", file.display());
    None
}

fn kith(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kith"))
        .args(arguments)
        .env_remove("KITH_SHARED")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

/// How far apart two nodes are, at most 3, by breadth-first search.
fn distance(neighbours: &[BTreeSet<u32>], from: u32, to: u32) -> Option<u8> {
    let mut seen = vec![false; neighbours.len()];
    let mut queue = VecDeque::from([(from, 0)]);
    seen[from as usize] = true;
    while let Some((node, far)) = queue.pop_front() {
        if node == to {
            return Some(far);
        }
        if far < 3 {
            for &next in &neighbours[node as usize] {
                if !std::mem::replace(&mut seen[next as usize], true) {
                    queue.push_back((next, far + 1));
                }
            }
        }
    }
    None
}

fn neighbours(list: &EdgeList) -> Vec<BTreeSet<u32>> {
    let mut neighbours = vec![BTreeSet::new(); list.ids.len()];
    for &(one, other) in &list.edges {
        neighbours[one as usize].insert(other);
        neighbours[other as usize].insert(one);
    }
    neighbours
}

/// Pairs spread over the graph: strangers, and, since those are rare among strangers, neighbours of neighbours.
fn sample(neighbours: &[BTreeSet<u32>]) -> Vec<(u32, u32)> {
    let count = neighbours.len() as u64;
    let mut state = 20_261_123_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    };
    let mut pairs = Vec::with_capacity(PAIRS);
    while pairs.len() < PAIRS {
        let one = draw(count) as u32;
        let mut other = draw(count) as u32;
        for _ in 0..pairs.len() % 4 {
            let around = &neighbours[other as usize];
            if let Some(next) = around.iter().nth(draw(around.len() as u64) as usize) {
                other = *next;
            }
        }
        if pairs.len() % 2 == 1
            && let Some(near) = neighbours[one as usize].iter().next()
        {
            let around = &neighbours[*near as usize];
            other = around.iter().nth(draw(around.len() as u64) as usize).copied().unwrap_or(other);
        }
        if one != other {
            pairs.push((one, other));
        }
    }
    pairs
}

async fn compared(file: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = file.to_str().expect("a path of letters");
    let output = kith(folder.path(), &["import", "graph", path]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let list = read_file(file, &Limits::default(), |_| ()).expect("an edge list");
    let neighbours = neighbours(&list);
    let url = format!("sqlite:{}", folder.path().join("kith.db").display());
    let store = Store::open(&url, EngineOptions::default()).expect("a store");
    let mut members = Vec::with_capacity(list.ids.len());
    for id in &list.ids {
        let handle = Handle::parse(&format!("member-{id}")).expect("a handle");
        members.push(store.handle_owner(&handle).await.expect("an answer").expect("a member"));
    }
    for (node, member) in members.iter().enumerate() {
        let standing = store.standing(*member).await.expect("an answer").expect("a standing");
        assert_eq!(standing.connections as usize, neighbours[node].len(), "member {}", list.ids[node]);
    }
    let mut far = [0; 4];
    for (one, other) in sample(&neighbours) {
        let pair = Pair::of(members[one as usize], members[other as usize]).expect("two members");
        let expected = distance(&neighbours, one, other);
        far[usize::from(expected.unwrap_or(0))] += 1;
        let degree = store.degree(pair).await.expect("an answer").map(Degree::number);
        assert_eq!(degree, expected, "{} and {}", list.ids[one as usize], list.ids[other as usize]);
        let (shared, count) = store.shared_connections(pair, false, 10_000).await.expect("an answer");
        let shared: BTreeSet<MemberId> = shared.into_iter().map(|shared| shared.id).collect();
        let both = neighbours[one as usize].intersection(&neighbours[other as usize]);
        let expected: BTreeSet<MemberId> = both.map(|node| members[*node as usize]).collect();
        assert_eq!((shared, count as usize), (expected.clone(), expected.len()));
    }
    assert!(far[1..].iter().all(|count| *count > 0), "the sample knows every degree: {far:?}");

    let again = kith(folder.path(), &["import", "graph", path]);
    assert!(!again.status.success(), "a network that has members is not filled again");
    assert!(String::from_utf8_lossy(&again.stderr).contains("--add"));
    store.engine().close().await;
}

#[tokio::test]
async fn a_college_of_friends_is_taken_in() {
    if let Some(file) = data("fb100-reed98.txt.zst") {
        compared(&file).await;
    }
}

#[tokio::test]
async fn a_made_up_network_is_taken_in() {
    if let Some(file) = data("snb-sf0.1-knows.txt.zst") {
        compared(&file).await;
    }
}

#[test]
fn a_file_that_is_no_edge_list_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("graph.txt"), "1 2\n2 three\n").expect("a file");
    let output = kith(folder.path(), &["import", "graph", "graph.txt"]);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("line 2") && said.trim().lines().last().is_some_and(|l| l.starts_with("kith: ")),
        "{said}"
    );
    let listed = kith(folder.path(), &["member", "list"]);
    assert!(listed.status.success() && listed.stdout.is_empty());
}

#[test]
fn a_taken_handle_undoes_the_whole_import() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("one.txt"), "1 2\n").expect("a file");
    std::fs::write(folder.path().join("two.txt"), "3 4\n4 2\n").expect("a file");
    assert!(kith(folder.path(), &["import", "graph", "one.txt"]).status.success());
    assert!(!kith(folder.path(), &["import", "graph", "--add", "two.txt"]).status.success());
    let lines = |output: Output| String::from_utf8_lossy(&output.stdout).lines().count();
    assert_eq!(lines(kith(folder.path(), &["member", "list"])), 2);
    let added = kith(folder.path(), &["import", "graph", "--add", "--members-prefix", "Sailor", "two.txt"]);
    assert!(added.status.success());
    assert_eq!(lines(kith(folder.path(), &["member", "list"])), 5);
}
