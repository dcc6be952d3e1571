//! The moments of a rule in a zone.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::expand::Occurrences;
use crate::rule::{End, Rule, Until};
use crate::zone::{Policy, Zone};

/// The times of a rule on the clock of a zone, with the moment of each. Times that do not take place are not counted.
#[derive(Debug, Clone)]
pub struct Moments<'a> {
    times: Occurrences,
    zone: &'a Zone,
    policy: Policy,
    begin: DateTime,
    left: Option<u32>,
    until: Option<Timestamp>,
}

impl<'a> Moments<'a> {
    /// The moments of a rule that begins then on the clock of a zone.
    #[must_use]
    pub fn new(rule: &Rule, begin: DateTime, zone: &'a Zone, policy: Policy) -> Self {
        let (left, until) = match rule.end {
            End::Count(count) => (Some(count), None),
            End::Until(Until::Moment(moment)) => (None, Some(moment)),
            _ => (None, None),
        };
        let end = if left.is_some() { End::Never } else { rule.end };
        let rule = Rule {
            end,
            ..rule.clone()
        };
        let times = Occurrences::new(&rule, begin);
        Self {
            times,
            zone,
            policy,
            begin,
            left,
            until,
        }
    }

    /// Goes on from a moment, without looking at what is before it; what is counted has to be looked at.
    #[must_use]
    pub fn from(mut self, from: Timestamp) -> Self {
        // A clock that was put back or forward by up to a day does not hide anything.
        let near = from
            .checked_sub(jiff::SignedDuration::from_hours(26))
            .unwrap_or(Timestamp::MIN);
        let near = self.zone.clock(near);
        if near <= self.begin {
            return self;
        }
        if self.left.is_none() {
            self.times = self.times.from(near);
            return self;
        }
        // What is counted is gone through one by one.
        while self.left != Some(0) && self.times.peek().is_some_and(|at| at < near) {
            self.next();
        }
        self
    }
}

impl Iterator for Moments<'_> {
    type Item = (DateTime, Timestamp);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == Some(0) {
            return None;
        }
        loop {
            let at = self.times.next()?;
            let Some(moment) = self.policy.moment(self.zone, at) else {
                continue;
            };
            if self.until.is_some_and(|until| moment > until) {
                return None;
            }
            self.left = self.left.map(|left| left - 1);
            return Some((at, moment));
        }
    }
}
