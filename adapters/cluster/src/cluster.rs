//! A server and its databases.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::initial::{self, USER};
use crate::process::Process;
use crate::programs;

/// How long the server may take to start, also when it has to recover first.
const PATIENCE: Duration = Duration::from_secs(60);

/// How to start a server.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether a commit waits for the disk. Without it tests are faster, and lose what they committed when the machine
    /// stops, which it does not.
    pub durable: bool,
    /// Certificate and key, if the server is to speak TLS.
    pub tls: Option<(String, String)>,
    /// Further settings, as `name=value`.
    pub settings: Vec<String>,
}

/// A PostgreSQL server that listens on the loopback interface and on a socket in its folder.
pub struct Cluster {
    programs: PathBuf,
    user: Option<(u32, u32)>,
    place: PathBuf,
    port: u16,
    options: Options,
    process: Mutex<Option<Process>>,
}

impl Cluster {
    /// The one that all tests of a program share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Options::default()))
    }

    /// Starts a new one.
    #[must_use]
    pub fn start(options: Options) -> Self {
        let programs = programs::folder();
        let user = programs::runs_as();
        let place = initial::make(&programs, user);
        Self::begin(programs, user, place, options)
    }

    /// Starts a replica, which takes over what this one writes until it is cut off or promoted.
    #[must_use]
    pub fn replica(&self) -> Self {
        let (programs, user) = (self.programs.clone(), self.user);
        let place = initial::copy(&programs, user, self.port);
        Self::begin(programs, user, place, self.options.clone())
    }

    fn begin(
        programs: PathBuf,
        user: Option<(u32, u32)>,
        place: PathBuf,
        options: Options,
    ) -> Self {
        let cluster = Self {
            programs,
            user,
            place,
            port: free_port(),
            options,
            process: Mutex::new(None),
        };
        cluster.secure();
        cluster.start_again();
        cluster
    }

    /// Lets a replica hear no more of what it is one of.
    pub fn cut_off(&self) {
        self.sql("postgres", "ALTER SYSTEM SET primary_conninfo = ''");
        self.sql("postgres", "SELECT pg_reload_conf()");
    }

    /// Makes a replica a server of its own, with what it has got.
    pub fn promote(&self) {
        self.sql("postgres", "SELECT pg_promote(true, 60)");
    }

    /// Starts it on the files that it has, after [`Cluster::kill`] or [`Cluster::stop`].
    pub fn start_again(&self) {
        let begun = Instant::now();
        self.have_started();
        while !self.psql("postgres", "SELECT 1").0 {
            assert!(
                begun.elapsed() < PATIENCE,
                "PostgreSQL does not start: {}",
                std::fs::read_to_string(self.place.join("log")).unwrap_or_default()
            );
            std::thread::sleep(Duration::from_millis(20));
            self.have_started();
        }
    }

    /// Starts it if it does not run: also when it has ended at once, because children of the one before, which was killed,
    /// were still there.
    fn have_started(&self) {
        let mut process = self.process();
        if let Some(ended) = process.take_if(|process| process.has_ended()) {
            ended.stop();
        }
        process.get_or_insert_with(|| Process::start(&self.place, &self.line(), self.user));
    }

    /// Ends it at once, without a chance to tidy up.
    pub fn kill(&self) {
        if let Some(process) = self.process().take() {
            process.kill();
        }
    }

    /// Ends it.
    pub fn stop(&self) {
        if let Some(process) = self.process().take() {
            process.stop();
        }
    }

    /// Halts all its processes where they are.
    pub fn pause(&self) {
        if let Some(process) = &*self.process() {
            process.signal(Signal::STOP);
        }
    }

    /// Lets them go on.
    pub fn resume(&self) {
        if let Some(process) = &*self.process() {
            process.signal(Signal::CONT);
        }
    }

    /// Port on the loopback interface.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder with its socket.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.place
    }

    /// The URL of a new, empty database.
    pub fn database(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        format!("postgres://{USER}@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs SQL in a database, by its name or URL, and gives what it says, a row a line.
    pub fn sql(&self, database: &str, text: &str) -> String {
        let name = database.rsplit('/').next().unwrap_or(database);
        let (done, said, complaint) = self.psql(name, text);
        assert!(done, "`{text}` failed: {complaint}");
        said
    }

    /// All of a database, by its name or URL, as `pg_dump` writes it: bytes are in hex.
    pub fn dump(&self, database: &str) -> String {
        let name = database.rsplit('/').next().unwrap_or(database);
        let port = self.port.to_string();
        let said = Command::new(self.programs.join("pg_dump"))
            .args(["--host", "127.0.0.1", "--port", &port, "--username", USER])
            .arg(name)
            .output()
            .expect("`pg_dump` runs");
        let complaint = String::from_utf8_lossy(&said.stderr);
        assert!(
            said.status.success(),
            "`{name}` cannot be dumped: {complaint}"
        );
        String::from_utf8_lossy(&said.stdout).into_owned()
    }

    fn psql(&self, database: &str, text: &str) -> (bool, String, String) {
        let port = self.port.to_string();
        let said = Command::new(self.programs.join("psql"))
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--host", "127.0.0.1", "--port", &port, "--username", USER])
            .args(["--set", "ON_ERROR_STOP=1", "--command", text, database])
            .env("PGCONNECT_TIMEOUT", "5")
            .output()
            .expect("`psql` runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        (
            said.status.success(),
            text(&said.stdout),
            text(&said.stderr),
        )
    }

    fn line(&self) -> Vec<String> {
        let mut settings = vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            format!("unix_socket_directories={}", self.place.display()),
            "max_connections=300".to_owned(),
        ];
        if !self.options.durable {
            settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
        }
        if self.options.tls.is_some() {
            settings.push("ssl=on".to_owned());
        }
        settings.extend(self.options.settings.iter().cloned());
        let program = self.programs.join("postgres").display().to_string();
        let data = self.place.join("data").display().to_string();
        let mut line = vec![program, "-D".to_owned(), data];
        line.extend(settings.into_iter().flat_map(|one| ["-c".to_owned(), one]));
        line
    }

    /// Puts certificate and key where the server looks for them.
    fn secure(&self) {
        let Some((certificate, key)) = &self.options.tls else {
            return;
        };
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.place.join("data").join(name);
            std::fs::write(&path, text).unwrap();
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&path, private).unwrap();
            if let Some((user, group)) = self.user {
                std::os::unix::fs::chown(&path, Some(user), Some(group)).unwrap();
            }
        }
    }

    fn process(&self) -> MutexGuard<'_, Option<Process>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A port that nobody listens on, below those that systems give to whoever connects: one of those could be taken, also by
/// a client that tries to reach the server itself, while the server is down.
fn free_port() -> u16 {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let tried = NEXT.fetch_add(1, Ordering::Relaxed);
        let number = std::process::id().wrapping_mul(7_919).wrapping_add(tried);
        let port = u16::try_from(FIRST + number % COUNT).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let process = self.process().take();
        if process.is_none() {
            let _ = std::fs::remove_dir_all(&self.place);
        }
    }
}
