//! As much HTTP as it takes to ask a server on this machine for something.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// How long to wait for any one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server's answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The body as text.
    pub(crate) body: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.body).with_context(|| format!("not JSON: {}", self.body))
    }
}

/// Sends one request and reads the whole answer.
pub(crate) fn request(
    server: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&Value>,
) -> Result<Answer> {
    let doing = || format!("{method} http://{server}{path}");
    let mut stream = TcpStream::connect_timeout(&server, PATIENCE).with_context(doing)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let body = body.map(Value::to_string);
    stream.write_all(written(server, method, path, token, body.as_deref()).as_bytes()).with_context(doing)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).with_context(doing)?;
    read(&answer).with_context(doing)
}

/// HTTP/1.0, so that the answer is never chunked and ends where the connection does.
fn written(server: SocketAddr, method: &str, path: &str, token: Option<&str>, body: Option<&str>) -> String {
    let mut text = format!("{method} {path} HTTP/1.0\r\nhost: {server}\r\naccept: application/json\r\n");
    if let Some(token) = token {
        text.push_str(&format!("authorization: Bearer {token}\r\n"));
    }
    if let Some(body) = body {
        text.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body.unwrap_or_default());
    text
}

fn read(answer: &str) -> Result<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n").context("the answer has no end of its head")?;
    let status_line = head.lines().next().unwrap_or_default();
    ensure!(status_line.starts_with("HTTP/1."), "not an HTTP answer: {status_line:?}");
    let status = status_line
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .context("the answer has no status")?;
    Ok(Answer { status, body: body.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_request_carries_token_and_body_and_the_answer_is_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = listener.local_addr().unwrap();
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut bytes = [0; 4096];
            let length = stream.read(&mut bytes).unwrap();
            stream
                .write_all(b"HTTP/1.0 201 Created\r\ncontent-type: application/json\r\n\r\n{\"id\":\"7\"}")
                .unwrap();
            String::from_utf8_lossy(&bytes[..length]).into_owned()
        });
        let body = serde_json::json!({ "name": "Ana" });
        let answer = request(server, "POST", "/members", Some("secret"), Some(&body)).unwrap();
        assert_eq!((answer.status, answer.json().unwrap()["id"].as_str()), (201, Some("7")));
        let heard = heard.join().unwrap();
        assert!(heard.starts_with("POST /members HTTP/1.0\r\n"), "{heard}");
        assert!(heard.contains("\r\nauthorization: Bearer secret\r\n"), "{heard}");
        assert!(heard.ends_with("content-length: 14\r\n\r\n{\"name\":\"Ana\"}"), "{heard}");
    }

    #[test]
    fn what_is_no_http_is_refused() {
        assert!(read("SSH-2.0\r\n\r\n").is_err());
        assert!(read("HTTP/1.1 200 OK").is_err());
    }
}
