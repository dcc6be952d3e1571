//! What a reader makes of bytes that a writer wrote: an encoder, and a decoder with schema resolution, of their own.

use std::collections::HashMap;

use serde_json::Value as Json;

/// A type, by its place in the list.
type Id = usize;

#[derive(Debug, Clone)]
pub(crate) enum Of {
    Plain(String),
    Array(Id),
    Map(Id),
    Union(Vec<Id>),
    Fixed(Named, usize),
    Enum(Named, Vec<String>, bool),
    Record(Named, Vec<(Vec<String>, Id, bool)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Named {
    full: String,
    aliases: Vec<String>,
}

impl Named {
    fn takes(&self, other: &Self) -> bool {
        let last = |name: &str| name.rsplit('.').next().unwrap().to_owned();
        last(&self.full) == last(&other.full) || self.aliases.contains(&other.full)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Types {
    all: Vec<Option<Of>>,
    names: HashMap<String, Id>,
}

fn full(name: &str, space: &str) -> String {
    match name.contains('.') || space.is_empty() {
        true => name.to_owned(),
        false => format!("{space}.{name}"),
    }
}

impl Types {
    /// The types of a schema, the first one of which is the whole; none if a name is used before it is declared.
    pub(crate) fn of(schema: &Json) -> Option<Self> {
        const PLAIN: [&str; 8] = [
            "null", "boolean", "int", "long", "float", "double", "bytes", "string",
        ];
        let mut types = Self::default();
        types.all.push(None);
        let id = types.add(schema, "");
        types.all[0] = Some(types.at(id).clone());
        let known = |of: &Option<Of>| !matches!(of, Some(Of::Plain(word)) if !PLAIN.contains(&word.as_str()));
        types.all.iter().all(known).then_some(types)
    }

    fn at(&self, id: Id) -> &Of {
        self.all[id].as_ref().unwrap()
    }

    fn add(&mut self, schema: &Json, space: &str) -> Id {
        let id = self.all.len();
        if let Some(word) = schema.as_str() {
            let known = self
                .names
                .get(&full(word, space))
                .or_else(|| self.names.get(word));
            if let Some(known) = known {
                return *known;
            }
            self.all.push(Some(Of::Plain(word.to_owned())));
            return id;
        }
        self.all.push(None);
        let made = match schema.as_array() {
            Some(all) => Of::Union(all.iter().map(|one| self.add(one, space)).collect()),
            None => self.add_map(schema, space, id),
        };
        self.all[id] = Some(made);
        id
    }

    fn add_map(&mut self, schema: &Json, space: &str, id: Id) -> Of {
        let texts = |key: &str| {
            let all = schema[key].as_array().into_iter().flatten();
            all.map(|one| one.as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let name = full(schema["name"].as_str().unwrap_or_default(), space);
        let space = name
            .rsplit_once('.')
            .map_or("", |(space, _)| space)
            .to_owned();
        let aliases = texts("aliases")
            .iter()
            .map(|alias| full(alias, &space))
            .collect();
        let named = Named {
            full: name.clone(),
            aliases,
        };
        match schema["type"].as_str().unwrap() {
            "array" => Of::Array(self.add(&schema["items"], &space)),
            "map" => Of::Map(self.add(&schema["values"], &space)),
            kind @ ("fixed" | "enum" | "record") => {
                self.names.insert(name, id);
                match kind {
                    "fixed" => Of::Fixed(
                        named,
                        usize::try_from(schema["size"].as_u64().unwrap()).unwrap(),
                    ),
                    "enum" => Of::Enum(named, texts("symbols"), schema.get("default").is_some()),
                    _ => {
                        let fields = schema["fields"].as_array().unwrap().iter().map(|field| {
                            let mut names = vec![field["name"].as_str().unwrap().to_owned()];
                            let other = field["aliases"].as_array().into_iter().flatten();
                            names.extend(other.map(|one| one.as_str().unwrap().to_owned()));
                            let of = self.add(&field["type"], &space);
                            (names, of, field.get("default").is_some())
                        });
                        Of::Record(named, fields.collect())
                    }
                }
            }
            word => Of::Plain(word.to_owned()),
        }
    }

    /// Bytes of values that together reach every branch and symbol, each of them with as little else as possible; none if
    /// there is no value that ends.
    pub(crate) fn values(&self, id: Id, depth: usize) -> Vec<Vec<u8>> {
        if depth == 0 {
            return Vec::new();
        }
        match self.at(id) {
            Of::Plain(word) => vec![plain(word)],
            Of::Fixed(_, size) => vec![vec![7; *size]],
            Of::Enum(_, symbols, _) => (0..symbols.len()).map(long).collect(),
            Of::Array(of) => block(&self.values(*of, depth - 1), b""),
            Of::Map(of) => block(&self.values(*of, depth - 1), b"\x02k"),
            Of::Union(branches) => {
                let each = branches.iter().enumerate().flat_map(|(at, of)| {
                    let values = self.values(*of, depth - 1);
                    values
                        .into_iter()
                        .map(move |value| [long(at), value].concat())
                });
                each.take(60).collect()
            }
            Of::Record(_, fields) => self.records(fields, depth),
        }
    }

    /// Whether every type has a value that ends: what is only within one that has none is never written.
    pub(crate) fn ends(&self) -> bool {
        (0..self.all.len()).all(|id| !self.values(id, 9).is_empty())
    }

    fn records(&self, fields: &[(Vec<String>, Id, bool)], depth: usize) -> Vec<Vec<u8>> {
        let each: Vec<_> = { fields.iter() }
            .map(|(_, of, _)| self.values(*of, depth - 1))
            .collect();
        if each.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let shortest =
            |values: &Vec<Vec<u8>>| values.iter().min_by_key(|one| one.len()).unwrap().clone();
        let least: Vec<_> = each.iter().map(shortest).collect();
        let mut made = vec![least.concat()];
        for (at, values) in each.iter().enumerate() {
            for value in values.iter().take(60) {
                let mut parts = least.clone();
                parts[at].clone_from(value);
                made.push(parts.concat());
            }
        }
        made
    }
}

fn plain(word: &str) -> Vec<u8> {
    match word {
        "null" => Vec::new(),
        "boolean" => vec![1],
        "int" | "long" => long(7),
        "float" => 1.5_f32.to_le_bytes().to_vec(),
        "double" => 1.5_f64.to_le_bytes().to_vec(),
        _ => b"\x04xy".to_vec(),
    }
}

/// A number that is not negative, as a zigzag varint.
fn long(value: usize) -> Vec<u8> {
    let mut left = value * 2;
    let mut bytes = Vec::new();
    while left > 127 {
        bytes.push(u8::try_from(left & 127).unwrap() | 128);
        left >>= 7;
    }
    bytes.push(u8::try_from(left).unwrap());
    bytes
}

/// Lists or maps of one item each, and an empty one.
fn block(values: &[Vec<u8>], key: &[u8]) -> Vec<Vec<u8>> {
    let each = values
        .iter()
        .map(|value| [&long(1), key, value, &long(0)].concat());
    std::iter::once(long(0)).chain(each).collect()
}

/// Whether bytes of a value are read to their end.
pub(crate) fn reads(reader: &Types, writer: &Types, bytes: &[u8]) -> bool {
    let mut decoder = Decoder {
        reader,
        writer,
        bytes,
    };
    decoder.read(0, 0).is_some() && decoder.bytes.is_empty()
}

struct Decoder<'a> {
    reader: &'a Types,
    writer: &'a Types,
    bytes: &'a [u8],
}

impl Decoder<'_> {
    fn take(&mut self, count: usize) -> Option<()> {
        self.bytes = self.bytes.get(count..)?;
        Some(())
    }

    fn long(&mut self) -> Option<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = *self.bytes.first()?;
            self.take(1)?;
            value |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                return Some(value / 2);
            }
        }
    }

    /// Reads a value; none if it cannot be resolved.
    fn read(&mut self, reader: Id, writer: Id) -> Option<()> {
        let (to, from) = (
            self.reader.at(reader).clone(),
            self.writer.at(writer).clone(),
        );
        match (&to, &from) {
            (_, Of::Union(branches)) => {
                let branch = self.long()?;
                self.read(reader, branches[branch])
            }
            (Of::Union(branches), _) => self.branch(branches, writer, &from),
            (Of::Plain(to), Of::Plain(from)) => {
                promotes(from, to).then(|| self.skip(&Of::Plain(from.clone())))?
            }
            (Of::Fixed(to, size), Of::Fixed(from, length)) => {
                (to.takes(from) && size == length).then(|| self.take(*size))?
            }
            (Of::Enum(to, known, default), Of::Enum(from, symbols, _)) => {
                let symbol = &symbols[self.long()?];
                (to.takes(from) && (*default || known.contains(symbol))).then_some(())
            }
            (Of::Array(to), Of::Array(from)) => self.blocks(0, *to, *from),
            (Of::Map(to), Of::Map(from)) => self.blocks(2, *to, *from),
            (Of::Record(to, fields), Of::Record(from, written)) if to.takes(from) => {
                self.record(fields, written)
            }
            _ => None,
        }
    }

    fn record(
        &mut self,
        fields: &[(Vec<String>, Id, bool)],
        written: &[(Vec<String>, Id, bool)],
    ) -> Option<()> {
        for (names, of, _) in written {
            let mut to = fields
                .iter()
                .filter(|(known, ..)| known.contains(&names[0]));
            match to.next() {
                Some((_, to, _)) => self.read(*to, *of)?,
                None => self.skip(&self.writer.at(*of).clone())?,
            }
        }
        let is_written =
            |known: &[String]| written.iter().any(|(names, ..)| known.contains(&names[0]));
        let filled = fields
            .iter()
            .all(|(known, _, default)| *default || is_written(known));
        filled.then_some(())
    }

    fn blocks(&mut self, key: usize, to: Id, from: Id) -> Option<()> {
        loop {
            let count = self.long()?;
            if count == 0 {
                return Some(());
            }
            for _ in 0..count {
                self.take(key)?;
                self.read(to, from)?;
            }
        }
    }

    /// The branch of just the type if there is one, else any that takes the value.
    fn branch(&mut self, branches: &[Id], writer: Id, from: &Of) -> Option<()> {
        let itself = |branch: &&Id| match (self.reader.at(**branch), from) {
            (Of::Plain(to), Of::Plain(from)) => to == from,
            (Of::Array(_), Of::Array(_)) | (Of::Map(_), Of::Map(_)) => true,
            (Of::Fixed(to, _), Of::Fixed(from, _))
            | (Of::Enum(to, ..), Of::Enum(from, ..))
            | (Of::Record(to, _), Of::Record(from, _)) => to.full == from.full,
            _ => false,
        };
        if let Some(branch) = branches.iter().find(itself) {
            return self.read(*branch, writer);
        }
        let before = self.bytes;
        branches.iter().find_map(|branch| {
            self.bytes = before;
            self.read(*branch, writer)
        })
    }

    fn skip(&mut self, of: &Of) -> Option<()> {
        let part = |id: &Id| self.writer.at(*id).clone();
        match of {
            Of::Plain(word) => match word.as_str() {
                "null" => Some(()),
                "boolean" => self.take(1),
                "int" | "long" => self.long().map(drop),
                "float" => self.take(4),
                "double" => self.take(8),
                _ => {
                    let length = self.long()?;
                    self.take(length)
                }
            },
            Of::Fixed(_, size) => self.take(*size),
            Of::Enum(..) => self.long().map(drop),
            Of::Union(branches) => {
                let of = self.writer.at(branches[self.long()?]).clone();
                self.skip(&of)
            }
            Of::Record(_, fields) => fields.iter().try_for_each(|(_, of, _)| {
                let of = self.writer.at(*of).clone();
                self.skip(&of)
            }),
            Of::Array(items) | Of::Map(items) => {
                let (items, key) = (part(items), usize::from(matches!(of, Of::Map(_))) * 2);
                loop {
                    let count = self.long()?;
                    if count == 0 {
                        return Some(());
                    }
                    for _ in 0..count {
                        self.take(key)?;
                        self.skip(&items)?;
                    }
                }
            }
        }
    }
}

fn promotes(from: &str, to: &str) -> bool {
    let ways: &[&str] = match from {
        "int" => &["int", "long", "float", "double"],
        "long" => &["long", "float", "double"],
        "float" => &["float", "double"],
        "string" | "bytes" => &["string", "bytes"],
        same => return same == to,
    };
    ways.contains(&to)
}
