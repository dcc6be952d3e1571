//! Python packages: the metadata of a wheel or a source distribution.

use crate::archive::header;
use crate::artifact::Identity;

/// `app-1.0.dist-info/METADATA`
pub(crate) fn is_wheel_metadata(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(folder, file)| folder.ends_with(".dist-info") && file == "METADATA")
}

/// `app-1.0/PKG-INFO`
pub(crate) fn is_sdist_metadata(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(_, file)| file == "PKG-INFO")
}

pub(crate) fn identity(text: &str) -> Result<Identity, String> {
    let name = header(text, "Name").ok_or("its metadata names no package")?;
    Ok(Identity::new(None, Some(name), header(text, "Version")))
}
