//! A way to the database on which connections break as those on networks do.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

const PASS: u8 = 0;
/// What comes from the client arrives, the answer does not: the connection breaks instead.
const SWALLOW: u8 = 1;

/// Listens on a port of its own.
pub(super) struct Wire {
    url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    mode: AtomicU8,
    /// Connections made in an earlier one are cut.
    age: AtomicU64,
    swallowed: AtomicU64,
}

impl Wire {
    pub(super) fn before(url: &str, server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::<State>::default();
        let own = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                own.join(&client, &server);
            }
        });
        let url = url.replace(&format!(":{server}"), &format!(":{port}"));
        let joined = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{joined}sslmode=disable");
        Self { url, state }
    }

    pub(super) fn url(&self) -> String {
        self.url.clone()
    }

    /// Cuts all connections.
    pub(super) fn cut(&self) {
        self.state.age.fetch_add(1, Ordering::SeqCst);
    }

    /// Loses the next answers for a while, each with its connection.
    pub(super) fn swallow(&self, span: Duration) {
        self.state.mode.store(SWALLOW, Ordering::SeqCst);
        std::thread::sleep(span);
        self.state.mode.store(PASS, Ordering::SeqCst);
    }

    pub(super) fn swallowed(&self) -> u64 {
        self.state.swallowed.load(Ordering::SeqCst)
    }
}

impl State {
    fn join(self: &Arc<Self>, client: &TcpStream, server: &TcpStream) {
        let age = self.age.load(Ordering::SeqCst);
        for (from, to, answers) in [(client, server, false), (server, client, true)] {
            let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
            let own = Arc::clone(self);
            std::thread::spawn(move || own.carry(from, to, age, answers));
        }
    }

    fn carry(&self, mut from: TcpStream, mut to: TcpStream, age: u64, answers: bool) {
        from.set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = from.read(&mut buffer);
            let waits = |kind| {
                matches!(
                    kind,
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                )
            };
            if self.age.load(Ordering::SeqCst) != age {
                break;
            }
            let count = match read {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if waits(error.kind()) => continue,
                Err(_) => break,
            };
            if answers && self.mode.load(Ordering::SeqCst) == SWALLOW {
                self.swallowed.fetch_add(1, Ordering::SeqCst);
                break;
            }
            if to.write_all(&buffer[..count]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }
}
