//! From text to declarations. After a mistake reading goes on at the next declaration.

mod parts;
mod values;

use std::sync::Arc;

use holdpoint_findings::{Source, Span};

use crate::lex::{Kind as Lexeme, Lexer, Token, block, text};
use crate::mistakes::{SYNTAX, TOO_LARGE, Work};
use crate::model::{Declaration, Directive, Kind, Name, Spot, Type};

/// How deep types and values may be within each other.
pub(crate) const DEPTH: usize = 64;

/// A mistake that is kept already.
pub(crate) struct Stop;

pub(crate) type Parsed<T> = Result<T, Stop>;

pub(crate) struct Parser<'a, 's> {
    text: &'a str,
    file: usize,
    lexer: Lexer<'a>,
    token: Token,
    before: usize,
    depth: usize,
    work: &'a mut Work<'s>,
}

/// Reads all declarations of a file.
pub(crate) fn parse(file: usize, source: &Arc<Source>, work: &mut Work<'_>) -> Vec<Declaration> {
    let mut lexer = Lexer::new(source.text());
    let token = lexer.next();
    let mut parser = Parser {
        text: source.text(),
        file,
        lexer,
        token,
        before: 0,
        depth: 0,
        work,
    };
    let mut declarations = Vec::new();
    while parser.token.kind != Lexeme::End && !parser.work.enough() {
        let start = parser.token.start;
        match parser.declaration() {
            Ok(declaration) => declarations.push(declaration),
            Err(Stop) => parser.recover(start),
        }
    }
    declarations
}

impl<'a> Parser<'a, '_> {
    fn spot(&self, start: usize, end: usize) -> Spot {
        Spot {
            file: self.file,
            span: Span::new(start, end),
        }
    }

    fn written(&self, token: Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    fn word(&self) -> &'a str {
        match self.token.kind {
            Lexeme::Name => self.written(self.token),
            _ => "",
        }
    }

    fn is(&self, sign: u8) -> bool {
        self.token.kind == Lexeme::Sign(sign)
    }

    fn advance(&mut self) -> Token {
        let token = self.token;
        self.before = token.end;
        self.token = self.lexer.next();
        token
    }

    fn take(&mut self, sign: u8) -> bool {
        let there = self.is(sign);
        if there {
            self.advance();
        }
        there
    }

    fn take_word(&mut self, word: &str) -> bool {
        let there = self.word() == word;
        if there {
            self.advance();
        }
        there
    }

    fn expected<T>(&mut self, what: &str) -> Parsed<T> {
        let at = self.spot(self.token.start, self.token.end);
        let said = match self.token.kind {
            Lexeme::Bad(why) => why.to_owned(),
            Lexeme::End => format!("the file ends where {what} is expected"),
            _ => {
                let found: String = self.written(self.token).chars().take(40).collect();
                format!("expected {what}, found `{}`", found.replace('`', "'"))
            }
        };
        self.work.at(at, &SYNTAX, &[("what", &said)]);
        Err(Stop)
    }

    fn sign(&mut self, sign: u8) -> Parsed<()> {
        match self.take(sign) {
            true => Ok(()),
            false => self.expected(&format!("`{}`", char::from(sign))),
        }
    }

    fn name(&mut self, what: &str) -> Parsed<Name> {
        if self.token.kind != Lexeme::Name {
            return self.expected(what);
        }
        let token = self.advance();
        Ok(Name {
            text: self.written(token).into(),
            at: self.spot(token.start, token.end),
        })
    }

    /// One level deeper, unless that is too deep.
    fn enter(&mut self) -> Parsed<()> {
        if self.depth < DEPTH {
            self.depth += 1;
            return Ok(());
        }
        let at = self.spot(self.token.start, self.token.end);
        let what = format!("more than {DEPTH} levels within each other");
        self.work.at(at, &TOO_LARGE, &[("what", &what)]);
        Err(Stop)
    }

    fn description(&mut self) -> Parsed<Option<Box<str>>> {
        let inner = |token: Token, quotes: usize| {
            let (start, end) = (token.start + quotes, token.end.saturating_sub(quotes));
            self.text.get(start..end).unwrap_or_default()
        };
        let said = match self.token.kind {
            Lexeme::Text => text(inner(self.token, 1)),
            Lexeme::Block => Some(block(inner(self.token, 3))),
            _ => return Ok(None),
        };
        let Some(said) = said else {
            return self.expected("a string whose escapes mean something");
        };
        self.advance();
        Ok(Some(said.into()))
    }

    fn declaration(&mut self) -> Parsed<Declaration> {
        let description = self.description()?;
        let at = self.spot(self.token.start, self.token.end);
        self.work.declare(at);
        let more = self.take_word("extend");
        let kind = match self.word() {
            "schema" => return self.schema(!more),
            "directive" if !more => return self.directive(description),
            "scalar" => Kind::Scalar,
            "type" => Kind::Object,
            "interface" => Kind::Interface,
            "union" => Kind::Union,
            "enum" => Kind::Enum,
            "input" => Kind::Input,
            _ => return self.expected("a declaration such as `type`"),
        };
        self.advance();
        let declared = self.type_of(kind, description)?;
        Ok(match more {
            true => Declaration::More(declared),
            false => Declaration::Type(declared),
        })
    }

    fn type_of(&mut self, kind: Kind, description: Option<Box<str>>) -> Parsed<Type> {
        let mut declared = Type {
            kind,
            name: self.name("the name of the type")?,
            description,
            members: Vec::new(),
            others: Vec::new(),
            usages: Vec::new(),
        };
        if matches!(kind, Kind::Object | Kind::Interface) && self.take_word("implements") {
            declared.others = self.names(b'&', "an interface")?;
        }
        declared.usages = self.usages()?;
        if kind == Kind::Union {
            if self.take(b'=') {
                declared.others = self.names(b'|', "a type")?;
            }
        } else if self.take(b'{') {
            while !self.take(b'}') {
                let member = match kind {
                    Kind::Enum => self.value_of_enum()?,
                    Kind::Input => self.input_value()?,
                    Kind::Scalar => return self.expected("the next declaration"),
                    _ => self.field()?,
                };
                declared.members.push(member);
            }
        }
        Ok(declared)
    }

    /// Names with a sign between them, and maybe before the first.
    fn names(&mut self, sign: u8, what: &str) -> Parsed<Vec<Name>> {
        self.take(sign);
        let mut names = vec![self.name(what)?];
        while self.take(sign) {
            let name = self.name(what)?;
            self.work.declare(name.at);
            names.push(name);
        }
        Ok(names)
    }

    fn schema(&mut self, first: bool) -> Parsed<Declaration> {
        self.advance();
        let usages = self.usages()?;
        let mut roots = Vec::new();
        if self.take(b'{') {
            while !self.take(b'}') {
                let word = self.name("`query`, `mutation` or `subscription`")?;
                self.sign(b':')?;
                roots.push((word, self.name("the name of a type")?));
            }
        }
        Ok(Declaration::Schema(first, roots, usages))
    }

    fn directive(&mut self, description: Option<Box<str>>) -> Parsed<Declaration> {
        self.advance();
        self.sign(b'@')?;
        let name = self.name("the name of the directive")?;
        let arguments = self.arguments()?;
        let repeatable = self.take_word("repeatable");
        if !self.take_word("on") {
            return self.expected("`on`");
        }
        Ok(Declaration::Directive(Directive {
            name,
            description,
            arguments,
            repeatable,
            locations: self.names(b'|', "a location such as `FIELD`")?,
        }))
    }

    /// Goes on at the next word that begins a declaration, behind where the mistake began.
    fn recover(&mut self, start: usize) {
        self.depth = 0;
        if self.token.start == start {
            self.advance();
        }
        let words = [
            "schema",
            "directive",
            "scalar",
            "type",
            "interface",
            "union",
            "enum",
            "input",
            "extend",
        ];
        while self.token.kind != Lexeme::End {
            let between = self.text.get(self.before..self.token.start);
            let fresh = between.is_some_and(|between| between.contains('\n'));
            if fresh && words.contains(&self.word()) {
                return;
            }
            self.advance();
        }
    }
}
