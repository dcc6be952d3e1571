//! Who tells a history: asks, listens to what comes of it, and lets the oracle watch.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use holdpoint_domain::access::{GrantRole, Role, Scope};
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{Actor, Command, Fact, pages};
use serde_json::{Value, json};

use super::chance::Chance;
use super::oracle::Oracle;
use super::tally::Tally;
use crate::company::approvals;
use crate::world::{World, command, person};

/// How many people there are.
pub const PEOPLE: usize = 10;

static CODES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| pages().map(|page| page.code).collect());

/// The catalogue that all histories begin with, and the people, without any role but the administrator's.
static BEGINNING: LazyLock<World> = LazyLock::new(beginning);

pub fn somebody(number: usize) -> PersonId {
    person(&format!("person {number}"))
}

fn places() -> Vec<Value> {
    let tests = json!({"name": "tests", "ask": {"evidence": {"predicate": "test-result"}}});
    vec![
        json!({"name": "test"}),
        json!({"name": "staging", "protected": true, "after": "test",
            "criteria": [approvals("owner", "component-owner", 1)]}),
        json!({"name": "production", "protected": true, "production": true,
            "criteria": [approvals("owner", "component-owner", 2), approvals("board", "board-member", 1)],
            "steps": [{"name": "go", "command": ["go", "{release}"]}]}),
        json!({"name": "edge", "protected": true, "level": "warn",
            "criteria": [approvals("sre", "sre", 1), tests]}),
    ]
}

fn beginning() -> World {
    let mut world = World::new();
    let founding = json!({"name": "acme", "sample": true, "administrator": somebody(0)});
    world.done("system", "organisation.found", founding);
    for number in 1..PEOPLE {
        world.done("system", "person.add", json!({"person": somebody(number)}));
    }
    let mut changes = vec![
        json!({"unit": {"name": "payments"}}),
        json!({"unit": {"name": "cards", "parent": "payments"}}),
        json!({"unit": {"name": "retail"}}),
        json!({"component": {"name": "api", "unit": "cards"}}),
        json!({"component": {"name": "web", "unit": "retail",
            "criteria": [approvals("support", "support-lead", 1)]}}),
        json!({"component": {"name": "jobs", "unit": "payments"}}),
    ];
    changes.extend(
        places()
            .into_iter()
            .map(|place| json!({"environment": place})),
    );
    changes.push(
        json!({"template": {"name": "all", "components": ["api", "jobs"], "readiness": ["told"]}}),
    );
    world.done("system", "organisation.apply", json!({"changes": changes}));
    world
}

pub struct Teller {
    pub world: World,
    pub chance: Chance,
    pub tally: Tally,
    /// How many releases the plot has begun.
    pub made: usize,
    /// Policies by which every command is judged beside, to see that they only ever forbid more.
    pub policies: Option<String>,
    oracle: Oracle,
    seen: usize,
}

impl Teller {
    pub fn new(seed: u64) -> Self {
        let mut teller = Self {
            world: BEGINNING.clone(),
            chance: Chance::new(seed),
            tally: Tally::default(),
            made: 1,
            policies: None,
            oracle: Oracle::default(),
            seen: 0,
        };
        teller.listen();
        teller.hire();
        teller
    }

    /// Gives people roles: enough for a release to be possible, most of the time.
    fn hire(&mut self) {
        use Role::{
            BoardMember, ComponentOwner, Deployer, Developer, ReleaseManager, Sre, SupportLead,
        };
        let jobs: [&[Role]; PEOPLE] = [
            &[],
            &[ComponentOwner, SupportLead],
            &[ComponentOwner, BoardMember],
            &[ComponentOwner, Sre],
            &[BoardMember, SupportLead],
            &[BoardMember, Sre],
            &[Deployer],
            &[Developer, Deployer],
            &[ReleaseManager],
            &[Developer, ComponentOwner],
        ];
        for (number, roles) in jobs.iter().enumerate() {
            for role in *roles {
                let scope = self.scope(9);
                self.grant(number, *role, scope);
            }
        }
    }

    /// A scope; not the whole organisation once in so many times.
    pub fn scope(&mut self, rarely: usize) -> Scope {
        let narrow = [
            "unit/payments",
            "unit/retail",
            "component/api",
            "environment/staging",
            "environment/production",
        ];
        match self.chance.one_in(rarely) {
            true => self.chance.pick(&narrow).parse().unwrap(),
            false => Scope::Organisation,
        }
    }

    pub fn grant(&mut self, number: usize, role: Role, scope: Scope) {
        let expires = self
            .chance
            .one_in(8)
            .then(|| self.world.now.after(50 * 3_600_000));
        let grant = GrantRole {
            person: somebody(number),
            role,
            scope,
            expires,
        };
        self.ask(0, grant);
    }

    /// A person of that number asks; whether it was done.
    pub fn ask(&mut self, number: usize, command: impl Into<Command>) -> bool {
        self.submit(&Actor::Person(somebody(number)), &command.into())
    }

    /// The same, by the command's name.
    pub fn say(&mut self, number: usize, name: &str, arguments: Value) -> bool {
        self.ask(number, command(name, arguments))
    }

    /// People ask, one after the other, until it is done: at most so many.
    pub fn anybody(&mut self, tries: usize, command: impl Into<Command>) -> bool {
        let command = command.into();
        (0..tries).any(|_| {
            let number = self.chance.below(PEOPLE);
            self.ask(number, command.clone())
        })
    }

    pub fn submit(&mut self, actor: &Actor, command: &Command) -> bool {
        self.tally.commands += 1;
        if let Some(policies) = &self.policies {
            super::policies::only_forbid(&self.world, actor, command, policies, &mut self.tally);
        }
        let result = self.world.submit(actor, command);
        self.listen();
        match result {
            Ok(_) => true,
            Err(refusal) => {
                assert!(
                    CODES.contains(refusal.code.as_str()),
                    "no page: {refusal:?}"
                );
                for reason in refusal.reasons {
                    assert!(CODES.contains(reason.code.as_str()), "no page: {reason:?}");
                }
                *self.tally.refusals.entry(refusal.code).or_default() += 1;
                false
            }
        }
    }

    fn listen(&mut self) {
        let new = self.world.ledger.get(self.seen..).unwrap_or_default();
        for (meta, fact) in new {
            self.tally.facts += 1;
            *self.tally.events.entry(fact.event_type()).or_default() += 1;
            if let Fact::GateJudged(judged) = fact {
                self.tally.verdicts += 1;
                let lines = &judged.verdict.criteria;
                let codes = lines
                    .iter()
                    .flat_map(|line| &line.reasons)
                    .map(|reason| &reason.code);
                codes.for_each(|code| assert!(CODES.contains(code.as_str()), "no page: {code}"));
            }
            self.oracle.watch(meta, fact, &mut self.tally);
        }
        self.seen = self.world.ledger.len();
    }

    /// That every fact can be written, is bounded, and reads back as it was.
    pub fn check_facts(&self) {
        for (_, fact) in &self.world.ledger {
            crate::facts::check(fact);
        }
    }
}
