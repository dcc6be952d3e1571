//! Keeps the write-ahead log short without making an append wait long.
//!
//! A checkpoint copies pages from the log into the database and syncs both. Left to SQLite it would happen
//! inside some append and hold it up for as long as the disk takes. So a thread does it, beside the writer. As the
//! writer goes on meanwhile, the thread never copies the very last pages, and the log would never start
//! again at its beginning: when the thread is done, the writer copies the few pages that were added since.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use holdpoint_ports::StoreError;
use rusqlite::Connection;

use crate::error::failed;
use crate::ledger::Options;
use crate::schema::{self, Cache};

/// The thread, and what it shares with the writer.
#[derive(Debug)]
pub(crate) struct Checkpointer {
    pages: Arc<AtomicU32>,
    worthwhile: u32,
    asked_at: u32,
    asking: Option<SyncSender<()>>,
    done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread, and counts the pages that `writer` adds to the log.
    pub(crate) fn start(
        path: &Path,
        writer: &mut Connection,
        options: Options,
    ) -> Result<Self, StoreError> {
        let pages = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&pages);
        let count = move |_: &mut rusqlite::hooks::Wal, pages: std::ffi::c_int| {
            counted.store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        };
        writer.wal_hook(Some(count)).map_err(failed)?;
        let connection = schema::connect_writer(path, Cache(256), options.synchronous)?;
        let (asking, asked) = sync_channel(1);
        let done = Arc::new(AtomicBool::new(false));
        let tell = Arc::clone(&done);
        let thread = Builder::new()
            .name("checkpoint".to_owned())
            .spawn(move || run(&connection, &asked, &tell))
            .map_err(|error| StoreError::Failed(error.into()))?;
        let (asking, thread) = (Some(asking), Some(thread));
        Ok(Self {
            pages,
            worthwhile: options.checkpoint_pages,
            asked_at: 0,
            asking,
            done,
            thread,
        })
    }

    /// To be called after each append: asks the thread when it is time, and finishes what it has done.
    pub(crate) fn appended(&mut self, writer: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        if self.done.swap(false, Ordering::Acquire) {
            // What fails here is tried again the next time; the log only stays longer until then.
            let _ = copy(writer);
            return;
        }
        if pages < self.asked_at {
            // The log started again at its beginning.
            self.asked_at = 0;
        }
        if let (Some(asking), true) = (&self.asking, pages >= self.asked_at + self.worthwhile) {
            self.asked_at = pages;
            // Full means that it has been asked already.
            let _ = asking.try_send(());
        }
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.asking = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, asked: &Receiver<()>, done: &AtomicBool) {
    while asked.recv().is_ok() {
        if copy(connection).is_ok() {
            done.store(true, Ordering::Release);
        }
    }
}

/// Copies what can be copied without waiting for anybody.
fn copy(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}
