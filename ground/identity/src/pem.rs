//! DER as text (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::pem::{PemObject as _, SectionKind};
use zeroize::Zeroizing;

/// Largest text that is read, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024;

/// Characters of a line.
const LINE: usize = 64;

pub(crate) const KEY: &str = "PRIVATE KEY";
pub(crate) const CERTIFICATE: &str = "CERTIFICATE";
pub(crate) const REQUEST: &str = "CERTIFICATE REQUEST";

/// A part of a text.
pub(crate) enum Part {
    Key(Zeroizing<Vec<u8>>),
    Certificate(Vec<u8>),
    Request(Vec<u8>),
}

/// The parts of a text, in order; nothing else may be marked as a part in it.
pub(crate) fn read(text: &str) -> Result<Vec<Part>, String> {
    if text.len() > LARGEST {
        return Err(format!("it is longer than {LARGEST} bytes"));
    }
    let parts = <(SectionKind, Vec<u8>)>::pem_slice_iter(text.as_bytes());
    let parts: Result<Vec<_>, String> = parts
        .map(|part| {
            let (kind, der) = part.map_err(|error| format!("its PEM is damaged ({error})"))?;
            known(kind, der)
        })
        .collect();
    let parts = parts?;
    // The reader passes over what it does not know.
    match text.matches("-----BEGIN ").count() == parts.len() {
        true => Ok(parts),
        false => Err("there is a part in it that does not belong there".to_owned()),
    }
}

fn known(kind: SectionKind, der: Vec<u8>) -> Result<Part, String> {
    let der = Zeroizing::new(der);
    match kind {
        SectionKind::PrivateKey => Ok(Part::Key(der)),
        SectionKind::Certificate => Ok(Part::Certificate(der.to_vec())),
        SectionKind::Csr => Ok(Part::Request(der.to_vec())),
        other => Err(format!(
            "there is a part of the kind {other:?} in it, which does not belong there"
        )),
    }
}

/// A part as text.
pub(crate) fn write(label: &str, der: &[u8]) -> Zeroizing<String> {
    let all = Zeroizing::new(STANDARD.encode(der));
    let mut text = Zeroizing::new(String::with_capacity(all.len() + all.len() / LINE + 80));
    text.push_str(&format!("-----BEGIN {label}-----\n"));
    for (index, letter) in all.chars().enumerate() {
        if index > 0 && index % LINE == 0 {
            text.push('\n');
        }
        text.push(letter);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}

/// Several parts, one after the other; no copy is left behind.
pub(crate) fn join(parts: &[Zeroizing<String>]) -> Zeroizing<String> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    parts.iter().for_each(|part| text.push_str(part));
    text
}
