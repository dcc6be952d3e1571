//! Real sockets: one server and 200 agents, with somebody between them who cuts connections.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_courier::courier::{Courier, Event as Heard, Identity, Source};
use holdpoint_courier::dispatcher::{Event, Options};
use holdpoint_courier::drive::{Connect, Hub, Link};
use holdpoint_courier::{AgentId, Digest};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::office::{profile, work};
use crate::world::Dice;

const AGENTS: u64 = 200;
const WORKS: u64 = 1_000;

/// How agents get to the server: the address of whoever is between.
#[derive(Clone)]
struct Way {
    stream: String,
    /// Whether connections do not get through.
    blocked: bool,
}

impl Connect for Way {
    type Io = TcpStream;

    async fn stream(&self) -> io::Result<TcpStream> {
        if self.blocked {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
        let mut stream = TcpStream::connect(&self.stream).await?;
        stream.set_nodelay(true)?;
        stream.write_all(b"S").await?;
        Ok(stream)
    }

    /// One request: its length and body; then the answer to the end of the connection.
    async fn exchange(&self, body: Vec<u8>) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.stream).await?;
        stream.set_nodelay(true)?;
        stream.write_all(b"P").await?;
        stream.write_u32(u32::try_from(body.len()).unwrap()).await?;
        stream.write_all(&body).await?;
        let length = stream.read_u32().await?;
        let mut answer = vec![0; usize::try_from(length).unwrap()];
        stream.read_exact(&mut answer).await?;
        Ok(answer)
    }
}

async fn listen(hub: Arc<Hub>, listener: TcpListener) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let hub = Arc::clone(&hub);
        tokio::spawn(async move {
            // A connection that breaks is nobody's concern here.
            let _ = serve(&hub, stream).await;
        });
    }
}

async fn serve(hub: &Hub, mut stream: TcpStream) -> io::Result<()> {
    if stream.read_u8().await? == b'S' {
        return hub.serve(None, stream).await;
    }
    let length = stream.read_u32().await?;
    let mut body = vec![0; usize::try_from(length).unwrap()];
    stream.read_exact(&mut body).await?;
    let answer = hub
        .poll(None, &body, Duration::from_secs(2))
        .await
        .map_err(io::Error::other)?;
    stream
        .write_u32(u32::try_from(answer.len()).unwrap())
        .await?;
    stream.write_all(&answer).await
}

/// Passes bytes on, and cuts every connection after some time, while it is told to.
async fn between(
    listener: TcpListener,
    server: String,
    cuts: Arc<AtomicU64>,
    done: Arc<AtomicU64>,
) {
    let mut dice = Dice::new(11);
    loop {
        let (mut near, _) = listener.accept().await.unwrap();
        let (server, cuts, done) = (server.clone(), Arc::clone(&cuts), Arc::clone(&done));
        let patience = Duration::from_millis(dice.between(20, 4_000));
        tokio::spawn(async move {
            let Ok(mut far) = TcpStream::connect(&server).await else {
                return;
            };
            far.set_nodelay(true).unwrap();
            near.set_nodelay(true).unwrap();
            let passed = tokio::io::copy_bidirectional(&mut near, &mut far);
            tokio::pin!(passed);
            if timeout(patience, &mut passed).await.is_err() {
                if done.load(Ordering::Relaxed) == 0 {
                    cuts.fetch_add(1, Ordering::Relaxed);
                    return;
                }
                let _ = passed.await;
            }
        });
    }
}

/// Files of all agents of this test.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<BTreeMap<u64, Vec<u8>>>>);

impl Source for Shelf {
    fn log(&mut self, key: u64, offset: u64, most: usize) -> io::Result<Vec<u8>> {
        let logs = self.0.lock().unwrap();
        let log = &logs[&key];
        let offset = usize::try_from(offset).unwrap();
        Ok(log[offset..log.len().min(offset + most)].to_vec())
    }

    fn file(&mut self, _: Digest, _: u64, _: usize) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn log(key: u64) -> Vec<u8> {
    (0..key % 90)
        .flat_map(|line| format!("{key}: line {line}\n").into_bytes())
        .collect()
}

async fn agent(number: u64, way: Way, shelf: Shelf, runs: Arc<Mutex<BTreeMap<u64, u32>>>) {
    let identity = Identity::new(AgentId::new(&format!("agent-{number}")), 1, 0);
    let link = Arc::new(Link::new(Courier::new(identity, profile(&["linux"], 4))));
    let runner = Arc::clone(&link);
    let mut source = shelf.clone();
    tokio::spawn(async move { runner.run(&way, &mut source).await });
    loop {
        match link.event().await {
            Heard::Offer { key, .. } => {
                *runs.lock().unwrap().entry(key).or_default() += 1;
                shelf.0.lock().unwrap().insert(key, log(key));
                link.with(|courier| courier.started(key));
                let link = Arc::clone(&link);
                tokio::spawn(async move {
                    sleep(Duration::from_millis(key % 200)).await;
                    link.with(|courier| {
                        courier.log_grew(key, log(key).len() as u64);
                        courier.ended(key, key.to_string().into_bytes()).unwrap();
                    });
                });
            }
            Heard::Settled { key } => link.with(|courier| courier.discarded(key)),
            _ => {}
        }
    }
}

/// What the server has written down.
#[derive(Default)]
struct Book {
    logs: BTreeMap<u64, Vec<u8>>,
    ended: BTreeSet<u64>,
    agents: BTreeSet<AgentId>,
}

impl Book {
    fn write(&mut self, hub: &Hub, event: Event) {
        match event {
            Event::Hello { session, hello } => {
                let kept = |key| self.logs.get(&key).map_or(0, |log| log.len() as u64);
                let logs = hello
                    .tasks
                    .iter()
                    .map(|task| (task.key, kept(task.key)))
                    .collect();
                self.agents.insert(hello.agent.clone());
                hub.with(|server, now| server.welcome(session, &logs, now));
            }
            Event::Log { key, offset, bytes } => {
                let log = self.logs.entry(key).or_default();
                assert_eq!(offset, log.len() as u64);
                log.extend(bytes);
                let end = log.len() as u64;
                hub.with(|server, _| server.log_kept(key, end));
            }
            Event::Ended { key, payload, .. } => {
                assert_eq!(payload, key.to_string().into_bytes());
                assert!(self.ended.insert(key), "{key} ended twice");
                hub.with(|server, _| server.ended_kept(key));
            }
            Event::Stray { .. } | Event::Forgotten { .. } => panic!("{event:?}"),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_agents_over_connections_that_are_cut() {
    let hub = Arc::new(Hub::new(Options::new(1)));
    let clock = Arc::clone(&hub);
    tokio::spawn(async move { clock.run().await });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap().to_string();
    tokio::spawn(listen(Arc::clone(&hub), listener));
    let front = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stream = front.local_addr().unwrap().to_string();
    let (cuts, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    tokio::spawn(between(front, server, Arc::clone(&cuts), Arc::clone(&done)));
    let (shelf, runs) = (Shelf::default(), Arc::new(Mutex::new(BTreeMap::new())));
    for number in 0..AGENTS {
        // Every fifth agent is where no connection gets through.
        let blocked = number % 5 == 0;
        let way = Way {
            stream: stream.clone(),
            blocked,
        };
        tokio::spawn(agent(number, way, shelf.clone(), Arc::clone(&runs)));
    }
    let offers = Arc::clone(&hub);
    tokio::spawn(async move {
        for key in 1..=WORKS {
            offers
                .with(|server, _| server.offer(work(key, &["linux"], 1)).map(drop))
                .unwrap();
            sleep(Duration::from_millis(6)).await;
        }
    });
    let mut book = Book::default();
    let all = async {
        while (book.ended.len() as u64) < WORKS {
            let event = hub.event().await;
            book.write(&hub, event);
            if book.ended.len() as u64 > WORKS * 9 / 10 {
                done.store(1, Ordering::Relaxed);
            }
        }
    };
    timeout(Duration::from_secs(300), all)
        .await
        .expect("all work ends");
    assert!((1..=WORKS).all(|key| book.logs.get(&key).map_or(&[][..], Vec::as_slice) == log(key)));
    let runs = runs.lock().unwrap();
    assert!(
        runs.len() as u64 == WORKS && runs.values().all(|count| *count == 1),
        "each once"
    );
    assert_eq!(book.agents.len() as u64, AGENTS);
    let cuts = cuts.load(Ordering::Relaxed);
    assert!(cuts > AGENTS, "connections were cut: {cuts}");
}
