//! CPU time of processes, from the kernel's own books.

use std::fs;
use std::path::Path;

/// The name of the thread that writes, see the store's engine.
const WRITER: &str = "kith-writer";
/// The length of a tick in `stat`, in nanoseconds: the kernel shows every architecture's programs 100 a second.
const TICK: u64 = 10_000_000;

/// CPU time used so far, in nanoseconds. Nothing where the system does not tell (no Linux).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cpu {
    /// The process, threads that have ended included.
    pub(super) all: Option<u64>,
    /// The thread that writes the database.
    pub(super) writer: Option<u64>,
}

impl Cpu {
    /// Of another process.
    pub(super) fn of(process: u32) -> Cpu {
        read(Path::new(&format!("/proc/{process}")))
    }

    /// Of this process.
    pub(super) fn own() -> Cpu {
        read(Path::new("/proc/self"))
    }

    /// What was used since `before`.
    pub(super) fn since(self, before: Cpu) -> Cpu {
        let since = |now: Option<u64>, then: Option<u64>| Some(now?.saturating_sub(then.unwrap_or(0)));
        Cpu { all: since(self.all, before.all), writer: since(self.writer, before.writer) }
    }
}

fn read(process: &Path) -> Cpu {
    let text = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    let tasks = fs::read_dir(process.join("task")).into_iter().flatten().flatten();
    let writer = tasks
        .map(|task| task.path())
        .find(|task| text(&task.join("comm")).trim() == WRITER)
        .and_then(|task| text(&task.join("schedstat")).split(' ').next()?.parse().ok());
    Cpu { all: ticks(&text(&process.join("stat"))).map(|ticks| ticks * TICK), writer }
}

/// Time as the program and in the kernel for it, from a line of `stat`.
fn ticks(stat: &str) -> Option<u64> {
    // The second field is the program's name, which may hold anything; 11 others stand between it and the times.
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

/// How many processes wait for a CPU, on average over the last minute.
pub(super) fn load_average() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_stand_behind_whatever_the_program_is_called() {
        let stat = "17 (a) b (c) S 1 17 17 0 -1 4194304 1 0 0 0 250 50 3 4 20 0 8 0";
        assert_eq!(ticks(stat), Some(300));
        assert_eq!(ticks("17 (kith"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_costs_cpu_time() {
        let (before, begun) = (Cpu::own(), std::time::Instant::now());
        let mut sum = 0_u64;
        while begun.elapsed().as_millis() < 100 {
            sum = std::hint::black_box(sum.wrapping_mul(31).wrapping_add(7));
        }
        let used = Cpu::own().since(before).all.unwrap();
        assert!(used >= TICK, "{used} ns");
        assert_eq!(Cpu::of(std::process::id()).writer, None);
    }
}
