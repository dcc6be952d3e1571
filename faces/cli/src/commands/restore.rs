//! `holdpoint restore`.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use holdpoint_backup::{
    BackupError, Contradiction, KeyFile, Known, Manifest, Restored, Target, ask_witness, check,
    contradiction, restore,
};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_cosigners::HttpWitnesses;
use holdpoint_ports::LedgerReader;
use serde::Serialize;

use super::backup::watch;
use super::loss;
use super::{Outcome, Run};
use crate::data::{Elsewhere, LOSS, Staging, backup_failed};
use crate::error::Failure;
use crate::exit::Exit;
use crate::files;
use crate::output::{Human, Page};
use crate::session::Session;

/// Restore a backup into a new data directory.
///
/// Everything is verified against the signed checkpoint of the backup, and the backup against the newest checkpoint that is
/// known: that of the keys, those that are named, and what witnesses remember. One that lacks entries which were there is
/// refused. Whoever was erased stays erased, whatever older keys there are. Nothing is ever overwritten; what is given with
/// `--data` has its name only when all of it is there.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("opened-by").required(true))]
pub(crate) struct Restore {
    /// The directory of the backup.
    from: PathBuf,
    /// The file with the keys, the newest that there is.
    #[arg(long, value_name = "FILE", group = "opened-by")]
    keys: Option<PathBuf>,
    /// Restore without keys: nobody is known, nobody can sign in, and nothing is signed until the key is given.
    #[arg(long, group = "opened-by")]
    without_keys: bool,
    /// A checkpoint that the ledger issued: the backup has to extend it. `-` is standard input.
    #[arg(long = "known", value_name = "FILE")]
    known: Vec<PathBuf>,
    /// A witness, by its submission prefix: the backup has to extend what it has cosigned.
    #[arg(long = "witness", value_name = "URL")]
    witnesses: Vec<String>,
    /// Go on although entries that were there are lost, or although nobody can tell whether any are. The ledger says so from then
    /// on: who, when, from which size to which, and why.
    #[arg(long, requires = "reason")]
    accept_loss: bool,
    /// Why the loss is accepted.
    #[arg(long, value_name = "TEXT", requires = "accept_loss")]
    reason: Option<String>,
    /// Only check the backup, all of it.
    #[arg(long)]
    dry_run: bool,
}

impl Run for Restore {
    fn run(self, session: &Session) -> Outcome {
        let place = session.data();
        if !self.dry_run && Staging::taken(&place) {
            let message = format!("there is something in `{}` already", place.display());
            return Err(Failure::input("restore-exists", message)
                .help("name a directory that is not there yet with `--data`"));
        }
        let backup = self.backup()?;
        let lost = self.believe(&backup)?;
        let restored = match self.dry_run {
            true => self.rehearse(session, &backup)?,
            false => {
                let accepted = match &self.reason {
                    Some(_) => loss::kept(session, &backup, lost)?,
                    None => None,
                };
                self.restore(session, &backup, &place, accepted.as_deref())?
            }
        };
        let recorded = match &self.reason {
            Some(reason) if !self.dry_run => loss::record(session, &backup, lost, reason)?,
            _ => loss::Recorded::NotNeeded,
        };
        session.show(&Shown {
            place: place.display().to_string(),
            dry_run: self.dry_run,
            entries: backup.manifest.size,
            blobs: restored.blobs,
            missing: backup.manifest.missing.len(),
            people: restored.people,
            erased: restored.erased,
            keyless: restored.keyless,
            lost,
            recorded,
            signs: backup.keys.is_some_and(|keys| keys.signing.is_some()),
        })
    }
}

/// A backup that was found.
pub(super) struct Found {
    pub(super) manifest: Manifest,
    ledger: Box<dyn LedgerReader>,
    blobs: DirectoryBlobs,
    pub(super) keys: Option<KeyFile>,
}

impl Restore {
    fn backup(&self) -> Result<Found, Failure> {
        let wrong = |error: BackupError| backup_failed(&error);
        let missing = || wrong(BackupError::Missing(self.from.display().to_string()));
        let manifest = Manifest::read(&self.from).map_err(wrong)?;
        let manifest = manifest.ok_or_else(missing)?;
        let ledger = holdpoint_sqlite::look(&self.from)
            .map_err(|error| wrong(BackupError::Damaged(error.to_string())))?;
        let keys = match &self.keys {
            None => None,
            Some(path) => {
                let keys = KeyFile::read(path).map_err(wrong)?;
                let keys = keys.ok_or_else(|| {
                    Failure::input(
                        "backup-keys",
                        format!("there are no keys in `{}`", path.display()),
                    )
                })?;
                if keys.log != manifest.log {
                    let (found, expected) = (keys.log, manifest.log);
                    return Err(wrong(BackupError::OtherKeys { found, expected }));
                }
                Some(keys)
            }
        };
        Ok(Found {
            ledger: ledger.ok_or_else(missing)?,
            blobs: DirectoryBlobs::look(self.from.join("blobs")),
            keys,
            manifest,
        })
    }

    /// Compares the backup with what is known; gives how many entries are lost, if that was accepted.
    fn believe(&self, backup: &Found) -> Result<Option<u64>, Failure> {
        let mut known = Vec::new();
        if let Some(keys) = &backup.keys {
            known.push(Known {
                from: "the file of keys".to_owned(),
                note: keys.checkpoint.clone().into_bytes(),
            });
        }
        for path in &self.known {
            known.push(Known {
                from: format!("`{}`", path.display()),
                note: files::read(path)?,
            });
        }
        if known.is_empty() && self.witnesses.is_empty() && !self.accept_loss {
            let message = "nothing tells whether this backup is the newest state";
            return Err(Failure::input("restore-unproven", message).help(
                "name a checkpoint that is known with `--known`, a witness with `--witness`, or say `--accept-loss`",
            ));
        }
        let found = contradiction(&backup.manifest, &*backup.ledger, &known);
        let mut found: Vec<_> = found
            .map_err(|error| backup_failed(&error))?
            .into_iter()
            .collect();
        found.extend(self.ask(backup)?);
        self.weigh(&found)
    }

    fn ask(&self, backup: &Found) -> Result<Vec<Contradiction>, Failure> {
        if self.witnesses.is_empty() {
            return Ok(Vec::new());
        }
        let client = HttpWitnesses::open().map_err(|why| Failure::failed("network", why))?;
        let asked = self.witnesses.iter().map(|prefix| {
            let asked = ask_witness(&client, prefix, &backup.manifest, &*backup.ledger);
            asked.map_err(|error| backup_failed(&error))
        });
        let asked: Result<Vec<_>, Failure> = asked.collect();
        Ok(asked?.into_iter().flatten().collect())
    }

    fn weigh(&self, found: &[Contradiction]) -> Result<Option<u64>, Failure> {
        let mut lost = None;
        for contradiction in found {
            match contradiction {
                Contradiction::Other { from, size } => {
                    let message = format!("the backup is of another history than {from} knows");
                    return Err(Failure::new(Exit::NoGo, "restore-other", message).help(format!(
                        "the first {size} entries differ: it was changed, or it is of another ledger"
                    )));
                }
                Contradiction::Behind { from, known, size } => {
                    if !self.accept_loss {
                        let message =
                            format!("{from} knows {known} entries, the backup has {size} only");
                        return Err(Failure::new(Exit::NoGo, "restore-rollback", message).help(
                            "look for a newer backup; `--accept-loss` goes on without the entries that are missing",
                        ));
                    }
                    lost = lost.max(Some(known.saturating_sub(*size)));
                }
            }
        }
        Ok(lost)
    }

    fn rehearse(&self, session: &Session, backup: &Found) -> Result<Restored, Failure> {
        let contents = check(
            &self.from,
            &backup.manifest,
            &*backup.ledger,
            &backup.blobs,
            &watch(session),
        );
        let contents = contents.map_err(|error| backup_failed(&error))?;
        Ok(contents.back(&backup.manifest, backup.keys.as_ref()).1)
    }

    fn restore(
        &self,
        session: &Session,
        backup: &Found,
        place: &Path,
        accepted: Option<&[u8]>,
    ) -> Result<Restored, Failure> {
        let staging = Staging::begin(place)?;
        if let Some(keys) = &backup.keys {
            staging.keys(keys, &backup.manifest)?;
        }
        let mut stores = staging.open(&Elsewhere::of(&session.global)?)?;
        let restored = restore(
            &self.from,
            &backup.manifest,
            (&*backup.ledger, &backup.blobs),
            backup.keys.as_ref(),
            Target {
                ledger: &mut *stores.ledger,
                blobs: &*stores.blobs,
                vault: &*stores.vault,
            },
            &watch(session),
        );
        let restored = restored.map_err(|error| backup_failed(&error))?;
        drop(stores);
        for (name, content) in &restored.files {
            staging.write(name, content)?;
        }
        staging.write(
            "ledger.vkey",
            format!("{}\n", backup.manifest.log).as_bytes(),
        )?;
        if let Some(accepted) = accepted {
            staging.write(LOSS, accepted)?;
        }
        staging.finish()?;
        Ok(restored)
    }
}

/// What was restored, or would be.
#[derive(Debug, Serialize)]
struct Shown {
    place: String,
    dry_run: bool,
    entries: u64,
    blobs: u64,
    /// Blobs that were missing already when the backup was made.
    missing: usize,
    people: usize,
    /// People who stay erased, by id.
    erased: Vec<String>,
    /// People whose keys are in no backup, by id.
    keyless: Vec<String>,
    /// Entries that are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<u64>,
    /// Whether the ledger says that they are, and who accepted it.
    recorded: loss::Recorded,
    #[serde(skip)]
    signs: bool,
}

impl Shown {
    fn warnings(&self, page: &mut Page) {
        if !self.keyless.is_empty() {
            let count = self.keyless.len();
            page.line(format!(
                "{count} people have no key: they are known no more"
            ));
        }
        if self.missing > 0 {
            let missing = self.missing;
            page.line(format!(
                "{missing} blobs were missing already when it was made"
            ));
        }
        if let Some(lost) = self.lost {
            page.line(format!(
                "LOST: {lost} entries that were there; witnesses will not cosign what goes on from here"
            ));
        }
        if let Some(said) = self.recorded.said() {
            page.line(said);
        }
    }
}

impl Human for Shown {
    fn human(&self, page: &mut Page) {
        match self.dry_run {
            true => page.line("the backup is whole"),
            false => page.line(format!("restored to {}", self.place)),
        }
        page.field("entries", self.entries);
        page.field("content", format!("{} blobs", self.blobs));
        page.field("people", self.people);
        if !self.erased.is_empty() {
            page.field("erased", format!("{} stay erased", self.erased.len()));
        }
        self.warnings(page);
        if !self.signs {
            page.line(
                "the key that signs the ledger is not in the backup: name it with `--key-file`",
            );
        }
    }
}
