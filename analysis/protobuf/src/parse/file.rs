//! What stands at the top of a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdpoint_findings::Source;

use super::{Parsed, Parser};
use crate::features::Features;
use crate::lex::Kind;
use crate::mistakes::Work;
use crate::model::{File, Import, Origin, Scope, Spot, Syntax};

/// Reads a file; its mistakes are kept.
pub(crate) fn parse(path: &str, source: &Arc<Source>, work: &mut Work) -> File {
    let file = File {
        path: path.into(),
        name: source.name(),
        origin: Origin::Text(Arc::clone(source)),
        builtin: false,
        package: String::new(),
        package_at: Spot::NONE,
        syntax: Syntax::Proto2,
        syntax_at: Spot::NONE,
        imports: Vec::new(),
        options: BTreeMap::new(),
        features: Features::default(),
        scope: Scope::default(),
        services: Vec::new(),
        customs: Vec::new(),
    };
    let mut parser = Parser::new(file, source, work);
    parser.top();
    parser.file
}

impl Parser<'_> {
    fn top(&mut self) {
        if matches!(self.word(), Some("syntax" | "edition")) && self.version().is_err() {
            self.recover(0);
        }
        let mut scope = Scope::default();
        while self.token.kind != Kind::End && !self.work.enough() {
            if self.take(b';') {
                continue;
            }
            let start = self.token.start;
            if self.statement(&mut scope).is_err() {
                self.recover(start);
                // A block that was closed once too often.
                self.take(b'}');
            }
        }
        self.file.scope = scope;
    }

    /// `syntax = "…";` or `edition = "…";`
    fn version(&mut self) -> Parsed<()> {
        let start = self.token.start;
        let edition = self.word() == Some("edition");
        self.advance();
        self.sign(b'=')?;
        let (version, at) = self.text_string("a version in quotes")?;
        self.sign(b';')?;
        self.file.syntax_at = self.since(start);
        self.file.syntax = match (edition, version.as_str()) {
            (false, "proto2") => Syntax::Proto2,
            (false, "proto3") => Syntax::Proto3,
            (true, "2023") => Syntax::Edition(2023),
            (true, "2024") => Syntax::Edition(2024),
            (false, _) => return self.mistake(at, "a syntax is `proto2` or `proto3`"),
            (true, _) => return self.mistake(at, "an edition is `2023` or `2024`"),
        };
        Ok(())
    }

    fn statement(&mut self, scope: &mut Scope) -> Parsed<()> {
        match self.word() {
            Some("package") => self.package(),
            Some("import") => self.import(),
            Some("option") => {
                let setting = self.option_statement()?;
                self.set_file(&setting)
            }
            Some("message") => self.message(scope),
            Some("enum") => self.enumeration(scope),
            Some("extend") => self.extend(scope),
            Some("service") => self.service(),
            Some("export" | "local") if self.declares() => {
                self.advance();
                self.statement(scope)
            }
            Some("syntax" | "edition") => self.expected("`syntax` only at the very beginning"),
            _ => self.expected("a declaration such as `message`"),
        }
    }

    /// Whether `export` or `local` comes next, and a declaration after it.
    pub(super) fn declares(&self) -> bool {
        let edition = matches!(self.syntax(), Syntax::Edition(year) if year >= 2024);
        let next = self.peek();
        edition && matches!(self.written(next), "message" | "enum")
    }

    fn package(&mut self) -> Parsed<()> {
        let start = self.advance().start;
        let (name, at) = self.full_name("the name of the package")?;
        self.sign(b';')?;
        if self.file.package_at != Spot::NONE {
            return self.mistake(at, "a file has one package");
        }
        self.file.package_at = self.since(start);
        self.within = name.to_string();
        self.file.package = name.into();
        Ok(())
    }

    fn import(&mut self) -> Parsed<()> {
        let start = self.advance().start;
        let kind = self.word().unwrap_or_default();
        if matches!(kind, "public" | "weak" | "option") {
            self.advance();
        }
        let (path, at) = self.text_string("the file to import, in quotes")?;
        self.sign(b';')?;
        let mut imports = self.file.imports.iter();
        if imports.any(|import| *import.path == *path) {
            return self.mistake(at, "this file is imported twice");
        }
        self.file.imports.push(Import {
            path: path.into(),
            public: kind == "public",
            optional: matches!(kind, "option" | "weak"),
            at: self.since(start),
        });
        Ok(())
    }
}
