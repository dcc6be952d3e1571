//! Names, numbers, strings and signs of a schema.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    Int,
    Float,
    Text,
    Block,
    Sign(u8),
    End,
    /// Why it is none.
    Bad(&'static str),
}

/// A token and its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Lexer<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, holds: impl Fn(u8) -> bool) {
        while self.at < self.bytes.len() && holds(self.peek(0)) {
            self.at += 1;
        }
    }

    pub(crate) fn next(&mut self) -> Token {
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b','));
            if self
                .bytes
                .get(self.at..)
                .is_some_and(|rest| rest.starts_with(b"\xef\xbb\xbf"))
            {
                self.at += 3;
                continue;
            }
            if self.peek(0) != b'#' {
                break;
            }
            self.skip_while(|byte| byte != b'\n' && byte != b'\r');
        }
        let start = self.at;
        let kind = if start >= self.bytes.len() {
            Kind::End
        } else {
            self.token()
        };
        Token {
            kind,
            start,
            end: self.at,
        }
    }

    fn token(&mut self) -> Kind {
        let first = self.peek(0);
        match first {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Kind::Name
            }
            b'0'..=b'9' | b'-' => self.number(),
            b'"' if self.peek(1) == b'"' && self.peek(2) == b'"' => self.block(),
            b'"' => self.quoted(),
            b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'|'
            | b'}' => {
                self.at += 1;
                Kind::Sign(first)
            }
            _ => {
                self.at += 1;
                self.skip_while(|byte| byte >= 0x80);
                Kind::Bad("this character has no meaning here")
            }
        }
    }

    fn number(&mut self) -> Kind {
        let start = self.at;
        let more =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_');
        self.skip_while(more);
        let written = self.bytes.get(start..self.at).unwrap_or_default();
        let written = std::str::from_utf8(written).unwrap_or_default();
        let digits = written.strip_prefix('-').unwrap_or(written);
        let zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let real = digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.ends_with(|last: char| last.is_ascii_digit())
            && written.parse::<f64>().is_ok();
        match (whole, real) {
            (true, _) if !zero => Kind::Int,
            (false, true) if !zero || digits.starts_with("0e") || digits.starts_with("0E") => {
                Kind::Float
            }
            _ => Kind::Bad("this is no number"),
        }
    }

    fn quoted(&mut self) -> Kind {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                None | Some(b'\n' | b'\r') => return Kind::Bad("this string has no end"),
                Some(b'\\') => self.at = (self.at + 2).min(self.bytes.len()),
                Some(byte) => {
                    self.at += 1;
                    if *byte == b'"' {
                        return Kind::Text;
                    }
                }
            }
        }
    }

    fn block(&mut self) -> Kind {
        self.at += 3;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            match rest {
                [] => return Kind::Bad("this string has no end"),
                [b'\\', b'"', b'"', b'"', ..] => self.at += 4,
                [b'"', b'"', b'"', ..] => {
                    self.at += 3;
                    return Kind::Block;
                }
                _ => self.at += 1,
            }
        }
    }
}

/// What stands between quotes; none if an escape means nothing.
pub(crate) fn text(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    let mut high = None;
    while let Some(letter) = rest.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        let letter = match rest.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let code = code(&mut rest)?;
                match (high.take(), code) {
                    (None, 0xd800..=0xdbff) => {
                        high = Some(code);
                        continue;
                    }
                    (Some(high), 0xdc00..=0xdfff) => {
                        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00))?
                    }
                    _ => char::from_u32(code)?,
                }
            }
            same @ ('"' | '\\' | '/') => same,
            _ => return None,
        };
        text.push(letter);
    }
    Some(text)
}

/// Four digits, or any number of them in braces.
fn code(rest: &mut std::str::Chars<'_>) -> Option<u32> {
    let written = rest.as_str();
    let digits = match written.strip_prefix('{') {
        Some(inner) => inner.split_once('}')?.0,
        None => written.get(..4)?,
    };
    let length = digits.len() + if written.starts_with('{') { 2 } else { 0 };
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    *rest = written.get(length..)?.chars();
    u32::from_str_radix(digits, 16).ok().filter(|_| hex)
}

/// What stands between three quotes: without the indentation that all lines share, and without blank lines around.
pub(crate) fn block(inner: &str) -> String {
    let inner = inner
        .replace("\\\"\"\"", "\"\"\"")
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let lines: Vec<&str> = inner.split('\n').collect();
    let blank = |line: &&str| line.trim_matches([' ', '\t']).is_empty();
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let full = lines.iter().skip(1).filter(|line| !blank(line));
    let common = full.map(indent).min().unwrap_or(0);
    let mut cut: Vec<&str> = { lines.iter().enumerate() }
        .map(|(at, line)| match at {
            0 => *line,
            _ => line.get(common..).unwrap_or_default(),
        })
        .collect();
    while cut.first().is_some_and(blank) {
        cut.remove(0);
    }
    while cut.last().is_some_and(blank) {
        cut.pop();
    }
    cut.join("\n")
}
