//! A courier's session in requests: one is held by the server, and a second one is sent when there is something to say.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{sleep, sleep_until};

use super::agent::{Connect, Link, random};
use crate::courier::Source;
use crate::link::Output;
use crate::poll::PollClient;

/// Requests that are under way at the same time.
const UNDER_WAY: usize = 2;
/// Requests that fail one after the other, until the session is given up.
const FAILURES: u32 = 4;
/// How long to wait after a request that failed.
const PAUSE: Duration = Duration::from_millis(200);

type Exchange<'c> = Pin<Box<dyn Future<Output = io::Result<Vec<u8>>> + Send + 'c>>;

/// One session, until it is over.
pub(super) async fn session(
    link: &Link,
    connect: &impl Connect,
    source: &mut (impl Source + Send),
) -> io::Result<()> {
    let now = link.now();
    link.locked(|courier| courier.connected(now));
    let mut client = PollClient::new(id());
    let mut changes = link.changes();
    let mut flights: Vec<Exchange<'_>> = Vec::new();
    let mut failures = 0;
    loop {
        let over = fill(link, &mut client, source);
        let news = client.has_news();
        if over && !news && flights.is_empty() {
            return Ok(());
        }
        if flights.is_empty() || (news && flights.len() < UNDER_WAY) {
            flights.push(Box::pin(connect.exchange(client.request())));
        }
        let silence = link.silence().ok_or(io::ErrorKind::TimedOut)?;
        let answer = tokio::select! {
            answer = first(&mut flights) => answer,
            _ = changes.changed() => continue,
            () = sleep_until(silence) => continue,
        };
        match answer {
            Ok(body) if !answered(link, &mut client, &body)? => return Ok(()),
            Ok(_) => failures = 0,
            Err(error) if failures == FAILURES => return Err(error),
            Err(_) => {
                failures += 1;
                sleep(PAUSE).await;
            }
        }
    }
}

/// Takes what the courier has to say, as far as there is room. Whether the session is over.
fn fill(link: &Link, client: &mut PollClient, source: &mut impl Source) -> bool {
    while client.room() > 0 {
        match link.locked(|courier| courier.output(client.room(), source)) {
            Output::Bytes(bytes) => client.push(&bytes),
            Output::Nothing => return false,
            Output::Closed => return true,
        }
    }
    false
}

/// Gives the courier what came. Whether the session goes on.
fn answered(link: &Link, client: &mut PollClient, body: &[u8]) -> io::Result<bool> {
    let (bytes, open) = client.answered(body).map_err(io::Error::other)?;
    let now = link.now();
    link.locked(|courier| courier.received(bytes, now));
    Ok(open)
}

/// The first answer that comes.
async fn first(flights: &mut Vec<Exchange<'_>>) -> io::Result<Vec<u8>> {
    poll_fn(|context| {
        let mut ready = None;
        flights.retain_mut(|flight| {
            if ready.is_none()
                && let Poll::Ready(answer) = flight.as_mut().poll(context)
            {
                ready = Some(answer);
                return false;
            }
            true
        });
        ready.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

fn id() -> [u8; 16] {
    let mut id = [0; 16];
    if getrandom::fill(&mut id).is_err() {
        let (left, right) = id.split_at_mut(8);
        left.copy_from_slice(&random().to_be_bytes());
        right.copy_from_slice(&u64::from(std::process::id()).to_be_bytes());
    }
    id
}
