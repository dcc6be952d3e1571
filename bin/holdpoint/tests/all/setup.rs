//! From an empty directory to a founded organisation, over HTTP, as a browser does it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Child;

use crate::world::{Person, World};

/// A server in a directory in which there was nothing.
struct Fresh {
    child: Child,
    address: String,
    /// The path of the link that it prints, if it does.
    link: Option<String>,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The head and the body of an answer.
struct Answer(String, String);

impl Answer {
    fn header(&self, name: &str) -> &str {
        let before = format!("{name}: ");
        let mut lines = self.0.lines();
        lines
            .find_map(|line| line.strip_prefix(before.as_str()))
            .unwrap_or("")
    }
}

impl Fresh {
    fn start(world: &World, founded: bool) -> Self {
        let mut child = world.start(&["serve", "--listen", "127.0.0.1:0"]);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut next = |before: &str| {
            let found = lines.find_map(|line| {
                let line = line.unwrap();
                line.split_once(before).map(|(_, rest)| rest.to_owned())
            });
            found.unwrap_or_else(|| panic!("no line with `{before}`"))
        };
        let address = next("listening on http://");
        let link = (!founded).then(|| format!("/setup{}", next("/setup")));
        Self {
            child,
            address,
            link,
        }
    }

    fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            form.len()
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer(head.to_owned(), body.to_owned())
    }
}

#[test]
fn an_empty_directory_becomes_an_organisation() {
    let world = World::new();
    let server = Fresh::start(&world, false);
    let link = server.link.clone().unwrap();
    assert_eq!(server.ask("GET", "/", "", "").header("location"), "/setup");
    // A stranger who gets there first has no code.
    let who = "organisation=shop&zone=UTC&name=Anna&handle=anna&password=correct+horse+battery";
    let stranger = server.ask("POST", "/setup/administrator", "", who);
    assert!(stranger.1.contains("name=\"code\""), "{}", stranger.1);
    assert_eq!(stranger.header("set-cookie"), "");
    drop(server);

    // After a restart the link that was printed still opens, and what was said goes on.
    let server = Fresh::start(&world, false);
    assert_eq!(server.link.as_ref(), Some(&link));
    let code = link.split_once("code=").unwrap().1;
    let named = format!("code={code}&organisation=shop&zone=Europe/Vienna");
    let next = server.ask("POST", "/setup", "", &named);
    let next = next.header("location");
    assert!(next.starts_with("/setup/administrator?"), "{next}");
    let form = format!("code={code}&{who}");
    let founded = server.ask("POST", "/setup/administrator", "", &form);
    assert_eq!(founded.header("location"), "/setup/team", "{}", founded.1);
    let cookie = founded.header("set-cookie");
    assert!(
        cookie.starts_with("holdpoint=") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    assert_eq!(
        founded.0.matches("set-cookie").count(),
        1,
        "one place writes it"
    );
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let page = server.ask("GET", "/setup/team", &cookie, "");
    assert!(page.0.starts_with("HTTP/1.0 200"), "{}", page.0);
    drop(server);

    // The code is used up, and the session goes on.
    assert!(!world.path("repo/.holdpoint/setup.code").exists());
    let server = Fresh::start(&world, true);
    assert_eq!(
        server.ask("GET", "/setup", &cookie, "").header("location"),
        "/setup/team"
    );
    let used = server.ask("GET", &link, "", "");
    assert!(used.header("location").starts_with("/login"), "{}", used.0);
    // Whoever runs the server is its administrator on the command line, too.
    let units = world.run(&Person::default(), &["unit", "list", "--format", "json"]);
    assert!(units.ok().json()["units"].is_array());
    let log = world.read("repo/.holdpoint/ledger.vkey");
    assert!(log.starts_with("holdpoint.local/"), "{log}");
}
