//! What events change. Total: an event that does not fit changes what it can.

use super::Queue;
use super::command::{Lease, Outcome};
use super::event::{Event, Run};
use super::state::{End, Where, Worker};

impl Queue {
    /// Folds an event.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Joined { lease } => self.joined(lease),
            Event::Claimed { lease, turn, runs } => self.claimed(lease, *turn, runs),
            Event::Returned {
                lease,
                because,
                waiting,
                ended,
            } => {
                waiting
                    .iter()
                    .for_each(|test| self.settle(*test, Where::Waiting));
                ended
                    .iter()
                    .for_each(|test| self.settle(*test, Where::Ended(End::Lost)));
                self.gone(lease, *because == super::Because::Lost);
            }
            Event::Finished {
                lease,
                run,
                outcome,
                again,
            } => self.finished(lease, *run, *outcome, *again),
            Event::Reopened { tests, .. } => tests
                .iter()
                .for_each(|test| self.settle(*test, Where::Waiting)),
            Event::Refused { .. } => {}
        }
    }

    fn joined(&mut self, lease: &Lease) {
        let before = self.workers.get(&lease.worker);
        let open = before.map(|worker| worker.open.clone()).unwrap_or_default();
        let worker = Worker {
            attempt: lease.attempt,
            open,
            ..Worker::default()
        };
        self.workers.insert(lease.worker.clone(), worker);
    }

    fn gone(&mut self, lease: &Lease, lost: bool) {
        if let Some(worker) = self.workers.get_mut(&lease.worker) {
            worker.open.clear();
            worker.lost |= lost;
        }
    }

    fn claimed(&mut self, lease: &Lease, turn: u64, runs: &[Run]) {
        for run in runs {
            self.settle(run.test, Where::Running);
            if let Some(entry) = self.entries.get_mut(run.test as usize) {
                entry.runs = run.run;
                entry.lease = Some(lease.clone());
                entry.outcome = None;
            }
        }
        if let Some(worker) = self.workers.get_mut(&lease.worker) {
            worker.turn = Some(turn);
            worker.batch = runs.to_vec();
            worker.open.extend(runs.iter().map(|run| run.test));
        }
    }

    fn finished(&mut self, lease: &Lease, run: Run, outcome: Outcome, again: bool) {
        let place = match again {
            true => Where::Waiting,
            false => Where::Ended(outcome.into()),
        };
        self.settle(run.test, place);
        if let Some(entry) = self.entries.get_mut(run.test as usize) {
            entry.failures += u32::from(outcome == Outcome::Failed);
            entry.outcome = Some(outcome);
        }
        if let Some(worker) = self.workers.get_mut(&lease.worker) {
            worker.open.remove(&run.test);
        }
    }

    /// Puts a test somewhere else, and counts.
    fn settle(&mut self, test: u32, place: Where) {
        let Some(entry) = self.entries.get_mut(test as usize) else {
            return;
        };
        let before = std::mem::replace(&mut entry.place, place.clone());
        match before {
            Where::Waiting => self.waiting.remove(test),
            Where::Running | Where::Ended(_) => {}
        }
        if place == Where::Waiting {
            self.waiting.add(test);
        }
        *self.count(&before) -= 1;
        *self.count(&place) += 1;
    }

    fn count(&mut self, place: &Where) -> &mut usize {
        match place {
            Where::Waiting => &mut self.progress.waiting,
            Where::Running => &mut self.progress.running,
            Where::Ended(_) => &mut self.progress.ended,
        }
    }
}
