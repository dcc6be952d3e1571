//! An order, and a clock that nobody waits for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use holdpoint_ports::ManualClock;
use holdpoint_workflows::{Address, Jobs, Order, Patience, System, Token};

pub const NOW: i64 = 1_795_900_000_000;
pub const SECRET: &str = "s3cret-t0ken";

pub struct Opened {
    pub jobs: Box<dyn Jobs>,
    pub rested: Arc<Mutex<Vec<u64>>>,
}

impl Opened {
    pub fn rests(&self) -> Vec<u64> {
        self.rested.lock().unwrap().clone()
    }
}

pub fn address(system: System, api: &str, token: &str) -> Address {
    Address {
        system,
        api: api.to_owned(),
        token: Token::new(token).unwrap(),
    }
}

pub fn open(system: System, api: &str) -> Opened {
    let token = match system {
        System::Jenkins => format!("robot:{SECRET}"),
        _ => SECRET.to_owned(),
    };
    open_with(&address(system, api, &token))
}

pub fn open_with(address: &Address) -> Opened {
    let rested = Arc::new(Mutex::new(Vec::new()));
    let counted = Arc::clone(&rested);
    let patience = Patience {
        clock: Arc::new(ManualClock::at(NOW)),
        rest: Arc::new(move |time: Duration| counted.lock().unwrap().push(time.as_secs())),
        most: 120,
    };
    Opened {
        jobs: address.open(&patience).unwrap(),
        rested,
    }
}

pub fn order(key: &str, job: &str, repository: &str, reference: &str) -> Order {
    Order {
        key: key.to_owned(),
        job: job.to_owned(),
        repository: repository.to_owned(),
        reference: reference.to_owned(),
        inputs: [("region", "eu-central-1 & \"more\"")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        ordered: NOW - 1_000,
    }
}
