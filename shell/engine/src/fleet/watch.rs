//! The thread that looks who decides: it follows them, and sits down when nobody does.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use holdpoint_ports::{
    LedgerReader, LedgerStore, Peers, Seated, SharedLedger, StoreError, WitnessedStore,
};

use super::follow::Follower;
use super::known::Known;
use super::{Fleet, Turn, follow, newest};
use crate::EngineError;
use crate::desk::{Desk, Tools};
use crate::sequencer::extends;
use crate::shared::Shared;

/// Between two looks.
const GLANCE: Duration = Duration::from_millis(150);

/// How long whoever could not take over lets others try.
const REST: Duration = Duration::from_secs(3);

/// How often it is tried to read what whoever takes over has to know.
const TRIES: u32 = 3;

/// How often the newest checkpoint that was seen is kept.
const KEEP: Duration = Duration::from_secs(1);

pub(super) struct Watch {
    ledger: Box<dyn SharedLedger>,
    reader: Box<dyn LedgerReader>,
    peers: Arc<dyn Peers>,
    signed: Arc<dyn WitnessedStore>,
    told: Arc<dyn Fn(&Turn) + Send + Sync>,
    tools: Tools,
    shared: Arc<Shared>,
    desk: Arc<Desk>,
    known: Arc<Known>,
    follower: Follower,
    /// When it could not take over, and why.
    refused: Option<(Instant, EngineError)>,
    /// When a checkpoint was kept, and of which size.
    kept: (Instant, u64),
}

impl Watch {
    pub(super) fn new(
        fleet: Fleet,
        tools: Tools,
        shared: &Arc<Shared>,
        desk: &Arc<Desk>,
        known: &Arc<Known>,
    ) -> Result<Self, EngineError> {
        let kept = newest::kept(&*fleet.signed, &shared.origin, &shared.key)?;
        Ok(Self {
            reader: fleet.ledger.reader()?,
            ledger: fleet.ledger,
            peers: fleet.peers,
            signed: fleet.signed,
            told: fleet.told,
            tools,
            shared: Arc::clone(shared),
            desk: Arc::clone(desk),
            known: Arc::clone(known),
            follower: Follower::default(),
            refused: None,
            kept: (Instant::now(), kept.map_or(0, |kept| kept.size)),
        })
    }

    /// Looks until it is told to stop.
    pub(super) fn run(mut self) {
        while !self.known.is_stopped() {
            let turn = self.turn();
            self.known.set_trouble(turn.err());
            self.known.wait(GLANCE);
        }
    }

    fn turn(&mut self) -> Result<(), EngineError> {
        self.keep_seen()?;
        let durable = self.shared.published.load().size();
        let seat = self.ledger.look()?;
        if seat.size < self.kept.1 {
            self.rise();
            self.known.looked(seat.size, None, false);
            return Err(follow::gone(self.kept.1, seat.size));
        }
        self.hear_of_names()?;
        if self.desk.is_open() {
            let deposed = !seat.ours || self.shared.deposed.load(Ordering::Relaxed);
            // With less than was durable before it is a replica that lagged: nothing is signed on top of that.
            if !deposed && seat.size >= durable {
                self.known.looked(seat.size, None, true);
                return Ok(());
            }
            self.rise();
        }
        let Seated { size, free, .. } = seat;
        let holder = seat.address.filter(|_| !free && !seat.ours);
        let decided = holder.is_some();
        self.known.looked(size, holder, decided);
        if size != self.shared.published.load().size() {
            self.follower.follow(&*self.reader, &self.shared)?;
        }
        match &self.refused {
            _ if !free => self.refused = None,
            // It stays so until it was tried again.
            Some((since, why)) if since.elapsed() < REST => return Err(why.clone()),
            _ => self.sit()?,
        }
        Ok(())
    }

    /// Somebody else has taken over: whoever waits here hears of it.
    fn rise(&mut self) {
        if self.desk.is_open() {
            (self.told)(&Turn::Cedes);
        }
        self.desk.close();
        self.shared.deposed.store(false, Ordering::Relaxed);
        self.follower.forget();
    }

    fn sit(&mut self) -> Result<(), EngineError> {
        let Some(store) = self.ledger.sit()? else {
            return Ok(());
        };
        // Nobody else appends from here on.
        let begun = Instant::now();
        let taken = self.take_over(store);
        (self.told)(&match &taken {
            Ok(()) => Turn::Decides {
                took: begun.elapsed(),
            },
            Err(why) => Turn::Fails {
                reason: in_full(why),
            },
        });
        let refused = taken.as_ref().err().cloned();
        self.refused = refused.map(|why| (Instant::now(), why));
        taken
    }

    /// Follows to the end, sees that nothing is missing that was signed before, and begins to decide: what it knows already is
    /// not read again, so that it takes no longer when much is under way.
    fn take_over(&mut self, store: Box<dyn LedgerStore>) -> Result<(), EngineError> {
        let mut tried = 1;
        while let Err(error) = self.prepare() {
            // A connection that broke is made again; whoever gives up now has all others wait once more.
            if tried == TRIES || !broke(&error) {
                return Err(error);
            }
            tried += 1;
        }
        self.shared.profiles_changed.store(true, Ordering::Relaxed);
        self.desk.open(store, &self.tools, &self.shared)?;
        self.known.sat_down();
        Ok(())
    }

    fn prepare(&mut self) -> Result<(), EngineError> {
        let (origin, key) = (&self.shared.origin, &self.shared.key);
        self.reader.release();
        let others = self.ledger.others()?;
        let before = newest::known(&*self.signed, &*self.peers, &others, origin, key)?;
        self.follower.hand_over(&*self.reader, &self.shared)?;
        let found = self.shared.published.load_full();
        for known in &before {
            extends(&*self.reader, (found.head.as_ref(), &found.edge), known)?;
        }
        Ok(())
    }

    /// Notes which revision of the vault there is.
    fn hear_of_names(&self) -> Result<(), EngineError> {
        let revision = self.shared.vault.revision()?;
        self.known.set_revision(revision);
        Ok(())
    }

    /// Keeps what was seen, so that it counts after a restart as well.
    fn keep_seen(&mut self) -> Result<(), EngineError> {
        let (at, size) = self.kept;
        let published = self.shared.published.load_full();
        // Whoever decides keeps what they sign.
        if self.desk.is_open() {
            self.kept.1 = size.max(published.size());
            return Ok(());
        }
        // Never an older one: what was seen before a restart counts for more than what is there after it.
        if published.size() <= size || at.elapsed() < KEEP {
            return Ok(());
        }
        let kept = self.signed.keep(published.checkpoint());
        kept.map_err(|error| EngineError::Sign(format!("it cannot be kept: {error}")))?;
        self.kept = (Instant::now(), published.size());
        Ok(())
    }
}

/// Whether it may go well when it is tried again: the medium failed, and nothing that was read is wrong.
fn broke(error: &EngineError) -> bool {
    matches!(error, EngineError::Store(why) if matches!(**why, StoreError::Failed(_)))
}

/// What went wrong, with all that it came from.
fn in_full(error: &EngineError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(why) = cause {
        text = format!("{text}: {why}");
        cause = why.source();
    }
    text
}
