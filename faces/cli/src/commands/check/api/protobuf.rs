//! Contracts in Protocol Buffers.

mod folder;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use holdpoint_findings::{Source, Unreadable};
use holdpoint_protobuf::{Choice, Contract, Input, compare};

use super::super::options::unreadable;
use super::super::place::Place;
use super::compare::Compared;
use super::given::Given;
use crate::error::Failure;
use folder::Roots;

/// Files by their names, with the folder from which imports start.
type Files = BTreeMap<String, String>;

/// What is asked of contracts in Protocol Buffers.
#[derive(Debug, Default, Args)]
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

impl Protobuf {
    pub(super) fn compare(
        &self,
        base: Given,
        revision: Given,
        at: &dyn Fn(&str),
    ) -> Result<Compared, Failure> {
        // Two files are versions of one, whatever they are called.
        let name = revision.place.clone();
        at(&format!("reading `{}`", base.name()));
        let (base, before) = self.read(base, &name)?;
        at(&format!("reading `{}`", revision.name()));
        let roots = Roots::of(&revision.place)?;
        let (revision, after) = self.read(revision, &name)?;
        let choice = self.choice(roots, before.into_iter().chain(after));
        at("comparing");
        let compared = compare(&base, &revision, &choice);
        let texts = |contract: &Contract| contract.sources().cloned().collect();
        let found = (compared.findings, compared.incomplete);
        Ok(Compared::new(texts(&base), texts(&revision), found))
    }

    /// What is asked: what was said here, or else what the new version says of each of its modules.
    fn choice(&self, roots: Roots, files: impl Iterator<Item = (String, String)>) -> Choice {
        if !self.category.is_empty() {
            let chosen: Vec<_> = self.category.iter().map(|one| one.own()).collect();
            return Choice::of(&chosen);
        }
        let mut choice = roots.choice.unwrap_or_else(|| Choice::of(&[]));
        let files: BTreeMap<String, String> = files.collect();
        for root in roots.all {
            if let Some(part) = root.choice {
                let own = files.iter().filter(|(_, name)| **name == root.name);
                choice.add_part(part, own.map(|(file, _)| file.clone()));
            }
        }
        choice
    }

    /// A contract, and for each of its files by its name from where imports start that is.
    pub(super) fn read(&self, given: Given, called: &Place) -> Result<(Contract, Files), Failure> {
        let name = given.name();
        let mut files = Files::new();
        let contract = match &given.bytes {
            None => {
                let roots = Roots::of(&given.place)?;
                let inputs = roots.inputs(&given.place)?;
                let named =
                    |(root, input): &(&str, Input)| (input.path.clone(), (*root).to_owned());
                files.extend(inputs.iter().map(named));
                let inputs = inputs.into_iter().map(|(_, input)| input).collect();
                Contract::parse(inputs, &mut |path| self.imported(None, path))
            }
            Some(bytes)
                if !given.place.has_extension("proto")
                    && holdpoint_protobuf::is_descriptors(bytes) =>
            {
                Contract::decode(&name, bytes)
            }
            Some(_) => {
                let beside = given.place.parent();
                let own = { called.path().file_name() }.or(given.place.path().file_name());
                let input = Input {
                    path: own.unwrap_or_default().to_string_lossy().into_owned(),
                    source: given.source()?,
                };
                Contract::parse(vec![input], &mut |path| {
                    self.imported(beside.as_ref(), path)
                })
            }
        };
        let contract = contract.map_err(|error| unreadable(&error))?;
        Ok((contract, files))
    }

    /// A file that is imported: beside the one that was named, in a folder above it, or where it was said.
    fn imported(
        &self,
        beside: Option<&Place>,
        path: &str,
    ) -> Result<Option<Arc<Source>>, Unreadable> {
        let parts = std::path::Path::new(path).components();
        if { parts }.any(|part| !matches!(part, std::path::Component::Normal(_))) {
            return Ok(None);
        }
        let above = std::iter::successors(beside.cloned(), Place::parent);
        let folders = above.chain(self.import_path.iter().cloned().map(Place::Disk));
        for folder in folders {
            if let Some(source) = folder.join(path).source_if_there()? {
                return Ok(Some(source));
            }
        }
        Ok(None)
    }
}
