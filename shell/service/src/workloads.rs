//! Workloads: programs that bear a token of their issuer, and none of ours.
//!
//! The token is looked at anew with each request, and kept nowhere. That a run was let in is written once, before
//! anything that it does.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use holdpoint_domain::access::Method;
use holdpoint_domain::workload::{AdmitWorkload, Issuer, Rule, RunId, Workload, Workloads};
use holdpoint_domain::{Actor, Digest, Time};
use holdpoint_engine::Request;
use holdpoint_tokens::{Claims, Expected, KeySet, Token, TokenMistake, Verified};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{At, Service, ServiceError};

/// By how many seconds clocks may differ.
const SKEW: i64 = 60;
/// For how many seconds a token may count: a day.
const LONGEST: i64 = 24 * 3_600;
/// How many runs are remembered.
const ROOM: usize = 20_000;
/// How much of a text is written.
const SHOWN: usize = 500;

/// What issuers call a run of theirs, the first of which counts: GitHub Actions, GitLab and Buildkite, CircleCI, and
/// everybody who names tokens.
const RUNS: &[&str] = &[
    "run_id",
    "job_id",
    "pipeline_id",
    "oidc.circleci.com/job-id",
    "build_number",
    "jti",
];

/// What is remembered from one request of a workload to the next.
#[derive(Default)]
pub(crate) struct Runs {
    /// Runs that are known to be written, with the moment when their tokens end.
    written: Mutex<HashMap<RunId, i64>>,
    /// Keys that stand in the settings, as they were read, by their text.
    keys: Mutex<HashMap<String, Arc<KeySet>>>,
}

/// How many sets of keys are remembered: settings have a few.
const SETS: usize = 64;

impl Runs {
    fn knows(&self, run: &RunId) -> bool {
        let all = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        all.contains_key(run)
    }

    /// Keys as the settings have them, read once.
    fn keys(&self, text: &str) -> Result<Arc<KeySet>, String> {
        let kept = || self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept().get(text) {
            return Ok(Arc::clone(found));
        }
        let read = KeySet::read(text.as_bytes()).map_err(|why| why.to_string())?;
        let read = Arc::new(read);
        let mut kept = kept();
        if kept.len() >= SETS {
            kept.clear();
        }
        kept.insert(text.to_owned(), Arc::clone(&read));
        Ok(read)
    }

    fn learn(&self, run: RunId, until: i64, now: i64) {
        let mut all = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ROOM {
            all.retain(|_, until| *until > now);
        }
        // Whoever is forgotten is written once more.
        if all.len() >= ROOM {
            all.clear();
        }
        all.insert(run, until);
    }
}

impl Service {
    /// Which workload bears the token.
    ///
    /// # Errors
    /// [`ServiceError::Stranger`] when it lets nobody in, and when a store fails.
    pub fn admit_workload(&self, token: &str) -> Result<Actor, ServiceError> {
        let view = self.engine().view(At::Now)?;
        let nobody = Workloads {
            issuers: Vec::new(),
            allow: Vec::new(),
        };
        // Settings may be large: no more of them is copied than the rule that lets it in.
        let found = view.ask(|state| {
            let organisation = state.organisation.as_ref();
            let all = organisation.and_then(|found| found.settings.workloads.as_deref());
            let found = self.workload(all.unwrap_or(&nobody), token);
            Ok(found.map(|(rule, verified)| (rule.clone(), verified)))
        })?;
        match found {
            Ok((rule, verified)) => self.admitted(&rule, &verified.claims),
            Err(why) => {
                self.note_refused(Method::Workload, None);
                Err(ServiceError::Stranger(why))
            }
        }
    }

    /// What lets the token in, or why nothing does.
    fn workload<'a>(
        &self,
        all: &'a Workloads,
        token: &str,
    ) -> Result<(&'a Rule, Verified), String> {
        let token = Token::read(token).map_err(said)?;
        let alleged = token.alleged_issuer().unwrap_or_default();
        let issuer = all.issuer_at(alleged).ok_or_else(|| {
            let alleged: String = alleged.chars().take(200).collect();
            format!("tokens of `{alleged}` let nobody in here")
        })?;
        let verified = self.verified(issuer, &token)?;
        let expected = Expected {
            issuer: &issuer.url,
            audience: &issuer.audience,
            now: self.now_ms().div_euclid(1_000),
            skew: SKEW,
            longest: Some(LONGEST),
        };
        verified.check(&expected).map_err(said)?;
        verified.claims.subject().map_err(said)?;
        let rule = fitting(all, issuer, &verified.claims)?;
        Ok((rule, verified))
    }

    /// By the keys of the configuration, or by those that the issuer has.
    fn verified(&self, issuer: &Issuer, token: &Token<'_>) -> Result<Verified, String> {
        let silent = |why: String| format!("`{}` has no keys to be had: {why}", issuer.url);
        if let Some(text) = &issuer.keys {
            let keys = self.runs().keys(text).map_err(silent)?;
            return token.verify(&keys).map_err(said);
        }
        let known = |newer| self.providers().known(&issuer.url, self.now_ms(), newer);
        match token.verify(&known(false).map_err(silent)?.keys) {
            Err(why) if why.may_be_a_new_key() => {
                let newer = known(true).map_err(silent)?;
                token.verify(&newer.keys).map_err(said)
            }
            verified => verified.map_err(said),
        }
    }

    /// The run as it acts, after it was written that it was let in.
    fn admitted(&self, rule: &Rule, claims: &Claims) -> Result<Actor, ServiceError> {
        let wrong = |why: TokenMistake| ServiceError::Internal(why.to_string());
        let subject = claims.subject().map_err(wrong)?;
        let until = claims.moment("exp").map_err(wrong)?.unwrap_or_default();
        let until = until.saturating_mul(1_000);
        let called = called(claims);
        let run = run(
            claims.text("iss").unwrap_or_default(),
            subject,
            &called,
            rule,
        );
        let actor = Actor::Workload(Workload {
            name: rule.name.clone(),
            run: run.clone(),
        });
        if self.runs().knows(&run) {
            return Ok(actor);
        }
        let open = AdmitWorkload {
            workload: rule.name.clone(),
            run: run.clone(),
            subject: shortened(subject),
            called: Some(called),
            claims: looked_at(rule, claims),
            until: Time::from_millis(until),
        };
        self.write_admission(open)?;
        self.runs().learn(run, until, self.now_ms());
        Ok(actor)
    }

    /// What a token says may name a person: then it is written as a digest, and no more of it.
    fn write_admission(&self, open: AdmitWorkload) -> Result<(), ServiceError> {
        let hidden = AdmitWorkload {
            subject: Digest::of(open.subject.as_bytes()).to_string(),
            claims: BTreeMap::new(),
            called: None,
            ..open.clone()
        };
        let submit = |command| self.engine().submit(Request::new(Actor::System, command));
        let answer = submit(open)?.done();
        match answer {
            Err(refusal) if refusal.code == "personal-data-in-entry" => {
                submit(hidden)?.done().map(drop)?
            }
            answer => answer.map(drop)?,
        }
        Ok(())
    }
}

/// The first rule of the issuer that the token fits.
fn fitting<'a>(all: &'a Workloads, issuer: &Issuer, claims: &Claims) -> Result<&'a Rule, String> {
    let mut missed = Vec::new();
    for rule in all.allow.iter().filter(|rule| rule.issuer == issuer.name) {
        match rule.missed(|claim| texts(claims, claim)) {
            None => return Ok(rule),
            Some(claim) => missed.push(format!("`{}` by `{claim}`", rule.name)),
        }
    }
    missed.truncate(10);
    Err(match missed.as_slice() {
        [] => format!("no workload of `{}` is let in", issuer.name),
        missed => format!(
            "the token is of `{}`, and of no workload that is let in: it is not {}",
            issuer.name,
            missed.join(", nor ")
        ),
    })
}

/// A claim as texts: its own, those of its list, or how a number or a truth is written.
fn texts(claims: &Claims, name: &str) -> Vec<String> {
    match claims.get(name) {
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Bool(truth)) => vec![truth.to_string()],
        _ => claims.texts(name).into_iter().map(str::to_owned).collect(),
    }
}

/// What the issuer calls the run.
fn called(claims: &Claims) -> String {
    let mut found = RUNS.iter().filter_map(|name| {
        let text = texts(claims, name).into_iter().next()?;
        Some((*name, text))
    });
    match found.next() {
        Some(("run_id", run)) => match texts(claims, "run_attempt").first() {
            Some(attempt) if attempt != "1" => shortened(&format!("{run} attempt {attempt}")),
            _ => shortened(&run),
        },
        Some((_, run)) => shortened(&run),
        // A token without a name is a run of its own.
        None => texts(claims, "iat").concat(),
    }
}

/// Who ran, and in which run, as an id.
fn run(issuer: &str, subject: &str, called: &str, rule: &Rule) -> RunId {
    let mut hash = Sha256::new();
    for part in [issuer, subject, called, rule.name.as_str()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let bits = digest.iter().take(16);
    RunId::from_bits(bits.fold(0, |bits, byte| (bits << 8) | u128::from(*byte)))
}

/// The claims that the rule is about, as far as they are texts.
fn looked_at(rule: &Rule, claims: &Claims) -> BTreeMap<String, String> {
    let said = |name: &String| {
        let text = texts(claims, name).into_iter().next()?;
        Some((name.clone(), shortened(&text)))
    };
    rule.claims.keys().filter_map(said).collect()
}

fn said(why: TokenMistake) -> String {
    why.to_string()
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}
