//! How one authority takes over from another.

use std::mem;
use std::time::Duration;

use super::{Authority, AuthorityMistake, Beside, Signer};
use crate::certificate::{Draft, Level, Profile, SKEW, Terms};

/// What is to be done so that agents always have an authority that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rollover {
    /// [`Authority::prepare`]: half of the authority's time is over.
    Prepare,
    /// [`Authority::activate`]: all agents have had a certificate since the successor is there.
    Activate,
    /// [`Authority::retire`]: nothing that the former authority signed counts any more.
    Retire,
}

impl Authority {
    /// What is due at `now`, if agents' certificates last for `lifetime`. All of it may be done earlier by somebody who
    /// knows why, as when a key has become known to others.
    #[must_use]
    pub fn rollover(&self, now: i64, lifetime: Duration) -> Option<Rollover> {
        let lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        let span = self.active.root.span();
        let half = span
            .begins
            .saturating_add(span.ends.saturating_sub(span.begins) / 2);
        let (moment, what) = match &self.beside {
            Beside::Nobody => (half, Rollover::Prepare),
            // Its certificate begins before it was made.
            Beside::Next(next) => {
                let made = next.root.span().begins.saturating_add(SKEW);
                (made.saturating_add(lifetime), Rollover::Activate)
            }
            Beside::Former { root, .. } => (root.ends().saturating_add(1), Rollover::Retire),
        };
        (now >= moment).then_some(what)
    }

    /// Makes a successor, which is trusted from now on and signs nothing yet.
    ///
    /// After each of these, the authority has to be [kept](Self::keep) before anything else is done with it, and if that
    /// fails, opened again.
    ///
    /// # Errors
    /// When there is somebody beside it already, and as [`create`](Self::create).
    pub fn prepare(&mut self, terms: &Terms) -> Result<(), AuthorityMistake> {
        match self.beside {
            Beside::Nobody => {
                let next = Signer::create(self.domain(), terms)?;
                self.beside = Beside::Next(Box::new(next));
                Ok(())
            }
            Beside::Next(_) | Beside::Former { .. } => Err(AuthorityMistake::Two),
        }
    }

    /// Lets the successor sign from now on. The former key signs the bridge and is wiped; its certificate stays trusted.
    /// Of the terms, the lifetime does not matter: the bridge lasts as long as the authority that it starts from.
    ///
    /// # Errors
    /// When there is no successor, or the bridge cannot be signed; then nothing has changed.
    pub fn activate(&mut self, terms: &Terms) -> Result<(), AuthorityMistake> {
        let Beside::Next(next) = &self.beside else {
            return Err(AuthorityMistake::NoSuccessor);
        };
        let mut span = terms.span()?;
        span.ends = self.active.root.ends().max(span.begins);
        let draft = Draft {
            subject: next.root.name().clone(),
            key: next.key.public(),
            serial: terms.serial,
            profile: Profile::Authority(self.domain(), Level::Bridge),
        };
        let bridge = draft.sign(span, self.active.root.name().clone(), &self.active.key)?;
        if let Beside::Next(next) = mem::replace(&mut self.beside, Beside::Nobody) {
            let root = mem::replace(&mut self.active, *next).root;
            self.beside = Beside::Former { root, bridge };
        }
        Ok(())
    }

    /// Takes the trust from the former authority: whatever it signed counts no more.
    ///
    /// # Errors
    /// When there is none.
    pub fn retire(&mut self) -> Result<(), AuthorityMistake> {
        match self.beside {
            Beside::Former { .. } => {
                self.beside = Beside::Nobody;
                Ok(())
            }
            Beside::Nobody | Beside::Next(_) => Err(AuthorityMistake::NoPredecessor),
        }
    }
}
