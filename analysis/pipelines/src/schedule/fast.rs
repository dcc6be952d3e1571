//! Matrices that stop early, and room in them.

use super::Schedule;
use super::state::{Change, Reason, State};
use crate::flow::{Flow, Link};

impl Schedule {
    /// One combination has failed: the others do not begin, and those that run are stopped.
    pub(super) fn stop(&mut self, flow: &Flow, group: u32, changes: &mut Vec<Change>) {
        let Some(room) = self.rooms.get_mut(group as usize) else {
            return;
        };
        if std::mem::replace(&mut room.stopped, true) {
            return;
        }
        room.held.clear();
        let members = flow
            .groups
            .get(group as usize)
            .map_or(&[][..], |group| &group.members);
        for member in members {
            match self.state(*member) {
                State::Running => changes.push(Change::Stop(*member)),
                State::Ready | State::Held | State::Waiting => {
                    self.skip(*member, Reason::FailFast, changes)
                }
                State::Ended(_) => {}
            }
        }
    }

    /// One has ended: the next one for which there was no room begins.
    pub(super) fn release(&mut self, group: u32, changes: &mut Vec<Change>) {
        if let Some(room) = self.rooms.get_mut(group as usize) {
            room.left = room.left.map(|left| left + 1);
        }
        self.fill(group, changes);
    }

    /// As many begin as there is room for.
    pub(super) fn fill(&mut self, group: u32, changes: &mut Vec<Change>) {
        loop {
            let Some(room) = self.rooms.get_mut(group as usize) else {
                return;
            };
            let Some(left) = room.left.filter(|left| *left > 0) else {
                return;
            };
            let Some(next) = room.held.pop_front() else {
                return;
            };
            room.left = Some(left - 1);
            self.set(next, State::Ready);
            changes.push(Change::Ready(next));
        }
    }

    /// The run was cancelled: those that do not outlive it give up their places.
    pub(super) fn clear(&mut self, flow: &Flow) {
        let outlives = |at: &u32| flow.links.get(*at as usize).is_some_and(Link::outlives);
        for (room, group) in self.rooms.iter_mut().zip(&flow.groups) {
            room.held.retain(outlives);
            let ready =
                |at: &&u32| self.states.get(**at as usize) == Some(&State::Ready) && !outlives(at);
            let given_up = group.members.iter().filter(ready).count();
            let given_up = u32::try_from(given_up).unwrap_or(u32::MAX);
            room.left = room.left.map(|left| left + given_up);
        }
    }
}
