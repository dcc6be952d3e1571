//! Tags: what was released before.

use crate::records::record;
use crate::{GitError, Oid, Person, Repository};

const FORMAT: &str = "--format=%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00\
%(*objectname)%00%(creatordate:unix)%00%(taggername)%00%(taggeremail)%00%(contents:subject)%00";

/// A tag that leads to a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit that it leads to.
    pub commit: Oid,
    /// When it was made, in seconds since the epoch; of a lightweight tag, when the commit was made.
    pub time: i64,
    /// Whether it is an object of its own, with a tagger and a message.
    pub annotated: bool,
    /// Who made it, if it says so.
    pub tagger: Option<Person>,
    /// The first line of its message, or of the commit's.
    pub subject: String,
}

impl Repository {
    /// All tags that lead to commits, oldest first.
    ///
    /// # Errors
    /// When git fails.
    pub fn tags(&self) -> Result<Vec<Tag>, GitError> {
        let arguments = [
            "for-each-ref",
            "--sort=refname",
            "--sort=creatordate",
            FORMAT,
            "refs/tags",
        ];
        let mut running = self.git.start(self.root(), &arguments, false)?;
        let mut tags = Vec::new();
        while let Some(fields) = tag_fields(&mut running)? {
            tags.extend(self.tag(fields)?);
        }
        running.finish()?;
        Ok(tags)
    }

    fn tag(&self, fields: [String; 9]) -> Result<Option<Tag>, GitError> {
        let [
            name,
            kind,
            oid,
            peeled_kind,
            peeled,
            time,
            tagger,
            mail,
            subject,
        ] = fields;
        let commit = match (kind.as_str(), peeled_kind.as_str()) {
            ("commit", _) => oid.parse()?,
            ("tag", "commit") => peeled.parse()?,
            // Old versions of git peel one layer only, and a tag may name a tag.
            ("tag", "tag") => self.resolve(&name)?,
            _ => return Ok(None),
        };
        let mail = mail.trim_matches(['<', '>']).to_owned();
        Ok(Some(Tag {
            name: name.strip_prefix("refs/tags/").unwrap_or(&name).to_owned(),
            commit,
            time: time.parse().unwrap_or(0),
            annotated: kind == "tag",
            tagger: (!mail.is_empty()).then_some(Person { name: tagger, mail }),
            subject,
        }))
    }
}

/// A line of fields; the line feed before the next one belongs to none, and one more ends the stream.
fn tag_fields(running: &mut crate::program::Running) -> Result<Option<[String; 9]>, GitError> {
    use std::io::BufRead;
    let head = running.out.fill_buf().map(|buffer| buffer.first().copied());
    if head.map_err(|source| running.broken(source))? == Some(b'\n') {
        running.out.consume(1);
    }
    record(running)
}
