//! What to do next about an order, so that it is carried out at most once, whatever answers come, go astray or come late.
//!
//! | stands | what is next |
//! |---|---|
//! | ordered | start it; that it is sent is kept before it is |
//! | sent | find it. If it does not show for longer than it could stay unseen, it never arrived: ordered again |
//! | taken, the system does not say what it is called | find it. If it does not show, it is lost |
//! | known | look at it, until it has ended. If it is gone for longer than it could stay unseen, it is lost |
//! | ended, refused, lost | nothing. What is lost is for people to look at: it is never started again |

use std::time::Duration;

use holdpoint_ports::Millis;
use serde::{Deserialize, Serialize};

use crate::{Outcome, Progress, Started, State, Trouble};

/// Between two questions about the same, in milliseconds.
const PACE: Millis = 5_000;
/// How long it takes at most until what is about to be sent has been sent, in milliseconds: four requests of half a minute each
/// (Jenkins: what the job declares, the order, a crumb, the order with it), and some rest.
const ON_ITS_WAY: Millis = 150_000;

/// How an order stands. It is to be kept after every change; and after [`Course::sending`] before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "stand")]
pub enum Stand {
    /// It was not sent, or surely did not arrive.
    Ordered {
        /// How often it was sent.
        attempts: u32,
        /// Not before then, in milliseconds since 1970.
        not_before: Millis,
    },
    /// It was sent.
    Sent {
        /// How often, this time included.
        attempts: u32,
        /// When.
        at: Millis,
        /// Whether the system said that it has taken it.
        taken: bool,
        /// When it was looked for last.
        asked: Millis,
    },
    /// The job is known.
    Known {
        /// The job.
        job: Started,
        /// When it was looked at last.
        asked: Millis,
        /// Since when it is not there.
        gone: Option<Millis>,
    },
    /// The job has ended.
    Ended {
        /// The job.
        job: Started,
        /// How.
        outcome: Outcome,
    },
    /// The system does not start it. Nothing runs.
    Refused {
        /// Why, and what to do.
        why: String,
    },
    /// Nobody knows what became of it.
    Lost {
        /// The job, if it was ever known.
        job: Option<Started>,
        /// What is known.
        why: String,
    },
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Do {
    /// [`Course::sending`], keep it, [`Jobs::start`](crate::Jobs::start), [`Course::sent`].
    Start,
    /// [`Jobs::find`](crate::Jobs::find), [`Course::found`].
    Find,
    /// [`Jobs::look`](crate::Jobs::look) at that job, [`Course::looked`].
    Look(String),
    /// Wait until then, in milliseconds since 1970.
    Rest(Millis),
    /// Nothing more.
    Nothing,
}

/// The course of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    stand: Stand,
    grace: Millis,
}

impl Course {
    /// That of a new order; `unseen` is what [`Jobs::unseen`](crate::Jobs::unseen) says.
    #[must_use]
    pub fn new(unseen: Duration) -> Self {
        let stand = Stand::Ordered {
            attempts: 0,
            not_before: Millis::MIN,
        };
        Self::resume(stand, unseen)
    }

    /// One that was kept.
    #[must_use]
    pub fn resume(stand: Stand, unseen: Duration) -> Self {
        let unseen = Millis::try_from(unseen.as_millis()).unwrap_or(Millis::MAX);
        let grace = unseen.saturating_add(ON_ITS_WAY);
        Self { stand, grace }
    }

    /// How it stands.
    #[must_use]
    pub fn stand(&self) -> &Stand {
        &self.stand
    }

    /// What to do next.
    #[must_use]
    pub fn next(&self, now: Millis) -> Do {
        let paced = |asked: Millis, what: Do| match asked.saturating_add(PACE) {
            at if at > now => Do::Rest(at),
            _ => what,
        };
        match &self.stand {
            Stand::Ordered { not_before, .. } if *not_before > now => Do::Rest(*not_before),
            Stand::Ordered { .. } => Do::Start,
            Stand::Sent { asked, .. } => paced(*asked, Do::Find),
            Stand::Known { job, asked, .. } => paced(*asked, Do::Look(job.id.clone())),
            Stand::Ended { .. } | Stand::Refused { .. } | Stand::Lost { .. } => Do::Nothing,
        }
    }

    /// Says that it is about to be sent, and the number of the attempt; nothing if it must not be. Keep it before it is sent.
    #[must_use]
    pub fn sending(&mut self, now: Millis) -> Option<u32> {
        let Stand::Ordered {
            attempts,
            not_before,
        } = self.stand
        else {
            return None;
        };
        if not_before > now {
            return None;
        }
        let attempts = attempts.saturating_add(1);
        let asked = now.saturating_sub(PACE);
        self.stand = Stand::Sent {
            attempts,
            at: now,
            taken: false,
            asked,
        };
        Some(attempts)
    }

    /// What was answered to an attempt. An answer to an earlier one is too late to say anything.
    pub fn sent(&mut self, attempt: u32, answer: Result<Option<Started>, Trouble>, now: Millis) {
        let Stand::Sent {
            attempts, taken, ..
        } = &mut self.stand
        else {
            return;
        };
        if *attempts != attempt {
            return;
        }
        match answer {
            Ok(Some(job)) => self.know(job, now),
            Ok(None) => *taken = true,
            Err(trouble) if trouble.may_have_been_done() => {}
            Err(Trouble::Limited { seconds, .. }) => self.again(attempt, seconds, now),
            Err(trouble) if trouble.passes() => self.again(attempt, 1 << attempt.min(8), now),
            Err(trouble) => {
                self.stand = Stand::Refused {
                    why: trouble.to_string(),
                }
            }
        }
    }

    /// What was answered when it was looked for; `asked` is when the question was sent, not when the answer came.
    pub fn found(&mut self, answer: Result<Option<Started>, Trouble>, asked: Millis) {
        let grace = self.grace;
        let Stand::Sent {
            attempts,
            at,
            taken,
            asked: last,
        } = &mut self.stand
        else {
            return;
        };
        *last = asked.max(*last);
        let (attempts, taken) = (*attempts, *taken);
        let late = asked > at.saturating_add(grace);
        match answer {
            Ok(Some(job)) => self.know(job, asked),
            Ok(None) if late && taken => self.lose(None, "it was taken, and shows nowhere"),
            // It would be seen by now.
            Ok(None) if late => self.again(attempts, 0, asked),
            Ok(None) | Err(_) => {}
        }
    }

    /// What was answered when that job was looked at; `asked` is when the question was sent. Trouble changes nothing: who waits
    /// decides for how long.
    pub fn looked(&mut self, id: &str, answer: Result<Option<Progress>, Trouble>, asked: Millis) {
        let grace = self.grace;
        let Stand::Known {
            job,
            asked: last,
            gone,
        } = &mut self.stand
        else {
            return;
        };
        if job.id != id || asked < *last {
            return;
        }
        *last = asked;
        match answer {
            Ok(Some(progress)) => self.seen(progress, asked),
            Ok(None) => {
                let since = *gone.get_or_insert(asked);
                if asked > since.saturating_add(grace) {
                    let job = job.clone();
                    self.lose(Some(job), "the job is gone");
                }
            }
            Err(_) => {}
        }
    }

    fn seen(&mut self, progress: Progress, asked: Millis) {
        let job = progress.job;
        self.stand = match progress.state {
            State::Ended(outcome) => Stand::Ended { job, outcome },
            State::Queued | State::Running => Stand::Known {
                job,
                asked,
                gone: None,
            },
        };
    }

    fn know(&mut self, job: Started, now: Millis) {
        let asked = now.saturating_sub(PACE);
        self.stand = Stand::Known {
            job,
            asked,
            gone: None,
        };
    }

    fn again(&mut self, attempts: u32, seconds: u64, now: Millis) {
        let wait = Millis::try_from(seconds)
            .unwrap_or(Millis::MAX)
            .saturating_mul(1_000);
        let not_before = now.saturating_add(wait);
        self.stand = Stand::Ordered {
            attempts,
            not_before,
        };
    }

    fn lose(&mut self, job: Option<Started>, why: &str) {
        let why = format!("{why}; look into the system, and say how it ended");
        self.stand = Stand::Lost { job, why };
    }
}
