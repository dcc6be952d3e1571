//! Reading policies.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use cedar_policy::{Effect, Policy, PolicyId, PolicySet, ValidationMode, Validator};
use holdpoint_authorisation::Saying;

use crate::{Mistake, Schema};

/// The largest text that is read, in bytes: what is asked while others wait has to be answered in less than a
/// millisecond.
pub const LARGEST: usize = 64 * 1024;

/// The longest id, and the longest advice, in characters.
const LONGEST: (usize, usize) = (80, 300);

/// A set of policies, each with an id, that agrees with a schema.
#[derive(Debug, Clone)]
pub struct Policies {
    pub(crate) set: PolicySet,
    pub(crate) schema: Schema,
    /// What the policies call themselves, and advise.
    pub(crate) sayings: BTreeMap<PolicyId, Saying>,
    listed: Vec<Listed>,
    doubts: Vec<Mistake>,
}

/// A policy, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its id and its advice.
    pub saying: Saying,
    /// Whether it permits something; else it forbids something.
    pub permits: bool,
}

impl Policies {
    /// Reads a text, and checks it against a schema.
    ///
    /// # Errors
    /// All mistakes that were found: what is no Cedar, what the schema does not know, templates, policies without
    /// `@id("…")` and ids that are there twice.
    pub fn parse(text: &str, schema: &Schema) -> Result<Self, Vec<Mistake>> {
        if text.len() > LARGEST {
            let message = format!("it is too large: {} bytes of at most {LARGEST}", text.len());
            return Err(vec![Mistake::new(message, None)]);
        }
        let set = PolicySet::from_str(text).map_err(|errors| {
            let all = errors.iter().map(|error| Mistake::of(error, None));
            all.collect::<Vec<_>>()
        })?;
        let mut reading = Reading::new(text);
        reading.no_templates(&set);
        for policy in set.policies() {
            reading.policy(policy);
        }
        let validator = Validator::new(schema.cedar.clone());
        let checked = validator.validate(&set, ValidationMode::Strict);
        for error in checked.validation_errors() {
            let id = reading.id(error.policy_id());
            reading.mistakes.push(Mistake::of(error, id));
        }
        if !reading.mistakes.is_empty() {
            return Err(sorted(reading.mistakes));
        }
        let warnings = checked.validation_warnings();
        let doubts = warnings.map(|doubt| Mistake::of(doubt, reading.id(doubt.policy_id())));
        let mut doubts: Vec<_> = doubts.collect();
        if !reading.listed.iter().any(|listed| listed.permits) {
            let nothing = Mistake::new("it permits nothing, so everything is forbidden", None);
            let help = "permit what roles permit: `permit (principal, action, resource);`";
            doubts.push(nothing.helped(help));
        }
        reading.listed.sort();
        Ok(Self {
            set,
            schema: schema.clone(),
            sayings: reading.sayings,
            listed: reading.listed,
            doubts: sorted(doubts),
        })
    }

    /// All policies by id.
    #[must_use]
    pub fn listed(&self) -> &[Listed] {
        &self.listed
    }

    /// What is right, but hardly meant.
    #[must_use]
    pub fn doubts(&self) -> &[Mistake] {
        &self.doubts
    }
}

fn sorted(mut mistakes: Vec<Mistake>) -> Vec<Mistake> {
    let place = |mistake: &Mistake| mistake.span.as_ref().map(|span| span.start);
    mistakes.sort_by(|one, other| (place(one), &one.message).cmp(&(place(other), &other.message)));
    mistakes.dedup();
    mistakes
}

/// What was read so far.
struct Reading<'a> {
    text: &'a str,
    seen: BTreeSet<String>,
    sayings: BTreeMap<PolicyId, Saying>,
    listed: Vec<Listed>,
    mistakes: Vec<Mistake>,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            seen: BTreeSet::new(),
            sayings: BTreeMap::new(),
            listed: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    fn id(&self, policy: &PolicyId) -> Option<String> {
        self.sayings.get(policy).map(|saying| saying.id.clone())
    }

    /// Where something stands that was read from the text.
    fn place(&self, written: &str) -> Option<Range<usize>> {
        let begin = self.text.find(written)?;
        let line = written.lines().next().unwrap_or_default();
        Some(begin..begin + line.len())
    }

    fn no_templates(&mut self, set: &PolicySet) {
        for template in set.templates() {
            let span = self.place(&template.to_string());
            let wrong = Mistake::new("a template has no place here", span);
            let help = "name whom it is about instead of `?principal` and `?resource`";
            self.mistakes.push(wrong.helped(help));
        }
    }

    fn policy(&mut self, policy: &Policy) {
        let span = self.place(&policy.to_string());
        let Some(id) = policy.annotation("id").filter(|id| !id.is_empty()) else {
            let wrong = Mistake::new("a policy has no id", span);
            let help = "write `@id(\"…\")` before it: refusals name it";
            return self.mistakes.push(wrong.helped(help));
        };
        let advice = policy.annotation("advice").unwrap_or_default();
        for (what, text, longest) in [("id", id, LONGEST.0), ("advice", advice, LONGEST.1)] {
            if text.chars().count() > longest || text.chars().any(char::is_control) {
                let message = format!("an {what} is one line of at most {longest} characters");
                let wrong = Mistake::new(message, span);
                return self.mistakes.push(wrong);
            }
        }
        if !self.seen.insert(id.to_owned()) {
            let wrong = Mistake::new(format!("two policies have the id `{id}`"), span);
            return self.mistakes.push(wrong);
        }
        let saying = Saying {
            id: id.to_owned(),
            advice: advice.to_owned(),
        };
        self.listed.push(Listed {
            saying: saying.clone(),
            permits: policy.effect() == Effect::Permit,
        });
        self.sayings.insert(policy.id().clone(), saying);
    }
}
