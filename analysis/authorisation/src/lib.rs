//! What a policy on who may do what is asked, and what it answers, whatever language it is written in.
//!
//! A question is about somebody (the principal), what they want to do (the action) and what they want to do it to
//! (the resource); it brings along all that is known of these, so that an answer needs nothing else and is the same
//! whenever and wherever it is asked.

use std::collections::BTreeMap;

/// Somebody or something, by what it is and its name among those.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thing {
    /// What it is, such as `Person`.
    pub kind: &'static str,
    /// Its name.
    pub id: String,
}

impl Thing {
    /// A thing.
    #[must_use]
    pub fn new(kind: &'static str, id: impl ToString) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }
}

/// Something that is known of a thing, or of the circumstances.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Whether.
    Truth(bool),
    /// How many.
    Number(i64),
    /// A text.
    Text(String),
    /// A thing.
    Thing(Thing),
    /// Several.
    Set(Vec<Value>),
    /// Several, by name.
    Record(Attributes),
}

/// What is known, by name.
pub type Attributes = BTreeMap<&'static str, Value>;

/// A thing with what it belongs to, and what else is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Which.
    pub thing: Thing,
    /// What it belongs to.
    pub parents: Vec<Thing>,
    /// What else is known.
    pub attributes: Attributes,
}

impl Entity {
    /// A thing that belongs to others, and of which nothing else is known.
    #[must_use]
    pub fn new(thing: Thing, parents: Vec<Thing>) -> Self {
        Self {
            thing,
            parents,
            attributes: Attributes::new(),
        }
    }
}

/// What is asked: may that be done?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// By whom.
    pub principal: Thing,
    /// What.
    pub action: &'static str,
    /// The groups of actions that it is in.
    pub groups: Vec<&'static str>,
    /// To what.
    pub resource: Thing,
    /// All that is known of the things that are named; nothing is known of those that are missing.
    pub entities: Vec<Entity>,
    /// The circumstances.
    pub context: Attributes,
}

/// A policy that has a say in an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    /// Its id.
    pub id: String,
    /// What whoever is refused should know or do; empty if it does not say.
    pub advice: String,
}

/// What comes of a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Whether it may be done.
    pub allowed: bool,
    /// The policies that decided it, by id: those that permit it, or else those that forbid it. None where it may
    /// not be done because none permits it.
    pub because: Vec<Saying>,
}

/// Policies that can be asked: a pure function of the question.
pub trait PolicySet: Send + Sync + std::fmt::Debug {
    /// What comes of a question.
    ///
    /// # Errors
    /// Why it has no answer: the question is none.
    fn ask(&self, question: &Question) -> Result<Answer, String>;
}
