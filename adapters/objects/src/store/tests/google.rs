//! A stand-in for Google's storage: what its XML API is documented to do, as far as a store of blobs uses it. There is no
//! program to be had that does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

const TOKEN: &str = "a-token-of-these-tests";

type Objects = BTreeMap<String, Vec<u8>>;

/// The storage.
pub(super) struct Google {
    port: u16,
}

#[derive(Default)]
struct State {
    objects: Objects,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
}

impl Google {
    pub(super) fn shared() -> &'static Self {
        static SHARED: OnceLock<Google> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&state);
                std::thread::spawn(move || {
                    let mut reader = BufReader::new(stream);
                    while let Some(request) = Request::read(&mut reader) {
                        let answer = request.answer(&state);
                        answer.write(&request, reader.get_mut());
                    }
                });
            }
        });
        Self { port }
    }

    pub(super) fn bucket(&self) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        format!("gs://bucket-{}/a", NEXT.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let endpoint = format!("127.0.0.1:{}", self.port);
        vec![
            ("STORAGE_EMULATOR_HOST".to_owned(), endpoint),
            ("GOOGLE_BEARER_TOKEN".to_owned(), TOKEN.to_owned()),
        ]
    }
}

struct Request {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer {
        status,
        headers: String::new(),
        body: body.into(),
    }
}

fn refuse(status: u16, code: &str) -> Answer {
    answer(
        status,
        format!("<Error><Code>{code}</Code><Message>{code}.</Message></Error>"),
    )
}

impl Request {
    fn read(reader: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut line = String::new();
        reader
            .read_line(&mut line)
            .ok()
            .filter(|count| *count > 0)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, target) = (words.next()?, words.next()?);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let pair = |text: &str| {
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_owned(), value.replace("%2F", "/"))
        };
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let size = headers
            .get("content-length")
            .map_or(0, |size| size.parse().unwrap());
        let mut body = vec![0; size];
        reader.read_exact(&mut body).ok()?;
        Some(Self {
            method,
            path: path
                .trim_matches('/')
                .replace("%2D", "-")
                .replace("%2F", "/"),
            query: query
                .split('&')
                .filter(|part| !part.is_empty())
                .map(pair)
                .collect(),
            headers,
            body,
        })
    }

    fn answer(&self, state: &Mutex<State>) -> Answer {
        if self.headers.get("authorization") != Some(&format!("Bearer {TOKEN}")) {
            return refuse(401, "AuthenticationRequired");
        }
        if self.path.starts_with("nowhere") {
            return refuse(404, "NoSuchBucket");
        }
        let mut state = state.lock().unwrap();
        let asks = |name: &str| self.query.contains_key(name);
        match self.method.as_str() {
            "GET" if asks("list-type") => self.list(&state.objects),
            "POST" if asks("uploads") => {
                let id = format!("upload-{}", state.uploads.len());
                state.uploads.insert(id.clone(), BTreeMap::new());
                let id = format!("<UploadId>{id}</UploadId>");
                answer(
                    200,
                    format!("<InitiateMultipartUploadResult>{id}</InitiateMultipartUploadResult>"),
                )
            }
            "PUT" if asks("partNumber") => {
                let number = self.query["partNumber"].parse().unwrap();
                let upload = state.uploads.get_mut(&self.query["uploadId"]).unwrap();
                upload.insert(number, self.body.clone());
                tagged(answer(200, ""))
            }
            "POST" if asks("uploadId") => {
                let parts = state.uploads.remove(&self.query["uploadId"]).unwrap();
                state
                    .objects
                    .insert(self.path.clone(), parts.into_values().flatten().collect());
                let tag = "<ETag>\"1\"</ETag>";
                answer(
                    200,
                    format!("<CompleteMultipartUploadResult>{tag}</CompleteMultipartUploadResult>"),
                )
            }
            "PUT" => {
                let fresh = self.headers.get("x-goog-if-generation-match");
                if fresh.is_some_and(|wanted| wanted == "0")
                    && state.objects.contains_key(&self.path)
                {
                    return refuse(412, "PreconditionFailed");
                }
                state.objects.insert(self.path.clone(), self.body.clone());
                tagged(answer(200, ""))
            }
            "GET" | "HEAD" => match state.objects.get(&self.path) {
                Some(content) => tagged(answer(200, content.clone())),
                None => refuse(404, "NoSuchKey"),
            },
            "DELETE" => match state.objects.remove(&self.path) {
                Some(_) => answer(204, ""),
                None => refuse(404, "NoSuchKey"),
            },
            other => panic!("{other} {}", self.path),
        }
    }

    fn list(&self, objects: &Objects) -> Answer {
        let prefix = self.query.get("prefix").cloned().unwrap_or_default();
        let mut text = "<ListBucketResult>".to_owned();
        for (path, content) in objects {
            let Some(name) = path.strip_prefix(&format!("{}/", self.path)) else {
                continue;
            };
            if name.starts_with(&prefix) {
                let (size, now) = (content.len(), now());
                write!(
                    text,
                    "<Contents><Key>{name}</Key><LastModified>{now}</LastModified><ETag>\"1\"</ETag><Size>{size}</Size></Contents>"
                )
                .unwrap();
            }
        }
        text.push_str("<IsTruncated>false</IsTruncated></ListBucketResult>");
        answer(200, text)
    }
}

/// The time, to the second, as XML has it.
fn now() -> String {
    let said = std::process::Command::new("date")
        .args(["-u", "+%FT%TZ"])
        .output();
    String::from_utf8(said.unwrap().stdout)
        .unwrap()
        .trim()
        .to_owned()
}

fn tagged(answer: Answer) -> Answer {
    let headers = "ETag: \"1\"\r\nLast-Modified: Sat, 28 Nov 2026 00:00:00 GMT\r\n".to_owned();
    Answer { headers, ..answer }
}

impl Answer {
    fn write(&self, request: &Request, stream: &mut TcpStream) {
        let (status, headers, size) = (self.status, &self.headers, self.body.len());
        let head = format!("HTTP/1.1 {status} -\r\n{headers}Content-Length: {size}\r\n\r\n");
        let mut all = head.into_bytes();
        if request.method != "HEAD" {
            all.extend_from_slice(&self.body);
        }
        // Whoever asked may be gone.
        let _ = stream.write_all(&all);
    }
}
