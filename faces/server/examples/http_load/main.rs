//! How fast the server is over HTTP on a real disk, end to end: requests are parsed, authenticated, decided, hashed,
//! signed, durable, and answered with proof and checkpoint.
//!
//! `cargo run --release -p holdpoint-server --example http_load -- DIR SECONDS`
//!
//! The server is a process of its own (this one, started again), so that its memory is its own; the clients share the
//! machine with it. What was in `DIR/http-load` goes away.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement that fails may say so bluntly"
)]

mod client;
mod room;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use client::Client;

/// Clients that each keep one connection.
const CLIENTS: usize = 256;

/// Commands in a batch.
const BATCH: usize = 200;

/// Clients that send batches.
const BATCHING: usize = 16;

/// Commands a second when it is paced.
const PACE: u64 = 1_000;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().expect("DIR")).join("http-load");
    let seconds = arguments.next();
    if seconds.as_deref() == Some("serve") {
        return room::serve(&directory);
    }
    let span = Duration::from_secs(seconds.map_or(10, |text| text.parse().expect("SECONDS")));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    let mut server = Server::start(&directory);
    println!("at rest: {} MiB resident", server.resident_mib());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(measure(&server, span));
    println!(
        "afterwards: {} MiB resident, {} MiB at most",
        server.resident_mib(),
        server.peak_mib()
    );
    server.child.kill().unwrap();
    let _ = server.child.wait();
}

async fn measure(server: &Server, span: Duration) {
    let begun = Instant::now();
    let setting_up = (0..CLIENTS).map(|number| {
        let (address, token) = (server.address.clone(), server.token.clone());
        tokio::spawn(async move {
            let mut client = Client::connect(&address, &token).await;
            client.create(number).await;
            client
        })
    });
    let mut clients = Vec::new();
    for client in setting_up.collect::<Vec<_>>() {
        clients.push(client.await.unwrap());
    }
    println!(
        "{CLIENTS} releases created in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let clients = singles(clients, span).await;
    let clients = batches(clients, span).await;
    paced(clients, span).await;
}

async fn singles(clients: Vec<Client>, span: Duration) -> Vec<Client> {
    let begun = Instant::now();
    let done = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let done = Arc::clone(&done);
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while begun.elapsed() < span {
                    taken.push(client.single().await);
                    done.fetch_add(1, Ordering::Relaxed);
                }
                (client, taken)
            })
        })
        .collect();
    let (clients, taken) = ended(tasks).await;
    let rate = done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    report(
        &format!("{CLIENTS} clients, single commands: {rate:.0} commands/s"),
        taken,
    );
    clients
}

async fn batches(mut clients: Vec<Client>, span: Duration) -> Vec<Client> {
    let rest = clients.split_off(BATCHING);
    let begun = Instant::now();
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while begun.elapsed() < span {
                    taken.push(client.batch(BATCH).await);
                }
                (client, taken)
            })
        })
        .collect();
    let (mut clients, taken) = ended(tasks).await;
    let rate = (taken.len() * BATCH) as f64 / begun.elapsed().as_secs_f64();
    report(
        &format!("{BATCHING} clients, batches of {BATCH}: {rate:.0} entries/s"),
        taken,
    );
    clients.extend(rest);
    clients
}

/// Each client sends at its own moments, and a late answer does not make the next request later: what a request
/// waits before it is sent counts, too.
async fn paced(clients: Vec<Client>, span: Duration) {
    let begun = Instant::now();
    let gap =
        Duration::from_secs(1) * u32::try_from(CLIENTS).unwrap() / u32::try_from(PACE).unwrap();
    let tasks: Vec<_> = (0u32..)
        .zip(clients)
        .map(|(number, mut client)| {
            let first = begun + gap * number / u32::try_from(CLIENTS).unwrap();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                for turn in 0.. {
                    let due = first + gap * turn;
                    if due > begun + span {
                        break;
                    }
                    tokio::time::sleep_until(due.into()).await;
                    client.single().await;
                    taken.push(due.elapsed());
                }
                (client, taken)
            })
        })
        .collect();
    let (_, taken) = ended(tasks).await;
    let rate = taken.len() as f64 / begun.elapsed().as_secs_f64();
    report(&format!("paced: {rate:.0} commands/s"), taken);
}

async fn ended(
    tasks: Vec<tokio::task::JoinHandle<(Client, Vec<Duration>)>>,
) -> (Vec<Client>, Vec<Duration>) {
    let (mut clients, mut all) = (Vec::new(), Vec::new());
    for task in tasks {
        let (client, taken) = task.await.unwrap();
        clients.push(client);
        all.extend(taken);
    }
    (clients, all)
}

fn report(what: &str, mut taken: Vec<Duration>) {
    taken.sort_unstable();
    let at = |part: f64| {
        let index = ((taken.len() as f64 - 1.0) * part) as usize;
        taken[index].as_secs_f64() * 1_000.0
    };
    println!(
        "{what}; p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999)
    );
}

/// The server in a process of its own.
struct Server {
    child: Child,
    address: String,
    token: String,
}

impl Server {
    fn start(directory: &std::path::Path) -> Self {
        let parent = directory.parent().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .arg(parent)
            .arg("serve")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().unwrap().unwrap();
        Self {
            token: line(),
            address: line(),
            child,
        }
    }

    fn resident_mib(&self) -> u64 {
        self.memory("VmRSS:")
    }

    fn peak_mib(&self) -> u64 {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).unwrap();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
    }
}
