//! A small proxy between the ledger and the server, which does to connections what networks do.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// What a batch has in it for which something is to happen.
const MARK: &[u8] = b"MARKED";

/// What happens to the next batch that is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Plan {
    #[default]
    Pass,
    /// It does not get there: the connection is cut first.
    Cut,
    /// It gets there, and the connection is cut before the answer.
    LoseAnswer,
    /// It waits on the way.
    Hold,
    Held,
}

#[derive(Default)]
struct Shared {
    plan: Mutex<Plan>,
    changed: Condvar,
}

/// Listens on a port of its own.
pub(crate) struct Proxy {
    port: u16,
    server: u16,
    shared: Arc<Shared>,
}

impl Proxy {
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::<Shared>::default();
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                own.join(client, server);
            }
        });
        Self {
            port,
            server,
            shared,
        }
    }

    /// The URL by which a database is reached through here.
    pub(crate) fn url(&self, url: &str) -> String {
        let url = url.replace(&format!(":{}", self.server), &format!(":{}", self.port));
        format!("{url}?sslmode=disable")
    }

    pub(crate) fn cut_marked(&self) {
        self.shared.set(Plan::Cut);
    }

    pub(crate) fn lose_answer_to_marked(&self) {
        self.shared.set(Plan::LoseAnswer);
    }

    pub(crate) fn hold_marked(&self) {
        self.shared.set(Plan::Hold);
    }

    pub(crate) fn wait_until_held(&self) {
        let plan = self.shared.plan.lock().unwrap();
        let patience = Duration::from_secs(20);
        let waited = self
            .shared
            .changed
            .wait_timeout_while(plan, patience, |plan| *plan != Plan::Held);
        assert!(!waited.unwrap().1.timed_out(), "nothing marked came");
    }

    pub(crate) fn release(&self) {
        self.shared.set(Plan::Pass);
    }

    /// Whether what was planned has happened.
    pub(crate) fn is_done(&self) -> bool {
        *self.shared.plan.lock().unwrap() == Plan::Pass
    }
}

impl Shared {
    fn set(&self, plan: Plan) {
        *self.plan.lock().unwrap() = plan;
        self.changed.notify_all();
    }

    fn join(self: &Arc<Self>, client: TcpStream, server: TcpStream) {
        let (own, lose) = (Arc::clone(self), Arc::new(Mutex::new(false)));
        let losing = Arc::clone(&lose);
        let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 20];
            while let Ok(count) = from.read(&mut buffer) {
                let chunk = &buffer[..count];
                let marked = chunk.windows(MARK.len()).any(|part| part == MARK);
                if count == 0 || (marked && !own.marked(&losing)) || to.write_all(chunk).is_err() {
                    break;
                }
            }
            cut(&from, &to);
        });
        let (mut from, mut to) = (server, client);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count) = from.read(&mut buffer) {
                if count == 0 || *lose.lock().unwrap() || to.write_all(&buffer[..count]).is_err() {
                    break;
                }
            }
            cut(&from, &to);
        });
    }

    /// Something marked has come; says whether it goes on.
    fn marked(&self, losing: &Mutex<bool>) -> bool {
        let mut plan = self.plan.lock().unwrap();
        match *plan {
            Plan::Pass | Plan::Held => true,
            Plan::Cut => {
                *plan = Plan::Pass;
                false
            }
            Plan::LoseAnswer => {
                *plan = Plan::Pass;
                *losing.lock().unwrap() = true;
                true
            }
            Plan::Hold => {
                *plan = Plan::Held;
                self.changed.notify_all();
                let held = self.changed.wait_while(plan, |plan| *plan == Plan::Held);
                drop(held.unwrap());
                true
            }
        }
    }
}

fn cut(one: &TcpStream, other: &TcpStream) {
    let _ = one.shutdown(Shutdown::Both);
    let _ = other.shutdown(Shutdown::Both);
}
