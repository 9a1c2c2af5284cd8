//! Edge lists from outside: every packing, every kind of wrong file, and real graphs.

use std::collections::HashSet;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use kith_import::edge_list::{EdgeList, Limits, Progress, Refused, Wrong, read, read_file};
use proptest::prelude::*;

fn parse(text: impl AsRef<[u8]>) -> Result<EdgeList, Refused> {
    read(text.as_ref(), None, &Limits::default(), |_| {})
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

const SAMPLE: &str =
    "\u{feff}# Nodes: 4\r\n% another comment\r\n30 10\r\n10\t30\r\n\r\n30,20\r\n7 7\r\n20 30 0.5\r\n";

fn sample() -> EdgeList {
    EdgeList { ids: vec![30, 10, 20, 7], edges: vec![(0, 1), (0, 2)], loops: 1, doubles: 2 }
}

#[test]
fn ids_are_numbered_as_they_come_and_doubles_and_loops_counted() {
    let graph = parse(SAMPLE).unwrap();
    assert_eq!(graph, sample());
    assert_eq!(graph.degrees(), [2, 1, 1, 0]);
    assert_eq!(parse("1 2").unwrap().edges, [(0, 1)], "a last line needs no end");
}

#[test]
fn packing_is_known_by_content() {
    for packed in [gzip(SAMPLE.as_bytes()), zstd(SAMPLE.as_bytes())] {
        assert_eq!(parse(packed).unwrap(), sample());
    }
    let (first, second) = SAMPLE.as_bytes().split_at(40);
    for parts in [[gzip(first), gzip(second)], [zstd(first), zstd(second)]] {
        assert_eq!(parse(parts.concat()).unwrap(), sample(), "members one after the other are one file");
    }
}

#[test]
fn packed_data_cut_short_or_damaged_says_after_which_line() {
    let text: String = (0..5_000u32).map(|n| format!("{n} {}\n", n.wrapping_mul(2_654_435_761))).collect();
    for (packing, packed) in [("gzip", gzip(text.as_bytes())), ("zstd", zstd(text.as_bytes()))] {
        for keep in [packed.len() - 1, packed.len() / 2, 30] {
            let refused = parse(&packed[..keep]).unwrap_err();
            assert!(matches!(refused, Refused::Damaged { packing: p, .. } if p == packing), "{refused:?}");
        }
        let mut damaged = packed.clone();
        let middle = damaged.len() / 2;
        damaged[middle..middle + 8].fill(0x55);
        assert!(parse(damaged).is_err());
        let refused = parse([packed, b"trailing rubbish".to_vec()].concat()).unwrap_err();
        assert!(refused.to_string().contains("damaged or cut short after line 5000"), "{refused}");
    }
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let limits = Limits { max_text: 1 << 20, ..Limits::default() };
    let comments = "#\n".repeat(50 << 20);
    for bomb in [gzip(comments.as_bytes()), zstd(comments.as_bytes())] {
        assert!(bomb.len() < 200_000);
        let refused = read(&bomb[..], None, &limits, |_| {}).unwrap_err();
        assert!(matches!(refused, Refused::TooMuchText { limit, .. } if limit == 1 << 20), "{refused:?}");
    }
    let one_line = gzip(&vec![b'1'; 50 << 20]);
    let refused = parse(one_line).unwrap_err();
    assert!(matches!(refused, Refused::Line { line: 1, wrong: Wrong::TooLong { .. }, .. }), "{refused:?}");
}

#[test]
fn the_limit_of_text_is_exact() {
    let limits = |max_text| Limits { max_text, ..Limits::default() };
    assert!(read(&b"1 2\n3 4\n"[..], None, &limits(8), |_| {}).is_ok());
    assert!(matches!(
        read(&b"1 2\n3 4\n"[..], None, &limits(7), |_| {}),
        Err(Refused::TooMuchText { limit: 7, .. })
    ));
}

#[test]
fn limits_of_ids_and_edges_name_the_line() {
    let limits = Limits { max_nodes: 3, max_edges: 4, ..Limits::default() };
    let refused = read(&b"1 2\n2 3\n3 4\n"[..], None, &limits, |_| {}).unwrap_err();
    assert_eq!(refused, Refused::TooManyNodes { line: 3, limit: 3 });
    assert_eq!(refused.to_string(), "line 3 names the file's 4th id, and at most 3 are taken");
    let refused = read("1 2\n".repeat(5).as_bytes(), None, &limits, |_| {}).unwrap_err();
    assert_eq!(refused.to_string(), "line 5 is the file's 5th edge, and at most 4 are taken");
}

#[test]
fn what_is_no_edge_list_gets_one_sentence() {
    let cases: [(&[u8], &str); 16] = [
        (b"", "the file holds no edge: expected lines of two ids, such as \u{201c}17 42\u{201d}"),
        (b"# only a comment\n", "the file holds no edge"),
        (
            b"source,target\n1,2\n",
            "line 1 is a heading, not two ids; remove it or put # before it: \u{201c}source,target\u{201d}",
        ),
        (
            b"1 2\n17\n",
            "line 2 has one column, not two ids parted by a space, a tab or a comma: \u{201c}17\u{201d}",
        ),
        (b"1 2\n\n# x\n1 2 3 4 5\n", "line 4 has more than 4 columns"),
        (b"1 2 likes\n", "line 1 has something other than a number in column 3"),
        (b"1 two\n", "line 1 has an id that is not a whole number: \u{201c}1 two\u{201d}"),
        (b"1 -2\n", "line 1 has a negative id"),
        (b"1 99999999999999999999\n", "line 1 has an id larger than 18446744073709551615"),
        (b"%%MatrixMarket matrix\n3 3 1\n", "line 1 says that this is a Matrix Market file"),
        (
            b"\x7fELF\x02\x01\x01\0\0\0\n",
            "line 1 is not text; this looks like a binary file: \u{201c}\\u{7f}ELF\\u{2}",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0", "line 1 is not text; this looks like a binary file"),
        (b"PK\x03\x04....", "this is a ZIP archive or a spreadsheet, not an edge list"),
        (b"BZh91AY", "this is a bzip2 file"),
        (b"\xff\xfe1\0 \x002\0", "this is text in UTF-16"),
        (b"{\"nodes\": []}", "line 1 "),
    ];
    for (file, sentence) in cases {
        let text = parse(file).unwrap_err().to_string();
        assert!(text.starts_with(sentence), "{text}");
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    assert_eq!(
        read_file(&PathBuf::from(env!("CARGO_MANIFEST_DIR")), &Limits::default(), |_| {}),
        Err(Refused::Directory)
    );
    let missing = read_file(&PathBuf::from("no/such/file"), &Limits::default(), |_| {}).unwrap_err();
    assert!(missing.to_string().starts_with("the file cannot be read: "), "{missing}");
}

#[test]
fn a_failing_disk_is_not_told_as_damaged_data() {
    struct Failing(io::Cursor<Vec<u8>>);
    impl Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("the disk is gone")),
                taken => Ok(taken),
            }
        }
    }
    for file in [b"1 2\n".to_vec(), gzip(b"1 2\n")[..12].to_vec(), zstd(b"1 2\n")[..8].to_vec()] {
        let refused = read(Failing(io::Cursor::new(file)), None, &Limits::default(), |_| {}).unwrap_err();
        assert_eq!(refused, Refused::Unreadable("the disk is gone".to_owned()));
    }
}

#[test]
fn progress_rises_to_the_whole_file() {
    let text: String = (0..400_000u32).map(|n| format!("{n} {}\n", n + 1)).collect();
    let total = text.len() as u64;
    let mut seen: Vec<Progress> = Vec::new();
    read(text.as_bytes(), Some(total), &Limits::default(), |progress| seen.push(progress)).unwrap();
    assert!(seen.len() > 3, "{seen:?}");
    assert!(seen.is_sorted_by_key(|progress| (progress.bytes_read, progress.edges)));
    assert_eq!(seen.last(), Some(&Progress { bytes_read: total, bytes_total: Some(total), edges: 400_000 }));
}

/// Where shared test graphs lie; they are not part of the repository.
fn shared(file: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("KITH_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let path = shared.join("data").join(file);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is missing; KITH_SHARED names the directory that holds data/", path.display());
    None
}

#[test]
fn real_graphs_have_the_counts_they_are_known_for() {
    let known = [
        ("fb100-reed98", 962, 18_812),
        ("ego-facebook", 4_039, 88_234),
        ("lastfm-asia", 7_624, 27_806),
        ("fb100-cornell5", 18_660, 790_777),
        ("ca-condmat-cc1", 21_363, 91_286),
        ("facebook-pages", 22_470, 170_823),
        ("deezer-europe", 28_281, 92_752),
        ("github-social", 37_700, 289_003),
        ("deezer-hu", 47_538, 222_887),
        ("ego-twitter", 81_306, 1_342_296),
        ("snb-sf0.1-knows", 1_357, 14_073),
    ];
    for (name, nodes, edges) in known {
        let Some(path) = shared(&format!("{name}.txt.zst")) else { continue };
        let graph = read_file(&path, &Limits::default(), |_| {})
            .unwrap_or_else(|refused| panic!("{name}: {refused}"));
        assert_eq!((graph.ids.len(), graph.edges.len()), (nodes, edges), "{name}");
        assert_eq!((graph.loops, graph.doubles), (0, 0), "{name}");
    }
}

#[test]
fn real_files_of_other_kinds_are_refused() {
    let expected = [
        ("fb100-cornell5-attrs.csv.zst", "line 1 "),
        ("deezer-hu-genres.json.zst", "line 1 "),
        ("snb-sf0.1-persons.tar.zst", "line 1 is not text"),
    ];
    for (file, sentence) in expected {
        let Some(path) = shared(file) else { continue };
        let refused = read_file(&path, &Limits::default(), |_| {}).unwrap_err().to_string();
        assert!(refused.starts_with(sentence), "{file}: {refused}");
    }
}

proptest! {
    #[test]
    fn agrees_with_a_set_of_pairs(pairs in prop::collection::vec((0..30u64, 0..30u64), 1..200), pack in 0..3usize) {
        let text: String = pairs.iter().map(|(a, b)| format!("{a} {b}\n")).collect();
        let file = [text.clone().into_bytes(), gzip(text.as_bytes()), zstd(text.as_bytes())][pack].clone();
        let graph = parse(file).unwrap();
        let expected: HashSet<(u64, u64)> =
            pairs.iter().filter(|(a, b)| a != b).map(|&(a, b)| (a.min(b), a.max(b))).collect();
        let got: HashSet<(u64, u64)> = graph
            .edges
            .iter()
            .map(|&(a, b)| (graph.ids[a as usize], graph.ids[b as usize]))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        prop_assert_eq!(&got, &expected);
        prop_assert_eq!(graph.edges.len(), expected.len());
        prop_assert_eq!(graph.loops, pairs.iter().filter(|(a, b)| a == b).count());
        prop_assert_eq!(graph.loops + graph.doubles + graph.edges.len(), pairs.len());
        prop_assert!(graph.edges.is_sorted() && graph.edges.iter().all(|(a, b)| a < b));
    }

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..600), head in 0..4usize) {
        let heads: [&[u8]; 4] = [b"", b"1 2\n", &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], &[0x28, 0xB5, 0x2F, 0xFD]];
        let _ = parse([heads[head], &bytes].concat());
    }
}
