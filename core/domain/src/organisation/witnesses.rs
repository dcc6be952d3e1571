//! Who cosigns the ledger's checkpoints, and how many of them are enough.

use holdpoint_ledger::cosignature::CosignatureVerifier;
use holdpoint_ledger::note::{VerifierKey, check_name};
use holdpoint_ledger::policy::{PolicyLog, PolicyWitness, TrustPolicy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Witnesses that the organisation believes. A checkpoint is witnessed when enough of them have cosigned it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Witnesses {
    /// How many of them are enough.
    pub quorum: u32,
    /// Who they are.
    pub of: Vec<Witness>,
}

/// Somebody who cosigns checkpoints that extend what they have cosigned before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// What the organisation calls it.
    pub name: String,
    /// Its verifier key (C2SP signed-note), of the cosignature type.
    pub key: String,
    /// Where checkpoints are submitted: its submission prefix (C2SP tlog-witness).
    pub url: String,
}

/// What is wrong with witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessMistake {
    /// With one, by its name.
    One(String, String),
    /// With all of them together.
    Together(String),
}

/// How many witnesses there can be: a note has at most a hundred signatures.
const MOST: usize = 32;

impl Witnesses {
    /// The trust policy that they make up, for a log with this key.
    ///
    /// # Errors
    /// What is wrong with them, each with the name of the witness if it is about one.
    pub fn policy(&self, log: Option<VerifierKey>) -> Result<TrustPolicy, Vec<WitnessMistake>> {
        let (found, wrong): (Vec<_>, Vec<_>) =
            self.of.iter().map(Witness::parsed).partition(Result::is_ok);
        let mut wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).collect();
        let count = self.of.len();
        if count > MOST {
            wrong.push(WitnessMistake::Together(format!(
                "there are {count} of them, at most {MOST} can be"
            )));
        }
        let quorum = self.quorum as usize;
        if !(1..=count).contains(&quorum) {
            wrong.push(WitnessMistake::Together(format!(
                "a quorum of {quorum} cannot be reached by {count}"
            )));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let logs = log.into_iter().map(|key| PolicyLog { key, url: None });
        let policy = TrustPolicy::of(
            self.quorum,
            logs.collect(),
            found.into_iter().flatten().collect(),
        );
        // Each has a line of its own, in order, behind those of logs; the group comes last.
        policy.map_err(|mistakes| {
            let said = mistakes.into_iter().map(|mistake| mistake.message);
            said.map(WitnessMistake::Together).collect()
        })
    }
}

impl Witness {
    fn parsed(&self) -> Result<PolicyWitness, WitnessMistake> {
        let name = &self.name;
        let wrong = |why: String| WitnessMistake::One(name.clone(), why);
        check_name(name).map_err(|error| wrong(error.to_string()))?;
        let key: VerifierKey = self
            .key
            .parse()
            .map_err(|error| wrong(format!("{error}")))?;
        CosignatureVerifier::new(&key)
            .map_err(|_| wrong("its key is not of the cosignature type, 0x04".to_owned()))?;
        let url = &self.url;
        let sound = ["https://", "http://"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
            && url.len() <= 2_000
            && !url
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || c == '@');
        if !sound {
            return Err(wrong(format!(
                "`{url}` is no address such as `https://witness.example.org`, without credentials"
            )));
        }
        Ok(PolicyWitness {
            name: self.name.clone(),
            key,
            url: Some(url.clone()),
        })
    }
}
