//! How a job elsewhere has ended, as it says itself, and which of that was said before.
//!
//! The body is `{"step": "deploy/scan", "outcome": "succeeded", "url": "https://…"}`, signed as in [`standard`](crate::standard).

mod seen;

use std::borrow::Cow;

use serde_json::json;

use crate::mistake::{At, Mistake, Mistakes, shown};
use crate::read::{self, Node};
use crate::unsigned::Genuine;
use crate::words::is_link;
pub use seen::{Seen, Told};

/// Bytes of the key of a step.
const KEY: usize = 512;
/// The fields of a body.
const FIELDS: [&str; 3] = ["step", "outcome", "url"];

/// How something has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Succeeded,
    /// Not well.
    Failed,
    /// It was stopped.
    Cancelled,
    /// It never began.
    Skipped,
}

/// What a job says of its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The key of the step that waits for it.
    pub step: String,
    /// How it has ended.
    pub outcome: Outcome,
    /// The page that says more.
    pub url: Option<String>,
}

impl Outcome {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Succeeded, "succeeded"),
        (Self::Failed, "failed"),
        (Self::Cancelled, "cancelled"),
        (Self::Skipped, "skipped"),
    ];

    /// Its word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
        }
    }

    fn of(word: &str) -> Option<Self> {
        { Self::ALL.into_iter() }.find_map(|(one, name)| (name == word).then_some(one))
    }
}

/// Reads what a job says.
///
/// # Errors
/// All that is wrong with it. Fields that nobody knows are wrong, too.
pub fn read(body: Genuine<'_>) -> Result<Ended, Mistakes> {
    read::read(body.bytes(), ended)
}

fn ended(root: &Node<'_>) -> Option<Ended> {
    root.object()?;
    for (key, field) in root.fields() {
        if !FIELDS.contains(&key) {
            let help = "leave it out, or mend its name";
            field.wrong(shown(key), "`step`, `outcome` or `url`", help);
        }
    }
    let step = root.need("step", "the key of a step");
    let step = step.and_then(|step| {
        let help = "write the key that the step was given, as it is";
        step.sound("the key of a step", help, |text| text.len() <= KEY)
    });
    let expected = "`succeeded`, `failed`, `cancelled` or `skipped`";
    let outcome = root.need("outcome", expected);
    let outcome = outcome.and_then(|outcome| {
        let help = "write one of the four words";
        Outcome::of(outcome.sound(expected, help, |word| Outcome::of(word).is_some())?)
    });
    let url = root.field("url").map(|url| {
        let help = "it begins with `https://` or `http://`";
        url.sound("the address of a page", help, is_link)
    });
    Some(Ended {
        step: step?.to_owned(),
        outcome: outcome?,
        url: url.flatten().map(str::to_owned),
    })
}

impl Ended {
    /// It as a body.
    ///
    /// # Errors
    /// When it has something in it that would not be read.
    pub fn write(&self) -> Result<Vec<u8>, Mistakes> {
        let mut body = json!({ "step": self.step, "outcome": self.outcome.as_str() });
        if let (Some(url), Some(fields)) = (&self.url, body.as_object_mut()) {
            fields.insert("url".to_owned(), url.clone().into());
        }
        let body = body.to_string().into_bytes();
        match read(Genuine::vouched(&body)) {
            Ok(_) => Ok(body),
            Err(mistakes) => Err(given(&mistakes)),
        }
    }
}

/// Mistakes of what was to be written.
fn given(mistakes: &Mistakes) -> Mistakes {
    let all = mistakes.all().iter().map(|mistake| {
        let field = |name: &&&str| mistake.at.to_string().contains(**name);
        let name = FIELDS.iter().find(field).copied().unwrap_or("step");
        Mistake {
            at: At::Given(name),
            help: Cow::Borrowed("give what a step can have"),
            ..mistake.clone()
        }
    });
    Mistakes::of(all.collect()).unwrap_or_else(|| mistakes.clone())
}
