//! Commits and the people behind them.

use crate::{GitError, Oid};

/// A person as a commit names them. Nobody has checked that it is true.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// The mail address, as written.
    pub mail: String,
}

impl Person {
    /// Reads `Ada Lovelace <ada@example.org>`; none without a mail address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('<')?;
        let (mail, _) = rest.split_once('>')?;
        let person = Self {
            name: name.trim().to_owned(),
            mail: mail.trim().to_owned(),
        };
        (!person.mail.is_empty()).then_some(person)
    }
}

/// A commit, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub oid: Oid,
    /// Its parents, first parent first; two or more make a merge.
    pub parents: Vec<Oid>,
    /// Who wrote it.
    pub author: Person,
    /// When it was written, in seconds since the epoch.
    pub author_time: i64,
    /// Who else wrote it: the `Co-authored-by` trailers.
    pub co_authors: Vec<Person>,
    /// Who committed it.
    pub committer: Person,
    /// When it was committed, in seconds since the epoch.
    pub commit_time: i64,
    /// The first line of its message.
    pub subject: String,
    /// The rest of its message.
    pub body: String,
}

impl Commit {
    /// Whether it joins histories.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// Everybody who wrote it, each mail address once.
    pub fn authors(&self) -> impl Iterator<Item = &Person> {
        let again = |person: &&Person| !person.mail.eq_ignore_ascii_case(&self.author.mail);
        std::iter::once(&self.author).chain(self.co_authors.iter().filter(again))
    }

    /// From the fields that [`crate::log`] asks for.
    pub(crate) fn from_fields(fields: [String; 11]) -> Result<Self, GitError> {
        let [
            oid,
            parents,
            author,
            mail,
            time,
            by,
            by_mail,
            by_time,
            co,
            subject,
            body,
        ] = fields;
        let parents = parents
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let seconds = |text: &str| text.parse().unwrap_or(0);
        Ok(Self {
            oid: oid.parse()?,
            parents,
            author: Person { name: author, mail },
            author_time: seconds(&time),
            co_authors: co.split('\u{1f}').filter_map(Person::parse).collect(),
            committer: Person {
                name: by,
                mail: by_mail,
            },
            commit_time: seconds(&by_time),
            subject,
            body: body.trim_end().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Person;

    #[test]
    fn a_person_needs_a_mail_address() {
        let ada = Person {
            name: "Ada".into(),
            mail: "ada@example.org".into(),
        };
        assert_eq!(Person::parse("Ada <ada@example.org>"), Some(ada));
        assert_eq!(Person::parse("Ada"), None);
        assert_eq!(Person::parse("Ada <>"), None);
    }
}
