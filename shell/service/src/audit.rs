//! Proving the ledger to others.

use std::io::Write;

use holdpoint_domain::access::{Permission, RecordExport};
use holdpoint_domain::{Actor, Kind};
use holdpoint_engine::audit::{
    self, ExportError, ExportOptions, Manifest, Progress, ReplayReport, TarSink, Trust,
    VerifyReport,
};

use crate::{Service, ServiceError};

impl Service {
    /// Checks every entry, the tree, every blob that an entry names, and that the ledger extends what is known of it.
    ///
    /// # Errors
    /// When the actor may not read, or the ledger cannot be read.
    pub fn audit_verify(
        &self,
        actor: &Actor,
        trust: &Trust,
        progress: &Progress<'_>,
    ) -> Result<VerifyReport, ServiceError> {
        self.may(actor, Permission::Read)?;
        Ok(audit::verify(self.engine(), trust, progress)?)
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

    /// Begins an export and records it, so that the bundle has the entry that says so. Whatever may be refused is
    /// refused here, before the first byte of a bundle is on its way.
    ///
    /// # Errors
    /// When the actor may not export, or there is no such release.
    pub fn begin_export(
        &self,
        actor: &Actor,
        release: Option<&str>,
    ) -> Result<Export, ServiceError> {
        self.may(actor, Permission::Export)?;
        let name = release.map(str::parse).transpose();
        let wrong = |error: holdpoint_domain::NameError| ServiceError::Malformed(error.to_string());
        let command = RecordExport {
            release: name.map_err(wrong)?,
        };
        let kind = format!("exported {actor} {}", release.unwrap_or_default());
        self.note(actor, kind, command)?;
        let release = release.map(|name| holdpoint_domain::Key::new(Kind::Release, name));
        Ok(Export(ExportOptions { release }))
    }

    /// Writes what was begun: a bundle that verifies offline, as a tar archive.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub fn write_export<W: Write>(
        &self,
        Export(options): &Export,
        to: W,
        progress: &Progress<'_>,
    ) -> Result<Manifest, ServiceError> {
        let mut sink = TarSink::new(to);
        let manifest = audit::export(self.engine(), &mut sink, options, progress);
        let manifest = manifest.map_err(failed)?;
        let broken = |error: std::io::Error| ServiceError::Internal(error.to_string());
        let mut to = sink.finish().map_err(broken)?;
        to.flush().map_err(broken)?;
        Ok(manifest)
    }
}

/// An export that was begun: permitted, and recorded.
#[derive(Debug)]
pub struct Export(ExportOptions);

fn failed(error: ExportError) -> ServiceError {
    match error {
        ExportError::Empty => ServiceError::Malformed("the ledger is empty".to_owned()),
        error => ServiceError::Internal(error.to_string()),
    }
}
