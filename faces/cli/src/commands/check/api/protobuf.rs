//! Contracts in Protocol Buffers.

mod folder;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use holdpoint_findings::{Finding, Source, Unreadable};
use holdpoint_protobuf::{Choice, Configuration, Contract, Input, compare};

use super::super::options::{source, unreadable};
use super::given::Given;
use crate::error::Failure;

/// What is asked of contracts in Protocol Buffers.
#[derive(Debug, Args)]
pub(super) struct Protobuf {
    /// Protobuf: who may not break; if nothing is said, what `buf.yaml` says, or else `file`.
    #[arg(long, value_enum)]
    category: Vec<Category>,
    /// Protobuf: another folder in which imported files are looked for.
    #[arg(long, value_name = "DIR")]
    import_path: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Category {
    /// Generated code, file by file: the strictest.
    File,
    /// Generated code, wherever in its package something is declared.
    Package,
    /// The encodings in bytes and in JSON.
    WireJson,
    /// The encoding in bytes.
    Wire,
    /// What a registry of schemas promises.
    Csr,
}

impl Category {
    fn own(self) -> holdpoint_protobuf::Category {
        match self {
            Self::File => holdpoint_protobuf::Category::File,
            Self::Package => holdpoint_protobuf::Category::Package,
            Self::WireJson => holdpoint_protobuf::Category::WireJson,
            Self::Wire => holdpoint_protobuf::Category::Wire,
            Self::Csr => holdpoint_protobuf::Category::Csr,
        }
    }
}

/// What a comparison says, with the texts that it is about.
pub(super) struct Compared {
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) findings: Vec<Finding>,
    pub(super) incomplete: bool,
}

impl Protobuf {
    pub(super) fn compare(&self, base: Given, revision: Given) -> Result<Compared, Failure> {
        let configured = configuration(&revision.path)?;
        let choice = match (configured, self.category.as_slice()) {
            (Some(configured), []) => configured.choice,
            (_, chosen) => {
                let chosen: Vec<_> = chosen.iter().map(|one| one.own()).collect();
                Choice::of(&chosen)
            }
        };
        // Two files are versions of one, whatever they are called.
        let name = revision.path.clone();
        let (base, revision) = (self.read(base, &name)?, self.read(revision, &name)?);
        let compared = compare(&base, &revision, &choice);
        let sources = base.sources().chain(revision.sources());
        Ok(Compared {
            sources: sources.map(Arc::clone).collect(),
            findings: compared.findings,
            incomplete: compared.incomplete,
        })
    }

    fn read(&self, given: Given, called: &Path) -> Result<Contract, Failure> {
        let name = given.name();
        let contract = match &given.bytes {
            None => {
                let inputs = folder::inputs(&given.path, configuration(&given.path)?)?;
                Contract::parse(inputs, &mut |path| self.imported(None, path))
            }
            Some(bytes) if !is_proto(&given.path) && holdpoint_protobuf::is_descriptors(bytes) => {
                Contract::decode(&name, bytes)
            }
            Some(_) => {
                let beside = given.path.parent().map(Path::to_owned);
                let own = called.file_name().or(given.path.file_name());
                let input = Input {
                    path: own.unwrap_or_default().to_string_lossy().into_owned(),
                    source: given.source()?,
                };
                Contract::parse(vec![input], &mut |path| {
                    self.imported(beside.as_deref(), path)
                })
            }
        };
        contract.map_err(|error| unreadable(&error))
    }

    /// A file that is imported: beside the one that was named, in a folder above it, or where it was said.
    fn imported(
        &self,
        beside: Option<&Path>,
        path: &str,
    ) -> Result<Option<Arc<Source>>, Unreadable> {
        let parts = Path::new(path).components();
        if { parts }.any(|part| !matches!(part, std::path::Component::Normal(_))) {
            return Ok(None);
        }
        let above = beside.into_iter().flat_map(Path::ancestors);
        let folders = above.chain(self.import_path.iter().map(PathBuf::as_path));
        for folder in folders {
            let path = folder.join(path);
            if let Ok(file) = std::fs::File::open(&path)
                && let Ok(read) = Source::from_reader(&path.display().to_string(), file)
            {
                return read.map(|source| Some(Arc::new(source)));
            }
        }
        Ok(None)
    }
}

fn is_proto(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "proto")
}

/// What the `buf.yaml` of a folder says, if there is one.
fn configuration(folder: &Path) -> Result<Option<Configuration>, Failure> {
    let path = folder.join("buf.yaml");
    if !path.is_file() {
        return Ok(None);
    }
    let read = Configuration::read(&source(&path)?);
    read.map(Some).map_err(|error| unreadable(&error))
}
