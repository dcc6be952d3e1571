//! From files to types.

mod defaults;
mod link;
mod logical;
mod named;
mod names;

use std::collections::HashMap;
use std::sync::Arc;

use holdpoint_findings::{Document, Source, Unreadable, Value, pointer};

use crate::mistakes::{EMPTY, INVALID, Mistakes, TOO_LARGE};
use crate::model::{Id, Kind, Node, Plain, Schema, Spot, Use};

/// Types of a schema, each use of a plain one included.
const TYPES: usize = 1_000_000;

impl Schema {
    /// Reads the files of one version; the types of one may be used in the others, whatever their order.
    ///
    /// # Errors
    /// All that is wrong with them, each at its place.
    pub fn read(sources: &[Arc<Source>]) -> Result<Self, Unreadable> {
        let mut mistakes = Mistakes::new(sources);
        let mut documents = Vec::new();
        for (file, source) in sources.iter().enumerate() {
            match Document::read_json(source) {
                Ok(document) => documents.push((file, document)),
                Err(error) => mistakes.extend(&error),
            }
        }
        let mut reader = Reader::new(mistakes);
        let mut roots = Vec::new();
        for (file, document) in &documents {
            reader.file(*file, document.root(), &mut roots);
        }
        if roots.is_empty() && reader.mistakes.is_empty() {
            reader.mistakes.at(&Spot::default(), &EMPTY, &[]);
        }
        reader.link();
        reader.check_defaults();
        let Reader {
            mistakes, nodes, ..
        } = reader;
        mistakes.done()?;
        let sources = sources.to_vec();
        Ok(Self {
            sources,
            nodes,
            roots,
        })
    }
}

struct Reader<'s, 'd> {
    mistakes: Mistakes<'s>,
    nodes: Vec<Node>,
    names: HashMap<Box<str>, Id>,
    /// How each name was declared first.
    declared: HashMap<Box<str>, Value<'d>>,
    /// Names that are to be found: the type that stands for it, the name, the namespace that it is used in.
    pending: Vec<(Use, Box<str>, Box<str>)>,
    /// Defaults by record and field, to be checked when all types are known.
    defaults: HashMap<(Id, usize), (Spot, Value<'d>)>,
}

/// What is being read: a value, in which file, under which pointer, in which namespace.
#[derive(Clone, Copy)]
struct At<'p, 'd> {
    file: usize,
    value: Value<'d>,
    pointer: &'p str,
    space: &'p str,
}

impl<'d> At<'_, 'd> {
    fn spot(&self) -> Spot {
        self.spot_of(self.value, "")
    }

    /// The place of a part of it.
    fn spot_of(&self, part: Value<'d>, step: &str) -> Spot {
        let pointer = match step {
            "" => self.pointer.into(),
            step => pointer::join(self.pointer, step).into(),
        };
        Spot {
            file: self.file,
            span: part.span(),
            pointer,
        }
    }

    /// The place of what is under a key, or else of all of it.
    fn spot_at(&self, key: &str) -> Spot {
        match self.value.get(key) {
            Some(value) => self.spot_of(value, key),
            None => self.spot(),
        }
    }
}

impl<'s, 'd> Reader<'s, 'd> {
    fn new(mistakes: Mistakes<'s>) -> Self {
        Self {
            mistakes,
            nodes: Vec::new(),
            names: HashMap::new(),
            declared: HashMap::new(),
            pending: Vec::new(),
            defaults: HashMap::new(),
        }
    }

    fn file(&mut self, file: usize, root: Value<'d>, roots: &mut Vec<Use>) {
        let at = At {
            file,
            value: root,
            pointer: "",
            space: "",
        };
        if root.get("protocol").is_some() && root.get("type").is_none() {
            self.protocol(at, roots);
        } else {
            roots.push(self.schema(at));
        }
    }

    /// The types of a protocol.
    fn protocol(&mut self, at: At<'_, 'd>, roots: &mut Vec<Use>) {
        let space = at.value.get("namespace").and_then(Value::text);
        let Some(types) = at.value.get("types") else {
            return;
        };
        for (number, value) in types.items().enumerate() {
            let pointer = format!("{}/types/{number}", at.pointer);
            let space = space.unwrap_or_default();
            roots.push(self.schema(At {
                value,
                pointer: &pointer,
                space,
                ..at
            }));
        }
    }

    fn invalid(&mut self, spot: &Spot, what: &str) {
        self.mistakes.at(spot, &INVALID, &[("what", what)]);
    }

    fn add(&mut self, kind: Kind) -> Id {
        let id = Id::try_from(self.nodes.len()).unwrap_or(Id::MAX);
        let logical = None;
        self.nodes.push(Node { kind, logical });
        id
    }

    fn used(&mut self, at: At<'_, 'd>, kind: Kind) -> Use {
        let (id, spot) = (self.add(kind), at.spot());
        Use { id, spot }
    }

    /// A schema. Values are not nested deeper than a document may be.
    fn schema(&mut self, at: At<'_, 'd>) -> Use {
        if self.nodes.len() >= TYPES {
            let what = format!("more than {TYPES} types");
            self.mistakes.at(&at.spot(), &TOO_LARGE, &[("what", &what)]);
            return self.used(at, Kind::Plain(Plain::Null));
        }
        if let Some(word) = at.value.text() {
            return self.word(at, word);
        }
        if at.value.is_list() {
            return self.union(at);
        }
        match at.value.get("type") {
            Some(of) if of.text().is_some() => self.described(at, of.text().unwrap_or_default()),
            Some(value) if value.is_map() || value.is_list() => {
                let pointer = pointer::join(at.pointer, "type");
                self.schema(At {
                    value,
                    pointer: &pointer,
                    ..at
                })
            }
            _ => self.nothing(at),
        }
    }

    /// What is no schema.
    fn nothing(&mut self, at: At<'_, 'd>) -> Use {
        let what = match at.value.is_map() {
            true => "a schema has a `type`".to_owned(),
            false => format!(
                "a schema is a name, a list or a map, not {}",
                at.value.described()
            ),
        };
        self.invalid(&at.spot(), &what);
        self.used(at, Kind::Plain(Plain::Null))
    }

    /// The name of a type.
    fn word(&mut self, at: At<'_, 'd>, word: &str) -> Use {
        if let Some((_, plain)) = Plain::ALL.iter().find(|(known, _)| *known == word) {
            return self.used(at, Kind::Plain(*plain));
        }
        let used = self.used(at, Kind::Named(Id::MAX));
        self.pending
            .push((used.clone(), word.into(), at.space.into()));
        used
    }

    /// A map whose `type` is a word.
    fn described(&mut self, at: At<'_, 'd>, word: &str) -> Use {
        let mut used = match word {
            "record" | "error" => self.record(at),
            "enum" => self.enumeration(at),
            "fixed" => self.fixed(at),
            "array" => {
                let items = self.part(at, "items");
                self.used(at, Kind::Array(items))
            }
            "map" => {
                let values = self.part(at, "values");
                self.used(at, Kind::Map(values))
            }
            word => self.word(at, word),
        };
        if !matches!(word, "record" | "error" | "enum" | "fixed") {
            used.spot = at.spot_at("type");
        }
        let logical = self.logical(at, used.id);
        if let (Some(logical), Some(node)) = (logical, self.nodes.get_mut(used.id as usize)) {
            node.logical = Some(logical);
        }
        used
    }

    /// A schema under a key.
    fn part(&mut self, at: At<'_, 'd>, key: &str) -> Use {
        let Some(value) = at.value.get(key) else {
            self.invalid(&at.spot_at("type"), &format!("there is no `{key}`"));
            return self.used(at, Kind::Plain(Plain::Null));
        };
        let pointer = pointer::join(at.pointer, key);
        self.schema(At {
            value,
            pointer: &pointer,
            ..at
        })
    }

    fn union(&mut self, at: At<'_, 'd>) -> Use {
        let mut branches = Vec::new();
        for (number, value) in at.value.items().enumerate() {
            let pointer = format!("{}/{number}", at.pointer);
            if value.is_list() {
                let spot = At {
                    value,
                    pointer: &pointer,
                    ..at
                }
                .spot();
                self.invalid(&spot, "a union may not hold another one");
                continue;
            }
            branches.push(self.schema(At {
                value,
                pointer: &pointer,
                ..at
            }));
        }
        self.used(at, Kind::Union(branches))
    }
}
