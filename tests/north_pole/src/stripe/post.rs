//! One delivery over the wire: an HTTP/1.1 POST and the status that came back.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::endpoint::Endpoint;

/// How long an endpoint may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends a body and returns the status of the answer.
pub(super) async fn post(url: &str, signature: Option<&str>, body: &[u8]) -> io::Result<u16> {
    let (host, port, path) =
        Endpoint::address(url).ok_or_else(|| io::Error::other("not an address on this machine"))?;
    let signature = signature.map_or_else(String::new, |signature| {
        format!("stripe-signature: {signature}\r\n")
    });
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\nuser-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n\
         accept: */*\r\ncontent-type: application/json; charset=utf-8\r\n{signature}content-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    let talk = async {
        let mut stream = TcpStream::connect((host.as_str(), port)).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await?;
        let status = read_status(&mut stream).await?;
        // Hanging up in the middle of an answer would look to the endpoint like a fault of its own.
        tokio::spawn(async move {
            let mut rest = Vec::new();
            tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await
        });
        Ok(status)
    };
    tokio::time::timeout(PATIENCE, talk).await?
}

async fn read_status(stream: &mut TcpStream) -> io::Result<u16> {
    let mut answer = Vec::new();
    let mut chunk = [0u8; 512];
    // `HTTP/1.1 200` is all that matters; an interim answer is not expected by anyone who sent no `Expect`.
    while answer.len() < 12 {
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        answer.extend_from_slice(&chunk[..count]);
    }
    std::str::from_utf8(&answer[9..12])
        .ok()
        .and_then(|status| status.parse().ok())
        .ok_or_else(|| io::ErrorKind::InvalidData.into())
}
