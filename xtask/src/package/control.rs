//! What the package manager is told.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shell;

/// What is said of the package.
pub struct About {
    /// Its version.
    pub version: String,
    /// For which machines, as Debian calls them.
    pub architecture: String,
    depends: String,
    homepage: String,
    kibibytes: u64,
}

impl About {
    /// What there is to say of a program and of the files around it.
    pub fn of(program: &Path, stage: &Path) -> Result<Self> {
        let manifest = std::fs::read_to_string(shell::root().join("Cargo.toml"))?;
        let manifest: toml::Table = manifest.parse()?;
        let said = |name: &str| {
            let package = manifest.get("workspace")?.get("package")?;
            Some(package.get(name)?.as_str()?.to_owned())
        };
        let said = |name: &str| said(name).with_context(|| format!("no `{name}` in Cargo.toml"));
        let architecture = shell::output("dpkg", &["--print-architecture"])?;
        let libc = libc(&std::fs::read(program)?);
        Ok(Self {
            version: said("version")?,
            architecture: architecture.trim().to_owned(),
            depends: format!("libc6 (>= 2.{libc}), libgcc-s1"),
            homepage: said("repository")?,
            kibibytes: size(stage)?.div_ceil(1_024),
        })
    }
}

/// The newest C library that a program asks for: the `N` of its largest `GLIBC_2.N`.
fn libc(program: &[u8]) -> u32 {
    const NAME: &[u8] = b"GLIBC_2.";
    let starts = program.windows(NAME.len()).enumerate();
    let starts = starts.filter(|(_, window)| *window == NAME);
    let numbers = starts.map(|(at, _)| {
        let digits = program.get(at + NAME.len()..).unwrap_or_default();
        let digits = digits.iter().take(4).take_while(|c| c.is_ascii_digit());
        digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
    });
    numbers.max().unwrap_or_default()
}

fn size(place: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(place)? {
        let entry = entry?;
        let known = entry.metadata()?;
        sum += match known.is_dir() {
            true => size(&entry.path())?,
            false => known.len(),
        };
    }
    Ok(sum)
}

/// Writes the files for the package manager.
pub fn write(about: &About, place: &Path) -> Result<()> {
    std::fs::create_dir_all(place)?;
    let from = shell::root().join("packaging/debian");
    let control = std::fs::read_to_string(from.join("control"))?;
    let control = control
        .replace("@VERSION@", &about.version)
        .replace("@ARCHITECTURE@", &about.architecture)
        .replace("@DEPENDS@", &about.depends)
        .replace("@HOMEPAGE@", &about.homepage)
        .replace("@SIZE@", &about.kibibytes.to_string());
    std::fs::write(place.join("control"), control)?;
    std::fs::copy(from.join("conffiles"), place.join("conffiles"))?;
    for script in ["postinst", "prerm", "postrm"] {
        let to = place.join(script);
        std::fs::copy(from.join(script), &to)?;
        std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::libc;

    #[test]
    fn the_newest_library_counts_whatever_comes_after_it() {
        assert_eq!(libc(b"\0GLIBC_2.17\0GLIBC_2.34\0GLIBC_2.2.5\0x"), 34);
        assert_eq!(libc(b"GLIBC_2."), 0);
        assert_eq!(libc(b""), 0);
    }
}
