//! Files of a folder over HTTP: what a registry of packages is, as far as reading goes.

use std::io::{BufRead as _, BufReader, Write as _};
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
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    // The head has to be read before the connection is closed.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let file: PathBuf = folder.join(path.trim_start_matches('/'));
    let (status, body) = match std::fs::read(&file) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
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
