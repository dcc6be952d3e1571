//! Parts that pipelines use.

use std::collections::BTreeMap;

use super::sound::part;
use super::{Input, Step};
use crate::shape::{Axis, Brief, record};

record! {
    /// Steps that several pipelines use, each time with its own inputs.
    Part is "a part"
    needs {
        /// What is done, in this order unless `after` says otherwise.
        steps: Vec<Step> = "[{name: build, run: make}]",
    }
    may {
        /// What people call it.
        title: Option<String>,
        /// What it is used with, by name. Its steps see these, and not the inputs of the pipeline.
        inputs: BTreeMap<Axis, Brief<Input>>,
    }
    checked by part
}
