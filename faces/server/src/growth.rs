//! How long the ledger is, for everybody who waits for more of it: one thread waits for all of them.

use std::time::Duration;

use holdpoint_engine::Engine;
use tokio::sync::watch;

/// How often the thread looks whether anybody still wants to know.
const LOOK: Duration = Duration::from_millis(250);

/// The number of entries, as it grows.
pub(crate) fn watch(engine: &Engine) -> watch::Receiver<u64> {
    let (sender, receiver) = watch::channel(engine.published().size());
    let engine = engine.clone();
    let follow = move || {
        while !sender.is_closed() {
            let known = *sender.borrow();
            let size = engine.wait_beyond(known, LOOK);
            sender.send_if_modified(|known| std::mem::replace(known, size) != size);
        }
    };
    let thread = std::thread::Builder::new().name("growth".to_owned());
    // Without a thread nobody hears of growth; whoever waits for an entry is told that it did not come.
    let _ = thread.spawn(follow);
    receiver
}
