//! How many durable cosignatures a witness gives in a second: `cosign_load DIR [LOGS] [SECONDS]`.
//!
//! Each log is a client with a connection of its own, which submits a checkpoint one entry larger as soon as the
//! one before is cosigned. Everything is verified on both sides, and every cosignature is durable in DIR.

#![allow(clippy::print_stdout, reason = "what it prints is what it is for")]

use std::error::Error;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use holdpoint_ledger::Hash;
use holdpoint_ledger::checkpoint::Checkpoint;
use holdpoint_ledger::log::LogIdentity;
use holdpoint_ledger::note::Ed25519Signer;
use holdpoint_ledger::tree::{MemoryTree, consistency_proof, root_of};
use holdpoint_ledger::witness::Submission;
use holdpoint_listen::on_network;
use holdpoint_ports::SystemClock;
use holdpoint_witness::{Place, Witness};
use tokio::sync::watch;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments
        .next()
        .ok_or("say where the witness may keep its register")?;
    let mut number = |otherwise: u64| match arguments.next() {
        Some(text) => text.parse(),
        None => Ok(otherwise),
    };
    let (logs, seconds) = (number(64)?, number(5)?);
    let place = Place::new(&directory, None);
    place.create("witness.example/load", &[1; 32])?;
    let mut register = place.register()?;
    let signers: Vec<_> = (0..logs)
        .map(|at| Ed25519Signer::from_seed(&format!("log.example/{at}"), &[at as u8; 32]))
        .collect::<Result<_, _>>()?;
    for signer in &signers {
        let key = signer.verifier_key();
        register.add(&key.name, key, 0)?;
    }
    let witness = Witness::open(&place, Arc::new(SystemClock))?;
    let key = witness.key().to_string();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let (_stop, stopped) = watch::channel(false);
    let router = witness.router();
    std::thread::spawn(move || runtime.block_on(on_network(listener, router, stopped)));
    let end = Instant::now() + Duration::from_secs(seconds);
    let clients: Vec<_> = signers
        .into_iter()
        .map(|signer| {
            let key = key.clone();
            std::thread::spawn(move || client(&signer, &key, address, end))
        })
        .collect();
    let mut waits = Vec::new();
    for client in clients {
        waits.extend(client.join().map_err(|_| "a client failed")??);
    }
    waits.sort_unstable();
    let at = |part: usize| {
        waits
            .get(waits.len() * part / 1_000)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{logs} logs, {seconds} s: {} cosignatures/s, p50 {:.1?}, p99 {:.1?}",
        waits.len() as u64 / seconds.max(1),
        at(500),
        at(990),
    );
    Ok(())
}

/// Submits until the time is over; how long each took.
fn client(
    signer: &Ed25519Signer,
    witness: &str,
    address: SocketAddr,
    end: Instant,
) -> Result<Vec<Duration>, Failure> {
    let log = signer.verifier_key();
    let identity = LogIdentity::new(&log.to_string())?.with_witness(witness)?;
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut tree = MemoryTree::new();
    let mut waits = Vec::new();
    while Instant::now() < end {
        let old = tree.size();
        tree.append(Hash::leaf(&old.to_be_bytes()));
        let root = root_of(&tree, old + 1)?;
        let checkpoint = Checkpoint::new(&log.name, old + 1, root).sign(&[signer])?;
        let proof = match old {
            0 => Vec::new(),
            old => consistency_proof(&tree, old, old + 1).map_err(|error| format!("{error:?}"))?,
        };
        let submission = Submission {
            old,
            proof,
            checkpoint,
        };
        let began = Instant::now();
        let line = post(&mut stream, &submission.to_bytes())?;
        waits.push(began.elapsed());
        // Every thousandth is verified here, too, so that the load is not the client's own.
        if old.is_multiple_of(1_000) {
            let note = [&*submission.checkpoint, &*line].concat();
            if identity.open(&note)?.note.signatures().count() != 2 {
                return Err("the answer is no cosignature".into());
            }
        }
    }
    Ok(waits)
}

fn post(stream: &mut BufReader<TcpStream>, body: &[u8]) -> Result<Vec<u8>, Failure> {
    let head = format!(
        "POST /add-checkpoint HTTP/1.1\r\nhost: witness\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream
        .get_mut()
        .write_all(&[head.as_bytes(), body].concat())?;
    let mut length = 0;
    let mut status = String::new();
    stream.read_line(&mut status)?;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer)?;
    match status.contains(" 200 ") {
        true => Ok(answer),
        false => Err(format!("{status}{}", String::from_utf8_lossy(&answer)).into()),
    }
}
