//! Who knows whom in memory, beside SQLite asked the same questions of the same connections, also in memory.

use std::collections::HashSet;
use std::fmt;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use kith_domain::connections::Degree;
use kith_domain::id::MemberId;
use kith_domain::relation::Pair;
use kith_graph::{Graph, Tie};
use kith_import::edge_list::{Limits, read_file};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::cpu::load_average;
use super::report::median;

/// How often each question is measured, in turns with the others.
const TURNS: usize = 5;
/// So many pairs or members are asked about, again and again.
const ASKED: usize = 2_000;
/// So many answers are held against each other before anything is measured.
const COMPARED: usize = 200;
/// How many of those who are near are asked for, as suggestions do.
const NEAR: usize = 600;
/// Whom a made-up member knows from close by: so far on either side.
const CLOSE: u32 = 300;
/// Of a hundred connections so many are close by.
const CLOSE_SHARE: u32 = 70;

const DEGREE: &str = "SELECT CASE
    WHEN EXISTS (SELECT 1 FROM edge WHERE a = ?1 AND b = ?2) THEN 1
    WHEN EXISTS (SELECT 1 FROM edge x JOIN edge y ON y.a = ?2 AND y.b = x.b WHERE x.a = ?1) THEN 2
    WHEN EXISTS (SELECT 1 FROM edge x JOIN edge m ON m.a = x.b JOIN edge y ON y.a = ?2 AND y.b = m.b WHERE x.a = ?1) THEN 3
    ELSE 0 END";
const SHARED: &str =
    "SELECT x.b FROM edge x JOIN edge y ON y.a = ?2 AND y.b = x.b WHERE x.a = ?1 ORDER BY x.b";
const SECOND: &str = "SELECT y.b, count(*) AS ways FROM edge x JOIN edge y ON y.a = x.b
    WHERE x.a = ?1 AND y.b <> ?1 AND NOT EXISTS (SELECT 1 FROM edge k WHERE k.a = ?1 AND k.b = y.b)
    GROUP BY y.b ORDER BY ways DESC, y.b DESC LIMIT ?2";

/// What is measured, and on which connections.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct GraphBench {
    /// An edge list (plain, gzip or zstd) instead of made-up members
    #[arg(long, value_name = "FILE")]
    edges: Option<PathBuf>,
    /// How many made-up members there are
    #[arg(long, default_value_t = 20_000)]
    members: u32,
    /// How many connections each of them has, about
    #[arg(long, default_value_t = 50)]
    degree: u32,
    /// How long is measured in all, in seconds
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct GraphReport {
    members: usize,
    connections: u64,
    cores: usize,
    load_average: [Option<f64>; 2],
    /// To build it from all connections, in nanoseconds for each.
    build_ns: f64,
    /// Bytes of memory for each connection.
    bytes: f64,
    questions: Vec<Question>,
}

/// A question, and how long an answer takes: the median of the turns, in nanoseconds.
#[derive(Debug, Serialize)]
struct Question {
    name: &'static str,
    memory_ns: f64,
    sqlite_ns: f64,
    /// The least and the most of the turns' ratios.
    ratio: [f64; 2],
    /// Reading the lists alone, where that is what bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading_ns: Option<f64>,
}

impl GraphBench {
    pub(super) fn json(&self) -> bool {
        self.json
    }
}

/// Measures; blocks.
pub(super) fn run(bench: &GraphBench) -> Result<GraphReport> {
    if !(100..=5_000_000).contains(&bench.members) || !(2..=500).contains(&bench.degree) {
        bail!("--members: between 100 and 5000000; --degree: between 2 and 500");
    }
    if !(0.1..=600.0).contains(&bench.seconds) {
        bail!("--seconds: between 0.1 and 600");
    }
    let before = load_average();
    let mut chance = StdRng::seed_from_u64(7);
    let edges = edges(bench, &mut chance)?;
    ensure!(!edges.is_empty(), "there is no connection in it");
    let ties: Vec<(Pair, Tie)> =
        edges.iter().filter_map(|(a, b)| Some((pair(*a, *b)?, Tie::default()))).collect();
    let begun = Instant::now();
    let graph = Graph::build(ties);
    let build_ns = nanoseconds(begun.elapsed(), edges.len() as u64);
    let mut sides = Sides { sqlite: filled(&edges)?, lists: lists(&edges), graph };
    let asked = Asked::of(&sides.lists, &mut chance);
    sides.compare(&asked)?;
    let questions = sides.measure(&asked, Duration::from_secs_f64(bench.seconds))?;
    Ok(GraphReport {
        members: sides.graph.members(),
        connections: sides.graph.connections(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        load_average: [before, load_average()],
        build_ns,
        bytes: sides.graph.bytes() as f64 / sides.graph.connections().max(1) as f64,
        questions,
    })
}

fn edges(bench: &GraphBench, chance: &mut StdRng) -> Result<Vec<(u32, u32)>> {
    if let Some(file) = &bench.edges {
        let read = read_file(file, &Limits::default(), |_| ());
        return Ok(read.with_context(|| format!("cannot read {}", file.display()))?.edges);
    }
    let members = bench.members;
    let mut edges = HashSet::new();
    for one in 0..members {
        for _ in 0..bench.degree.div_ceil(2) {
            let close = chance.random_range(0..100) < CLOSE_SHARE;
            let away = if close { chance.random_range(1..=CLOSE) } else { chance.random_range(1..members) };
            let other = (one + away) % members;
            if one != other {
                edges.insert((one.min(other), one.max(other)));
            }
        }
    }
    let mut edges: Vec<(u32, u32)> = edges.into_iter().collect();
    edges.sort_unstable();
    Ok(edges)
}

/// SQLite with both directions of every connection, in memory, where nothing waits for a disk.
fn filled(edges: &[(u32, u32)]) -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch(
        "PRAGMA cache_size = -1000000; CREATE TABLE edge (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID; BEGIN",
    )?;
    let mut rows: Vec<(u32, u32)> = edges.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
    rows.sort_unstable();
    {
        let mut insert = connection.prepare("INSERT INTO edge VALUES (?1, ?2)")?;
        for (a, b) in rows {
            insert.execute(params![a, b])?;
        }
    }
    connection.execute_batch("COMMIT; ANALYZE")?;
    Ok(connection)
}

fn lists(edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let members = edges.iter().map(|(a, b)| *a.max(b) as usize + 1).max().unwrap_or(0);
    let mut lists = vec![Vec::new(); members];
    for (a, b) in edges {
        lists[*a as usize].push(*b);
        lists[*b as usize].push(*a);
    }
    lists
}

/// Members are numbered from 0; nobody has the id 0.
fn member(number: u32) -> MemberId {
    MemberId(i64::from(number) + 1)
}

fn number(member: MemberId) -> u32 {
    u32::try_from(member.0 - 1).unwrap_or(u32::MAX)
}

fn pair(one: u32, other: u32) -> Option<Pair> {
    Pair::of(member(one), member(other))
}

/// About whom is asked.
struct Asked {
    /// Any two.
    any: Vec<(u32, u32)>,
    /// Two who share a connection, at least.
    friends_of_friends: Vec<(u32, u32)>,
}

impl Asked {
    fn of(lists: &[Vec<u32>], chance: &mut StdRng) -> Self {
        let members = u32::try_from(lists.len()).unwrap_or(u32::MAX);
        let mut any = Vec::with_capacity(ASKED);
        let mut friends_of_friends = Vec::with_capacity(ASKED);
        while any.len() < ASKED {
            let (one, other) = (chance.random_range(0..members), chance.random_range(0..members));
            any.extend((one != other).then_some((one, other)));
        }
        // Where all who are connected are connected with nobody else, there may be none.
        for _ in 0..50 * ASKED {
            let one = chance.random_range(0..members);
            let mut step = |from: u32| {
                let list = &lists[from as usize];
                (!list.is_empty()).then(|| list[chance.random_range(0..list.len())])
            };
            let far = step(one).and_then(step).filter(|far| *far != one);
            friends_of_friends.extend(far.map(|far| (one, far)));
            if friends_of_friends.len() == ASKED {
                break;
            }
        }
        Self { any, friends_of_friends }
    }
}

/// Both sides of the comparison.
struct Sides {
    graph: Graph,
    sqlite: Connection,
    lists: Vec<Vec<u32>>,
}

impl Sides {
    /// Both give the same answers.
    fn compare(&self, asked: &Asked) -> Result<()> {
        for (one, other) in asked.any.iter().chain(&asked.friends_of_friends).take(COMPARED) {
            let pair = pair(*one, *other).context("two members")?;
            let known = self.graph.degree(pair).map_or(0, Degree::number);
            ensure!(known == self.sql_degree(*one, *other)?, "degree of {pair:?}");
            let shared: Vec<u32> = self.graph.shared(pair).into_iter().map(number).collect();
            ensure!(shared == self.sql_shared(*one, *other)?, "shared by {pair:?}");
        }
        for (one, _) in asked.any.iter().take(COMPARED / 10) {
            let near = self.graph.near(member(*one), |_| true, NEAR);
            let near: Vec<(u32, u32)> =
                near.into_iter().map(|(member, ways)| (number(member), ways)).collect();
            ensure!(near == self.sql_near(*one)?, "near {one}");
        }
        Ok(())
    }

    fn measure(&mut self, asked: &Asked, length: Duration) -> Result<Vec<Question>> {
        // Four questions, each of both sides, and reading.
        let turn = length / u32::try_from(9 * TURNS).unwrap_or(1);
        let (any, near) = (&asked.any, &asked.friends_of_friends);
        let degree = |(one, other): (u32, u32)| {
            let degree = pair(one, other).and_then(|pair| self.graph.degree(pair));
            Ok(degree.map_or(0, |degree| usize::from(degree.number())))
        };
        let sql_degree = |(one, other)| self.sql_degree(one, other).map(usize::from);
        let mut questions = Vec::new();
        questions.push(Question::asked("degree, any two", turn, any, degree, sql_degree)?);
        if !near.is_empty() {
            let shared = |(one, other)| Ok(pair(one, other).map_or(0, |pair| self.graph.shared(pair).len()));
            let sql_shared = |(one, other)| self.sql_shared(one, other).map(|shared| shared.len());
            questions.push(Question::asked("degree, friends of friends", turn, near, degree, sql_degree)?);
            questions.push(Question::asked("shared, friends of friends", turn, near, shared, sql_shared)?);
        }
        let suggest = |(one, _)| Ok(self.graph.near(member(one), |_| true, NEAR).len());
        let sql_suggest = |(one, _)| self.sql_near(one).map(|near| near.len());
        let mut suggested = Question::asked("near, the first 600", turn, any, suggest, sql_suggest)?;
        let read = |(one, _): (u32, u32)| {
            let over = self.lists[one as usize].iter().flat_map(|over| &self.lists[*over as usize]);
            Ok(over.fold(0, |sum: usize, far| sum.wrapping_add(*far as usize)))
        };
        suggested.reading_ns = Some(rate(turn, any, &read)?);
        questions.push(suggested);
        Ok(questions)
    }

    fn sql_degree(&self, one: u32, other: u32) -> Result<u8> {
        Ok(self.sqlite.prepare_cached(DEGREE)?.query_row(params![one, other], |row| row.get(0))?)
    }

    fn sql_shared(&self, one: u32, other: u32) -> Result<Vec<u32>> {
        let mut statement = self.sqlite.prepare_cached(SHARED)?;
        let shared = statement.query_map(params![one, other], |row| row.get(0))?;
        Ok(shared.collect::<rusqlite::Result<_>>()?)
    }

    fn sql_near(&self, one: u32) -> Result<Vec<(u32, u32)>> {
        let mut statement = self.sqlite.prepare_cached(SECOND)?;
        let near = statement.query_map(params![one, NEAR as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(near.collect::<rusqlite::Result<_>>()?)
    }
}

impl Question {
    /// Asks both sides in turns.
    fn asked(
        name: &'static str,
        turn: Duration,
        about: &[(u32, u32)],
        memory: impl Fn((u32, u32)) -> Result<usize>,
        sqlite: impl Fn((u32, u32)) -> Result<usize>,
    ) -> Result<Self> {
        let (mut of_memory, mut of_sqlite) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            of_memory.push(rate(turn, about, &memory)?);
            of_sqlite.push(rate(turn, about, &sqlite)?);
        }
        let ratios = || of_memory.iter().zip(&of_sqlite).map(|(memory, sqlite)| sqlite / memory);
        Ok(Self {
            name,
            ratio: [ratios().fold(f64::INFINITY, f64::min), ratios().fold(0.0, f64::max)],
            memory_ns: median(of_memory.iter().copied()).unwrap_or_default(),
            sqlite_ns: median(of_sqlite.iter().copied()).unwrap_or_default(),
            reading_ns: None,
        })
    }
}

/// How long an answer takes, in nanoseconds, asked for `turn`; what is answered is a number that depends on all of it.
fn rate(turn: Duration, about: &[(u32, u32)], ask: &impl Fn((u32, u32)) -> Result<usize>) -> Result<f64> {
    let (begun, mut answers) = (Instant::now(), 0);
    for (one, other) in about.iter().cycle() {
        black_box(ask((*one, *other))?);
        answers += 1;
        if answers % 8 == 0 && begun.elapsed() >= turn {
            break;
        }
    }
    Ok(nanoseconds(begun.elapsed(), answers))
}

fn nanoseconds(took: Duration, times: u64) -> f64 {
    took.as_secs_f64() * 1e9 / times.max(1) as f64
}

impl fmt::Display for GraphReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let load = self.load_average.map(|load| load.map_or("-".to_owned(), |load| format!("{load:.2}")));
        writeln!(f, "{} members, {} connections", self.members, self.connections)?;
        writeln!(f, "{} cores, load {} before and {} after; one thread", self.cores, load[0], load[1])?;
        writeln!(f, "built in {:.0} ns a connection, which takes {:.1} bytes\n", self.build_ns, self.bytes)?;
        writeln!(f, "{:<28} {:>12} {:>12} {:>16}", "", "in memory us", "SQLite us", "times as fast")?;
        for question in &self.questions {
            let Question { name, memory_ns, sqlite_ns, ratio: [least, most], reading_ns } = question;
            let (memory, sqlite) = (memory_ns / 1e3, sqlite_ns / 1e3);
            writeln!(
                f,
                "{name:<28} {memory:>12.2} {sqlite:>12.1} {:>16}",
                format!("{least:.0} to {most:.0}")
            )?;
            if let Some(reading) = reading_ns {
                let share = memory_ns / reading;
                writeln!(
                    f,
                    "{:<28} {:>12.2} {:>29}",
                    "  reading the lists alone",
                    reading / 1e3,
                    format!("{share:.1} of it")
                )?;
            }
        }
        Ok(())
    }
}
