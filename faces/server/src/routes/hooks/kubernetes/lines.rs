//! What is said of images, in lines that whoever deploys reads.

use holdpoint_domain::environment::Level;
use holdpoint_domain::gate::Outcome;
use holdpoint_hooks::kubernetes::{Image, Mode};
use holdpoint_service::{Admission, Carried, Said};

use super::Unknown;

/// What is answered.
pub(super) struct Lines {
    /// How serious it is.
    pub(super) mode: Mode,
    /// Why it should not happen.
    pub(super) against: Vec<String>,
    /// What is worth knowing besides.
    pub(super) warnings: Vec<String>,
}

/// What stands against it whatever the level, and what the level decides about.
#[derive(Default)]
struct Found {
    denied: Vec<String>,
    minded: Vec<String>,
}

/// What is said of these images, each with the place of its digest.
pub(super) fn of(
    environment: &str,
    admission: &Admission,
    images: &[(Image, Option<usize>)],
    unknown: Option<Unknown>,
) -> Lines {
    let mut found = Found::default();
    let mut said: Vec<&Said> = Vec::new();
    for (image, place) in images {
        match place.and_then(|place| admission.carried.get(place)) {
            Some(Carried::Runs(_)) => {}
            Some(Carried::Judged(one)) => {
                if !said.iter().any(|other| other.release == one.release) {
                    said.push(one);
                }
            }
            Some(Carried::Unknown) => found.unknown(unheard(image), unknown, admission.level),
            None => found.unknown(unnamed(image), unknown, admission.level),
        }
    }
    for one in said.iter().filter(|one| one.verdict != Outcome::Go) {
        let lines = reasons(environment, one);
        match one.passes {
            true => found.minded.extend(lines),
            false => found.denied.extend(lines),
        }
    }
    found.lines(admission.level)
}

impl Found {
    fn unknown(&mut self, line: String, unknown: Option<Unknown>, level: Level) {
        match (unknown, level) {
            (Some(Unknown::Allow), _) => {}
            (Some(Unknown::Deny), _) | (None, Level::Enforce) => self.denied.push(line),
            (None, Level::Warn | Level::Observe) => self.minded.push(line),
        }
    }

    fn lines(self, level: Level) -> Lines {
        let warn = level != Level::Observe;
        match self.denied.is_empty() {
            // What is denied is said with all that could be warned of.
            false => Lines {
                mode: Mode::Enforce,
                against: self.denied,
                warnings: if warn { self.minded } else { Vec::new() },
            },
            true => Lines {
                mode: if warn { Mode::Warn } else { Mode::Observe },
                against: self.minded,
                warnings: Vec::new(),
            },
        }
    }
}

fn unheard(image: &Image) -> String {
    format!(
        "no open release carries the image `{}` of `{}`: add it to one with `holdpoint release add --artifact`, or deploy what a release carries",
        image.written, image.container
    )
}

fn unnamed(image: &Image) -> String {
    format!(
        "the image `{}` of `{}` says no SHA-256 digest, so nobody can tell which release carries it: deploy it as `NAME@sha256:DIGEST`",
        image.written, image.container
    )
}

fn reasons(environment: &str, said: &Said) -> Vec<String> {
    let Said {
        release,
        verdict,
        reasons,
        ..
    } = said;
    let first = format!(
        "the gate of `{environment}` says {verdict} to release `{release}`: see `holdpoint gate explain {release} {environment}`"
    );
    let others = reasons
        .iter()
        .map(|(criterion, reason)| format!("{criterion}: {}; {}", reason.message, reason.help));
    std::iter::once(first).chain(others).collect()
}
