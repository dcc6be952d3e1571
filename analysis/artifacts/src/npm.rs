//! npm packages: `package/package.json`.

use crate::artifact::Identity;
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    name: Option<String>,
    version: Option<String>,
}

/// npm's own packages have everything in `package/`; others name the folder as they like.
pub(crate) fn is_manifest(path: &str) -> bool {
    let mut segments = path.split('/');
    (segments.next().is_some(), segments.next(), segments.next())
        == (true, Some("package.json"), None)
}

pub(crate) fn identity(text: &str) -> Result<Identity, String> {
    let manifest: Manifest =
        serde_json::from_str(text).map_err(|error| format!("its package.json: {error}"))?;
    let name = manifest.name.ok_or("its package.json names no package")?;
    let (scope, name) = match name.split_once('/') {
        Some((scope, name)) => (Some(scope), name),
        None => (None, name.as_str()),
    };
    Ok(Identity::new(
        scope,
        Some(name),
        manifest.version.as_deref(),
    ))
}
