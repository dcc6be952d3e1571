//! Reading sides of the ledger, lent one at a time to whoever asks.

use std::ops::Deref;
use std::sync::{Condvar, Mutex, PoisonError};

use holdpoint_ports::{LedgerReader, StoreError};

/// A few readers; whoever finds none waits for one to come back.
pub(crate) struct Readers {
    idle: Mutex<Vec<Box<dyn LedgerReader>>>,
    returned: Condvar,
}

/// A reader that goes back when dropped. One thread must not hold two.
pub(crate) struct Lent<'a> {
    reader: Option<Box<dyn LedgerReader>>,
    from: &'a Readers,
}

impl Readers {
    pub(crate) fn new(
        count: usize,
        reader: impl Fn() -> Result<Box<dyn LedgerReader>, StoreError>,
    ) -> Result<Self, StoreError> {
        let idle = (0..count).map(|_| reader()).collect::<Result<_, _>>()?;
        Ok(Self {
            idle: Mutex::new(idle),
            returned: Condvar::new(),
        })
    }

    pub(crate) fn lend(&self) -> Lent<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(reader) = idle.pop() {
                return Lent {
                    reader: Some(reader),
                    from: self,
                };
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<'a> Deref for Lent<'a> {
    type Target = dyn LedgerReader + 'a;

    #[expect(clippy::expect_used, reason = "it is taken out only when dropped")]
    fn deref(&self) -> &(dyn LedgerReader + 'a) {
        self.reader
            .as_deref()
            .expect("a reader until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self
            .from
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.reader.take());
        self.from.returned.notify_one();
    }
}
