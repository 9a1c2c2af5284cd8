//! Graphs as edge lists, in the form of the Stanford Network Analysis Project (SNAP).
//!
//! A line holds two ids, whole numbers from 0 to 2⁶⁴−1, parted by spaces, tabs or a comma:
//!
//! ```text
//! # Directed graph: who follows whom
//! # FromNodeId  ToNodeId
//! 0       1
//! 0       2
//! ```
//!
//! * Lines that begin with `#` or `%`, and blank ones, are skipped. Line ends may be `\n` or `\r\n`; a byte
//!   order mark at the front is skipped.
//! * Up to two more columns are allowed where they are numbers (KONECT and SNAP put a weight and a time
//!   there) and ignored.
//! * Edges are taken as undirected. The same pair again, either way round, is dropped and counted, and so
//!   is an edge from an id to itself. The id of a dropped loop stays as a node.
//! * The file may be plain, gzip or zstd; its first bytes decide, not its name.

mod line;
mod refused;
mod unpack;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

pub use self::refused::{Refused, Wrong};

use self::line::Line;
use self::unpack::{Unpacked, unpack};

/// How much is taken in. What exceeds a limit is refused, not cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Different ids, at most 2³²−1.
    pub max_nodes: u32,
    /// Lines with an edge, doubles and loops included. Each takes eight bytes of memory.
    pub max_edges: usize,
    /// Bytes of text, after unpacking.
    pub max_text: u64,
}

impl Default for Limits {
    /// 10 million ids, 50 million edges (400 MB of memory), 4 GiB of text.
    fn default() -> Self {
        Self { max_nodes: 10_000_000, max_edges: 50_000_000, max_text: 4 << 30 }
    }
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the file taken so far, as it lies on disk: packed bytes of a packed file.
    pub bytes_read: u64,
    /// Bytes of the whole file, where the caller knew them.
    pub bytes_total: Option<u64>,
    /// Lines with an edge so far.
    pub edges: usize,
}

/// An undirected graph without loops and doubles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeList {
    /// The ids as written in the file. Node `n` of [`EdgeList::edges`] is `ids[n]`; nodes are numbered in the
    /// order in which the file first names them.
    pub ids: Vec<u64>,
    /// Pairs of nodes, each once, the lower number first, in ascending order.
    pub edges: Vec<(u32, u32)>,
    /// Lines dropped because they join an id to itself.
    pub loops: usize,
    /// Lines dropped because the same pair, in either direction, stood elsewhere.
    pub doubles: usize,
}

impl EdgeList {
    /// How many neighbours each node has, by node.
    #[must_use]
    pub fn degrees(&self) -> Vec<u32> {
        let mut degrees = vec![0; self.ids.len()];
        for &(a, b) in &self.edges {
            degrees[a as usize] += 1;
            degrees[b as usize] += 1;
        }
        degrees
    }
}

/// Reads the file at `path`; see [`read`].
///
/// # Errors
///
/// As [`read`]; also where the file cannot be opened.
pub fn read_file(path: &Path, limits: &Limits, progress: impl FnMut(Progress)) -> Result<EdgeList, Refused> {
    let file = File::open(path).map_err(Refused::unreadable)?;
    let about = file.metadata().map_err(Refused::unreadable)?;
    if about.is_dir() {
        return Err(Refused::Directory);
    }
    // A pipe has no length.
    read(file, about.is_file().then_some(about.len()), limits, progress)
}

/// Reads an edge list to its end.
///
/// `bytes_total` is only handed on to `progress`, which is called about once for every mebibyte taken and at
/// the end.
///
/// # Errors
///
/// [`Refused`], whose text is one sentence that names the line and what is wrong with it.
pub fn read(
    source: impl Read,
    bytes_total: Option<u64>,
    limits: &Limits,
    mut progress: impl FnMut(Progress),
) -> Result<EdgeList, Refused> {
    const STEP: u64 = 1 << 20;

    let mut source = unpack(source, limits.max_text)?;
    let mut building = Building::default();
    let mut text = Vec::new();
    let mut number = 0u64;
    let mut reported = 0;
    while next_line(&mut source, &mut text, number)? {
        number += 1;
        match line::parse(&text, number)? {
            Line::Nothing => {}
            Line::Edge(from, to) => building.add(from, to, number, limits)?,
        }
        if source.get_ref().bytes_read() - reported >= STEP {
            reported = source.get_ref().bytes_read();
            progress(Progress { bytes_read: reported, bytes_total, edges: building.listed });
        }
    }
    progress(Progress { bytes_read: source.get_ref().bytes_read(), bytes_total, edges: building.listed });
    building.finish()
}

/// Fills `text` with the next line, without its end. False at the end of the file.
fn next_line<R: Read>(
    source: &mut BufReader<Unpacked<R>>,
    text: &mut Vec<u8>,
    lines_before: u64,
) -> Result<bool, Refused> {
    text.clear();
    let most = line::MAX_LENGTH as u64 + 2;
    let taken = source
        .by_ref()
        .take(most)
        .read_until(b'\n', text)
        .map_err(|error| unpack::explain(error, lines_before))?;
    if taken == 0 {
        return Ok(false);
    }
    if text.last() == Some(&b'\n') {
        text.pop();
    }
    if text.last() == Some(&b'\r') {
        text.pop();
    }
    Ok(true)
}

/// A graph while its lines come in.
#[derive(Default)]
struct Building {
    nodes: HashMap<u64, u32>,
    ids: Vec<u64>,
    edges: Vec<(u32, u32)>,
    loops: usize,
    listed: usize,
}

impl Building {
    fn add(&mut self, from: u64, to: u64, line: u64, limits: &Limits) -> Result<(), Refused> {
        if self.listed == limits.max_edges {
            return Err(Refused::TooManyEdges { line, limit: limits.max_edges });
        }
        self.listed += 1;
        let from = self.node(from, line, limits)?;
        let to = self.node(to, line, limits)?;
        if from == to {
            self.loops += 1;
        } else {
            self.edges.push((from.min(to), from.max(to)));
        }
        Ok(())
    }

    fn node(&mut self, id: u64, line: u64, limits: &Limits) -> Result<u32, Refused> {
        if let Some(&node) = self.nodes.get(&id) {
            return Ok(node);
        }
        let node = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        if node >= limits.max_nodes {
            return Err(Refused::TooManyNodes { line, limit: limits.max_nodes });
        }
        self.nodes.insert(id, node);
        self.ids.push(id);
        Ok(node)
    }

    fn finish(self) -> Result<EdgeList, Refused> {
        let Self { nodes, ids, mut edges, loops, listed } = self;
        drop(nodes);
        if listed == 0 {
            return Err(Refused::NoEdges);
        }
        // Sorting finds doubles in the memory the edges have anyway; a set would take several times as much.
        edges.sort_unstable();
        edges.dedup();
        edges.shrink_to_fit();
        let doubles = listed - loops - edges.len();
        Ok(EdgeList { ids, edges, loops, doubles })
    }
}
