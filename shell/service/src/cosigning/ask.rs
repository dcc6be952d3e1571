//! Asking one witness about one checkpoint.

use holdpoint_engine::{Engine, Published};
use holdpoint_ledger::note::{Note, Signature};
use holdpoint_ledger::policy::PolicyWitness;
use holdpoint_ledger::witness::Submission;
use holdpoint_ports::{WitnessAnswer, WitnessClient};

/// How often a witness may say that it has cosigned another size: others may be asking it, too.
const TRIES: usize = 3;

/// Why there is no cosignature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// The size that the witness said it has cosigned, if it did.
    pub(super) size: Option<u64>,
    pub(super) problem: String,
}

impl Trouble {
    fn new(problem: impl ToString) -> Self {
        Self {
            size: None,
            problem: problem.to_string(),
        }
    }
}

/// The witness's cosignature of the head; `believed` is the size that it has cosigned, as far as is known.
pub(super) fn ask(
    client: &dyn WitnessClient,
    engine: &Engine,
    head: &Published,
    witness: &PolicyWitness,
    believed: Option<u64>,
) -> Result<Signature, Trouble> {
    let mut old = believed.unwrap_or_default().min(head.size());
    for _ in 0..TRIES {
        let answer = submit(client, engine, head, witness, old)?;
        match (answer.status, cosigned_size(&answer.body)) {
            (200, _) => return cosignature(head, witness, &answer.body),
            (409, Some(size)) if size > head.size() => return Err(ahead(size, head.size())),
            (409, Some(size)) if size != old => old = size,
            _ => return Err(Trouble::new(refused(&answer))),
        }
    }
    Err(Trouble::new("it named another size again and again"))
}

fn submit(
    client: &dyn WitnessClient,
    engine: &Engine,
    head: &Published,
    witness: &PolicyWitness,
    old: u64,
) -> Result<WitnessAnswer, Trouble> {
    let submission = Submission {
        old,
        proof: engine.consistency(head, old).map_err(Trouble::new)?,
        checkpoint: head.checkpoint().to_vec(),
    };
    let prefix = witness.url.as_deref().unwrap_or_default();
    let answer = client.add_checkpoint(prefix, &submission.to_bytes());
    answer.map_err(Trouble::new)
}

/// A witness remembers entries that are not here: the gravest thing that it can say.
fn ahead(size: u64, here: u64) -> Trouble {
    Trouble {
        size: Some(size),
        problem: format!(
            "it has cosigned size {size}, and there are {here} entries here: entries are gone"
        ),
    }
}

fn cosigned_size(body: &[u8]) -> Option<u64> {
    str::from_utf8(body).ok()?.strip_suffix('\n')?.parse().ok()
}

/// What it said, on one line and no longer than needed.
fn refused(answer: &WitnessAnswer) -> String {
    let said = String::from_utf8_lossy(&answer.body);
    let said = said.lines().next().unwrap_or_default();
    let said: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
    format!("it answered {}: {said}", answer.status)
}

/// The signature of the witness's key in what it answered; others are passed over.
fn cosignature(
    head: &Published,
    witness: &PolicyWitness,
    lines: &[u8],
) -> Result<Signature, Trouble> {
    let note = Note::parse(&[head.checkpoint(), lines].concat())
        .map_err(|error| Trouble::new(format!("its answer is malformed: {error}")))?;
    let key = &witness.key;
    let mut signatures = note.signatures().iter();
    let found = signatures.find(|one| one.is_of(key));
    let found = found.ok_or_else(|| Trouble::new("its answer has no signature of its key"))?;
    let verifier = key.verifier().map_err(Trouble::new)?;
    match verifier.verify(note.unverified_text(), &found.bytes) {
        true => Ok(found.clone()),
        false => Err(Trouble::new("its cosignature is wrong")),
    }
}
