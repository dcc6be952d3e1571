//! SPDX 2.2 and 2.3 in tag-value form: a line `Tag: value` each, values in `<text>` over several lines.

use super::spdx_json::{Checksum, ExternalRef, Package, summarise};
use super::{SbomEncoding, SbomSummary};
use crate::error::{ErrorCode, ReadError};
use crate::place::Place;

#[derive(Default)]
struct Document {
    version: String,
    created: Option<String>,
    packages: Vec<Package>,
    described: Vec<String>,
    in_package: bool,
}

pub(super) fn read(text: &str) -> Result<SbomSummary, ReadError> {
    let mut document = Document::default();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = Place {
            line: at + 1,
            column: 1,
        };
        let Some((tag, value)) = line.split_once(':') else {
            return Err(syntax("a line is no `Tag: value`", place));
        };
        let value = value.trim();
        if value.starts_with("<text>") && !value.contains("</text>") {
            // Texts that span lines are comments and licence texts; the summary needs none.
            if !lines.any(|(_, line)| line.contains("</text>")) {
                return Err(syntax("`<text>` is not closed", place));
            }
            continue;
        }
        document.line(tag.trim(), value);
    }
    let Document {
        version,
        created,
        packages,
        described,
        ..
    } = document;
    summarise(
        &version,
        &packages,
        described,
        created.as_deref(),
        SbomEncoding::TagValue,
    )
}

fn syntax(message: &str, place: Place) -> ReadError {
    let help = "write the document again with the tool that made it";
    ReadError::new(ErrorCode::Syntax, message, help).at(place)
}

impl Document {
    fn line(&mut self, tag: &str, value: &str) {
        match tag {
            "SPDXVersion" => value.clone_into(&mut self.version),
            "Created" => self.created = Some(value.to_owned()),
            "Relationship" => self.relationship(value),
            "PackageName" => {
                self.in_package = true;
                self.packages.push(Package {
                    name: value.to_owned(),
                    ..Package::default()
                });
            }
            // Files and snippets have ids of their own.
            "FileName" | "SnippetSPDXID" | "LicenseID" => self.in_package = false,
            _ if self.in_package => self.package_line(tag, value),
            _ => {}
        }
    }

    fn relationship(&mut self, value: &str) {
        let words: Vec<&str> = value.split_whitespace().collect();
        match words.as_slice() {
            [_, "DESCRIBES", described, ..] => self.described.push((*described).to_owned()),
            [described, "DESCRIBED_BY", ..] => self.described.push((*described).to_owned()),
            _ => {}
        }
    }

    fn package_line(&mut self, tag: &str, value: &str) {
        let Some(package) = self.packages.last_mut() else {
            return;
        };
        match tag {
            "SPDXID" => value.clone_into(&mut package.id),
            "PackageVersion" => package.version_info = Some(value.to_owned()),
            "PackageLicenseConcluded" => package.license_concluded = Some(value.to_owned()),
            "PackageLicenseDeclared" => package.license_declared = Some(value.to_owned()),
            "PackageChecksum" => package
                .checksums
                .extend(value.split_once(':').map(checksum)),
            "ExternalRef" => package.external_refs.extend(external_ref(value)),
            _ => {}
        }
    }
}

fn checksum((algorithm, value): (&str, &str)) -> Checksum {
    Checksum {
        algorithm: algorithm.trim().to_owned(),
        checksum_value: value.trim().to_owned(),
    }
}

fn external_ref(value: &str) -> Option<ExternalRef> {
    let mut words = value.split_whitespace().skip(1);
    Some(ExternalRef {
        reference_type: words.next()?.to_owned(),
        reference_locator: words.next()?.to_owned(),
    })
}
