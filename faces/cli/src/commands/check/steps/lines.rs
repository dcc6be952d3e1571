//! Steps in a log: plain lines, of what takes long again and again.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// After which time a step is said to go on, first; then after twice as long, and so on.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(30);

/// Says lines until it is dropped.
pub(in crate::commands::check) struct Lines {
    steps: Option<Sender<String>>,
    saying: Option<JoinHandle<()>>,
}

impl Lines {
    /// Says every step, or only those that take long.
    pub(super) fn start(all: bool, say: impl Fn(&str) + Send + 'static) -> Self {
        Self::after(FIRST, all, say)
    }

    fn after(first: Duration, all: bool, say: impl Fn(&str) + Send + 'static) -> Self {
        let (steps, told) = channel();
        let saying = std::thread::Builder::new().name("progress".to_owned());
        let saying = saying.spawn(move || listen(&told, first, all, &say));
        Self {
            steps: Some(steps),
            // Without it nothing is said, which harms nobody.
            saying: saying.ok(),
        }
    }

    pub(super) fn at(&self, what: &str) {
        if let Some(steps) = &self.steps {
            // Nobody listens any more when nothing can be said.
            let _ = steps.send(what.to_owned());
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        drop(self.steps.take());
        if let Some(saying) = self.saying.take() {
            let _ = saying.join();
        }
    }
}

fn listen(told: &Receiver<String>, first: Duration, all: bool, say: &impl Fn(&str)) {
    let mut step = String::new();
    let (mut since, mut pause) = (Instant::now(), first);
    loop {
        match told.recv_timeout(pause) {
            Ok(next) => {
                if all {
                    say(&next);
                }
                (step, since, pause) = (next, Instant::now(), first);
            }
            Err(RecvTimeoutError::Timeout) => {
                if !step.is_empty() {
                    say(&format!("{step}: {} s", since.elapsed().as_secs()));
                }
                pause = (pause * 2).min(LONGEST.max(first));
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::Lines;

    fn said(all: bool, rest: Duration) -> Vec<String> {
        let said = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&said);
        let say = move |line: &str| kept.lock().unwrap().push(line.to_owned());
        let lines = Lines::after(Duration::from_millis(200), all, say);
        lines.at("reading");
        lines.at("comparing");
        std::thread::sleep(rest);
        drop(lines);
        let said = said.lock().unwrap();
        said.clone()
    }

    #[test]
    fn what_is_quick_is_not_said_unless_all_is() {
        assert!(said(false, Duration::ZERO).is_empty());
        assert_eq!(said(true, Duration::ZERO), ["reading", "comparing"]);
    }

    #[test]
    fn what_takes_long_is_said_again_and_again_but_ever_less() {
        let lines = said(false, Duration::from_millis(1900));
        assert!((1..=4).contains(&lines.len()), "{lines:?}");
        assert!(
            lines.iter().all(|line| line.starts_with("comparing: ")),
            "{lines:?}"
        );
    }
}
