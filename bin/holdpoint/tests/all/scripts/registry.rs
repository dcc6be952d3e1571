//! Files of a folder over HTTP: what a registry of packages is, as far as reading goes. What is handed in is kept at the end
//! of the file of that name, a line each: what a forge is, as far as telling it goes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

pub(super) struct Registry(String);

impl Registry {
    /// Serves the folder as long as the test runs.
    pub(super) fn serve(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let folder = folder.to_owned();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that went away asks no more.
                let _ = stream.map(|stream| answer(stream, &folder));
            }
        });
        Self(address)
    }

    pub(super) fn address(&self) -> &str {
        &self.0
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    // The head has to be read before the connection is closed.
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(said) = line.strip_prefix("content-length:") {
            length = said.trim().parse().unwrap_or(0);
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let file: PathBuf = folder.join(path.trim_start_matches('/'));
    let (status, body) = match first.starts_with("POST") {
        true => {
            let mut body = Vec::new();
            reader.take(length).read_to_end(&mut body)?;
            keep(&file, &body)?;
            ("201 Created", b"{}".to_vec())
        }
        false => match std::fs::read(&file) {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", Vec::new()),
        },
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    if !first.starts_with("HEAD") {
        stream.write_all(&body)?;
    }
    Ok(())
}

fn keep(file: &Path, body: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(file.parent().unwrap_or(file))?;
    let mut file = std::fs::File::options()
        .create(true)
        .append(true)
        .open(file)?;
    file.write_all(body)?;
    file.write_all(b"\n")
}
