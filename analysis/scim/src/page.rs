//! Many resources: filtered, in order, page by page (RFC 7644, section 3.4.2).

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::filter::order;
use crate::path::{AttributePath, Path};
use crate::schema::{Kind, Type};
use crate::{Filter, ScimError, View, message};

/// What of many resources is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Which.
    pub filter: Option<Filter>,
    /// By what they are ordered.
    pub sort_by: Option<AttributePath>,
    /// Whether the last comes first.
    pub descending: bool,
    /// From which on, the first being 1.
    pub start: usize,
    /// How many.
    pub count: usize,
    /// As much of each.
    pub view: View,
}

/// How many a page has at most, and where nothing is said.
pub(crate) const MOST: usize = 200;
const USUAL: usize = 100;

impl Page {
    /// How many a page has at most.
    pub const MOST: usize = MOST;

    /// Reads what is asked for by names and values.
    ///
    /// # Errors
    /// When a value cannot be.
    pub fn parse<'a>(
        kind: &Kind,
        asked: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, ScimError> {
        let filter = asked("filter").filter(|text| !text.trim().is_empty());
        let filter = filter.map(Filter::parse).transpose()?;
        filter.iter().try_for_each(|filter| filter.check(kind))?;
        let number = |name: &str, usual: usize| match asked(name) {
            None => Ok(usual),
            // Below what there is means the least that there is.
            Some(text) => match text.parse::<i64>() {
                Ok(number) => Ok(usize::try_from(number).unwrap_or(0)),
                Err(_) => Err(ScimError::value(format!(
                    "`{name}` is a number, and not `{text}`"
                ))),
            },
        };
        let descending = match asked("sortOrder").map(str::to_ascii_lowercase).as_deref() {
            None | Some("ascending" | "") => false,
            Some("descending") => true,
            Some(other) => {
                let why = format!("`sortOrder` is `ascending` or `descending`, and not `{other}`");
                return Err(ScimError::value(why));
            }
        };
        let sort_by = asked("sortBy").filter(|text| !text.is_empty());
        Ok(Self {
            filter,
            sort_by: sort_by
                .map(Path::parse)
                .transpose()?
                .map(|path| path.attribute),
            descending,
            start: number("startIndex", 1)?.max(1),
            count: number("count", USUAL)?.min(MOST),
            view: View::parse(asked("attributes"), asked("excludedAttributes"))?,
        })
    }

    /// The page of these.
    #[must_use]
    pub fn of(&self, all: Vec<(&Kind, Value)>) -> Value {
        let wanted = |(kind, one): &(&Kind, Value)| {
            let filter = self.filter.as_ref();
            filter.is_none_or(|filter| filter.matches(kind, one))
        };
        let mut found: Vec<_> = all.into_iter().filter(wanted).collect();
        if let Some(path) = &self.sort_by {
            found.sort_by(|(kind, one), (other_kind, other)| {
                let order = key(path, kind, one).cmp(&key(path, other_kind, other));
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        let total = found.len();
        let page = found.into_iter().skip(self.start.saturating_sub(1));
        let page = page.take(self.count);
        let page = page.map(|(kind, one)| self.view.of(kind, &one));
        listed(page.collect(), total, self.start)
    }
}

/// The message with these resources, of so many in all.
#[must_use]
pub fn listed(page: Vec<Value>, total: usize, start: usize) -> Value {
    json!({
        "schemas": [message("ListResponse")],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": page.len(),
        "Resources": page,
    })
}

/// What something is ordered by: what has nothing comes last.
#[derive(PartialEq, Eq)]
struct Key(Option<String>);

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => order(one, other),
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        }
    }
}

/// The value of a resource at a path: of several the primary one, else the first.
fn key(path: &AttributePath, kind: &Kind, resource: &Value) -> Key {
    let Some(found) = path.find(kind) else {
        return Key(None);
    };
    let place = found
        .extension
        .map_or(Some(resource), |schema| resource.get(schema));
    let value = place.and_then(|place| place.get(found.attribute.name));
    let value = match value {
        Some(Value::Array(all)) => {
            let primary = |one: &&Value| one.get("primary") == Some(&Value::Bool(true));
            all.iter().find(primary).or_else(|| all.first())
        }
        value => value,
    };
    let part = found.sub.map_or("value", |sub| sub.name);
    let value = match found.attribute.kind {
        Type::Complex => value.and_then(|value| value.get(part)),
        _ => value,
    };
    let exact = found.sub.unwrap_or(found.attribute).case_exact;
    Key(value.map(|value| match value {
        Value::String(text) if exact => text.clone(),
        Value::String(text) => text.to_lowercase(),
        other => other.to_string(),
    }))
}
