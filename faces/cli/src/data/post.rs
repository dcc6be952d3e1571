//! The post: a thread that sends bulletins when they are due, for as long as a server runs.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use holdpoint_service::{Round, Service};

use super::couriers::SecretsHere;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(20);

/// How often at least, while something is wrong: the pause doubles up to that.
const LONGEST: Duration = Duration::from_secs(600);

/// The post at work; it stops when this is dropped, after the letter in hand.
pub(crate) struct Post {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Post {
    /// Starts it; `say` tells whoever runs the server what went wrong, once for as long as it is the same.
    pub(crate) fn start(service: &Arc<Service>, say: impl Fn(&str) + Send + 'static) -> Self {
        let service = Arc::clone(service);
        let (stop, stopped) = channel();
        let work = move || {
            let (mut before, mut pause) = (Vec::new(), LOOK);
            loop {
                // Of several servers one sends.
                let ours = service.engine().decides().is_some();
                let sent = match ours {
                    true => service.send_bulletins(&SecretsHere),
                    false => Ok(None),
                };
                let problems = match sent {
                    Ok(round) => round.map_or_else(Vec::new, |round: Round| round.problems),
                    Err(error) => vec![error.to_string()],
                };
                for problem in problems.iter().filter(|problem| !before.contains(*problem)) {
                    say(&format!("bulletins: {problem}"));
                }
                pause = match problems.is_empty() {
                    true => LOOK,
                    false => (pause * 2).min(LONGEST),
                };
                before = problems;
                match stopped.recv_timeout(pause) {
                    Err(RecvTimeoutError::Timeout) => {}
                    _ => return,
                }
            }
        };
        // Without a thread nobody is told, and everything else goes on.
        let thread = std::thread::Builder::new().name("post".into()).spawn(work);
        Self {
            stop: Some(stop),
            thread: thread.ok(),
        }
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
