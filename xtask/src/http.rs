//! A browser as the edge sees one, for benches and the soak: it keeps its cookie and names its origin. No pages, no scripts, no TLS.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer, read to its end.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body; null where it is not JSON.
    pub body: Value,
    head: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, wanted: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    }

    fn read(raw: &[u8]) -> Result<Self> {
        let text = String::from_utf8_lossy(raw);
        let (head, body) = text
            .split_once("\r\n\r\n")
            .context("the answer was cut off")?;
        let status = head.split_whitespace().nth(1);
        let mut answer = Self {
            status: status.context("no status")?.parse()?,
            body: Value::Null,
            head: head.to_owned(),
        };
        let chunked = answer.header("Transfer-Encoding") == Some("chunked");
        let body = if chunked {
            joined(body)
        } else {
            body.to_owned()
        };
        answer.body = serde_json::from_str(&body).unwrap_or_default();
        Ok(answer)
    }
}

/// The chunks of a body, put together. Enough for JSON, of which every chunk is text.
fn joined(mut chunks: &str) -> String {
    let mut body = String::new();
    while let Some((size, rest)) = chunks.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
        let (Some(chunk), true) = (rest.get(..size), size > 0) else {
            break;
        };
        body += chunk;
        chunks = rest.get(size + 2..).unwrap_or_default();
    }
    body
}

/// Who asks.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    port: u16,
    network: Option<String>,
    cookies: Vec<String>,
}

impl Browser {
    /// A browser on a page of the program on this port.
    pub fn on(port: u16) -> Self {
        Self {
            port,
            ..Self::default()
        }
    }

    /// A browser in a network of its own, so that it spends nobody else's sign-in attempts.
    pub fn from_network(port: u16, network: String) -> Self {
        Self {
            port,
            network: Some(network),
            ..Self::default()
        }
    }

    /// Asks for something.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, None)
    }

    /// Sends something; whatever is answered but success is an error here.
    pub fn post(&mut self, path: &str, body: &Value) -> Result<Answer> {
        let answer = self.ask("POST", path, Some(body))?;
        ensure!(
            (200..300).contains(&answer.status),
            "POST {path}: {} {}",
            answer.status,
            answer.body
        );
        Ok(answer)
    }

    /// Asks for or sends something and takes whatever is answered; an error where no whole answer came.
    pub fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let mut line = TcpStream::connect(("localhost", self.port))?;
        line.set_read_timeout(Some(PATIENCE))?;
        let body = body.map(Value::to_string).unwrap_or_default();
        let port = self.port;
        let network = self.network.as_ref();
        let network = network.map_or_else(String::new, |ip| format!("CF-Connecting-IP: {ip}\r\n"));
        write!(
            line,
            "{method} {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n{network}\
             Connection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\nCookie: {}\r\n\r\n{body}",
            body.len(),
            self.cookies.join("; "),
        )?;
        let mut raw = Vec::new();
        line.read_to_end(&mut raw)?;
        let answer = Answer::read(&raw)?;
        for line in answer.head.lines() {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            if name.eq_ignore_ascii_case("Set-Cookie") {
                self.keep(value.trim());
            }
        }
        Ok(answer)
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        let name = pair.split('=').next().unwrap_or_default();
        self.cookies
            .retain(|kept| kept.split('=').next() != Some(name));
        self.cookies.push(pair.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_chunks_is_put_together() -> Result<()> {
        let raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n";
        let answer = Answer::read(raw)?;
        assert_eq!((answer.status, &answer.body["a"]), (200, &Value::from(1)));
        Ok(())
    }

    #[test]
    fn a_newer_cookie_replaces_the_one_of_its_name() {
        let mut browser = Browser::on(1);
        browser.keep("a=1; Path=/");
        browser.keep("b=2");
        browser.keep("a=3");
        assert_eq!(browser.cookies, ["b=2", "a=3"]);
    }
}
