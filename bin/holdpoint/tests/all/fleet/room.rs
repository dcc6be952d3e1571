//! Three servers on one database, each with a directory of its own, and people who talk to all of them.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::process::{Child, Command};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use holdpoint_buckets::Storage;

use super::clock::Clock;
use super::wire::Wire;
use crate::killed::client::Server;
use crate::world::{Person, World};

pub(super) const SECRET: &str = "thirty-two characters are a secret";

/// The servers, and where they are reached.
pub(super) struct Room {
    pub(super) world: World,
    pub(super) token: String,
    pub(super) seats: Vec<Seat>,
    clock: Clock,
    begun: Instant,
    bucket: Option<String>,
    /// What all of them find in their environment.
    pub(super) environment: Vec<(&'static str, String)>,
}

/// One server's place.
pub(super) struct Seat {
    pub(super) url: String,
    /// The way from it to the database.
    pub(super) wire: Wire,
    name: String,
    child: Mutex<Option<Child>>,
}

impl Room {
    /// A room with `count` servers, which do not run yet, on a database that is reached at `port`.
    pub(super) fn new(count: usize, url: &str, port: u16) -> Self {
        Self::with(count, url, port, None)
    }

    /// The same; content is in that bucket, or else in a directory that all of them see.
    pub(super) fn with(count: usize, url: &str, port: u16, bucket: Option<String>) -> Self {
        let world = World::new().kept_in(url).with_people_in(url);
        let admin = Person::default();
        world.run(&admin, &["init", "--organisation", "shop"]).ok();
        world.run(&admin, &["apply"]).ok();
        let token = world.hire("rita", &["release-manager"]).bearer();
        if bucket.is_none() {
            std::fs::create_dir_all(world.path("blobs")).unwrap();
        }
        let names = (0..count).map(|at| format!("server{at}"));
        let seats = names
            .map(|name| Seat::new(&world, name, url, port))
            .collect();
        let clock = Clock::new(&world);
        Self {
            world,
            token,
            seats,
            clock,
            begun: Instant::now(),
            bucket,
            environment: Vec::new(),
        }
    }

    /// Since when there is this room.
    pub(super) fn begun(&self) -> Duration {
        self.begun.elapsed()
    }

    pub(super) fn start_all(&self) {
        (0..self.seats.len()).for_each(|at| self.start(at));
    }

    /// Starts a server, unless it runs; its clock goes wrong by some seconds.
    pub(super) fn start(&self, at: usize) {
        let seat = &self.seats[at];
        let mut place = seat.child.lock().unwrap();
        if place.is_some() {
            return;
        }
        let data = self.world.path(&seat.name).display().to_string();
        let listen = seat.url.strip_prefix("http://").unwrap();
        let line = [
            "serve",
            "--data",
            &data,
            "--listen",
            listen,
            "--advertise",
            &seat.url,
        ];
        let database = seat.wire.url();
        let person = Person::default()
            .with("HOLDPOINT_FLEET_SECRET", SECRET)
            .with("HOLDPOINT_DATABASE_URL", &database)
            .with("HOLDPOINT_VAULT_URL", &database);
        let person = match &self.bucket {
            Some(url) => {
                let variables = Storage::s3().variables();
                let with =
                    |person: Person, (name, value): (String, String)| person.with(&name, &value);
                variables
                    .into_iter()
                    .fold(person, with)
                    .with("HOLDPOINT_BLOBS_URL", url)
            }
            None => person,
        };
        let with = |person: Person, (name, value): &(&str, String)| person.with(name, value);
        let person = self.environment.iter().fold(person, with);
        let person = self.clock.wrong_by(person, [0, 2_500, -2_500][at % 3]);
        let mut child = self.world.start_as(&person, &line);
        let begun = self.begun;
        let said = BufReader::new(child.stderr.take().unwrap());
        // Read on, so that it never waits for somebody who listens.
        let log = self.world.path(&format!("{}.log", seat.name));
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for line in said.lines().map_while(Result::ok) {
                if line.contains("this server") {
                    eprintln!("server {at} after {:.1?}: {line}", begun.elapsed());
                }
                kept.push(line);
                let _ = std::fs::write(&log, kept.join("\n"));
            }
        });
        *place = Some(child);
    }

    pub(super) fn kill(&self, at: usize) {
        if let Some(mut child) = self.seats[at].child.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Halts a server where it is, or lets it go on.
    pub(super) fn signal(&self, at: usize, signal: &str) {
        if let Some(child) = &*self.seats[at].child.lock().unwrap() {
            let id = child.id().to_string();
            let sent = Command::new("kill").args([signal, &id]).status().unwrap();
            assert!(sent.success());
        }
    }

    pub(super) fn server(&self, at: usize) -> Server<'_> {
        Server::new(&self.seats[at].url, &self.token)
    }

    /// A number that a server measures; none if it does not answer.
    pub(super) fn measured(&self, at: usize, name: &str) -> Option<u64> {
        let (_, body) = self.server(at).ask("metrics", "")?;
        let text = String::from_utf8(body).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")))?;
        line.rsplit(' ').next()?.parse().ok()
    }

    /// Who decides, as they say themselves.
    pub(super) fn deciding(&self) -> Option<usize> {
        let decides = |at: &usize| self.measured(*at, "holdpoint_fleet_decides") == Some(1);
        (0..self.seats.len()).find(decides)
    }

    pub(super) fn ready(&self, at: usize) -> bool {
        let answer = self.server(at).ask("readyz", "");
        answer.is_some_and(|(status, _)| status == "200")
    }

    /// Waits until it is so; says how long that took.
    pub(super) fn until(&self, what: &str, so: impl Fn() -> bool) -> Duration {
        let begun = Instant::now();
        while !so() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "{what}: {}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        begun.elapsed()
    }

    /// What the servers have said.
    pub(super) fn said(&self) -> String {
        let said = |seat: &Seat| {
            let log = self.world.path(&format!("{}.log", seat.name));
            let log = std::fs::read_to_string(log).unwrap_or_default();
            format!("\n{}: {log}", seat.name)
        };
        self.seats.iter().map(said).collect()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        (0..self.seats.len()).for_each(|at| self.kill(at));
    }
}

impl Seat {
    fn new(world: &World, name: String, url: &str, port: u16) -> Self {
        let data = world.path(&name);
        std::fs::create_dir_all(data.join("vault")).unwrap();
        let from = world.path("repo/.holdpoint");
        for file in ["ledger.key", "vault/vault.key"] {
            std::fs::copy(from.join(file), data.join(file)).unwrap();
        }
        if world.path("blobs").exists() {
            symlink(world.path("blobs"), data.join("blobs")).unwrap();
        }
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let own = listener.local_addr().unwrap().port();
        Self {
            url: format!("http://127.0.0.1:{own}"),
            wire: Wire::before(url, port),
            name,
            child: Mutex::new(None),
        }
    }
}
