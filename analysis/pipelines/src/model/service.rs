//! What runs beside a step.

use std::collections::BTreeMap;

use super::Secrets;
use super::sound::health;
use crate::expression::Template;
use crate::shape::{Brief, Count, Duration, FromBrief, Port, Script, Variable, record};

record! {
    /// A container that runs beside a step, from before it until after it.
    Service is "a service"
    needs {
        /// Its image.
        image: Template = "postgres:16",
    }
    may {
        /// Ports at which it listens.
        ports: Vec<Port>,
        /// Its variables.
        env: BTreeMap<Variable, Template>,
        /// Secrets that it sees.
        secrets: Secrets,
        /// How one sees that it is ready; at once if nothing is said.
        health: Option<Brief<Health>>,
    }
}

record! {
    /// How one sees that a service is ready.
    Health is "a health check"
    needs {}
    may {
        /// A command in its container that ends with 0.
        run: Option<Script>,
        /// A path that answers with a status of 200 to 399.
        http: Option<String>,
        /// A port that takes connections; for `http`, where it answers.
        port: Option<Port>,
        /// How often it is asked; every second if nothing is said.
        every: Option<Duration>,
        /// How often at most; 60 times if nothing is said.
        retries: Option<Count>,
    }
    checked by health
}

impl FromBrief for Health {
    type Short = Script;

    fn from_brief(run: Script) -> Self {
        Self {
            run: Some(run),
            http: None,
            port: None,
            every: None,
            retries: None,
        }
    }
}
