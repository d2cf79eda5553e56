//! `cargo xtask greeting`: has OpenAI say Santa's greeting for the landing pages, once, with the operator's own key.
//!
//! The key comes from the environment and is written nowhere. What is said is the text of the landing page's speech bubble;
//! the files lie in `public/greeting/`, and the next build takes them in. Without them he greets in writing.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use domain::Language;
use serde_json::json;

use crate::{build::landing, paths, tools};

/// Fetches what it is told on its standard input: address, key, request and file; so no key stands in a list of processes.
const FETCH: &str = "const {url,key,request,file}=JSON.parse(require('fs').readFileSync(0));\
    fetch(url,{method:'POST',headers:{authorization:'Bearer '+key,'content-type':'application/json'},\
    body:JSON.stringify(request)}).then(async a=>{if(!a.ok)throw new Error(a.status+' '+(await a.text()));\
    const b=Buffer.from(await a.arrayBuffer());if(b.length<1000)throw new Error('no sound came');\
    require('fs').writeFileSync(file,b)}).catch(e=>{console.error(e.message);process.exit(1)})";

/// How he is to sound.
const MANNER: &str =
    "A warm, deep old man by the fire, unhurried, smiling as he speaks to a small child.";

/// Makes the greeting in every language.
pub fn run() -> Result<()> {
    let key = std::env::var("OPENAI_API_KEY")
        .ok()
        .filter(|key| !key.is_empty())
        .context("OPENAI_API_KEY is not set; the greeting is made with the operator's own key")?;
    let base =
        std::env::var("OPENAI_BASE_URL").unwrap_or_else(|_| "https://api.openai.com/v1".to_owned());
    tools::prepare()?;
    for language in Language::ALL {
        let file = paths::root()
            .join("public")
            .join(landing::greeting(language));
        say(&base, &key, &landing::greeting_words(language)?, &file)?;
        println!("{}", file.display());
    }
    Ok(())
}

fn say(base: &str, key: &str, words: &str, file: &Path) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let order = json!({
        "url": format!("{}/audio/speech", base.trim_end_matches('/')),
        "key": key,
        "file": file,
        "request": {
            "model": "gpt-4o-mini-tts",
            "voice": "cedar",
            "input": words,
            "instructions": MANNER,
            "response_format": "mp3",
        },
    });
    let mut fetch: Command = tools::npm_tool("node");
    let mut child = fetch
        .args(["-e", FETCH])
        .stdin(Stdio::piped())
        .spawn()
        .context("node could not be started")?;
    child
        .stdin
        .take()
        .context("node takes no input")?
        .write_all(order.to_string().as_bytes())?;
    let status = child.wait()?;
    ensure!(status.success(), "the greeting was not made");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{BufRead as _, BufReader, Read as _},
        net::TcpListener,
    };

    /// Answers one request with `answer`; gives what was asked.
    fn once(answer: Vec<u8>) -> (String, std::thread::JoinHandle<(String, serde_json::Value)>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(own) = line.to_lowercase().strip_prefix("content-length:") {
                    length = own.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            reader.into_inner().write_all(&answer).unwrap();
            (head, serde_json::from_slice(&body).unwrap())
        });
        (base, asked)
    }

    fn answer(status: &str, body: &[u8]) -> Vec<u8> {
        let mut answer = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend_from_slice(body);
        answer
    }

    #[test]
    fn the_words_of_the_page_are_asked_for_and_the_sound_is_kept() {
        let file = std::env::temp_dir().join(format!("greeting-{}.mp3", std::process::id()));
        let (base, asked) = once(answer("200 OK", &[7; 4_000]));
        say(&base, "sk-test", "Ho ho", &file).unwrap();
        let (head, request) = asked.join().unwrap();
        assert!(head.starts_with("POST /v1/audio/speech "), "{head}");
        assert!(
            head.to_lowercase()
                .contains("authorization: bearer sk-test")
        );
        assert_eq!(request["input"], "Ho ho");
        assert_eq!(request["response_format"], "mp3");
        assert_eq!(std::fs::read(&file).unwrap(), vec![7; 4_000]);
        std::fs::remove_file(&file).unwrap();
    }

    #[test]
    fn a_refusal_leaves_no_file() {
        let file = std::env::temp_dir().join(format!("no-greeting-{}.mp3", std::process::id()));
        let (base, asked) = once(answer("401 Unauthorized", b"{}"));
        assert!(say(&base, "sk-wrong", "Ho ho", &file).is_err());
        asked.join().unwrap();
        assert!(!file.exists());
    }
}
