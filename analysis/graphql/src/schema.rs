//! A schema of all its files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use holdpoint_findings::{Source, Unreadable};

use crate::mistakes::{EMPTY, TWICE, UNKNOWN, Work};
use crate::model::{Declaration, Directive, Kind, Member, Name, Spot, Type, Usage};
use crate::parse::parse;

/// Types that are always there.
const SCALARS: [&str; 5] = ["String", "Int", "Float", "Boolean", "ID"];
/// Directives that are always there.
pub(crate) const DIRECTIVES: [&str; 5] = ["skip", "include", "deprecated", "specifiedBy", "oneOf"];

/// A schema, read and understood.
#[derive(Debug)]
pub struct Schema {
    pub(crate) sources: Vec<Arc<Source>>,
    pub(crate) types: BTreeMap<Box<str>, Type>,
    pub(crate) directives: BTreeMap<Box<str>, Directive>,
    /// Types of operations by their words.
    pub(crate) roots: HashMap<&'static str, Name>,
    /// Directives of the schema, and of each of its extensions.
    pub(crate) usages: Vec<Vec<Usage>>,
}

impl Schema {
    /// Reads a schema of one file or several.
    ///
    /// # Errors
    /// All mistakes of all files, each at its place.
    pub fn read(sources: &[Arc<Source>]) -> Result<Self, Unreadable> {
        let mut work = Work::new(sources);
        let mut schema = Self {
            sources: sources.to_vec(),
            types: BTreeMap::new(),
            directives: BTreeMap::new(),
            roots: HashMap::new(),
            usages: vec![Vec::new()],
        };
        let files = sources.iter().enumerate();
        let declarations: Vec<Declaration> = files
            .flat_map(|(file, source)| parse(file, source, &mut work))
            .collect();
        let mut more = Vec::new();
        let mut named = false;
        for declaration in declarations {
            match declaration {
                Declaration::More(declared) => more.push(declared),
                Declaration::Type(declared) => schema.add_type(declared, &mut work),
                Declaration::Directive(directive) => schema.add_directive(directive, &mut work),
                Declaration::Schema(first, roots, usages) => {
                    named |= first;
                    schema.add_roots(first, roots, usages);
                }
            }
        }
        more.into_iter()
            .for_each(|declared| schema.extend(declared, &mut work));
        if !named {
            schema.default_roots();
        }
        if !work.enough() {
            schema.check(&mut work);
        }
        work.done()?;
        Ok(schema)
    }

    /// The texts of all files.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    fn add_type(&mut self, declared: Type, work: &mut Work<'_>) {
        let name = declared.name.clone();
        if SCALARS.contains(&&*name.text) {
            return;
        }
        if self.types.contains_key(&name.text) {
            work.at(name.at, &TWICE, &[("name", &name.text)]);
            return;
        }
        self.types.insert(name.text, declared);
    }

    fn add_directive(&mut self, directive: Directive, work: &mut Work<'_>) {
        let name = directive.name.clone();
        if DIRECTIVES.contains(&&*name.text) {
            return;
        }
        if self.directives.contains_key(&name.text) {
            work.at(name.at, &TWICE, &[("name", &name.text)]);
            return;
        }
        self.directives.insert(name.text, directive);
    }

    fn add_roots(&mut self, first: bool, roots: Vec<(Name, Name)>, usages: Vec<Usage>) {
        for (word, name) in roots {
            let known = ["query", "mutation", "subscription"];
            if let Some(word) = known.into_iter().find(|known| *known == &*word.text) {
                self.roots.insert(word, name);
            }
        }
        match (first, self.usages.first_mut()) {
            (true, Some(own)) => *own = usages,
            _ => self.usages.push(usages),
        }
    }

    /// Without a `schema` types of these names are the roots.
    fn default_roots(&mut self) {
        for (word, name) in [
            ("query", "Query"),
            ("mutation", "Mutation"),
            ("subscription", "Subscription"),
        ] {
            let found = self
                .types
                .get(name)
                .filter(|found| found.kind == Kind::Object);
            if let Some(found) = found {
                self.roots.entry(word).or_insert_with(|| found.name.clone());
            }
        }
    }

    /// More of a type: directives of an extension are not those of the type.
    fn extend(&mut self, more: Type, work: &mut Work<'_>) {
        let name = more.name.clone();
        let Some(known) = self.types.get_mut(&name.text) else {
            // Parts of a schema may extend what the whole declares.
            self.types.insert(name.text, more);
            return;
        };
        if known.kind != more.kind {
            work.at(name.at, &UNKNOWN, &[("name", &name.text)]);
            return;
        }
        known.members.extend(more.members);
        known.others.extend(more.others);
    }

    fn check(&self, work: &mut Work<'_>) {
        if self.types.is_empty() && self.directives.is_empty() {
            work.at(Spot::default(), &EMPTY, &[]);
        }
        for declared in self.types.values() {
            for other in &declared.others {
                self.known(&other.text, other.at, work);
            }
            self.check_members(&declared.members, declared.kind != Kind::Enum, work);
        }
        for directive in self.directives.values() {
            self.check_members(&directive.arguments, true, work);
        }
        for name in self.roots.values() {
            self.known(&name.text, name.at, work);
        }
    }

    fn check_members(&self, members: &[Member], typed: bool, work: &mut Work<'_>) {
        let mut names = std::collections::HashSet::new();
        for member in members {
            let name = &member.name;
            if !names.insert(&*name.text) {
                work.at(name.at, &TWICE, &[("name", &name.text)]);
            }
            if typed {
                self.known(member.of.name(), name.at, work);
            }
            self.check_members(&member.arguments, true, work);
        }
    }

    fn known(&self, name: &str, at: Spot, work: &mut Work<'_>) {
        if !SCALARS.contains(&name) && !self.types.contains_key(name) {
            work.at(at, &UNKNOWN, &[("name", name)]);
        }
    }
}
