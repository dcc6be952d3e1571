//! GitHub, on github.com or as GitHub Enterprise: its REST API of 2022-11-28.

use std::sync::Arc;

use holdpoint_ports::{
    ChangedFile, CommitState, CommitStatus, CommitStatuses, ForgeComment, ForgeError, ForgeRemark,
    MergeRequest, NewRemark,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::address::{Address, Opened, cut, parts};
use crate::diff;
use crate::wire::{Patience, Wire};

/// Letters that the description of a status may have.
const DESCRIPTION: usize = 140;
/// Characters that a comment may have; counted in bytes, which are never fewer.
const LONGEST: usize = 65_536;
/// Remarks of one review: more make the request slow enough to be cut off.
const AT_ONCE: usize = 30;
const PAGE: &str = "per_page=100";

pub(crate) fn open(
    address: &Address,
    commit: &str,
    patience: &Patience,
) -> Result<Opened, ForgeError> {
    let headers = [
        ("authorization", format!("Bearer {}", address.token.0)),
        ("accept", "application/vnd.github+json".to_owned()),
        ("x-github-api-version", "2022-11-28".to_owned()),
    ];
    let pull = |wire, repository, number| Pull {
        wire,
        repository,
        number,
        commit: commit.to_owned(),
    };
    opened(address, &headers, patience, pull)
}

/// A forge that answers as GitHub does, with these headers; `pull` is a request to merge, by its number.
pub(crate) fn opened<P: MergeRequest + 'static>(
    address: &Address,
    headers: &[(&'static str, String)],
    patience: &Patience,
    pull: impl FnOnce(Arc<Wire>, String, u64) -> P,
) -> Result<Opened, ForgeError> {
    let wire = Arc::new(Wire::open(&address.api, headers, patience.clone())?);
    let repository = format!("/repos/{}", parts(&address.repository));
    let request = address.request.map(|number| {
        let pull = pull(Arc::clone(&wire), repository.clone(), number);
        Box::new(pull) as Box<dyn MergeRequest>
    });
    Ok(Opened {
        statuses: Box::new(Statuses { wire, repository }),
        request,
    })
}

/// Statuses of commits; Gitea's are the same.
struct Statuses {
    wire: Arc<Wire>,
    repository: String,
}

impl CommitStatuses for Statuses {
    fn show(&self, commit: &str, status: &CommitStatus) -> Result<(), ForgeError> {
        let state = match status.state {
            CommitState::Pending => "pending",
            CommitState::Success => "success",
            CommitState::Failure => "failure",
            CommitState::Error => "error",
        };
        let mut body = json!({
            "state": state,
            "context": status.context,
            "description": cut(&status.description, DESCRIPTION),
        });
        if let (Some(link), Some(fields)) = (&status.link, body.as_object_mut()) {
            fields.insert("target_url".to_owned(), link.clone().into());
        }
        let path = format!("{}/statuses/{commit}", self.repository);
        self.wire.post(&path, &body).map(drop)
    }
}

struct Pull {
    wire: Arc<Wire>,
    repository: String,
    number: u64,
    commit: String,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    previous_filename: Option<String>,
    /// None of a file that is binary or too long.
    patch: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Said {
    pub(crate) id: u64,
    /// None of a comment without a text.
    pub(crate) body: Option<String>,
    in_reply_to_id: Option<u64>,
}

impl Said {
    pub(crate) fn comment(self) -> ForgeComment {
        ForgeComment {
            id: self.id.to_string(),
            body: self.body.unwrap_or_default(),
        }
    }
}

impl Pull {
    fn pull(&self, rest: &str) -> String {
        format!("{}/pulls/{}{rest}", self.repository, self.number)
    }

    /// One review with all of them.
    fn review(&self, remarks: &[NewRemark]) -> Result<(), ForgeError> {
        let comments: Vec<Value> = remarks.iter().map(placed).collect();
        let body = json!({ "commit_id": self.commit, "event": "COMMENT", "comments": comments });
        self.wire.post(&self.pull("/reviews"), &body).map(drop)
    }

    /// One by one, as one that has no place spoils a review as a whole; says which have none.
    fn one_by_one(&self, remarks: &[NewRemark]) -> Result<Vec<usize>, ForgeError> {
        let mut homeless = Vec::new();
        for (at, remark) in remarks.iter().enumerate() {
            let mut body = placed(remark);
            if let Some(fields) = body.as_object_mut() {
                fields.insert("commit_id".to_owned(), self.commit.clone().into());
            }
            match self.wire.post(&self.pull("/comments"), &body) {
                Ok(_) => {}
                Err(ForgeError::Refused { status: 422, .. }) => homeless.push(at),
                Err(error) => return Err(error),
            }
        }
        Ok(homeless)
    }
}

fn placed(remark: &NewRemark) -> Value {
    json!({ "path": remark.path, "line": remark.line, "side": "RIGHT", "body": remark.body })
}

impl MergeRequest for Pull {
    fn longest(&self) -> usize {
        LONGEST
    }

    fn changed(&self) -> Result<Vec<ChangedFile>, ForgeError> {
        let files: Vec<File> = self.wire.pages(&self.pull("/files"), PAGE)?;
        let changed = files.into_iter().map(|file| ChangedFile {
            old_path: file
                .previous_filename
                .unwrap_or_else(|| file.filename.clone()),
            lines: diff::shown(&file.patch.unwrap_or_default()),
            path: file.filename,
        });
        Ok(changed.collect())
    }

    fn comments(&self) -> Result<Vec<ForgeComment>, ForgeError> {
        let path = format!("{}/issues/{}/comments", self.repository, self.number);
        let said: Vec<Said> = self.wire.pages(&path, PAGE)?;
        Ok(said.into_iter().map(Said::comment).collect())
    }

    fn comment(&self, body: &str) -> Result<(), ForgeError> {
        let path = format!("{}/issues/{}/comments", self.repository, self.number);
        self.wire.post(&path, &json!({ "body": body })).map(drop)
    }

    fn rewrite(&self, comment: &ForgeComment, body: &str) -> Result<(), ForgeError> {
        let path = format!("{}/issues/comments/{}", self.repository, comment.id);
        self.wire.patch(&path, &json!({ "body": body })).map(drop)
    }

    fn withdraw(&self, comment: &ForgeComment) -> Result<(), ForgeError> {
        let path = format!("{}/issues/comments/{}", self.repository, comment.id);
        self.wire.delete(&path).map(drop)
    }

    fn remarks(&self) -> Result<Vec<ForgeRemark>, ForgeError> {
        let said: Vec<Said> = self.wire.pages(&self.pull("/comments"), PAGE)?;
        let answered: Vec<_> = said.iter().filter_map(|one| one.in_reply_to_id).collect();
        let first = said.into_iter().filter(|one| one.in_reply_to_id.is_none());
        let remark = |one: Said| ForgeRemark {
            id: one.id.to_string(),
            thread: String::new(),
            answered: answered.contains(&one.id),
            body: one.body.unwrap_or_default(),
        };
        Ok(first.map(remark).collect())
    }

    fn remark(&self, remarks: &[NewRemark]) -> Result<Vec<usize>, ForgeError> {
        let mut homeless = Vec::new();
        for (at, some) in remarks.chunks(AT_ONCE).enumerate() {
            match self.review(some) {
                Ok(()) => {}
                Err(ForgeError::Refused { status: 422, .. }) => {
                    let these = self.one_by_one(some)?;
                    homeless.extend(these.iter().map(|one| at * AT_ONCE + one));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(homeless)
    }

    fn reword(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        let path = format!("{}/pulls/comments/{}", self.repository, remark.id);
        self.wire.patch(&path, &json!({ "body": body })).map(drop)
    }

    fn settle(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        // An answer would stand there without what it answers.
        if remark.answered {
            return self.reword(remark, body);
        }
        let path = format!("{}/pulls/comments/{}", self.repository, remark.id);
        self.wire.delete(&path).map(drop)
    }
}
