//! The program as a user with bad luck meets it: each mishap is told in one sentence with an exit code that is not 0,
//! and leaves the database as it was.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// How long a server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder in which the program is run, with nothing of this process's environment in its configuration.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// A place with a network of one member.
    fn with_ana() -> Self {
        let place = Self::new();
        place.does("member add --name Ana --email ana@example.org --password good-neighbours");
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path().join(file), content).expect("a file");
    }

    fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.path().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// What lies here, but for locks: they say nothing once their holder is gone.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
        let mut names: Vec<String> = names.filter(|name| !name.ends_with(".lock")).collect();
        names.sort_unstable();
        names
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
        command.args(words.split_whitespace()).current_dir(self.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KITH_")) {
            command.env_remove(name);
        }
        command
    }

    /// Runs what works, and returns what it prints.
    fn does(&self, words: &str) -> String {
        let output = self.command(words).output().expect("the program runs");
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Runs what cannot work, and returns the sentence that says why.
    #[track_caller]
    fn fails(&self, words: &str) -> String {
        refused(words, &self.command(words).output().expect("the program runs"))
    }

    /// The same, where nothing may change, here and in what lies here.
    #[track_caller]
    fn fails_in_vain(&self, words: &str, because: &str) {
        let before: Vec<_> = self.files().into_iter().map(|file| (self.read(&file), file)).collect();
        let sentence = self.fails(words);
        assert!(sentence.contains(because), "{words}: {sentence:?} does not say {because:?}");
        let after: Vec<_> = self.files().into_iter().map(|file| (self.read(&file), file)).collect();
        let names =
            |files: &[(Vec<u8>, String)]| files.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&after), names(&before), "{words}");
        assert!(after == before, "{words} changed a file");
    }
}

/// The one sentence of a command that failed in order.
#[track_caller]
fn refused(words: &str, output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{words}: {said}");
    let complaints: Vec<&str> = said.lines().filter(|line| line.starts_with("kith: ")).collect();
    assert!(complaints.len() == 1 && said.lines().last() == complaints.first().copied(), "{words}: {said}");
    assert!(!said.contains("panicked") && !said.contains("Error code"), "{words}: {said}");
    complaints[0].to_owned()
}

/// A running server; killed when it is dropped.
struct Server(Child);

impl Server {
    fn of(place: &Place, address: SocketAddr) -> Self {
        Self::with(place, address, "")
    }

    fn with(place: &Place, address: SocketAddr, options: &str) -> Self {
        let mut command = place.command(&format!("serve --listen {address} --set log.level=error {options}"));
        let server = Self(command.stdout(Stdio::null()).spawn().expect("a server"));
        let begun = Instant::now();
        let ready = format!("healthcheck --set listen={address}");
        while !place.command(&ready).output().expect("the program runs").status.success() {
            assert!(begun.elapsed() < PATIENCE, "the server is not ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("an address")
}

#[test]
fn a_broken_configuration_is_told_and_nothing_is_begun() {
    for (file, because) in [
        ("listen = ", "kith.toml: line 1: "),
        ("lisen = \"127.0.0.1:1\"", "there is no key lisen; did you mean listen?"),
        ("listen = 8080", "listen: invalid type: integer `8080`"),
        ("[policy.note]\nmax_graphemes = -3", "policy.note.max_graphemes: "),
        ("policy = 3", "policy is a group of keys"),
        ("trusted_proxies = [\"proxy\"]", "trusted_proxies: \"proxy\" is no range of addresses"),
        ("database_url = \"mysql://kith\"", "database_url: `mysql://kith` is not a database URL"),
    ] {
        let place = Place::new();
        place.write("kith.toml", file);
        place.fails_in_vain("serve", because);
        place.fails_in_vain("config check", because);
        // What helps to mend it works all the same.
        assert!(place.does("config default").contains("listen = "));
    }
    let place = Place::new();
    for (name, value, because) in [
        ("KITH_LISTEM", "127.0.0.1:1", "there is no variable KITH_LISTEM; did you mean KITH_LISTEN?"),
        ("KITH_LISTEN", "here", "listen: \"here\" is no address and port"),
        ("KITH_LOG_LEVEL", "loud", "log.level: unknown variant `loud`"),
        ("KITH_METRICS_TOKEN_FILE", "/no/such/file", "KITH_METRICS_TOKEN_FILE: cannot read /no/such/file"),
    ] {
        let output = place.command("serve").env(name, value).output().expect("the program runs");
        let sentence = refused(name, &output);
        assert!(sentence.contains(because), "{sentence}");
    }
    place.fails_in_vain("serve --listen here", "listen: \"here\" is no address and port");
    place.fails_in_vain("serve --set policy.undo.sent=2s", "there is no key policy.undo.sent");
    place.fails_in_vain("serve --set listen", "--set listen: write KEY=VALUE");
    place.fails_in_vain("serve --config kith.toml", "cannot read kith.toml");
    place.fails_in_vain("policy show --preset strickt", "there is no preset \"strickt\"");
}

#[test]
fn an_occupied_port_is_told() {
    let place = Place::with_ana();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    place.fails_in_vain(&format!("serve --listen {address}"), &format!("cannot listen on {address}"));
    place.fails_in_vain(
        &format!("serve --listen 127.0.0.1:0 --set metrics.listen={address}"),
        "cannot listen on",
    );
}

#[test]
fn what_is_served_is_neither_served_twice_nor_replaced() {
    let place = Place::with_ana();
    place.does("backup copy.db");
    let address = free_address();
    let server = Server::of(&place, address);
    let in_use = format!("kith.db is in use by process {}", server.0.id());
    for words in [
        "serve --listen 127.0.0.1:0",
        "restore copy.db --replace",
        "demo --no-serve --fresh --members 3 --database kith.db",
    ] {
        let sentence = place.fails(words);
        assert!(sentence.contains(&in_use), "{words}: {sentence}");
    }
    assert!(place.fails("restore copy.db").contains("kith.db exists already"));
    // Who passes by is let in.
    place.does("member add --name Ben --email ben@example.org");
    place.does("backup later.db.zst");
    drop(server);
    // The lock of a killed server holds nobody up, and nothing that was acknowledged is lost.
    place.does("restore copy.db --replace");
    assert_eq!(place.does("member list").lines().count(), 1);
    place.fails_in_vain("restore later.db.zst --replace", "kith.db.replaced is in the way");
    place.does("restore later.db.zst --database-url sqlite:second.db");
    assert_eq!(place.does("member list --database-url sqlite:second.db").lines().count(), 2);
    assert!(!place.files().iter().any(|file| file.contains(".restore") || file.contains(".part")));
}

#[test]
fn a_database_that_is_not_ours_is_left_alone() {
    let place = Place::with_ana();
    place.does("backup newer.db");
    let newer = Connection::open(place.path().join("newer.db")).expect("a database");
    newer.execute("INSERT INTO migration VALUES (99, 'to come', 1)", []).expect("a migration");
    newer.close().expect("closed");
    let foreign = Connection::open(place.path().join("foreign.db")).expect("a database");
    foreign.execute_batch("CREATE TABLE recipe (name TEXT)").expect("a table");
    foreign.close().expect("closed");
    place.write("text.db", "Nothing of interest.");
    for (file, because) in [
        ("newer.db", "was written by a newer version of Kith"),
        ("foreign.db", "holds tables of another program"),
        ("text.db", "`text.db` is not a database"),
    ] {
        for words in [
            "serve --listen 127.0.0.1:0",
            "member add --name Ben --email ben@example.org",
            "backup copy.db",
            "demo --no-serve --members 3",
        ] {
            let database = if words.starts_with("demo") {
                format!("--database {file}")
            } else {
                format!("--database-url sqlite:{file}")
            };
            place.fails_in_vain(&format!("{words} {database}"), because);
        }
        let because = if file == "text.db" { "it does not begin as a database does" } else { because };
        place.fails_in_vain(&format!("restore {file} --database-url sqlite:other.db"), because);
    }
}

#[test]
fn a_backup_that_is_damaged_replaces_nothing() {
    let place = Place::with_ana();
    place.does("backup whole.db");
    place.does("backup whole.db.zst");
    for (from, cut, because) in [
        ("whole.db", "cut.db", "is no backup that can be used"),
        ("whole.db.zst", "cut.db.zst", "cannot read cut.db.zst"),
    ] {
        let whole = place.read(from);
        place.write(cut, &whole[..whole.len() / 2]);
        place.fails_in_vain(&format!("restore {cut} --replace"), because);
    }
    // One page in the middle is not what it was.
    let mut spoilt = place.read("whole.db");
    let middle = spoilt.len() / 2 / 4096 * 4096;
    spoilt[middle..middle + 4096].fill(0xa5);
    place.write("spoilt.db", spoilt);
    place.write("empty.db", "");
    for (file, because) in [
        ("spoilt.db", "the database is damaged"),
        ("empty.db", "it does not begin as a database does"),
        ("missing.db", "cannot read missing.db"),
    ] {
        place.fails_in_vain(&format!("restore {file} --replace"), because);
    }
    place.fails_in_vain("backup whole.db", "whole.db exists already");
    place.fails_in_vain("backup nowhere/whole.db", "the folder nowhere does not exist");
    place.fails_in_vain("backup other.db --database-url sqlite:none.db", "there is no database at none.db");
}

#[cfg(unix)]
#[test]
fn a_backup_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_ana();
    place.does("backup plain.db");
    place.does("backup packed.db.zst");
    place.does("restore packed.db.zst --database-url sqlite:restored.db");
    for file in ["kith.db", "plain.db", "packed.db.zst", "restored.db"] {
        let mode = fs::metadata(place.path().join(file)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[test]
fn a_member_who_cannot_be_is_not_made() {
    let place = Place::with_ana();
    // Each notes that it ran, for the ids it might have made, so the file is not the same to the byte.
    for (words, because) in [
        ("member add --name Ana --email ANA@example.org", "ANA@example.org is a member's address already"),
        ("member add --name Ben --email nowhere", "--email: "),
        ("member add --name Ben --email ben@example.org --password short", "--password: "),
        ("member approve nobody", "there is no member \"nobody\""),
    ] {
        let sentence = place.fails(words);
        assert!(sentence.contains(because), "{words}: {sentence:?} does not say {because:?}");
    }
    place.fails_in_vain(
        "member list --database-url sqlite:nowhere/kith.db",
        "the folder `nowhere` does not exist",
    );
    place.fails_in_vain("serve --database-url sqlite:nowhere/kith.db", "the folder nowhere does not exist");
    assert_eq!(place.does("member list").lines().count(), 1);
}

#[test]
fn what_is_no_edge_list_is_told_by_its_line() {
    let place = Place::with_ana();
    let edges: String = (1..2000).map(|id| format!("{id} {}\n", id + 1)).collect();
    let packed = zstd::encode_all(edges.as_bytes(), 3).expect("zstd");
    place.write("cut.zst", &packed[..packed.len() / 2]);
    // A gzip header with nothing behind it.
    place.write("cut.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b]);
    place.write("one.txt", "1 2\n3\n");
    place.write("none.txt", "# nobody\n");
    place.write("binary", [0, 159, 146, 150, 10, 0, 7]);
    place.write("whole.txt", &edges);
    for (file, because) in [
        ("cut.zst", "cut.zst: the zstd data is damaged or cut short"),
        ("cut.gz", "cut.gz: the gzip data is damaged or cut short"),
        ("one.txt", "one.txt: line 2 "),
        ("none.txt", "none.txt: the file holds no edge"),
        ("binary", "binary: line 1 is not text"),
        ("kith.db", "kith.db: this is an SQLite database"),
        ("missing.txt", "missing.txt: the file cannot be read"),
        (".", "this is a directory"),
    ] {
        place.fails_in_vain(&format!("import graph --add {file}"), because);
    }
    place.fails_in_vain("import graph whole.txt", "has members already; --add adds to them");
    place.fails_in_vain(
        "import graph --add --members-prefix # whole.txt",
        "--members-prefix: it needs a letter",
    );
}

#[test]
fn an_import_that_is_killed_leaves_nothing() {
    let place = Place::with_ana();
    let edges: String = (0..60_000).map(|n| format!("{} {}\n", n % 20_000, 20_000 + n)).collect();
    place.write("large.txt", edges);
    for pause in [0, 40, 160, 320] {
        let mut command = place.command("import graph --add large.txt");
        let mut import = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("an import");
        // From the moment at which it begins to write.
        let mut log = std::io::BufReader::new(import.stderr.take().expect("its output"));
        let mut line = String::new();
        while !line.starts_with("Writing") {
            line.clear();
            let read = std::io::BufRead::read_line(&mut log, &mut line).expect("a line");
            assert!(read > 0, "it ended before it wrote");
        }
        std::thread::sleep(Duration::from_millis(pause));
        import.kill().expect("a kill");
        let ended = import.wait().expect("its end");
        assert!(!ended.success(), "it was done after {pause} ms; let it do more");
        assert_eq!(place.does("member list").lines().count(), 1, "killed after {pause} ms");
    }
    place.does("member add --name Ben --email ben@example.org");
}

#[test]
fn who_stops_reading_is_no_failure() {
    let place = Place::with_ana();
    let mut command = place.command("config default");
    let mut default = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a command");
    drop(default.stdout.take());
    let output = default.wait_with_output().expect("its end");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    #[cfg(target_os = "linux")]
    {
        let full = fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        let output = place.command("member list").stdout(full).output().expect("the program runs");
        assert!(refused("member list", &output).contains("cannot print"));
    }
}

/// Where this system lets anybody make a small file system of their own; elsewhere it says that it tried nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_changes_nothing() {
    const COMMANDS: [&str; 4] = [
        "member add --name Ben --email ben@example.org",
        "backup copy.db",
        "backup copy.db.zst",
        "demo --no-serve --members 50 --database demo.db",
    ];
    let tries: String =
        COMMANDS.iter().map(|words| format!("if \"$KITH\" {words}; then echo worked; fi\n")).collect();
    let script = format!(
        "set -e; mount -t tmpfs -o size=1m tmpfs small; cd small; exec 2>&1\n\
         \"$KITH\" member add --name Ana --email ana@example.org --password good-neighbours\n\
         head -c 2m /dev/zero >fill 2>/dev/null || true\n\
         {tries}rm fill; \"$KITH\" member list\n"
    );
    let place = Place::new();
    fs::create_dir(place.path().join("small")).expect("a folder");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).current_dir(place.path());
    let output = command.env("KITH", env!("CARGO_BIN_EXE_kith")).output();
    let Some(output) = output.ok().filter(|output| output.stdout.starts_with(b"Added ana")) else {
        eprintln!("SKIPPED: no file system can be made here");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = said.lines().collect();
    let complaints =
        lines.iter().filter(|line| line.starts_with("kith: ") && line.contains("the disk is full"));
    // What was added, a sentence for each command, and who is there.
    assert_eq!((lines.len(), complaints.count()), (1 + COMMANDS.len() + 1, COMMANDS.len()), "{said}");
    assert!(output.status.success() && lines.last().is_some_and(|line| line.ends_with("ana  Ana")), "{said}");
}

#[test]
fn what_the_operator_does_about_a_member_is_told_and_logged_and_what_cannot_be_is_refused() {
    let place = Place::with_ana();
    let status = || place.does("member list").split_whitespace().nth(1).expect("a status").to_owned();
    let log = |rows: usize| {
        let told = place.does("audit verify");
        assert!(told.starts_with(&format!("The log is whole: {rows} rows")), "{told}");
    };
    assert!(place.does("member suspend ana --reason Spam").starts_with("Suspended "));
    assert_eq!(status(), "suspended");
    assert!(place.does("member restore ana@example.org --reason Mended").starts_with("Restored "));
    assert_eq!(status(), "active");
    let plan = place.does("member plan ana premium");
    assert!(plan.ends_with("is on the plan premium: 5 credits a month, 5 now\n"), "{plan}");
    let granted = place.does("member grant-credits ana 7");
    assert!(granted.ends_with("has 12 credits\n"), "{granted}");
    log(4);
    for (words, because) in [
        ("member suspend nobody --reason Spam", "there is no member \"nobody\""),
        ("member plan ana gold", "there are basic, premium"),
        ("member grant-credits ana 0", "grant 1 to 10000 credits"),
        ("member grant-credits ana 10001", "grant 1 to 10000 credits"),
    ] {
        let sentence = place.fails(words);
        assert!(sentence.contains(because), "{words}: {sentence:?} does not say {because:?}");
    }
    assert_eq!(status(), "active");
    log(4);
}

#[test]
fn who_begins_a_request_and_does_not_end_it_is_hung_up_on_and_others_are_not() {
    let place = Place::with_ana();
    let address = free_address();
    let _server = Server::with(&place, address, "--set patience=1s");
    let begun = Instant::now();
    let mut slow = TcpStream::connect(address).expect("a connection");
    slow.write_all(b"GET /health/live HTTP/1.1\r\nHost: kith\r\n").expect("half a head");
    slow.set_read_timeout(Some(PATIENCE)).expect("a time-out");
    let mut got = Vec::new();
    let ended = slow.read_to_end(&mut got);
    assert!(begun.elapsed() >= Duration::from_millis(900), "{:?} after {:?}", ended, begun.elapsed());
    assert!(begun.elapsed() < PATIENCE, "it is still there");
    assert!(!got.starts_with(b"HTTP/1.1 200"), "half a request is none");
    let mut quick = TcpStream::connect(address).expect("a connection");
    quick.write_all(b"GET /health/live HTTP/1.1\r\nHost: kith\r\nConnection: close\r\n\r\n").expect("a head");
    let mut got = String::new();
    quick.read_to_string(&mut got).expect("an answer");
    assert!(got.starts_with("HTTP/1.1 200"), "{got}");
}
