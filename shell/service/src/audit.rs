//! Proving the ledger to others.

use std::io::Write;

use holdpoint_domain::access::{Permission, RecordExport};
use holdpoint_domain::{Actor, Kind};
use holdpoint_engine::audit::{
    self, ExportError, ExportOptions, Manifest, Progress, ReplayReport, TarSink, VerifyReport,
};

use crate::{Service, ServiceError};

impl Service {
    /// Checks every entry, the tree, and every blob that an entry names.
    ///
    /// # Errors
    /// When the actor may not read, or the ledger cannot be read.
    pub fn audit_verify(
        &self,
        actor: &Actor,
        progress: &Progress<'_>,
    ) -> Result<VerifyReport, ServiceError> {
        self.may(actor, Permission::Read)?;
        Ok(audit::verify(self.engine(), progress)?)
    }

    /// Judges every verdict of the ledger again.
    ///
    /// # Errors
    /// When the actor may not read, or the ledger cannot be read.
    pub fn audit_replay(
        &self,
        actor: &Actor,
        progress: &Progress<'_>,
    ) -> Result<ReplayReport, ServiceError> {
        self.may(actor, Permission::Read)?;
        Ok(audit::replay(self.engine(), progress)?)
    }

    /// Records that somebody exports, before they do: the bundle has the entry that says so.
    fn note_export(&self, actor: &Actor, release: Option<&str>) -> Result<(), ServiceError> {
        self.may(actor, Permission::Export)?;
        let name = release.map(str::parse).transpose();
        let wrong = |error: holdpoint_domain::NameError| ServiceError::Malformed(error.to_string());
        let command = RecordExport {
            release: name.map_err(wrong)?,
        };
        let kind = format!("exported {actor} {}", release.unwrap_or_default());
        self.note(actor, kind, command)
    }

    /// Writes a bundle that verifies offline, as a tar archive.
    ///
    /// # Errors
    /// When the actor may not export, the ledger is empty, or something cannot be read or written.
    pub fn audit_export<W: Write>(
        &self,
        actor: &Actor,
        release: Option<&str>,
        to: W,
        progress: &Progress<'_>,
    ) -> Result<Manifest, ServiceError> {
        self.note_export(actor, release)?;
        let mut sink = TarSink::new(to);
        let release = release.map(|name| holdpoint_domain::Key::new(Kind::Release, name));
        let options = ExportOptions { release };
        let manifest = audit::export(self.engine(), &mut sink, &options, progress);
        let manifest = manifest.map_err(failed)?;
        let mut to = sink
            .finish()
            .map_err(|error| ServiceError::Internal(error.to_string()))?;
        to.flush()
            .map_err(|error| ServiceError::Internal(error.to_string()))?;
        Ok(manifest)
    }
}

fn failed(error: ExportError) -> ServiceError {
    match error {
        ExportError::Empty => ServiceError::Malformed("the ledger is empty".to_owned()),
        error => ServiceError::Internal(error.to_string()),
    }
}
