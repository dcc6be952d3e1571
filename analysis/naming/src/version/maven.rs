//! Maven's order of versions, as its POM reference and `ComparableVersion` define it.
//!
//! A version is a list of items; a hyphen, and each change between digits and letters, opens a list
//! within the list that is always its last item.

use super::compare_digits;
use std::cmp::Ordering::{self, Equal, Greater, Less};

pub(super) fn check(version: &str) -> Result<(), String> {
    // What Maven's own validator forbids in a version, and blanks.
    let bad = |c: char| matches!(c, '\\' | '/' | ':' | '"' | '<' | '>' | '|' | '?' | '*');
    match version
        .chars()
        .find(|c| bad(*c) || c.is_whitespace() || c.is_control())
    {
        Some(found) => Err(format!(
            "Maven versions cannot have `{}`",
            found.escape_default()
        )),
        None if version.contains(['[', ']', '(', ')', ',']) => {
            Err("it is a range; name one version".to_owned())
        }
        None => Ok(()),
    }
}

pub(super) fn compare(left: &str, right: &str) -> Option<Ordering> {
    check(left).and(check(right)).ok()?;
    Some(Item::List(parse(left)).compare(&Item::List(parse(right))))
}

pub(super) fn is_prerelease(version: &str) -> bool {
    parse(version).iter().any(Item::is_before_release)
}

#[derive(Debug)]
enum Item {
    /// Digits without leading zeroes; zero is the empty text.
    Number(String),
    /// A qualifier, lower case.
    Text(String),
    /// A qualifier with a number right behind it: `rc1`, `rc-1`.
    Numbered(String, String),
    List(Vec<Item>),
}

impl Item {
    fn number(digits: &str) -> Self {
        Self::Number(digits.trim_start_matches('0').to_owned())
    }

    fn is_null(&self) -> bool {
        match self {
            Self::Number(text) | Self::Text(text) => text.is_empty(),
            Self::Numbered(..) => false,
            Self::List(items) => items.is_empty(),
        }
    }

    fn is_before_release(&self) -> bool {
        match self {
            Self::Number(_) => false,
            Self::Text(text) | Self::Numbered(text, _) => rank(text) < RELEASE,
            Self::List(items) => items.iter().any(Self::is_before_release),
        }
    }

    /// Compares with nothing at all: `1` and `1-rc`.
    fn compare_null(&self) -> Ordering {
        match self {
            Self::Number(digits) => {
                if digits.is_empty() {
                    Equal
                } else {
                    Greater
                }
            }
            Self::Text(text) => rank(text).cmp(&RELEASE),
            Self::Numbered(text, digits) => rank(text)
                .cmp(&RELEASE)
                .then_with(|| Item::number(digits).compare_null()),
            Self::List(items) => items
                .iter()
                .map(Self::compare_null)
                .find(|order| order.is_ne())
                .unwrap_or(Equal),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        use Item::{List, Number, Numbered, Text};
        match (self, other) {
            (Number(left), Number(right)) => compare_digits(left, right),
            (Number(_), _) => Greater,
            (_, Number(_)) => Less,
            (List(left), List(right)) => compare_lists(left, right),
            (List(items), one) => compare_list_with(items, one),
            (one, List(items)) => compare_list_with(items, one).reverse(),
            (Text(left), Text(right)) => compare_text(left, right),
            (Numbered(left, n), Numbered(right, m)) => {
                compare_text(left, right).then_with(|| compare_digits(n, m))
            }
            (Numbered(left, digits), Text(right)) => compare_numbered(left, digits, right),
            (Text(left), Numbered(right, digits)) => {
                compare_numbered(right, digits, left).reverse()
            }
        }
    }
}

/// `rc1` is newer than `rc`; `ga0` is `ga`.
fn compare_numbered(text: &str, digits: &str, other: &str) -> Ordering {
    compare_text(text, other).then_with(|| match rank(text) {
        RELEASE => Item::number(digits).compare_null(),
        _ => Greater,
    })
}

fn compare_lists(left: &[Item], right: &[Item]) -> Ordering {
    let both = left.iter().zip(right).map(|(l, r)| l.compare(r));
    let more = left.iter().skip(right.len()).map(Item::compare_null);
    let less = right
        .iter()
        .skip(left.len())
        .map(|item| item.compare_null().reverse());
    both.chain(more)
        .chain(less)
        .find(|order| order.is_ne())
        .unwrap_or(Equal)
}

fn compare_list_with(items: &[Item], one: &Item) -> Ordering {
    let Some((first, rest)) = items.split_first() else {
        return one.compare_null().reverse();
    };
    let rest = rest
        .iter()
        .map(Item::compare_null)
        .find(|order| order.is_ne());
    first.compare(one).then(rest.unwrap_or(Equal))
}

const RELEASE: u8 = 5;
const UNKNOWN: u8 = 7;

fn rank(qualifier: &str) -> u8 {
    match qualifier {
        "alpha" => 0,
        "beta" => 1,
        "milestone" => 2,
        "rc" => 3,
        "snapshot" => 4,
        "" | "ga" | "final" | "release" => RELEASE,
        "sp" => 6,
        _ => UNKNOWN,
    }
}

fn compare_text(left: &str, right: &str) -> Ordering {
    rank(left).cmp(&rank(right)).then_with(|| match rank(left) {
        UNKNOWN => left.cmp(right),
        _ => Equal,
    })
}

fn text(word: &str, before_digits: bool) -> String {
    match (word, before_digits) {
        ("a", true) => "alpha",
        ("b", true) => "beta",
        ("m", true) => "milestone",
        ("cr", _) => "rc",
        _ => word,
    }
    .to_owned()
}

/// The state of the reader: the open lists, and the item that is being read.
#[derive(Default)]
struct Reader {
    lists: Vec<Vec<Item>>,
    item: String,
    in_digits: bool,
    numbered: bool,
}

impl Reader {
    fn push(&mut self, item: Item) {
        match self.lists.last_mut() {
            Some(list) => list.push(item),
            None => self.lists.push(vec![item]),
        }
    }

    fn open(&mut self) {
        if self.lists.last().is_some_and(|list| !list.is_empty()) {
            self.lists.push(Vec::new());
        }
    }

    fn finish_item(&mut self) {
        let word = std::mem::take(&mut self.item);
        let item = if self.numbered {
            let digits_at = word
                .find(|c: char| c.is_ascii_digit())
                .unwrap_or(word.len());
            let (letters, digits) = word.split_at(digits_at);
            Item::Numbered(
                text(&letters.replace('-', ""), true),
                digits.replace('-', ""),
            )
        } else if self.in_digits || word.is_empty() {
            Item::number(&word)
        } else {
            Item::Text(text(&word, false))
        };
        self.numbered = false;
        self.push(item);
    }

    fn character(&mut self, c: char, next_is_digit: bool) {
        match c {
            '.' => self.finish_item(),
            // `X-1` is read as `X1`.
            '-' if !self.item.is_empty() && !self.in_digits && next_is_digit => {
                self.numbered = true;
                self.item.push(c);
            }
            '-' => {
                self.finish_item();
                self.open();
            }
            '0'..='9' => {
                if !self.in_digits && !self.item.is_empty() {
                    self.numbered = true;
                    self.open();
                }
                self.in_digits = true;
                self.item.push(c);
            }
            _ => {
                if self.in_digits && !self.item.is_empty() {
                    self.finish_item();
                    self.open();
                }
                self.in_digits = false;
                self.item.push(c);
            }
        }
    }
}

fn parse(version: &str) -> Vec<Item> {
    let version = version.to_lowercase();
    let mut reader = Reader {
        lists: vec![Vec::new()],
        ..Reader::default()
    };
    let mut characters = version.chars().peekable();
    while let Some(c) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(char::is_ascii_digit);
        reader.character(c, next_is_digit);
    }
    if !reader.item.is_empty() {
        if !reader.in_digits {
            reader.open();
        }
        reader.finish_item();
    }
    fold(reader.lists)
}

/// Puts each list into the one before it, innermost first, without items that say nothing.
fn fold(lists: Vec<Vec<Item>>) -> Vec<Item> {
    let mut inner: Option<Vec<Item>> = None;
    for mut list in lists.into_iter().rev() {
        if let Some(items) = inner.take() {
            list.push(Item::List(items));
        }
        inner = Some(normalize(list));
    }
    inner.unwrap_or_default()
}

/// Drops zeroes and empty items at the end and before a qualifier: `1.0.0-rc` is `1-rc`.
fn normalize(list: Vec<Item>) -> Vec<Item> {
    let mut kept: Vec<Item> = Vec::with_capacity(list.len());
    for item in list.into_iter().rev() {
        let drops = item.is_null()
            && match kept.last() {
                None | Some(Item::Text(_)) => true,
                Some(Item::List(items)) => {
                    matches!(items.first(), Some(Item::Text(_) | Item::Numbered(..)))
                }
                Some(_) => false,
            };
        if !drops {
            kept.push(item);
        }
    }
    kept.reverse();
    match (kept.len(), kept.pop()) {
        (1, Some(Item::List(items))) => items,
        (_, Some(last)) => {
            kept.push(last);
            kept
        }
        (_, None) => kept,
    }
}
