//! From components to the canonical text.

use super::Purl;
use super::percent::encode;
use super::types::name_has_segments;
use std::fmt;

impl fmt::Display for Purl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "pkg:{}/", self.package_type())?;
        if let Some(namespace) = self.namespace() {
            encode_segments(namespace, out)?;
            out.write_str("/")?;
        }
        if name_has_segments(self.package_type()) {
            encode_segments(self.name(), out)?;
        } else {
            encode(self.name(), out)?;
        }
        if let Some(version) = self.version() {
            out.write_str("@")?;
            encode(version, out)?;
        }
        for (index, (key, value)) in self.qualifiers().iter().enumerate() {
            write!(out, "{}{key}=", if index == 0 { '?' } else { '&' })?;
            encode(value, out)?;
        }
        if let Some(subpath) = self.subpath() {
            out.write_str("#")?;
            encode_segments(subpath, out)?;
        }
        Ok(())
    }
}

fn encode_segments(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, segment) in text.split('/').enumerate() {
        if index > 0 {
            out.write_str("/")?;
        }
        encode(segment, out)?;
    }
    Ok(())
}
