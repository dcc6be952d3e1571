//! A storage, and its buckets.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use holdpoint_cluster::Process;

use crate::azure;

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);
const KEY: &str = "holdpoint-tests";
const SECRET: &str = "a secret of these tests alone";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    S3,
    Azure,
}

/// A storage that listens on the loopback interface.
pub struct Storage {
    kind: Kind,
    place: PathBuf,
    port: u16,
    _process: Process,
}

/// Where `cargo xtask setup` puts programs.
fn installed(program: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join("target/storages").join(program);
    assert!(
        path.exists(),
        "`{}` is not installed: `cargo xtask setup` does that",
        path.display()
    );
    path.canonicalize().unwrap().display().to_string()
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Storage {
    /// The one that speaks as S3, shared by all tests of a program.
    pub fn s3() -> &'static Self {
        static SHARED: OnceLock<Storage> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Kind::S3))
    }

    /// The one that speaks as Azure, shared by all tests of a program.
    pub fn azure() -> &'static Self {
        static SHARED: OnceLock<Storage> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(Kind::Azure))
    }

    fn start(kind: Kind) -> Self {
        let place = tempfile::Builder::new()
            .prefix("holdpoint-storage-")
            .tempdir();
        let place = place.unwrap().keep();
        let port = free_port();
        for folder in ["buckets", "about"] {
            std::fs::create_dir(place.join(folder)).unwrap();
        }
        let at = |folder: &str| place.join(folder).display().to_string();
        let line = match kind {
            Kind::S3 => vec![
                installed("bin/versitygw"),
                format!("--port=127.0.0.1:{port}"),
                format!("--access={KEY}"),
                format!("--secret={SECRET}"),
                "--quiet".to_owned(),
                "posix".to_owned(),
                format!("--sidecar={}", at("about")),
                at("buckets"),
            ],
            Kind::Azure => vec![
                "node".to_owned(),
                installed("node_modules/azurite/dist/src/blob/main.js"),
                "--blobHost=127.0.0.1".to_owned(),
                format!("--blobPort={port}"),
                "--silent".to_owned(),
                "--skipApiVersionCheck".to_owned(),
                "--disableTelemetry".to_owned(),
                format!("--location={}", at("buckets")),
            ],
        };
        let storage = Self {
            kind,
            _process: Process::start(&place, &line, None),
            place,
            port,
        };
        storage.wait_until_ready();
        storage
    }

    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let log = std::fs::read_to_string(self.place.join("log")).unwrap_or_default();
            assert!(
                begun.elapsed() < PATIENCE,
                "the storage does not start: {log}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The URL of a new, empty bucket.
    pub fn bucket(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        match self.kind {
            Kind::S3 => {
                std::fs::create_dir(self.place.join("buckets").join(&name)).unwrap();
                format!("s3://{name}")
            }
            Kind::Azure => {
                azure::create_container(self.port, &name);
                format!("az://{name}")
            }
        }
    }

    /// Where the objects of a bucket are as files, for whoever gets behind the storage's back.
    pub fn folder(&self, url: &str) -> PathBuf {
        assert_eq!(self.kind, Kind::S3, "the other keeps them in its own way");
        let name = url.strip_prefix("s3://").unwrap();
        self.place.join("buckets").join(name)
    }

    /// The variables of the environment by which programs get there.
    pub fn variables(&self) -> Vec<(String, String)> {
        let port = self.port;
        let pairs = match self.kind {
            Kind::S3 => vec![
                ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
                ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
                ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
                ("AWS_REGION", "us-east-1".to_owned()),
            ],
            Kind::Azure => vec![
                ("AZURE_STORAGE_ACCOUNT_NAME", azure::ACCOUNT.to_owned()),
                ("AZURE_STORAGE_ACCOUNT_KEY", azure::KEY.to_owned()),
                (
                    "AZURE_STORAGE_ENDPOINT",
                    format!("http://127.0.0.1:{port}/{}", azure::ACCOUNT),
                ),
            ],
        };
        let owned = |(name, value): (&str, String)| (name.to_owned(), value);
        pairs.into_iter().map(owned).collect()
    }
}
