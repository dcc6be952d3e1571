//! OpenAPI 3.0 and 3.1.

mod changes;
mod differ;
mod node;
mod reporter;
mod rules;
mod schema;
mod stability;
mod sunset;
mod surface;
mod walk;
mod whole;

use holdpoint_findings::{Finding, Level, Place, Rule, Unreadable};
use jiff::civil::Date;

pub use rules::rules;

use crate::files::Files;

/// A file that is no description of an API.
pub(crate) static NOT_OPENAPI: Rule = Rule {
    id: "api-not-openapi",
    level: Level::Error,
    message: "this is no description of an API by OpenAPI 3: {what}",
    why: "Only what is known to be a contract can be compared as one.",
    help: "give a file that begins with `openapi: 3.0.x` or `openapi: 3.1.x`; convert Swagger 2.0 first",
    example: "swagger: \"2.0\"",
    aliases: &[],
};

/// What a comparison depends on, apart from the contracts.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The day as of which deprecations are judged.
    pub today: Date,
    /// For how many days something stable stays once it is deprecated; none if there is no such promise.
    pub stable_days: i32,
    /// The same of what is called beta.
    pub beta_days: i32,
}

impl Options {
    /// No promise about deprecations.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self {
            today,
            stable_days: 0,
            beta_days: 0,
        }
    }
}

/// What a comparison says.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Every change, in no order.
    pub findings: Vec<Finding>,
    /// The budget of a comparison did not suffice, so there may be more.
    pub incomplete: bool,
}

/// Bytes of stack: schemas within schemas are followed by recursion, to a fixed depth.
const STACK: usize = 256 << 20;

/// Compares two versions of an API.
///
/// # Errors
/// If one of them is no description of an API.
pub fn compare(
    base: &Files,
    revision: &Files,
    options: &Options,
) -> Result<Comparison, Unreadable> {
    check(base)?;
    check(revision)?;
    let compare = || surface::compare(base, revision, options);
    let compared = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread
            .spawn_scoped(scope, compare)
            .map(std::thread::ScopedJoinHandle::join)
    });
    match compared {
        Ok(Ok(compared)) => Ok(compared),
        // No thread could be had: nothing is known.
        _ => Ok(Comparison {
            findings: Vec::new(),
            incomplete: true,
        }),
    }
}

fn check(files: &Files) -> Result<(), Unreadable> {
    let Some(root) = files.root() else {
        return Ok(());
    };
    let what = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) => match version.value.written() {
            Some(text) if text.starts_with("3.") => return Ok(()),
            _ => format!("`openapi` is {version:?}"),
        },
        (None, Some(version)) => format!("it is Swagger {version:?}"),
        (None, None) => "there is no `openapi`".to_owned(),
    };
    let at = root.get("openapi").or(root.get("swagger"));
    let place: Place = at.unwrap_or(root).place();
    let finding = Finding::new(&NOT_OPENAPI, place, "", &[("what", &what)]);
    Err(Unreadable::new(vec![finding], files.sources()))
}

/// Whether a file looks like a description of an API.
#[must_use]
pub fn looks_like(files: &Files) -> bool {
    { files.root() }
        .is_some_and(|root| root.get("openapi").is_some() || root.get("swagger").is_some())
}
