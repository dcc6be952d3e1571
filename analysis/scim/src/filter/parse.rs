//! Filters and paths as trees: recursive descent, with a bound on how deep they may be.

use serde_json::Value;

use super::lex::{Mistake, Word, words};
use super::{Filter, Operator};
use crate::path::{AttributePath, Path};

/// How deep brackets, `not`, `and` and `or` may be in each other.
const DEEPEST: usize = 40;

/// Reads words from the left.
pub(crate) struct Parser {
    words: Result<Vec<(usize, Word)>, Mistake>,
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            words: words(text),
            at: 0,
            end: text.len(),
            depth: 0,
        }
    }

    pub(crate) fn whole_filter(&mut self) -> Result<Filter, Mistake> {
        self.readable()?;
        let filter = self.either()?;
        self.ended()?;
        Ok(filter)
    }

    pub(crate) fn whole_path(&mut self) -> Result<Path, Mistake> {
        self.readable()?;
        let attribute = self.attribute()?;
        let (mut filter, mut sub) = (None, None);
        if self.taken(&Word::OpenValue) {
            filter = Some(self.either()?);
            sub = self.value_closed()?;
        }
        self.ended()?;
        Ok(Path {
            attribute,
            filter,
            sub,
        })
    }

    fn readable(&self) -> Result<(), Mistake> {
        self.words.as_ref().map(drop).map_err(Clone::clone)
    }

    fn peek(&self) -> Option<&Word> {
        let words = self.words.as_ref().ok()?;
        words.get(self.at).map(|(_, word)| word)
    }

    /// Where the next word begins.
    fn place(&self) -> usize {
        let words = self.words.as_ref().ok();
        let next = words.and_then(|words| words.get(self.at));
        next.map_or(self.end, |(place, _)| *place)
    }

    fn wrong<T>(&self, what: impl Into<String>) -> Result<T, Mistake> {
        Err(Mistake::new(self.place(), what))
    }

    fn ended(&self) -> Result<(), Mistake> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.wrong("something follows that belongs to nothing"),
        }
    }

    fn taken(&mut self, word: &Word) -> bool {
        let is = self.peek() == Some(word);
        self.at += usize::from(is);
        is
    }

    /// Takes the word if it is that name, in whatever case.
    fn taken_name(&mut self, wanted: &str) -> bool {
        let is = matches!(self.peek(), Some(Word::Name(name)) if name.eq_ignore_ascii_case(wanted));
        self.at += usize::from(is);
        is
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        if self.depth >= DEEPEST {
            return self.wrong(format!("deeper than {DEEPEST} levels"));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    /// `… or …`
    fn either(&mut self) -> Result<Filter, Mistake> {
        self.deeper(|parser| {
            let mut found = parser.both()?;
            let mut count = 0;
            while parser.taken_name("or") {
                count = parser.counted(count)?;
                let other = parser.both()?;
                found = Filter::Or(Box::new(found), Box::new(other));
            }
            Ok(found)
        })
    }

    /// `… and …`
    fn both(&mut self) -> Result<Filter, Mistake> {
        let mut found = self.one()?;
        let mut count = 0;
        while self.taken_name("and") {
            count = self.counted(count)?;
            let other = self.one()?;
            found = Filter::And(Box::new(found), Box::new(other));
        }
        Ok(found)
    }

    /// Many in a row are a deep tree, too.
    fn counted(&self, count: usize) -> Result<usize, Mistake> {
        match count {
            0..100 => Ok(count + 1),
            _ => self.wrong("more than 100 in a row"),
        }
    }

    fn one(&mut self) -> Result<Filter, Mistake> {
        let begins = self.at;
        if self.taken_name("not") {
            if self.taken(&Word::Open) {
                let inner = self.bracketed()?;
                return Ok(Filter::Not(Box::new(inner)));
            }
            // An attribute may be called so.
            self.at = begins;
        }
        if self.taken(&Word::Open) {
            return self.bracketed();
        }
        self.compared()
    }

    /// After `(`.
    fn bracketed(&mut self) -> Result<Filter, Mistake> {
        let inner = self.either()?;
        match self.taken(&Word::Close) {
            true => Ok(inner),
            false => self.wrong("`)` is missing"),
        }
    }

    /// After the `[` of a value: its end, with what follows.
    fn value_closed(&mut self) -> Result<Option<String>, Mistake> {
        match self.peek() {
            Some(Word::CloseValue(part)) => {
                let part = part.clone();
                if let Some(part) = &part {
                    self.named(part)?;
                }
                self.at += 1;
                Ok(part)
            }
            _ => self.wrong("`]` is missing"),
        }
    }

    fn compared(&mut self) -> Result<Filter, Mistake> {
        let path = self.attribute()?;
        if self.taken(&Word::OpenValue) {
            let inner = self.either()?;
            return match self.value_closed()? {
                None => Ok(Filter::Within(path, Box::new(inner))),
                Some(_) => self.wrong("a part of a value that nothing is asked of"),
            };
        }
        if self.taken_name("pr") {
            return Ok(Filter::Present(path));
        }
        let operator = self.operator()?;
        let value = self.value()?;
        Ok(Filter::Compare(path, operator, value))
    }

    fn operator(&mut self) -> Result<Operator, Mistake> {
        let Some(Word::Name(name)) = self.peek() else {
            return self.wrong("`pr` or an operator such as `eq` is missing");
        };
        let mut all = Operator::ALL.iter();
        match all.find(|(text, _)| text.eq_ignore_ascii_case(name)) {
            Some((_, operator)) => {
                self.at += 1;
                Ok(*operator)
            }
            None => self.wrong(format!("`{name}` is no operator")),
        }
    }

    fn value(&mut self) -> Result<Value, Mistake> {
        let value = match self.peek() {
            Some(Word::Literal(value)) => value.clone(),
            // Truths are written in capitals by some.
            Some(Word::Name(name)) => match name.to_ascii_lowercase().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                _ => return self.wrong(format!("`{name}` is no value; texts stand in quotes")),
            },
            _ => return self.wrong("a value is missing"),
        };
        self.at += 1;
        Ok(value)
    }

    fn attribute(&mut self) -> Result<AttributePath, Mistake> {
        let Some(Word::Name(text)) = self.peek() else {
            return self.wrong("the name of an attribute is missing");
        };
        let text = text.clone();
        let (schema, rest) = split_schema(&text);
        let (name, sub) = match rest.split_once('.') {
            None => (rest, None),
            Some((name, sub)) => (name, Some(sub)),
        };
        self.named(name)?;
        sub.map_or(Ok(()), |sub| self.named(sub))?;
        let path = AttributePath {
            schema: schema.map(str::to_owned),
            name: name.to_owned(),
            sub: sub.map(str::to_owned),
        };
        self.at += 1;
        Ok(path)
    }

    fn named(&self, name: &str) -> Result<(), Mistake> {
        let mut letters = name.chars();
        let begins = letters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || c == '$');
        let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        match begins && letters.all(goes_on) {
            true => Ok(()),
            false => self.wrong(format!("`{name}` is no name of an attribute")),
        }
    }
}

/// The schema before the last `:`, and what follows: versions have dots, too.
fn split_schema(text: &str) -> (Option<&str>, &str) {
    match text.rsplit_once(':') {
        Some((schema, rest)) => (Some(schema), rest),
        None => (None, text),
    }
}
