//! From values to what they mean, collecting every mistake on the way.
//!
//! A reader that cannot make sense of a value reports it and answers `None`; whoever called it goes on with
//! the next value, so that one run shows everything that is wrong.

mod alone;
mod calendar;
mod channels;
mod component;
mod criterion;
mod directory;
mod duration;
mod environment;
mod fields;
mod file;
mod fiscal;
mod forges;
pub(crate) mod keys;
mod links;
mod naming;
mod organisation;
mod pipelines;
mod policy;
mod retention;
mod scalar;
mod secret;
mod settings;
mod signers;
mod window;
mod witnesses;
mod workloads;

use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) use component::inside;
pub(crate) use fields::{Fields, Item};
pub(crate) use links::{declared, unknown};
pub use policy::read_policies;
pub(crate) use scalar::plain;
pub(crate) use secret::in_address as credentials_in;
pub use settings::{GivenSetting, SettingKey, read_settings};

use crate::diagnostic::{Diagnostics, Mistake, Source, Span};
use crate::model::Reference;
use policy::Policies;

/// Reads values and collects what is wrong with them.
pub(crate) struct Reader<'a> {
    source: &'a Arc<Source>,
    found: Diagnostics,
    references: Vec<Reference>,
    policies: Policies<'a>,
    /// Items that were read without a mistake, as `section/name`.
    sound: BTreeSet<String>,
    /// What must not be shown.
    hidden: Vec<Span>,
}

impl Reader<'_> {
    fn report(&mut self, span: Span, mistake: Mistake) {
        self.found.report(self.source, span, mistake);
    }
}
