//! Policies on who may do what, in [Cedar](https://www.cedarpolicy.com): read, checked against a schema, and asked.
//!
//! Cedar has no clock, no randomness, no network and no loops: what it answers follows from the question alone. This
//! crate is all that knows of its program, which takes long to compile.
//!
//! ```
//! use holdpoint_authorisation::{Entity, PolicySet, Question, Thing};
//! use holdpoint_cedar::{Policies, Schema};
//!
//! let schema = Schema::parse(
//!     "entity Person; entity Door; action open appliesTo { principal: Person, resource: Door, context: {} };",
//! )
//! .unwrap();
//! let text = r#"
//!     @id("anybody-opens") permit (principal, action == Action::"open", resource);
//!     @id("not-the-vault") @advice("ask the bank")
//!     forbid (principal, action, resource == Door::"vault");
//! "#;
//! let policies = Policies::parse(text, &schema).unwrap();
//! let question = Question {
//!     principal: Thing::new("Person", "sam"),
//!     action: "open",
//!     groups: Vec::new(),
//!     resource: Thing::new("Door", "vault"),
//!     entities: Vec::new(),
//!     context: Default::default(),
//! };
//! let answer = policies.ask(&question).unwrap();
//! assert!(!answer.allowed);
//! assert_eq!(answer.because[0].advice, "ask the bank");
//! ```

mod ask;
mod mistake;
mod parse;
mod schema;

pub use mistake::Mistake;
pub use parse::{LARGEST, Listed, Policies};
pub use schema::Schema;
