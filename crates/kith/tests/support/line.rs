//! The line between a server and its database, which can be cut.

use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinHandle};

/// A line to a database, through a port of its own.
pub struct Line {
    url: String,
    port: u16,
    to: String,
    listening: Option<JoinHandle<()>>,
    open: Arc<Mutex<Vec<AbortHandle>>>,
}

impl Line {
    /// A line to the server that a URL names.
    pub async fn to(url: &str) -> Self {
        let (before, place) = url.rsplit_once('@').expect("who");
        let (to, database) = place.split_once('/').expect("a database");
        let port = super::free_port();
        let url = format!("{before}@127.0.0.1:{port}/{database}");
        let mut line = Self { url, port, to: to.to_owned(), listening: None, open: Arc::default() };
        line.mend().await;
        line
    }

    /// The database as it is reached through the line.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends every connection, and takes no more.
    pub fn cut(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
        for connection in self.open.lock().expect("the connections").drain(..) {
            connection.abort();
        }
    }

    /// Takes connections again.
    pub async fn mend(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.expect("the port");
        let (to, open) = (self.to.clone(), self.open.clone());
        self.listening = Some(tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let to = to.clone();
                let connection = tokio::spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(to).await {
                        // Either side may hang up.
                        let _ended = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    }
                });
                open.lock().expect("the connections").push(connection.abort_handle());
            }
        }));
    }
}
