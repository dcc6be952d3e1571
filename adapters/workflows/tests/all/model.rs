//! Whatever is answered, goes astray, comes late or is forgotten in a crash: a job is started once, and what has ended stays so.

use std::time::Duration;

use holdpoint_workflows::{Course, Do, Outcome, Progress, Stand, Started, State, System, Trouble};
use proptest::prelude::*;

const UNSEEN: Duration = Duration::from_secs(100);
/// How long a request is on its way at most, in milliseconds: what the course reckons with.
const DELAY: i64 = 150_000;

/// What happens next.
#[derive(Debug, Clone)]
enum Event {
    /// What the course wants is done; the numbers say how it goes.
    Go {
        how: u8,
        delay: u8,
        lag: u8,
        hold: bool,
    },
    /// An answer that was held back comes.
    Late(prop::sample::Index),
    /// Time passes, in seconds.
    Pass(u8),
    /// What is in memory is kept.
    Keep,
    /// What is in memory is gone.
    Crash,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (any::<u8>(), any::<u8>(), any::<u8>(), any::<bool>()).prop_map(|(how, delay, lag, hold)| Event::Go { how, delay, lag, hold }),
        2 => any::<prop::sample::Index>().prop_map(Event::Late),
        4 => any::<u8>().prop_map(Event::Pass),
        1 => Just(Event::Keep),
        1 => Just(Event::Crash),
    ]
}

/// An answer that comes, now or later.
#[derive(Debug, Clone)]
enum Answer {
    Sent(u32, Result<Option<Started>, Trouble>),
    Found(Result<Option<Started>, Trouble>, i64),
    Looked(String, Result<Option<Progress>, Trouble>, i64),
}

/// A system that the orders arrive at, some of them late, and that shows its jobs late.
struct World {
    now: i64,
    /// When each job arrives, and from when on it shows.
    jobs: Vec<(i64, i64)>,
    course: Course,
    kept: Stand,
    held: Vec<Answer>,
    ended: Option<Stand>,
}

fn unsure() -> Trouble {
    Trouble::Unsure {
        system: System::GitLabCi,
        why: "cut".to_owned(),
    }
}

impl World {
    fn new() -> Self {
        let course = Course::new(UNSEEN);
        Self {
            now: 0,
            jobs: Vec::new(),
            kept: course.stand().clone(),
            course,
            held: Vec::new(),
            ended: None,
        }
    }

    fn job(at: usize) -> Started {
        Started {
            id: format!("j#{at}"),
            url: None,
        }
    }

    /// A job that arrives after a while, and shows after another.
    fn arrives(&mut self, delay: u8, lag: u8) -> Started {
        let arrives = self.now + DELAY * i64::from(delay) / 255;
        let most = i64::try_from(UNSEEN.as_millis()).unwrap();
        self.jobs
            .push((arrives, arrives + most * i64::from(lag) / 255));
        Self::job(self.jobs.len() - 1)
    }

    fn start(&mut self, how: u8, delay: u8, lag: u8) -> Option<Answer> {
        let attempt = self.course.sending(self.now)?;
        // The one thing that has to be kept before it goes on.
        self.kept = self.course.stand().clone();
        let system = System::GitLabCi;
        let answer = match how % 8 {
            0 => Ok(Some(self.arrives(0, lag))),
            1 => Ok(None).inspect(|_| drop(self.arrives(0, lag))),
            2 | 3 => Err(unsure()).inspect_err(|_| drop(self.arrives(delay, lag))),
            4 => Err(unsure()),
            5 => Err(Trouble::Unreachable {
                system,
                why: String::new(),
            }),
            6 => Err(Trouble::Limited {
                system,
                seconds: u64::from(delay),
            }),
            _ => Err(Trouble::Refused {
                system,
                status: 400,
                said: String::new(),
                help: "",
            }),
        };
        Some(Answer::Sent(attempt, answer))
    }

    fn find(&self, how: u8) -> Answer {
        let seen = self.jobs.iter().position(|(_, shows)| *shows <= self.now);
        let answer = match how % 4 {
            0 => Err(unsure()),
            _ => Ok(seen.map(Self::job)),
        };
        Answer::Found(answer, self.now)
    }

    fn look(&self, id: String, how: u8) -> Answer {
        let state = match how % 6 {
            0 => State::Ended(Outcome::Succeeded),
            1 => State::Ended(Outcome::Cancelled),
            2 => State::Queued,
            _ => State::Running,
        };
        let job = Started {
            id: id.clone(),
            url: None,
        };
        let answer = match how % 5 {
            0 => Ok(None),
            1 => Err(unsure()),
            _ => Ok(Some(Progress {
                job,
                state,
                parts: Vec::new(),
            })),
        };
        Answer::Looked(id, answer, self.now)
    }

    fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Sent(attempt, answer) => self.course.sent(attempt, answer, self.now),
            Answer::Found(answer, asked) => self.course.found(answer, asked),
            Answer::Looked(id, answer, asked) => self.course.looked(&id, answer, asked),
        }
    }

    fn go(&mut self, how: u8, delay: u8, lag: u8, hold: bool) {
        let answer = match self.course.next(self.now) {
            Do::Start => self.start(how, delay, lag),
            Do::Find => Some(self.find(how)),
            Do::Look(id) => Some(self.look(id, how)),
            Do::Rest(until) => {
                self.now = until;
                None
            }
            Do::Nothing => None,
        };
        let Some(answer) = answer else { return };
        if hold || how.is_multiple_of(3) {
            self.held.push(answer.clone());
        }
        if !hold {
            self.take(answer);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Go {
                how,
                delay,
                lag,
                hold,
            } => self.go(how, delay, lag, hold),
            Event::Late(_) if self.held.is_empty() => {}
            Event::Late(at) => {
                // It may come more than once.
                let answer = self.held[at.index(self.held.len())].clone();
                self.take(answer);
            }
            Event::Pass(seconds) => self.now += i64::from(seconds) * 1_000,
            Event::Keep => self.kept = self.course.stand().clone(),
            Event::Crash => {
                self.course = Course::resume(self.kept.clone(), UNSEEN);
                // What is not kept was never said.
                self.ended = self.ended.take().filter(|ended| *ended == self.kept);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_job_is_started_once_and_what_has_ended_stays_so(events in proptest::collection::vec(event(), 1..120)) {
        let mut world = World::new();
        for event in events {
            world.happen(event);
            prop_assert!(world.jobs.len() <= 1, "{:?} at {}", world.jobs, world.now);
            let stand = world.course.stand().clone();
            if let Some(ended) = &world.ended {
                prop_assert_eq!(ended, &stand);
            }
            if matches!(stand, Stand::Ended { .. } | Stand::Lost { .. } | Stand::Refused { .. }) {
                world.ended = Some(stand);
            }
        }
    }

    /// If nothing more goes wrong, an order comes to an end, whatever was before.
    #[test]
    fn an_order_comes_to_an_end(events in proptest::collection::vec(event(), 0..60)) {
        let mut world = World::new();
        for event in events {
            world.happen(event);
        }
        for _ in 0..200 {
            let answer = match world.course.next(world.now) {
                Do::Nothing => break,
                Do::Start => world.start(0, 0, 0),
                Do::Find => Some(world.find(1)),
                Do::Look(id) => Some(world.look(id, 12)),
                Do::Rest(until) => {
                    world.now = until;
                    None
                }
            };
            answer.into_iter().for_each(|answer| world.take(answer));
        }
        prop_assert_eq!(world.course.next(world.now), Do::Nothing);
        prop_assert!(world.jobs.len() <= 1);
    }
}
