//! From tokens to a tree, by recursive descent with a bound.

use super::datum::Datum;
use super::fault::{At, Fault};
use super::lex::{Token, tokens};
use super::node::{Compare, Node, Variable};
use crate::shape::nearest;

/// Longer expressions nobody reads.
const LONGEST: usize = 1_000;
/// Brackets and `not` within each other.
const DEPTH: usize = 40;

/// What can be asked for, for suggestions.
const WORDS: &[&str] = &[
    "inputs.NAME",
    "matrix.NAME",
    "steps.NAME.outcome",
    "branch",
    "tag",
    "commit",
    "event",
    "succeeded",
    "failed",
    "cancelled",
    "always",
    "and",
    "or",
    "not",
    "in",
    "matches",
    "true",
    "false",
];

struct Parser<'t> {
    tokens: &'t [(Token, At)],
    next: usize,
    depth: usize,
    end: At,
}

/// Reads an expression.
pub(crate) fn parse(text: &str) -> Result<Node, Fault> {
    let whole = At {
        start: 0,
        end: text.len(),
    };
    if text.len() > LONGEST {
        return Err(Fault::syntax(
            whole,
            format!("the expression has more than {LONGEST} letters"),
        ));
    }
    let tokens = tokens(text)?;
    let end = At {
        start: text.trim_end().len(),
        end: text.trim_end().len(),
    };
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        depth: 0,
        end,
    };
    let node = parser.any()?;
    match parser.peek() {
        None => Ok(node),
        Some((_, at)) => Err(Fault::syntax(*at, "the expression should end before this")
            .help("join two conditions by `and` or `or`")),
    }
}

type Parsed = Result<Node, Fault>;

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t (Token, At)> {
        self.tokens.get(self.next)
    }

    /// Takes the next token if it is this word or symbol.
    fn take(&mut self, text: &str) -> Option<At> {
        let (token, at) = self.peek()?;
        let same = match token {
            Token::Word(word) => word == text,
            Token::Symbol(symbol) => *symbol == text,
            _ => false,
        };
        self.next += usize::from(same);
        same.then_some(*at)
    }

    fn any(&mut self) -> Parsed {
        let mut parts = vec![self.all()?];
        while self.take("or").is_some() {
            parts.push(self.all()?);
        }
        Ok(single(parts, Node::Any))
    }

    fn all(&mut self) -> Parsed {
        let mut parts = vec![self.not()?];
        while self.take("and").is_some() {
            parts.push(self.not()?);
        }
        Ok(single(parts, Node::All))
    }

    fn not(&mut self) -> Parsed {
        match self.take("not") {
            Some(at) => {
                self.deeper(at)?;
                let inner = self.not()?;
                self.depth -= 1;
                Ok(Node::Not(Box::new(inner)))
            }
            None => self.comparison(),
        }
    }

    fn deeper(&mut self, at: At) -> Result<(), Fault> {
        self.depth += 1;
        match self.depth > DEPTH {
            true => Err(Fault::syntax(
                at,
                format!("brackets are nested more than {DEPTH} deep"),
            )),
            false => Ok(()),
        }
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.primary()?;
        if self.take("in").is_some() {
            return self.list(left);
        }
        if self.take("matches").is_some() {
            return self.pattern(left);
        }
        let found = OPERATORS
            .iter()
            .find_map(|(text, operator)| self.take(text).map(|_| *operator));
        let Some(operator) = found else {
            return Ok(left);
        };
        let right = self.primary()?;
        let at = At {
            start: left.at().start,
            end: right.at().end,
        };
        Ok(Node::Compare(operator, Box::new((left, right)), at))
    }

    fn pattern(&mut self, left: Node) -> Parsed {
        match self.peek() {
            Some((Token::Text(text), at)) => {
                self.next += 1;
                let at = At {
                    start: left.at().start,
                    end: at.end,
                };
                Ok(Node::Matches(Box::new(left), text.as_str().into(), at))
            }
            other => Err(Fault::syntax(
                other.map_or(self.end, |(_, at)| *at),
                "a pattern in quotes is expected",
            )
            .help(
                "such as `branch matches 'release/*'`; `*` stands for anything, `?` for one letter",
            )),
        }
    }

    fn list(&mut self, left: Node) -> Parsed {
        self.expect("[", "a list such as `['a', 'b']` is expected")?;
        let mut items = Vec::new();
        let end = loop {
            if let Some(at) = self.take("]") {
                break at;
            }
            if !items.is_empty() {
                self.expect(",", "a comma or `]` is expected")?;
            }
            match self.primary()? {
                Node::Literal(datum, at) => items.push((datum, at)),
                other => return Err(Fault::syntax(other.at(), "a list has only fixed values")),
            }
        };
        let at = At {
            start: left.at().start,
            end: end.end,
        };
        Ok(Node::In(Box::new(left), items, at))
    }

    fn expect(&mut self, symbol: &str, what: &str) -> Result<At, Fault> {
        let here = self.peek().map_or(self.end, |(_, at)| *at);
        self.take(symbol).ok_or_else(|| Fault::syntax(here, what))
    }

    fn primary(&mut self) -> Parsed {
        let Some((token, at)) = self.peek() else {
            return Err(Fault::syntax(self.end, "a value is expected here"));
        };
        self.next += 1;
        match token {
            Token::Text(text) => Ok(Node::Literal(Datum::Text(text.as_str().into()), *at)),
            Token::Number(text) => match Datum::number(text) {
                Some(number) => Ok(Node::Literal(number, *at)),
                None => Err(Fault::syntax(
                    *at,
                    format!("`{text}` is no whole number up to 2^53"),
                )),
            },
            Token::Symbol("(") => {
                self.deeper(*at)?;
                let inner = self.any()?;
                self.depth -= 1;
                self.expect(")", "a closing bracket is missing here")?;
                Ok(inner)
            }
            Token::Symbol(symbol) => Err(Fault::syntax(
                *at,
                format!("a value is expected, not `{symbol}`"),
            )),
            Token::Word(word) => word_of(word, *at),
        }
    }
}

const OPERATORS: &[(&str, Compare)] = &[
    ("==", Compare::Same),
    ("!=", Compare::Differs),
    ("<=", Compare::AtMost),
    (">=", Compare::AtLeast),
    ("<", Compare::Less),
    (">", Compare::Greater),
];

fn single(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn word_of(word: &str, at: At) -> Parsed {
    match word {
        "true" => return Ok(Node::Literal(Datum::Truth(true), at)),
        "false" => return Ok(Node::Literal(Datum::Truth(false), at)),
        _ => {}
    }
    if let Some(variable) = Variable::named(word) {
        return Ok(Node::Variable(variable, at));
    }
    let fault = Fault::syntax(at, format!("`{word}` is nothing that can be asked for"));
    if word.starts_with("steps.") {
        return Err(fault.help(format!("write `{word}.outcome`: how the step ended")));
    }
    Err(match nearest(word, WORDS.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{near}`? Text stands in quotes")),
        None => fault.help(format!("text stands in quotes: `'{word}'`")),
    })
}
