//! As much of a browser as a log-in needs: cookies, redirections and forms.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What it keeps for each place.
#[derive(Default)]
pub(super) struct Browser {
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

/// Where it came to, and what stands there.
pub(super) struct Page {
    pub(super) url: String,
    pub(super) status: u16,
    pub(super) text: String,
    location: Option<String>,
}

impl Page {
    /// What stands in the text between two others.
    pub(super) fn between(&self, before: &str, after: &str) -> String {
        let (_, rest) = self
            .text
            .split_once(before)
            .unwrap_or_else(|| panic!("no `{before}` at {}:\n{}", self.url, self.text));
        let found = rest.split(after).next().unwrap();
        found.replace("&amp;", "&").replace("&#38;", "&")
    }
}

impl Browser {
    /// Goes there, and wherever it is sent on.
    pub(super) fn get(&mut self, url: &str) -> Page {
        let page = self.ask("GET", url, "");
        self.follow(page)
    }

    /// Sends a form.
    pub(super) fn post(&mut self, url: &str, form: &str) -> Page {
        let page = self.ask("POST", url, form);
        self.follow(page)
    }

    /// One request, and no further.
    pub(super) fn step(&mut self, url: &str) -> Page {
        self.ask("GET", url, "")
    }

    /// Where a page leads on to.
    pub(super) fn led(page: &Page) -> String {
        let to = page.location.as_deref();
        let to = to.unwrap_or_else(|| panic!("{} leads nowhere:\n{}", page.url, page.text));
        match to.starts_with('/') {
            true => format!("{}{to}", place(&page.url)),
            false => to.to_owned(),
        }
    }

    fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..20 {
            if page.location.is_none() {
                return page;
            }
            page = self.step(&Self::led(&page));
        }
        panic!("led around in circles to {}", page.url);
    }

    fn ask(&mut self, method: &str, url: &str, body: &str) -> Page {
        let place = place(url);
        let authority = place.strip_prefix("http://").unwrap();
        let path = url.strip_prefix(place).unwrap().split('#').next().unwrap();
        let path = if path.is_empty() { "/" } else { path };
        let kept = self.cookies.entry(place.to_owned()).or_default();
        let pairs: Vec<_> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = format!("{method} {path} HTTP/1.0\r\nHost: {authority}\r\n");
        if !pairs.is_empty() {
            request += &format!("Cookie: {}\r\n", pairs.join("; "));
        }
        if method == "POST" {
            let kind = "application/x-www-form-urlencoded";
            let length = body.len();
            request +=
                &format!("Origin: {place}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n");
        }
        let mut stream = TcpStream::connect(authority).unwrap();
        // At once: whoever answers before all of it has come resets the connection.
        stream
            .write_all(format!("{request}\r\n{body}").as_bytes())
            .unwrap();
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        read.unwrap_or_else(|error| panic!("{method} {url}: {error}"));
        let answer = String::from_utf8_lossy(&bytes).into_owned();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        let mut location = None;
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            match name.to_lowercase().as_str() {
                "location" => location = Some(value.to_owned()),
                "set-cookie" => keep(kept, value),
                _ => {}
            }
        }
        Page {
            url: url.to_owned(),
            status: head.split(' ').nth(1).unwrap().parse().unwrap(),
            text: text.to_owned(),
            location,
        }
    }
}

/// Keeps a cookie, or forgets it: one that ends at once, or has ended long ago.
fn keep(kept: &mut BTreeMap<String, String>, cookie: &str) {
    let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
    let (name, value) = pair.split_once('=').unwrap();
    let rest = rest.to_lowercase();
    let over = rest.contains("max-age=0") || rest.contains("expires=thu, 01 jan 1970");
    match over || value.is_empty() {
        true => drop(kept.remove(name)),
        false => drop(kept.insert(name.to_owned(), value.to_owned())),
    }
}

/// Scheme, name and port.
fn place(url: &str) -> &str {
    let from = url.find("://").unwrap() + 3;
    let to = url[from..].find('/').map_or(url.len(), |at| from + at);
    &url[..to]
}
