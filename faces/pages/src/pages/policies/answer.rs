//! Whether somebody may do something, and what says so.

use holdpoint_service::queries::{AskPolicy, PolicyAnswer, PolicyLine};
use holdpoint_service::{At, ServiceError};

use super::words::PolicyWords;
use crate::desk::Desk;
use crate::when::When;

/// The answer to what was asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) allowed: bool,
    pub(super) sentence: String,
    pub(super) on: String,
    pub(super) when: When,
    pub(super) roles: &'static str,
    pub(super) policies: String,
    pub(super) because: Vec<PolicyLine>,
}

/// The answer, if something was asked.
pub(super) fn answer(desk: &Desk<'_>, t: PolicyWords) -> Result<Option<Answer>, ServiceError> {
    let query = &desk.visit.query;
    let typed = |name: &str| query.get(name).map(str::to_owned);
    let Some(action) = typed("action") else {
        return Ok(None);
    };
    let environment = query.get("environment").map(|text| {
        let named = text.parse();
        named.map_err(|error: holdpoint_domain::NameError| malformed(&error))
    });
    let when = query.get("when").map(|text| {
        let time = desk.reading.of_field(text).or_else(|| match text.parse() {
            Ok(At::Time(time)) => Some(time),
            _ => None,
        });
        time.ok_or_else(|| ServiceError::At(text.to_owned()))
    });
    let answer = desk.ask(&AskPolicy {
        person: typed("person"),
        action,
        on: typed("on"),
        environment: environment.transpose()?,
        when: when.transpose()?,
        signed: query.get("signed").is_some(),
        waives: None,
    })?;
    Ok(Some(said(desk, t, answer)))
}

fn malformed(error: &dyn std::fmt::Display) -> ServiceError {
    ServiceError::Malformed(error.to_string())
}

fn said(desk: &Desk<'_>, t: PolicyWords, answer: PolicyAnswer) -> Answer {
    let who = desk.called(&answer.person);
    let policies = match (answer.problem, answer.policies) {
        (Some(problem), _) => problem,
        (None, None) => t.there_are_none().to_owned(),
        (None, Some(true)) => t.permit().to_owned(),
        (None, Some(false)) if answer.because.is_empty() => t.none_permits().to_owned(),
        (None, Some(false)) => t.forbid().to_owned(),
    };
    Answer {
        allowed: answer.allowed,
        sentence: match answer.allowed {
            true => t.may(who, answer.action),
            false => t.may_not(who, answer.action),
        },
        on: answer.on,
        when: desk.when(answer.when),
        roles: match answer.roles {
            true => t.permit(),
            false => t.do_not_permit(),
        },
        policies,
        because: answer.because,
    }
}
