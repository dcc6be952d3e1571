//! XML of ServiceNow: records below the root, named after their tables; references carry `display_value`.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::record;
use crate::read::Read;
use crate::table::{Cell, Table, Value};
use crate::{ImportError, Limits};

/// A record being read.
#[derive(Default)]
struct Record {
    table: String,
    line: u32,
    fields: Vec<(String, Cell)>,
}

/// A field being read.
#[derive(Default)]
struct Field {
    name: String,
    text: String,
    shown: Option<String>,
}

#[derive(Default)]
struct Parser {
    depth: usize,
    record: Record,
    field: Field,
    tables: BTreeMap<String, Table>,
    rows: usize,
}

pub(in crate::read) fn xml(file: &str, text: &str, limits: &Limits) -> Result<Read, ImportError> {
    let mut reader = Reader::from_str(text);
    let mut parser = Parser::default();
    let mut lines = Lines {
        text,
        at: 0,
        line: 1,
    };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let malformed = |why: String, lines: &mut Lines<'_>| ImportError::Malformed {
            file: format!("{file}:{}", lines.of(at)),
            format: "XML",
            why,
        };
        let event = reader
            .read_event()
            .map_err(|error| malformed(error.to_string(), &mut lines))?;
        match event {
            Event::Start(start) => parser.start(&start, lines.of(at)),
            Event::Empty(start) => {
                parser.start(&start, lines.of(at));
                parser.end(file);
            }
            Event::End(_) => parser.end(file),
            Event::Text(text) => parser.field.text.push_str(&text),
            Event::CData(text) => parser.field.text.push_str(&text),
            Event::GeneralRef(name) => {
                let number = name.resolve_char_ref().ok().flatten();
                parser.field.text.extend(number.or_else(|| entity(&name)));
            }
            Event::Eof if parser.depth > 0 => {
                return Err(malformed("an element has no end".to_owned(), &mut lines));
            }
            Event::Eof => break,
            _ => {}
        }
        if parser.rows > limits.rows {
            return Err(crate::read::too_large(file, "rows", limits.rows as u64));
        }
    }
    Ok(Read {
        tables: parser.tables.into_values().collect(),
        problems: Vec::new(),
    })
}

impl Parser {
    fn start(&mut self, start: &BytesStart<'_>, line: u32) {
        self.depth += 1;
        let name = start.local_name().as_ref().to_owned();
        match self.depth {
            2 => {
                self.record = Record {
                    table: name,
                    line,
                    fields: Vec::new(),
                }
            }
            3 => {
                self.field = Field {
                    name,
                    text: String::new(),
                    shown: shown(start),
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, file: &str) {
        match self.depth {
            3 => {
                let field = std::mem::take(&mut self.field);
                let text = field.text.trim().to_owned();
                let value = match field.shown {
                    Some(shown) => Value::reference(shown, text),
                    None => Value::text(text),
                };
                let cell = if value.text.is_empty() {
                    Cell::new()
                } else {
                    vec![value]
                };
                self.record.fields.push((field.name, cell));
            }
            2 => {
                let Record {
                    table,
                    line,
                    fields,
                } = std::mem::take(&mut self.record);
                let full = format!("{file} / {table}");
                let hint = record(&table);
                let place = self
                    .tables
                    .entry(table)
                    .or_insert_with(|| Table::new(&full, hint, Vec::new()));
                place.push(line, fields);
                self.rows += 1;
            }
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// The name of what a reference leads to.
fn shown(start: &BytesStart<'_>) -> Option<String> {
    let attribute = start.try_get_attribute("display_value").ok().flatten()?;
    let shown = quick_xml::escape::unescape(&attribute.value)
        .ok()?
        .trim()
        .to_owned();
    (!shown.is_empty()).then_some(shown)
}

/// Only the entities that every document has.
fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Counts lines forward, once over the text.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, byte: usize) -> u32 {
        let between = self.text.as_bytes().get(self.at..byte).unwrap_or_default();
        let more = between.iter().filter(|b| **b == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        self.at = self.at.max(byte);
        self.line
    }
}
