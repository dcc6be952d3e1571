//! Jenkins, by its remote access API: what is ordered waits in the queue as an item, which becomes a build of another name.
//!
//! `FOLDER/JOB@ITEM` is an item of the queue, `FOLDER/JOB#NUMBER` a build.

mod find;
mod look;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_tokens::encoded;
use reqwest::Method;
use reqwest::header::{COOKIE, HeaderName, HeaderValue};

use crate::address::{Jobs, Token};
use crate::order::Order;
use crate::path::{part, split};
use crate::progress::{Progress, Started};
use crate::trouble::{Trouble, help};
use crate::value::{list, text};
use crate::wire::{Answer, Ask, Body, Care, Wire};

/// The parameter that carries the marker.
const KEY: &str = "HOLDPOINT_KEY";
/// Bytes of a log that are shown.
const LOG: usize = 64 << 10;

/// The jobs of Jenkins.
pub(crate) struct Builds(pub(crate) Wire);

pub(crate) fn headers(token: &Token) -> [(&'static str, String); 1] {
    [(
        "authorization",
        format!("Basic {}", STANDARD.encode(token.text())),
    )]
}

impl Builds {
    /// Sends something, with a crumb if Jenkins wants one: then nothing was done without it.
    fn post(&self, ask: Ask) -> Result<Answer, Trouble> {
        match self.0.ask(&ask) {
            Err(Trouble::Forbidden { said, .. }) if said.to_lowercase().contains("crumb") => {
                self.0.ask(&self.crumbed(ask)?)
            }
            answer => answer,
        }
    }

    /// The same, with a crumb and the session that it is for.
    fn crumbed(&self, mut ask: Ask) -> Result<Ask, Trouble> {
        let answer = self.0.ask(&Ask::get_once("/crumbIssuer/api/json"))?;
        let json = answer.json();
        let text = |key: &str| text(&json, key);
        let cookies = answer.all("set-cookie");
        let cookies: Vec<_> = cookies
            .iter()
            .filter_map(|one| one.split(';').next())
            .collect();
        let name = text("crumbRequestField").and_then(|name| HeaderName::try_from(name).ok());
        let value = text("crumb").and_then(|crumb| HeaderValue::from_str(crumb).ok());
        let (Some(name), Some(value)) = (name, value) else {
            return Err(self.refused("it wants a crumb and gives none"));
        };
        ask.with.insert(name, value);
        if let Ok(cookies) = HeaderValue::from_str(&cookies.join("; ")) {
            ask.with.insert(COOKIE, cookies);
        }
        Ok(ask)
    }

    /// A job drops what it does not declare, and could then not be found again.
    fn declared(&self, job: &str) -> Result<(), Trouble> {
        let tree = part("property[parameterDefinitions[name]]");
        let path = format!("{}/api/json?tree={tree}", place(job)?);
        let answer = self.0.ask(&Ask::get_once(path))?.json();
        let properties = list(&answer, "property").iter();
        let mut definitions = properties.flat_map(|one| list(one, "parameterDefinitions"));
        match definitions.any(|one| text(one, "name") == Some(KEY)) {
            true => Ok(()),
            false => Err(Trouble::Order(format!(
                "the job `{job}` of Jenkins has no parameter `{KEY}`; declare it as a string parameter, so that a build is found again"
            ))),
        }
    }

    fn refused(&self, why: &str) -> Trouble {
        let system = self.0.system;
        Trouble::Refused {
            system,
            status: 400,
            said: format!(": {why}"),
            help: help(system, 400),
        }
    }
}

impl Jobs for Builds {
    fn start(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        let job = order.job.trim_matches('/');
        self.declared(job)?;
        let marker = order.marker();
        let inputs = order
            .inputs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let pairs: Vec<_> = inputs.chain([(KEY, marker.as_str())]).collect();
        let path = format!("{}/buildWithParameters", place(job)?);
        let form = Body::Form(encoded(&pairs));
        let answer = self.post(Ask::new(Method::POST, path, form, Care::Once))?;
        let location = answer.header("location").unwrap_or_default();
        // Whom it does not know it may lead to where people log in.
        if (300..400).contains(&answer.status) && location.contains("/login") {
            let (system, said) = (self.0.system, String::new());
            return Err(Trouble::Unknown {
                system,
                said,
                help: help(system, 401),
            });
        }
        Ok(item(location).map(|item| queued(job, item, self.0.base())))
    }

    fn find(&self, order: &Order) -> Result<Option<Started>, Trouble> {
        find::find(self, order)
    }

    fn look(&self, id: &str) -> Result<Option<Progress>, Trouble> {
        match (split(id, '#'), split(id, '@')) {
            (Some((job, number)), _) => look::build(self, job, number),
            (None, Some((job, item))) => look::item(self, job, item),
            (None, None) => Ok(None),
        }
    }

    fn cancel(&self, id: &str) -> Result<(), Trouble> {
        let path = match (split(id, '#'), split(id, '@')) {
            (Some((job, number)), _) => format!("{}/{number}/stop", place(job)?),
            (None, Some((job, item))) => match look::item(self, job, item)? {
                // It has begun meanwhile.
                Some(progress) if progress.job.id != id => return self.cancel(&progress.job.id),
                _ => format!("/queue/cancelItem?id={item}"),
            },
            (None, None) => return Ok(()),
        };
        match self.post(Ask::new(Method::POST, path, Body::Nothing, Care::Again)) {
            // What was in the queue has begun or is gone; Jenkins says so either way.
            Err(Trouble::Absent { .. }) if id.contains('@') => Ok(()),
            answer => answer.map(drop),
        }
    }

    fn log(&self, id: &str) -> Result<Option<String>, Trouble> {
        let Some((job, number)) = split(id, '#') else {
            return Ok(None);
        };
        let answer = self
            .0
            .maybe(format!("{}/{number}/consoleText", place(job)?))?;
        Ok(answer.map(|answer| tail(&answer.text())))
    }

    fn unseen(&self) -> Duration {
        Duration::from_secs(120)
    }
}

/// The path of a job.
fn place(job: &str) -> Result<String, Trouble> {
    let steps: Vec<_> = job.split('/').collect();
    if steps.iter().any(|step| step.is_empty()) {
        let why = format!(
            "`{job}` is no job of Jenkins; write its name with its folders, such as `shop/deploy`"
        );
        return Err(Trouble::Order(why));
    }
    Ok(steps
        .iter()
        .map(|step| format!("/job/{}", part(step)))
        .collect())
}

/// The number of the item that an address leads to. Its host may be another: Jenkins has an idea of its own of where it is.
fn item(location: &str) -> Option<u64> {
    let (_, rest) = location.rsplit_once("/queue/item/")?;
    rest.trim_end_matches('/').parse().ok()
}

fn queued(job: &str, item: u64, base: &str) -> Started {
    Started {
        id: format!("{job}@{item}"),
        url: Some(format!("{base}/queue/item/{item}/")),
    }
}

fn begun(job: &str, number: u64, url: Option<&str>) -> Started {
    Started {
        id: format!("{job}#{number}"),
        url: url.map(str::to_owned),
    }
}

/// The end of a text, from the beginning of a line on.
fn tail(text: &str) -> String {
    let mut from = text.len().saturating_sub(LOG);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let end = text.get(from..).unwrap_or_default();
    match (from, end.split_once('\n')) {
        (0, _) | (_, None) => end.to_owned(),
        (_, Some((_, lines))) => lines.to_owned(),
    }
}
