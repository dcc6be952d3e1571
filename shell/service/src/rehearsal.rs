//! What would come of requests, had they been made: nothing is kept, and nothing is written.

use std::cell::RefCell;

use holdpoint_domain::organisation::PersonAdded;
use holdpoint_domain::{
    Actor, Command, Context, Decision, Fact, Meta, Need, Refusal, RuleAnswers, State, Time, decide,
    evolve,
};
use holdpoint_engine::At;
use serde_json::Value;

use crate::{Receipt, Service, ServiceError, intake, receipt};

/// Who asks, when and where.
struct Moment<'a> {
    actor: &'a Actor,
    now: Time,
    position: u64,
    seed: u128,
}

/// What would happen, or why not.
type Rehearsed = Result<Vec<(Fact, Meta)>, Refusal>;

impl Service {
    /// Rehearses one request, or several in an array: each is decided on what the ones before would have made.
    pub(crate) fn rehearse(&self, actor: &Actor, request: Value) -> Result<Receipt, ServiceError> {
        let requests = match request {
            Value::Array(requests) => requests,
            one => vec![one],
        };
        let (strangers, policies) = (RefCell::default(), RefCell::default());
        let commands = requests.into_iter().map(|request| {
            let command = intake::rehearsed(self, actor, request, &strangers, &policies)?;
            self.with_decided(command)
        });
        let commands: Vec<_> = commands.collect::<Result<_, _>>()?;
        let (strangers, policies) = (strangers.into_inner(), policies.into_inner());
        let view = self.engine().view(At::Now)?;
        let moment = Moment {
            actor,
            now: view.now(),
            position: view.size(),
            seed: self.fresh_bits(),
        };
        let rehearsed = view.ask_rules(|state, rules| {
            let mut draft = state.clone();
            for person in &strangers {
                let added = PersonAdded {
                    person: person.clone(),
                };
                evolve(&mut draft, &added.into(), &moment.meta(0));
            }
            let mut rules = rules.clone();
            rules.know(rules.policies().and(&policies));
            rehearsed(draft, &commands, &moment, &rules)
        })?;
        let events = rehearsed.map_err(|refusal| self.names().refusal(refusal))?;
        if let Some(refusal) = self.engine().unwritable(&events)? {
            return Err(self.names().refusal(refusal).into());
        }
        let facts: Vec<_> = events.into_iter().map(|(fact, _)| fact).collect();
        receipt::rehearsed(&facts, moment.position, moment.now)
    }
}

fn rehearsed(
    mut draft: State,
    commands: &[Command],
    moment: &Moment<'_>,
    rules: &RuleAnswers,
) -> Result<Rehearsed, Need> {
    let mut events = Vec::new();
    for (command, index) in commands.iter().zip(0u128..) {
        let context = Context {
            actor: moment.actor,
            now: moment.now,
            position: moment.position + events.len() as u64,
            seed: moment.seed.wrapping_add(index),
            rules,
        };
        let facts = match decide(&draft, command, &context) {
            Decision::Accepted(facts) => facts,
            Decision::Refused(refusal, _) => return Ok(Err(refusal)),
            Decision::Needs(need) => return Err(need),
        };
        for fact in facts {
            let meta = moment.meta(events.len() as u64);
            evolve(&mut draft, &fact, &meta);
            events.push((fact, meta));
        }
    }
    Ok(Ok(events))
}

impl Moment<'_> {
    fn meta(&self, index: u64) -> Meta {
        Meta {
            position: self.position + index,
            time: self.now,
            actor: self.actor.clone(),
        }
    }
}
