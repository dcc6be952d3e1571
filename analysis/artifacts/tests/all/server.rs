//! A real HTTP server on this machine with canned answers, and a client that really connects to it.

use holdpoint_artifacts::registry::{Method, Request, Response, Transport, TransportError};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Status, headers, body.
#[derive(Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Only with this `Authorization`; else the answer is 401 with this challenge.
    pub(crate) needs: Option<(String, String)>,
}

pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Answer {
    Answer {
        status: 200,
        body: body.into(),
        ..Answer::default()
    }
}

/// The path and the headers of a request.
type Seen = (String, HashMap<String, String>);

pub(crate) struct Server {
    pub(crate) address: String,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    pub(crate) requests: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap().to_string(),
            answers: Arc::default(),
            requests: Arc::default(),
        };
        let (answers, requests) = (server.answers.clone(), server.requests.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let _ = serve(stream, &answers, &requests);
            }
        });
        server
    }

    pub(crate) fn on(&self, path: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn head(reader: &mut impl BufRead) -> std::io::Result<(String, HashMap<String, String>)> {
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            return Ok((first, headers));
        };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
}

fn serve(
    mut stream: TcpStream,
    answers: &Mutex<HashMap<String, Answer>>,
    requests: &Mutex<Vec<Seen>>,
) -> std::io::Result<()> {
    let (first, headers) = head(&mut BufReader::new(stream.try_clone()?))?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut answer = answers
        .lock()
        .unwrap()
        .get(&path)
        .cloned()
        .unwrap_or(Answer {
            status: 404,
            ..Answer::default()
        });
    if let Some((wanted, challenge)) = answer.needs.take()
        && headers.get("authorization") != Some(&wanted)
    {
        answer = Answer {
            status: 401,
            headers: vec![("WWW-Authenticate", challenge)],
            ..Answer::default()
        };
    }
    requests.lock().unwrap().push((path, headers));
    let mut out = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", answer.status);
    if !answer
        .headers
        .iter()
        .any(|(name, _)| *name == "Content-Length")
    {
        out.push_str(&format!("Content-Length: {}\r\n", answer.body.len()));
    }
    for (name, value) in &answer.headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(out.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(&answer.body)
}

/// HTTP without TLS, one connection a request.
pub(crate) struct Plain;

impl Transport for Plain {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        send(request).map_err(|error| TransportError(error.to_string()))
    }
}

fn send(request: &Request) -> std::io::Result<Response> {
    let rest = request
        .url
        .strip_prefix("http://")
        .ok_or_else(|| std::io::Error::other("no TLS here"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host)?;
    let method = if request.method == Method::Head {
        "HEAD"
    } else {
        "GET"
    };
    let mut text = format!("{method} /{path} HTTP/1.1\r\nHost: {host}\r\n");
    for (name, value) in &request.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{text}\r\n").as_bytes())?;
    let mut reader = BufReader::new(stream);
    let (first, headers) = head(&mut reader)?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    let headers = headers.into_iter().collect();
    Ok(Response {
        status,
        headers,
        body: Box::new(reader) as Box<dyn Read + Send>,
    })
}
