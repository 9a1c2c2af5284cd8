//! A way to PostgreSQL that can be cut at any point.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a message that is let through has to be acted upon before the connection is cut.
const ACTED_UPON: Duration = Duration::from_millis(15);

/// What happens to the connection at the chosen point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// It is cut, and the server never gets the message.
    Before,
    /// The server gets the message and acts upon it, and the connection is cut before the answer.
    After,
    /// Nothing moves any more, in either direction, and nobody says so.
    Silence,
    /// The server never gets the message, and an error is answered as if it were shutting down.
    Refusal,
}

/// A way to a server; other connections go on when one is cut.
pub struct Proxy {
    url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    /// Messages to let through before the break; negative when none is planned.
    left: AtomicI64,
    seen: AtomicI64,
    how: Mutex<Option<Break>>,
    broken: AtomicBool,
}

impl Proxy {
    /// A way to the server of a `postgres://…@host:port/…` URL.
    ///
    /// # Panics
    /// The URL names no port, or no port is free.
    pub fn to(url: &str) -> Self {
        let (before, after) = url.split_once('@').expect("a user");
        let (address, database) = after.split_once('/').expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State { left: AtomicI64::new(-1), ..State::default() });
        let (server, shared) = (address.to_owned(), Arc::clone(&state));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if let Ok(server) = TcpStream::connect(&server) {
                    // A flight is passed on in pieces, and none is to wait until the one before is acknowledged.
                    let _slower = (client.set_nodelay(true), server.set_nodelay(true));
                    carry(client, server, &shared);
                }
            }
        });
        Self { url: format!("{before}@127.0.0.1:{port}/{database}"), state }
    }

    /// The URL of the same database by this way.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Breaks one connection at the `n`th message from now on that asks for an answer, counted from 0.
    pub fn break_at(&self, n: i64, how: Break) {
        *self.state.how.lock().unwrap_or_else(PoisonError::into_inner) = Some(how);
        self.state.broken.store(false, SeqCst);
        self.state.left.store(n, SeqCst);
    }

    /// Plans no break any more. Returns whether the one planned came.
    pub fn heal(&self) -> bool {
        self.state.left.store(-1, SeqCst);
        self.state.broken.swap(false, SeqCst)
    }

    /// How many messages that ask for an answer have gone by.
    pub fn seen(&self) -> i64 {
        self.state.seen.load(SeqCst)
    }
}

/// Carries both directions, each in a thread of its own.
fn carry(client: TcpStream, server: TcpStream, state: &Arc<State>) {
    let silent = Arc::new(AtomicBool::new(false));
    let (Ok(from_server), Ok(to_client)) = (server.try_clone(), client.try_clone()) else { return };
    let (state, muted) = (Arc::clone(state), Arc::clone(&silent));
    let _forward = std::thread::spawn(move || {
        let (mut client, mut server) = (client, server);
        // What goes wrong on the way ends the way, which is what is tested.
        let _ended = forward(&mut client, &mut server, &state, &silent);
        let _closed = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
    });
    let _back = std::thread::spawn(move || {
        let (mut server, mut client) = (from_server, to_client);
        let mut buffer = [0; 16 << 10];
        while let Ok(length) = server.read(&mut buffer)
            && length > 0
        {
            if !muted.load(SeqCst) && client.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        if !muted.load(SeqCst) {
            let _closed = client.shutdown(Shutdown::Both);
        }
    });
}

fn forward(
    client: &mut TcpStream,
    server: &mut TcpStream,
    state: &State,
    silent: &AtomicBool,
) -> std::io::Result<()> {
    // The first message has no kind.
    let mut message = Vec::new();
    read_rest(client, &mut message)?;
    server.write_all(&message)?;
    loop {
        let mut kind = [0];
        client.read_exact(&mut kind)?;
        message.clear();
        message.push(kind[0]);
        read_rest(client, &mut message)?;
        // Sync ends what was asked with prepared statements, Query asks by itself.
        if matches!(kind[0], b'S' | b'Q') {
            state.seen.fetch_add(1, SeqCst);
            if state.left.fetch_sub(1, SeqCst) == 0 {
                state.broken.store(true, SeqCst);
                let how = *state.how.lock().unwrap_or_else(PoisonError::into_inner);
                match how {
                    Some(Break::After) => {
                        silent.store(true, SeqCst);
                        server.write_all(&message)?;
                        std::thread::sleep(ACTED_UPON);
                        return Ok(());
                    }
                    Some(Break::Silence) => {
                        silent.store(true, SeqCst);
                        // Until the client gives up.
                        let mut nothing = [0; 1024];
                        while client.read(&mut nothing)? > 0 {}
                        return Ok(());
                    }
                    Some(Break::Refusal) => {
                        silent.store(true, SeqCst);
                        return client.write_all(&shutting_down());
                    }
                    Some(Break::Before) | None => return Ok(()),
                }
            }
        }
        server.write_all(&message)?;
    }
}

/// What a server says to who is connected while it shuts down.
fn shutting_down() -> Vec<u8> {
    let fields = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0";
    let length = u32::try_from(fields.len() + 4).unwrap_or(u32::MAX);
    [&b"E"[..], &length.to_be_bytes(), fields].concat()
}

/// Reads a message from its length on.
fn read_rest(from: &mut TcpStream, message: &mut Vec<u8>) -> std::io::Result<()> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    message.extend_from_slice(&length);
    let rest = u32::from_be_bytes(length).saturating_sub(4);
    from.take(rest.into()).read_to_end(message).map(drop)
}
