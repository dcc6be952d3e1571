//! A world in a box: a list of facts, the state that they add up to, a clock that is set by hand, seeds that count.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex};

use holdpoint_authorisation::PolicySet;
use holdpoint_cedar::{Policies, Schema};
use holdpoint_domain::access::policy;
use holdpoint_domain::organisation::PersonId;
use holdpoint_domain::{
    Actor, Command, Context, Decision, Digest, Fact, Key, Meta, Need, Opening, Refusal,
    RuleAnswers, RuleError, RuleOutcome, RuleQuestion, Rules, State, Time, agenda, decide, evolve,
    format, gate,
};
use serde_json::{Value, json};

/// Rules that answer what a test has laid down.
#[derive(Debug, Clone, Default)]
pub struct FakeRules(
    pub BTreeMap<Digest, Result<RuleOutcome, String>>,
    /// Policies on who may do what, as they are read in earnest.
    pub BTreeMap<Digest, Arc<dyn PolicySet>>,
);

/// What policies are written in.
static VOCABULARY: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(&policy::vocabulary()).unwrap());

/// Reads policies.
pub fn policies(text: &str) -> Result<Policies, String> {
    Policies::parse(text, &VOCABULARY).map_err(|wrong| {
        wrong
            .iter()
            .map(|one| one.at(text))
            .collect::<Vec<_>>()
            .join("; ")
    })
}

impl Rules for FakeRules {
    fn evaluate(&self, question: &RuleQuestion) -> Result<RuleOutcome, RuleError> {
        let input = &question.input;
        assert!(input["release"]["manifest"].is_string(), "{input}");
        match self.0.get(&question.policy) {
            Some(Ok(outcome)) => Ok(outcome.clone()),
            Some(Err(why)) => Err(RuleError::Wrong(why.clone())),
            None => Err(RuleError::Wrong("there is no such policy".to_owned())),
        }
    }

    fn policies(&self, policy: &Digest) -> Result<Arc<dyn PolicySet>, RuleError> {
        let known = self.1.get(policy).cloned();
        known.ok_or_else(|| RuleError::Wrong("it is no policy".to_owned()))
    }
}

/// Policies that were read, as reading takes longer than asking.
fn read_once(digest: Digest, text: &str) -> Arc<dyn PolicySet> {
    static READ: LazyLock<Mutex<BTreeMap<Digest, Arc<Policies>>>> = LazyLock::new(Mutex::default);
    let known = READ.lock().unwrap().get(&digest).cloned();
    known.unwrap_or_else(|| {
        let read = Arc::new(policies(text).unwrap());
        READ.lock().unwrap().insert(digest, Arc::clone(&read));
        read
    })
}

/// A ledger in memory, and the state that it adds up to: what is open and no more, as the engine has it.
#[derive(Clone)]
pub struct World {
    pub state: State,
    pub ledger: Vec<(Meta, Fact)>,
    pub now: Time,
    pub rules: FakeRules,
    /// How long before a decision its rules are asked, in milliseconds.
    pub rules_before: i64,
    by_subject: BTreeMap<Key, Vec<usize>>,
    touched: BTreeSet<Key>,
    seed: u128,
}

/// The id of a person of that name.
pub fn person(name: &str) -> PersonId {
    let digest = Digest::of(name.as_bytes()).0;
    PersonId::from_bits(u128::from_be_bytes(digest[..16].try_into().unwrap()))
}

/// The person of that name, or Holdpoint itself.
pub fn actor(name: &str) -> Actor {
    match name {
        "system" => Actor::System,
        name => Actor::Person(person(name)),
    }
}

/// A command from its name and arguments.
pub fn command(name: &str, arguments: Value) -> Command {
    let text = json!({"command": name, "arguments": arguments});
    serde_json::from_value(text.clone()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A moment.
pub fn at(text: &str) -> Time {
    text.parse().unwrap()
}

/// The types of facts, in order.
pub fn types(facts: &[Fact]) -> Vec<&'static str> {
    facts.iter().map(Fact::event_type).collect()
}

impl World {
    pub fn new() -> Self {
        Self {
            state: State::default(),
            ledger: Vec::new(),
            now: at("2026-03-02T08:00:00Z"),
            rules: FakeRules::default(),
            rules_before: 0,
            by_subject: BTreeMap::new(),
            touched: BTreeSet::new(),
            seed: 1,
        }
    }

    /// Has policies on who may do what from now on, without any entry.
    pub fn ruled_by(&mut self, text: &str) {
        let digest = Digest::of(text.as_bytes());
        self.rules.1.insert(digest, read_once(digest, text));
        let organisation = self.state.organisation.as_mut().unwrap();
        organisation.settings.authorisation = Some(policy::Authorisation::new(digest));
    }

    pub fn hours(&mut self, hours: i64) {
        self.now = self.now.after(hours * 3_600_000);
    }

    /// Asks, by the command's name.
    pub fn ask(&mut self, who: &str, name: &str, arguments: Value) -> Result<Vec<Fact>, Refusal> {
        self.submit(&actor(who), &command(name, arguments))
    }

    /// Asks for what must be done.
    pub fn done(&mut self, who: &str, name: &str, arguments: Value) -> Vec<Fact> {
        self.ask(who, name, arguments.clone())
            .unwrap_or_else(|refusal| panic!("{who} {name} {arguments}: {refusal:?}"))
    }

    /// Asks for what must be refused: its code.
    pub fn refused(&mut self, who: &str, name: &str, arguments: Value) -> String {
        match self.ask(who, name, arguments.clone()) {
            Ok(facts) => panic!("{who} {name} {arguments} was done: {facts:?}"),
            Err(refusal) => refusal.code,
        }
    }

    /// Decides a command, and takes its facts into the ledger; a refusal's facts too.
    pub fn submit(&mut self, actor: &Actor, command: &Command) -> Result<Vec<Fact>, Refusal> {
        self.seed += 1;
        let result = match self.decision(actor, command) {
            Decision::Accepted(facts) => {
                if self.raise(&facts) {
                    return self.submit(actor, command);
                }
                self.keep(actor, &facts);
                Ok(facts)
            }
            Decision::Refused(refusal, facts) => {
                self.raise(&facts);
                let kept = types(&facts);
                assert!(
                    kept.is_empty()
                        || kept == ["access.refused.v1"]
                        || kept == ["pipeline.step-refused.v1"],
                    "{facts:?}"
                );
                self.keep(actor, &facts);
                Err(refusal)
            }
            Decision::Needs(need) => panic!("{need:?} is still needed"),
        };
        self.forget();
        result
    }

    /// What comes of a command, after all that it needs was looked up.
    pub fn decision(&mut self, actor: &Actor, command: &Command) -> Decision {
        let mut rules = RuleAnswers::as_of(self.now.after(-self.rules_before));
        loop {
            let context = Context {
                actor,
                now: self.now,
                position: self.ledger.len() as u64,
                seed: self.seed,
                rules: &rules,
            };
            match decide(&self.state, command, &context) {
                Decision::Needs(need) => self.look_up(need, &mut rules),
                decision => return decision,
            }
        }
    }

    /// Looks up what a decision needs.
    pub fn look_up(&mut self, need: Need, rules: &mut RuleAnswers) {
        match need {
            Need::Aggregates(keys) => {
                assert!(!keys.is_empty(), "nothing is asked for");
                keys.iter().for_each(|key| self.load(key));
            }
            Need::Rule(question) => {
                assert_eq!(rules.get(&question), None, "it was asked");
                rules.ask(&self.rules, *question).unwrap();
            }
            Need::Policies(policy) => {
                assert!(rules.policies().get(&policy).is_none(), "they were read");
                rules.know(rules.policies().load(&self.rules, policy).unwrap());
            }
        }
    }

    /// Folds an aggregate from its own facts alone, and takes it over.
    pub fn load(&mut self, key: &Key) {
        assert!(self.touched.insert(key.clone()), "{key} was looked up");
        let mut folded = State::default();
        for index in self.by_subject.get(key).into_iter().flatten() {
            let (meta, fact) = &self.ledger[*index];
            evolve(&mut folded, fact, meta);
        }
        self.state.adopt(key, &folded);
    }

    /// Forgets everything that is not open.
    pub fn forget(&mut self) {
        for key in std::mem::take(&mut self.touched) {
            self.state.evict(&key);
        }
    }

    /// Says that the ledger has a newer format, if these facts are of one.
    fn raise(&mut self, facts: &[Fact]) -> bool {
        let raised = format::raise(&self.state, facts);
        let raised: Vec<Fact> = raised.into_iter().map(Fact::from).collect();
        self.keep(&Actor::System, &raised);
        !raised.is_empty()
    }

    fn keep(&mut self, actor: &Actor, facts: &[Fact]) {
        for fact in facts {
            let meta = Meta {
                position: self.ledger.len() as u64,
                time: self.now,
                actor: actor.clone(),
            };
            if let Fact::GateJudged(judged) = fact {
                self.replay(judged);
            }
            self.take(meta, fact);
        }
    }

    /// Judges a verdict again from the state before its entry: it must come out the same.
    fn replay(&mut self, judged: &gate::Judged) {
        let mut rules = gate::answers(judged);
        loop {
            match gate::replay(&self.state, judged, &rules) {
                Ok(mismatch) => return assert_eq!(mismatch, None),
                Err(need) => self.look_up(need, &mut rules),
            }
        }
    }

    fn take(&mut self, meta: Meta, fact: &Fact) {
        let key = fact.subject();
        let before = self.state.open(&key);
        evolve(&mut self.state, fact, &meta);
        let after = match fact.opening() {
            Some(Opening::Opened) => true,
            Some(Opening::Closed) => false,
            None => before,
        };
        assert_eq!(self.state.open(&key), after, "{fact:?} says otherwise");
        let index = self.ledger.len();
        self.by_subject.entry(key.clone()).or_default().push(index);
        self.touched.insert(key);
        self.ledger.push((meta, fact.clone()));
    }

    /// Carries out what is due now, as Holdpoint itself.
    pub fn tick(&mut self) -> Vec<Fact> {
        let due = agenda(&self.state, self.now).commands;
        let facts = due
            .iter()
            .flat_map(|command| self.submit(&Actor::System, command).unwrap());
        facts.collect()
    }

    /// Everything folded from the first fact on, without what is not open.
    pub fn folded(&self) -> State {
        let mut state = State::default();
        for (meta, fact) in &self.ledger {
            evolve(&mut state, fact, meta);
        }
        for key in self.by_subject.keys() {
            state.evict(key);
        }
        state
    }

    /// What a start reads: only the facts of what is resident or open.
    pub fn folded_open(&self) -> State {
        let mut open: BTreeMap<Key, bool> = BTreeMap::new();
        for (_, fact) in &self.ledger {
            if let Some(opening) = fact.opening() {
                open.insert(fact.subject(), opening == Opening::Opened);
            }
        }
        let mut state = State::default();
        for (meta, fact) in &self.ledger {
            let key = fact.subject();
            let resident = holdpoint_domain::RESIDENT.contains(&key.kind());
            if resident || open.get(&key) == Some(&true) {
                evolve(&mut state, fact, meta);
            }
        }
        state
    }

    /// That the three ways to the state give the same one.
    pub fn check_folds(&self) {
        assert!(
            self.folded() == self.state,
            "folding all gives another state"
        );
        assert!(
            self.folded_open() == self.state,
            "folding what is open does"
        );
    }
}
