//! Inputs of pipelines and parts.

use super::sound::input;
use crate::expression::{Datum, Type};
use crate::shape::{FromBrief, choice, record};

choice! {
    /// What kind of value an input takes.
    InputType is "a type of inputs" {
        /// Text.
        Text = "text",
        /// A whole number.
        Number = "number",
        /// `true` or `false`.
        Boolean = "boolean",
    }
}

impl From<InputType> for Type {
    fn from(input: InputType) -> Self {
        match input {
            InputType::Text => Self::Text,
            InputType::Number => Self::Number,
            InputType::Boolean => Self::Truth,
        }
    }
}

record! {
    /// What a run is started with.
    Input is "an input"
    needs {}
    may {
        /// What it is for.
        title: Option<String>,
        /// What kind of value it takes; `text` if nothing is said.
        r#type: InputType,
        /// Its value if none is given; without, one has to be given.
        default: Option<Datum>,
        /// The only values that it takes; any if nothing is said.
        choices: Vec<Datum>,
    }
    checked by input
}

impl FromBrief for Input {
    type Short = InputType;

    fn from_brief(r#type: InputType) -> Self {
        Self {
            title: None,
            r#type,
            default: None,
            choices: Vec::new(),
        }
    }
}

impl Input {
    /// The value that text stands for, if it is one of this input.
    pub(crate) fn value(&self, text: &str) -> Option<Datum> {
        let value = match (self.r#type, text) {
            (InputType::Text, text) => Some(Datum::Text(text.into())),
            (InputType::Number, text) => Datum::number(text),
            (InputType::Boolean, "true") => Some(Datum::Truth(true)),
            (InputType::Boolean, "false") => Some(Datum::Truth(false)),
            (InputType::Boolean, _) => None,
        };
        value.filter(|value| self.takes(value))
    }

    fn takes(&self, value: &Datum) -> bool {
        let same = |choice: &Datum| choice.to_string() == value.to_string();
        self.choices.is_empty() || self.choices.iter().any(same)
    }

    /// What it takes, for people.
    pub(crate) fn described(&self) -> String {
        let choices: Vec<_> = self.choices.iter().map(|one| format!("`{one}`")).collect();
        match (self.r#type, choices.is_empty()) {
            (_, false) => format!("one of {}", choices.join(", ")),
            (InputType::Text, _) => "text".to_owned(),
            (InputType::Number, _) => "a whole number".to_owned(),
            (InputType::Boolean, _) => "`true` or `false`".to_owned(),
        }
    }

    /// Some value that it takes, for checking a pipeline without being asked to run it.
    pub(crate) fn example(&self) -> Datum {
        let fixed = self.default.as_ref().or(self.choices.first());
        let fixed = fixed.and_then(|value| self.value(&value.to_string()));
        fixed.unwrap_or(match self.r#type {
            InputType::Text => Datum::Text("example".into()),
            InputType::Number => Datum::Number(1),
            InputType::Boolean => Datum::Truth(false),
        })
    }
}
