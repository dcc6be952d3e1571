//! Servers in this process, settings that lead to them, and variables that are not the process's.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_secrets::{Clock, Keepers, Reference, Settings, Trouble, Variables};

/// A request that a server got.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path with query, as it was sent.
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Method and target.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    pub(crate) fn query(&self, key: &str) -> Option<String> {
        let url = reqwest::Url::parse(&format!("http://x{}", self.target)).unwrap();
        let pair = url.query_pairs().find(|(name, _)| name == key);
        pair.map(|(_, value)| value.into_owned())
    }

    /// A field of a form.
    pub(crate) fn form(&self, key: &str) -> Option<String> {
        let target = format!("/?{}", self.body);
        Self {
            target,
            ..Self::default()
        }
        .query(key)
    }

    fn read(reader: &mut impl std::io::BufRead) -> Option<Self> {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
        let length = headers
            .get("content-length")
            .and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).ok()?;
        let body = String::from_utf8(body).ok()?;
        Some(Self {
            method,
            target,
            headers,
            body,
        })
    }
}

/// What a server answers: a status, more headers, a body. Status 0 is no answer.
pub(crate) type Answer = (u16, String);

/// A server.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn start(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (heard, answer) = (Arc::clone(&asked), Arc::new(answer));
        // It ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                std::thread::spawn(move || serve(stream, &heard, &*answer));
            }
        });
        Self { url, asked }
    }

    /// What it was asked, in order.
    pub(crate) fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().iter().map(Request::line).collect()
    }
}

fn serve(stream: TcpStream, heard: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request) -> Answer) {
    let mut reader = BufReader::new(stream);
    let Some(request) = Request::read(&mut reader) else {
        return;
    };
    heard.lock().unwrap().push(request.clone());
    let (status, body) = answer(&request);
    if status != 0 {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        );
        // A client that has gone does not mind.
        let _ = reader.get_mut().write_all((head + &body).as_bytes());
    }
}

/// Variables that are not the process's.
pub(crate) fn variables(pairs: &[(&str, &str)]) -> Variables {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
    let map: BTreeMap<String, OsString> = pairs.iter().map(owned).collect();
    Arc::new(move |name: &str| map.get(name).cloned())
}

/// A clock that moves when it is told to.
#[derive(Clone, Default)]
pub(crate) struct Hand(Arc<AtomicU64>);

impl Hand {
    pub(crate) fn clock(&self) -> Clock {
        let hand = self.clone();
        Arc::new(move || Duration::from_secs(hand.0.load(Ordering::SeqCst)))
    }

    pub(crate) fn forward(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// Settings that allow nothing and never rest long.
pub(crate) fn bare() -> Settings {
    Settings {
        rest: Duration::from_millis(1),
        keep: Duration::ZERO,
        variables: variables(&[]),
        ..Settings::default()
    }
}

pub(crate) fn open(settings: Settings) -> Keepers {
    Keepers::open(settings).unwrap()
}

/// The text of a secret.
pub(crate) fn text(keepers: &Keepers, reference: &Reference) -> Result<String, Trouble> {
    let fetched = keepers.fetch(reference);
    if let Err(why) = &fetched {
        assert_eq!(&why.reference, reference);
    }
    fetched
        .map(|secret| secret.text().unwrap().to_owned())
        .map_err(|why| why.trouble)
}

/// A file that only its owner and group may read.
pub(crate) fn file(room: &Path, name: &str, content: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = room.join(name);
    std::fs::write(&path, content).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    path
}
