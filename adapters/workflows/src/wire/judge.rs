//! What an answer means: done, again after a rest, or no.

use std::io::Read as _;

use reqwest::Method;
use reqwest::blocking::Response;
use reqwest::header::HeaderMap;

use super::{Answer, Ask, Care, Wire, said};
use crate::System;
use crate::trouble::{Trouble, help};

/// Bytes of what a refusal says.
const WORDS: u64 = 8_192;
/// How long a secondary limit of GitHub lasts at least, in seconds, if nothing is said of it.
const SECONDARY: u64 = 60;

/// What is to be done next.
pub(super) enum Turn {
    /// Nothing more.
    Answer(Answer),
    /// The same again after so many seconds; or what to say if that was the last time.
    Again(u64, Trouble),
    /// Nothing more.
    No(Trouble),
}

impl Wire {
    /// What an answer means.
    pub(super) fn judge(&self, ask: &Ask, response: Response, attempt: u32) -> Turn {
        let status = response.status().as_u16();
        if (200..400).contains(&status) {
            return self.yes(ask, response);
        }
        let headers = response.headers().clone();
        let mut body = Vec::new();
        // What cannot be read says nothing.
        let _ = response.take(WORDS).read_to_end(&mut body);
        let said = self.scrubbed(&said::in_body(&String::from_utf8_lossy(&body)));
        if let Some(seconds) = self.asked_for(status, &headers, &said, attempt) {
            return ask.again(
                seconds,
                Trouble::Limited {
                    system: self.system,
                    seconds,
                },
            );
        }
        if status != 408 && status < 500 {
            return Turn::No(self.no(status, said));
        }
        let why = format!("it answers {status} {said}");
        let rest = number(&headers, "retry-after").unwrap_or_else(|| doubled(attempt));
        self.away(ask, rest.max(1), why.trim().to_owned())
    }

    /// What it means that there is no sound answer.
    fn away(&self, ask: &Ask, rest: u64, why: String) -> Turn {
        let system = self.system;
        match ask.care == Care::Once && ask.method != Method::GET {
            true => Turn::No(Trouble::Unsure { system, why }),
            false => ask.again(rest, Trouble::Unreachable { system, why }),
        }
    }

    fn yes(&self, ask: &Ask, response: Response) -> Turn {
        let status = response.status().as_u16();
        // Nobody is followed, so nothing was done; but Jenkins leads to what it did.
        let leads = self.system == System::Jenkins && ask.method == Method::POST;
        if (300..400).contains(&status) && !leads {
            return Turn::No(self.no(status, String::new()));
        }
        match Answer::read(response) {
            Ok(answer) => Turn::Answer(answer),
            Err(why) => Turn::No(self.unsure(&why)),
        }
    }

    fn no(&self, status: u16, said: String) -> Trouble {
        let (system, help) = (self.system, help(self.system, status));
        let said = match said.is_empty() {
            true => said,
            false => format!(": {said}"),
        };
        match status {
            401 => Trouble::Unknown { system, said, help },
            403 => Trouble::Forbidden { system, said, help },
            404 | 410 => Trouble::Absent { system, said, help },
            _ => Trouble::Refused {
                system,
                status,
                said,
                help,
            },
        }
    }

    /// How many seconds of rest a system wants, if it does: nothing was done then.
    fn asked_for(&self, status: u16, headers: &HeaderMap, said: &str, attempt: u32) -> Option<u64> {
        let spent = ["x-ratelimit-remaining", "ratelimit-remaining"];
        let spent = spent
            .into_iter()
            .any(|name| number(headers, name) == Some(0));
        let secondary = said.to_lowercase().contains("secondary rate limit");
        let after = number(headers, "retry-after");
        if status != 429 && !(status == 403 && (spent || secondary || after.is_some())) {
            return None;
        }
        let reset =
            number(headers, "x-ratelimit-reset").or_else(|| number(headers, "ratelimit-reset"));
        let now = u64::try_from(self.patience.clock.now() / 1_000).unwrap_or(0);
        let until = reset
            .filter(|_| spent)
            .map(|reset| reset.saturating_sub(now) + 1);
        let least = if secondary {
            SECONDARY
        } else {
            doubled(attempt)
        };
        Some(after.or(until).unwrap_or(least).max(1))
    }

    /// What it means that there is no answer.
    pub(super) fn broken(&self, ask: &Ask, error: &reqwest::Error, attempt: u32) -> Turn {
        let why = self.scrubbed(&said::of(error));
        let system = self.system;
        if error.is_builder() {
            return Turn::No(Trouble::Unreachable { system, why });
        }
        // Nothing was on its way before there was a connection.
        match error.is_connect() {
            true => ask.again(doubled(attempt), Trouble::Unreachable { system, why }),
            false => self.away(ask, doubled(attempt), why),
        }
    }
}

impl Ask {
    /// Once more after so many seconds, unless it is to be sent once.
    fn again(&self, seconds: u64, trouble: Trouble) -> Turn {
        match self.care {
            Care::Once => Turn::No(trouble),
            Care::Again => Turn::Again(seconds, trouble),
        }
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn doubled(attempt: u32) -> u64 {
    1 << attempt.min(6).saturating_sub(1)
}
