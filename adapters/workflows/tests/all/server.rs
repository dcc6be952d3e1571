//! A server of HTTP in this process.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

/// A request that was read.
pub struct Request {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// What is answered.
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

pub fn json(status: u16, body: &Value) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: body.to_string(),
    }
}

pub fn empty(status: u16) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: String::new(),
    }
}

impl Response {
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Request {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The fields of a form.
    pub fn form(&self) -> BTreeMap<String, String> {
        pairs(&self.body)
    }
}

/// What goes wrong with the next request whose method and path contain that.
pub enum Fault {
    /// This is answered, and nothing is done.
    Instead(&'static str, Response),
    /// It is done, and this is answered.
    After(&'static str, Response),
    /// It is done, and the line breaks off.
    Cut(&'static str),
}

/// A system in memory.
pub trait Fake: Send + 'static {
    fn answer(&mut self, request: &Request) -> Response;
}

/// A running server.
pub struct Server<F> {
    pub url: String,
    fake: Arc<Mutex<F>>,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<F: Fake> Server<F> {
    pub fn start(fake: F) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self {
            url,
            fake: Arc::new(Mutex::new(fake)),
            faults: Arc::default(),
            asked: Arc::default(),
        };
        let (fake, faults, asked) = (
            Arc::clone(&server.fake),
            Arc::clone(&server.faults),
            Arc::clone(&server.asked),
        );
        // It ends with the process: nobody asks it after its test.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &fake, &faults, &asked);
            }
        });
        server
    }

    pub fn fake(&self) -> MutexGuard<'_, F> {
        lock(&self.fake)
    }

    pub fn fault(&self, fault: Fault) {
        lock(&self.faults).push_back(fault);
    }

    /// How many requests had that in their method and path.
    pub fn asked(&self, what: &str) -> usize {
        lock(&self.asked)
            .iter()
            .filter(|line| line.contains(what))
            .count()
    }
}

fn serve<F: Fake>(
    stream: TcpStream,
    fake: &Mutex<F>,
    faults: &Mutex<VecDeque<Fault>>,
    asked: &Mutex<Vec<String>>,
) {
    let Some((request, mut stream)) = read(stream) else {
        return;
    };
    let line = format!("{} {}", request.method, request.path);
    lock(asked).push(line.clone());
    let fits = |fault: &Fault| match fault {
        Fault::Instead(what, _) | Fault::After(what, _) | Fault::Cut(what) => line.contains(what),
    };
    let mut faults = lock(faults);
    let fault = faults
        .iter()
        .position(fits)
        .and_then(|at| faults.remove(at));
    drop(faults);
    let response = match fault {
        Some(Fault::Instead(_, response)) => response,
        Some(Fault::After(_, response)) => {
            lock(fake).answer(&request);
            response
        }
        Some(Fault::Cut(_)) => {
            lock(fake).answer(&request);
            return;
        }
        None => lock(fake).answer(&request),
    };
    let mut text = format!("HTTP/1.1 {} said\r\n", response.status);
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        response.body.len()
    ));
    let _ = stream.write_all((text + &response.body).as_bytes());
}

fn read(stream: TcpStream) -> Option<(Request, TcpStream)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, address) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let body = String::from_utf8(body).ok()?;
    let request = Request {
        method,
        path: decoded(path),
        query: pairs(query),
        headers,
        body,
    };
    Some((request, stream))
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (decoded(name), decoded(&value.replace('+', " "))))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                let digits = String::from_utf8(vec![*high, *low]).unwrap();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).unwrap()
}
