//! How deep a module nests, measured before it is parsed.
//!
//! The engine's parser, its compiler and even dropping its syntax tree recurse as deep as the source nests, so
//! that a source made for it ends the process. Nothing that people write nests deeper than this.

use crate::error::Problem;

/// Open brackets and operators that wait for their right side, all together.
const MAX_DEPTH: usize = 100;
/// Open `[` and `{`: the engine's parser takes twice as long for each, because it tries them as literals and as
/// comprehensions.
const MAX_BRACKETS: usize = 14;

/// Refuses a source that nests too deep, at the place where it does.
pub(crate) fn check(file: &str, source: &str) -> Result<(), Problem> {
    let mut scan = Scan::default();
    let mut characters = source.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        if let Some(end) = scan.opaque(c) {
            skip(&mut characters, end);
            if !matches!(end, End::Line) {
                scan.operand();
            }
        } else {
            scan.character(c, next);
        }
        if scan.depth > MAX_DEPTH {
            return Err(too_deep(file, source, at, MAX_DEPTH));
        }
        if scan.brackets > MAX_BRACKETS {
            return Err(too_deep(file, source, at, MAX_BRACKETS));
        }
    }
    Ok(())
}

fn too_deep(file: &str, source: &str, at: usize, most: usize) -> Problem {
    let before = source.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    Problem {
        file: file.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        message: format!("the expression nests more than {most} deep"),
        help: Some("give its parts names: `part := …`".to_owned()),
    }
}

/// What ends a stretch that holds no syntax.
#[derive(Clone, Copy)]
enum End {
    Quote,
    Backquote,
    Line,
}

fn skip(characters: &mut std::iter::Peekable<std::str::CharIndices<'_>>, end: End) {
    // The newline behind a comment is left: it may end an expression.
    while let Some((_, c)) = characters.next_if(|(_, c)| !matches!((end, c), (End::Line, '\n'))) {
        match (end, c) {
            (End::Quote, '\\') => drop(characters.next()),
            (End::Quote, '"') | (End::Backquote, '`') => return,
            _ => {}
        }
    }
}

#[derive(Default)]
struct Scan {
    /// For each open bracket, how many operators stood before it in its expression.
    outer: Vec<usize>,
    /// How many `[` and `{` are open.
    brackets: usize,
    /// Operators in the expression that is being read.
    chain: usize,
    /// Brackets and operators, all together.
    depth: usize,
    /// Whether an operator waits for its right side.
    waits: bool,
    /// Whether a line has ended, so that the next operand begins another expression.
    line_ended: bool,
    word: String,
}

impl Scan {
    fn opaque(&self, c: char) -> Option<End> {
        match c {
            '"' => Some(End::Quote),
            '`' => Some(End::Backquote),
            '#' => Some(End::Line),
            _ => None,
        }
    }

    fn character(&mut self, c: char, next: Option<char>) {
        if c.is_alphanumeric() || c == '_' {
            self.word.push(c);
            if !next.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                let word = std::mem::take(&mut self.word);
                // Words that stand between two expressions, or before one.
                if matches!(
                    word.as_str(),
                    "not" | "in" | "some" | "every" | "with" | "as" | "if" | "contains" | "default"
                ) {
                    self.operator();
                } else {
                    self.operand();
                }
            }
            return;
        }
        match c {
            '\n' => self.line_ended = !self.waits,
            ';' | ',' => self.separate(),
            '(' => self.open(),
            '[' | '{' => {
                self.brackets += 1;
                self.open();
            }
            ')' => self.close(),
            ']' | '}' => {
                self.brackets = self.brackets.saturating_sub(1);
                self.close();
            }
            _ if c.is_whitespace() => {}
            _ => self.operator(),
        }
    }

    fn operand(&mut self) {
        if self.line_ended {
            self.separate();
        }
        self.waits = false;
        self.line_ended = false;
    }

    fn operator(&mut self) {
        self.chain += 1;
        self.depth += 1;
        self.waits = true;
        self.line_ended = false;
    }

    fn separate(&mut self) {
        self.depth -= self.chain;
        self.chain = 0;
        self.waits = false;
        self.line_ended = false;
    }

    fn open(&mut self) {
        if self.line_ended {
            self.separate();
        }
        // `a[1][2][3]` nests as `a + 1 + 2 + 3` does.
        self.operator();
        self.outer.push(std::mem::take(&mut self.chain));
        self.waits = false;
    }

    fn close(&mut self) {
        self.separate();
        if let Some(chain) = self.outer.pop() {
            self.chain = chain;
        }
    }
}
