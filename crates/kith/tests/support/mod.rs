//! The real program on a free port, in a folder of its own, and members who reach it over HTTP.

#![allow(dead_code, unreachable_pub, reason = "each test uses what it needs of this")]

pub mod holds;
pub mod line;
pub mod stream;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kith_testdb::TestDatabase;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// How long a server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; killed when it is dropped.
pub struct Server {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
    client: Client,
    /// Goes after the program that uses it.
    _database: Option<TestDatabase>,
}

/// A member with a token.
#[derive(Clone)]
pub struct Member {
    pub id: String,
    pub token: String,
    pub email: String,
    url: String,
    client: Client,
}

impl Server {
    /// A server with nothing held back, no limits on the pace of requests, and `policy` on top, on the engine that
    /// the run is for.
    pub async fn start(policy: &str) -> Self {
        let database = TestDatabase::new();
        let mut server = Self::start_on(database.url(), policy).await;
        server._database = Some(database);
        server
    }

    /// The same on SQLite, in a folder that may hold a `kith.db` already.
    pub async fn start_in(folder: tempfile::TempDir, policy: &str) -> Self {
        let url = format!("sqlite:{}", folder.path().join("kith.db").display());
        Self::launched(folder, &url, policy).await
    }

    /// The same on a database that others may use too.
    pub async fn start_on(database_url: &str, policy: &str) -> Self {
        Self::launched(tempfile::tempdir().expect("a folder"), database_url, policy).await
    }

    async fn launched(folder: tempfile::TempDir, database_url: &str, policy: &str) -> Self {
        let port = free_port();
        let config = format!(
            "name = \"Guild\"\nlisten = \"127.0.0.1:{port}\"\ndatabase_url = \"{database_url}\"\nrate_limits = \"off\"\n\
             [log]\nlevel = \"warn\"\n{policy}"
        );
        std::fs::write(folder.path().join("kith.toml"), config).expect("a configuration");
        let child = launch(folder.path());
        let client = Client::builder().pool_max_idle_per_host(256).timeout(Duration::from_secs(30)).build();
        let client = client.expect("a client");
        let server = Self { child, folder, port, client, _database: None };
        server.ready().await;
        server
    }

    /// Starts the program again, after it was killed.
    pub async fn restart(&mut self) {
        self.child = launch(self.folder.path());
        self.ready().await;
    }

    /// Kills the program at once (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("its end");
    }

    async fn ready(&self) {
        let begun = Instant::now();
        loop {
            let answer = self.client.get(self.url("/health/ready")).send().await;
            if answer.is_ok_and(|answer| answer.status() == StatusCode::OK) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "the server is not ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The database file of a server that was started in a folder.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("kith.db")
    }

    /// An address of the server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Opens an account over the API.
    pub async fn sign_up(&self, name: &str) -> Member {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let body = json!({ "name": name, "email": email, "password": "a long password" });
        let answer =
            self.client.post(self.url("/api/v1/accounts")).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED, "{name}");
        self.member(email, &answer.json().await.expect("JSON"))
    }

    /// The member that an answer speaks of, with the token it gives.
    fn member(&self, email: String, answer: &Value) -> Member {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Member {
            id: text(&answer["member"]["id"]),
            token: text(&answer["token"]),
            email,
            url: self.url("/api/v1"),
            client: self.client.clone(),
        }
    }

    /// Signs somebody in over the API.
    pub async fn sign_in(&self, email: &str, password: &str) -> Member {
        let body = json!({ "email": email, "password": password });
        let answer =
            self.client.post(self.url("/api/v1/sessions")).json(&body).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::CREATED, "{email}");
        self.member(email.to_owned(), &answer.json().await.expect("JSON"))
    }

    /// Opens several accounts, a few at a time: hashing passwords is slow on purpose.
    pub async fn sign_up_many(&self, prefix: &str, count: usize) -> Vec<Member> {
        let mut members = Vec::with_capacity(count);
        for from in (0..count).step_by(4) {
            let names: Vec<String> = (from..(from + 4).min(count)).map(|n| format!("{prefix} {n}")).collect();
            let mut signing = Vec::new();
            for name in &names {
                signing.push(self.sign_up(name));
            }
            members.extend(futures_util::future::join_all(signing).await);
        }
        members
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Member {
    /// The same member, asking another server of the same network.
    pub fn at(&self, server: &Server) -> Self {
        Self { url: server.url("/api/v1"), client: server.client.clone(), ..self.clone() }
    }

    /// Asks, and returns the status with the body (null where there is none).
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        self.tried(method, path, body).await.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The same, where the server may be gone in the middle of it.
    pub async fn tried(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<(StatusCode, Value), reqwest::Error> {
        let mut request = self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let bytes = answer.bytes().await?;
        assert!(!status.is_server_error(), "{path}: {status} {}", String::from_utf8_lossy(&bytes));
        Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.ask(Method::GET, path, None).await
    }

    pub async fn put(&self, path: &str) -> (StatusCode, Value) {
        self.ask(Method::PUT, path, None).await
    }

    pub async fn delete(&self, path: &str) -> (StatusCode, Value) {
        self.ask(Method::DELETE, path, None).await
    }

    /// Invites somebody, and returns what came of it.
    pub async fn invite(&self, to: &Member) -> (StatusCode, Value) {
        self.ask(Method::POST, "/invitations", Some(json!({ "to": to.id }))).await
    }

    /// Invites somebody, and returns the id of the new invitation.
    pub async fn invites(&self, to: &Member) -> String {
        let (status, body) = self.invite(to).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
        body["id"].as_str().expect("an id").to_owned()
    }

    /// What stands between this member and another, as this one sees it.
    pub async fn state_with(&self, other: &Member) -> String {
        let (status, body) = self.get(&format!("/members/{}/relationship", other.id)).await;
        if status == StatusCode::NOT_FOUND {
            return "absent".to_owned();
        }
        assert_eq!(status, StatusCode::OK, "{body}");
        body["state"].as_str().expect("a state").to_owned()
    }

    /// All items of a list, through all of its pages.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut cursor = None::<String>;
        loop {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = match &cursor {
                Some(cursor) => format!("{path}{joint}limit=100&cursor={cursor}"),
                None => format!("{path}{joint}limit=100"),
            };
            let (status, body) = self.get(&page).await;
            assert_eq!(status, StatusCode::OK, "{page}: {body}");
            items.extend(body["items"].as_array().expect("items").iter().cloned());
            match body["next"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => return items,
            }
        }
    }

    /// How many invitations the balance says were sent.
    pub async fn used(&self) -> u64 {
        let (_, allowance) = self.get("/me/allowance").await;
        allowance["lifetime"]["used"].as_u64().expect("a number")
    }
}

fn launch(folder: &Path) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kith"))
        .arg("serve")
        .arg("--config")
        .arg(folder.join("kith.toml"))
        .current_dir(folder)
        // It is no key of the configuration.
        .env_remove(kith_testdb::SERVER)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Whatever it has to complain about stands in the test's output.
    if let Some(log) = child.stderr.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                eprintln!("kith: {line}");
            }
        });
    }
    child
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}
