//! CycloneDX in XML, as far as the summary needs it.

use super::count::{Counter, root};
use super::cyclonedx_json::VERSIONS;
use super::{SbomEncoding, SbomFormat, SbomRoot, SbomSummary, check_version};
use crate::error::ReadError;
use crate::xml::{Element, Node, Xml};

const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// A component that is open.
#[derive(Default)]
struct Component {
    is_root: bool,
    group: Option<String>,
    name: Option<String>,
    version: Option<String>,
    purl: Option<String>,
    sha256: Option<String>,
    licences: Vec<String>,
}

struct Walk<'a> {
    xml: Xml<'a>,
    path: Vec<String>,
    open: Vec<Component>,
    counter: Counter,
    version: Option<String>,
    created: Option<String>,
    root: Option<SbomRoot>,
}

pub(super) fn read(text: &str) -> Result<SbomSummary, ReadError> {
    let mut walk = Walk {
        xml: Xml::new(text),
        path: Vec::new(),
        open: Vec::new(),
        counter: Counter::default(),
        version: None,
        created: None,
        root: None,
    };
    walk.run()?;
    let version = walk.version.as_deref().unwrap_or_default();
    check_version("CycloneDX", version, &VERSIONS)?;
    Ok(walk.counter.finish(
        SbomFormat::Cyclonedx,
        version,
        SbomEncoding::Xml,
        walk.root,
        walk.created.as_deref(),
    ))
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), ReadError> {
        loop {
            match self.xml.next()? {
                Node::Open(element) => self.open(&element)?,
                Node::Close => self.close(),
                Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    fn parent(&self) -> &str {
        self.path.last().map(String::as_str).unwrap_or_default()
    }

    fn open(&mut self, element: &Element) -> Result<(), ReadError> {
        let name = element.name.as_str();
        match (self.parent(), name) {
            ("", "bom") => self.open_bom(element)?,
            ("", other) => {
                let message = format!("the document begins with <{}>", crate::text::bounded(other));
                return Err(self
                    .xml
                    .content_error(message, "a CycloneDX document begins with <bom>"));
            }
            ("bom", "metadata" | "components" | "vulnerabilities")
            | ("component", "components" | "licenses" | "hashes")
            | ("licenses", "license") => {}
            ("vulnerabilities", "vulnerability") => {
                self.counter.vulnerabilities += 1;
                return self.xml.skip();
            }
            ("metadata", "timestamp") => {
                self.created = Some(self.xml.inner_text()?);
                return Ok(());
            }
            (parent @ ("metadata" | "components"), "component") => {
                let is_root = parent == "metadata";
                self.open.push(Component {
                    is_root,
                    ..Component::default()
                });
            }
            _ => return self.leaf(element),
        }
        self.path.push(name.to_owned());
        Ok(())
    }

    fn open_bom(&mut self, element: &Element) -> Result<(), ReadError> {
        let version = element
            .attribute("xmlns")
            .and_then(|uri| uri.strip_prefix(NAMESPACE));
        // With a prefix the namespace stands under the prefix's name.
        let version = version.or_else(|| element.attribute("bom")?.strip_prefix(NAMESPACE));
        match version {
            Some(version) => self.version = Some(version.to_owned()),
            None => {
                return Err(self.xml.content_error(
                    "<bom> has no namespace of CycloneDX",
                    "write `<bom xmlns=\"http://cyclonedx.org/schema/bom/1.6\">`",
                ));
            }
        }
        Ok(())
    }

    /// An element whose text is wanted, or nothing of it.
    fn leaf(&mut self, element: &Element) -> Result<(), ReadError> {
        let parent = self.parent().to_owned();
        let text = self.xml.inner_text()?.trim().to_owned();
        let Some(component) = self.open.last_mut() else {
            return Ok(());
        };
        match (parent.as_str(), element.name.as_str()) {
            ("component", "group") => component.group = Some(text),
            ("component", "name") => component.name = Some(text),
            ("component", "version") => component.version = Some(text),
            ("component", "purl") => component.purl = Some(text),
            ("hashes", "hash") if element.attribute("alg") == Some("SHA-256") => {
                component.sha256 = Some(text);
            }
            ("license", "id" | "name") | ("licenses", "expression") => {
                component.licences.push(text)
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.path.pop().as_deref() != Some("component") {
            return;
        }
        let Some(component) = self.open.pop() else {
            return;
        };
        if component.is_root {
            self.root = Some(root(
                component.group.as_deref(),
                component.name.as_deref().unwrap_or_default(),
                component.version.as_deref(),
                component.purl.as_deref(),
                component.sha256.as_deref(),
            ));
            return;
        }
        let licences: Vec<&str> = component.licences.iter().map(String::as_str).collect();
        self.counter.component(
            component.version.as_deref(),
            component.purl.as_deref(),
            &licences,
        );
    }
}
