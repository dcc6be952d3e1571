//! Somebody between browser and server, who changes one letter of a page.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// It ends with this.
pub(crate) struct Proxy {
    pub(crate) url: String,
    tampered: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Changes the letter after `place` in every answer that has it.
    pub(crate) async fn start(server: &str, place: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let tampered = Arc::new(AtomicBool::new(false));
        let behind = server
            .strip_prefix("http://")
            .context("no plain address")?
            .to_owned();
        let (place, seen) = (place.to_owned(), Arc::clone(&tampered));
        let task = tokio::spawn(async move {
            while let Ok((front, _)) = listener.accept().await {
                let (behind, place, seen) = (behind.clone(), place.clone(), Arc::clone(&seen));
                tokio::spawn(async move {
                    // A browser that goes away is no matter.
                    let _ = answered(front, &behind, &place, &seen).await;
                });
            }
        });
        Ok(Self {
            url,
            tampered,
            task,
        })
    }

    /// Fails unless there was something to change.
    pub(crate) fn has_tampered(&self) -> Result<()> {
        ensure!(
            self.tampered.load(Ordering::SeqCst),
            "the proxy found nothing to change"
        );
        Ok(())
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One request on one connection, in plain text.
async fn answered(
    mut front: TcpStream,
    behind: &str,
    place: &str,
    seen: &AtomicBool,
) -> Result<()> {
    let head = head(&mut front).await?;
    let mut lines: Vec<_> = head
        .lines()
        .filter(|line| !line.is_empty() && !hop(line))
        .collect();
    lines.extend(["connection: close", "accept-encoding: identity"]);
    let mut back = TcpStream::connect(behind).await?;
    back.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes())
        .await?;
    let mut answer = Vec::new();
    back.read_to_end(&mut answer).await?;
    if let Some(letter) = after(&answer, place).and_then(|at| answer.get_mut(at)) {
        *letter = other(*letter);
        seen.store(true, Ordering::SeqCst);
    }
    front.write_all(&answer).await?;
    Ok(front.shutdown().await?)
}

async fn head(front: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(front.read_u8().await?);
    }
    Ok(String::from_utf8(head)?)
}

/// Headers that are for this connection.
fn hop(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    ["connection", "accept-encoding", "keep-alive"]
        .iter()
        .any(|one| name.eq_ignore_ascii_case(one))
}

/// The first byte after the place.
fn after(answer: &[u8], place: &str) -> Option<usize> {
    let found = answer
        .windows(place.len())
        .position(|window| window == place.as_bytes())?;
    Some(found + place.len())
}

/// Another letter or digit where one stood, and another letter anywhere else.
fn other(letter: u8) -> u8 {
    match letter {
        b'9' | b'z' | b'Z' => letter - 1,
        b'0'..=b'8' | b'a'..=b'y' | b'A'..=b'Y' => letter + 1,
        _ => b'x',
    }
}
