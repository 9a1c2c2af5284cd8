//! As little of an HTTP client as measuring needs: one connection kept open, one request at a time, no copy of what
//! comes back. A full client would cost more than the server.

use std::net::SocketAddr;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The most that the head of an answer may take, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// One connection.
pub(super) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: Range<usize>,
}

impl Client {
    pub(super) async fn connect(address: SocketAddr) -> Result<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: Vec::with_capacity(16 << 10), body: 0..0 })
    }

    /// Sends a request and reads the whole answer; returns its status.
    pub(super) async fn ask(&mut self, request: &[u8]) -> Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            if self.buffer.len() > LONGEST_HEAD {
                bail!("an answer's head has no end");
            }
            self.more().await?;
        };
        let (status, length) = read_head(&self.buffer[..head])?;
        while self.buffer.len() < head + length {
            self.more().await?;
        }
        self.body = head..head + length;
        Ok(status)
    }

    /// The body of the last answer.
    pub(super) fn body(&self) -> &[u8] {
        &self.buffer[self.body.clone()]
    }

    async fn more(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => bail!("the server closed the connection"),
            _read => Ok(()),
        }
    }
}

/// Writes a request. `token` is who asks, empty for nobody; a body is JSON.
pub(super) fn write_request(into: &mut Vec<u8>, method: &str, path: &str, token: &str, body: Option<&str>) {
    into.clear();
    for part in [method, " ", path, " HTTP/1.1\r\nhost: bench"] {
        into.extend_from_slice(part.as_bytes());
    }
    if !token.is_empty() {
        into.extend_from_slice(b"\r\nauthorization: Bearer ");
        into.extend_from_slice(token.as_bytes());
    }
    match body {
        Some(body) => {
            let length = body.len();
            let head = format!("\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
            into.extend_from_slice(head.as_bytes());
            into.extend_from_slice(body.as_bytes());
        }
        None => into.extend_from_slice(b"\r\ncontent-length: 0\r\n\r\n"),
    }
}

/// The status, and how long the body is.
fn read_head(head: &[u8]) -> Result<(u16, usize)> {
    let head = std::str::from_utf8(head).context("an answer's head is no text")?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let Some(status) = status else { bail!("an answer without a status") };
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    match length {
        Some(length) => Ok((status, length)),
        None if status == 204 => Ok((status, 0)),
        None => bail!("an answer of status {status} does not say how long it is"),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn a_head_tells_the_status_and_the_length() {
        let read = |head: &str| read_head(head.as_bytes()).ok();
        assert_eq!(read("HTTP/1.1 201 Created\r\nContent-Length: 17\r\n\r\n"), Some((201, 17)));
        assert_eq!(read("HTTP/1.1 204 No Content\r\n\r\n"), Some((204, 0)));
        assert_eq!(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), None);
        assert_eq!(read("nonsense\r\n\r\n"), None);
    }

    #[tokio::test]
    async fn an_answer_in_pieces_is_read_whole_and_the_connection_used_again() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            for (pieces, _round) in [
                (["HTTP/1.1 200 OK\r\ncontent-le", "ngth: 5\r\n\r\nhel", "lo"], 1),
                (["HTTP/1.1 409 C\r\n", "content-length: 0\r\n\r", "\n"], 2),
            ] {
                assert!(stream.read(&mut request).await.unwrap() > 0);
                for piece in pieces {
                    stream.write_all(piece.as_bytes()).await.unwrap();
                    stream.flush().await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        });
        let mut client = Client::connect(address).await.unwrap();
        let mut request = Vec::new();
        write_request(&mut request, "GET", "/", "t", None);
        assert_eq!(client.ask(&request).await.unwrap(), 200);
        assert_eq!(client.body(), b"hello");
        assert_eq!(client.ask(&request).await.unwrap(), 409);
        assert_eq!(client.body(), b"");
        assert!(client.ask(&request).await.is_err());
    }
}
