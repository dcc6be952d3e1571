//! Gitea and Forgejo, by the REST API that both have.

use std::sync::Arc;

use holdpoint_ports::{
    ChangedFile, ForgeComment, ForgeError, ForgeRemark, MergeRequest, NewRemark,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::address::{Address, Opened};
use crate::diff;
use crate::github::{Said, opened};
use crate::wire::{Patience, Wire};

/// Bytes of a comment. Gitea has no limit of its own, but its databases and readers have.
const LONGEST: usize = 65_536;
/// Remarks of one review.
const AT_ONCE: usize = 30;
/// Gitea gives no more on a page unless it is set up so.
const PAGE: &str = "limit=50";

pub(crate) fn open(
    address: &Address,
    commit: &str,
    patience: &Patience,
) -> Result<Opened, ForgeError> {
    let headers = [
        ("authorization", format!("token {}", address.token.0)),
        ("accept", "application/json".to_owned()),
    ];
    let pull = |wire, repository, number| Pull {
        wire,
        repository,
        number,
        commit: commit.to_owned(),
    };
    opened(address, &headers, patience, pull)
}

struct Pull {
    wire: Arc<Wire>,
    repository: String,
    number: u64,
    commit: String,
}

#[derive(Deserialize)]
struct Review {
    id: u64,
    #[serde(default)]
    comments_count: u64,
}

impl Pull {
    fn pull(&self, rest: &str) -> String {
        format!("{}/pulls/{}{rest}", self.repository, self.number)
    }

    fn issue(&self, rest: &str) -> String {
        format!("{}/issues/{}{rest}", self.repository, self.number)
    }

    /// A comment, whether on the whole or at a line: both are the same here.
    fn said(&self, id: &str) -> String {
        format!("{}/issues/comments/{id}", self.repository)
    }
}

fn placed(remark: &NewRemark) -> Value {
    json!({ "path": remark.path, "new_position": remark.line, "old_position": 0, "body": remark.body })
}

impl MergeRequest for Pull {
    fn longest(&self) -> usize {
        LONGEST
    }

    fn changed(&self) -> Result<Vec<ChangedFile>, ForgeError> {
        Ok(diff::files(&self.wire.get(&self.pull(".diff"))?.text()))
    }

    fn comments(&self) -> Result<Vec<ForgeComment>, ForgeError> {
        // All of them come at once, whatever page is asked for.
        let said: Vec<Said> = self.wire.get(&self.issue("/comments"))?.json()?;
        Ok(said.into_iter().map(Said::comment).collect())
    }

    fn comment(&self, body: &str) -> Result<(), ForgeError> {
        let path = self.issue("/comments");
        self.wire.post(&path, &json!({ "body": body })).map(drop)
    }

    fn rewrite(&self, comment: &ForgeComment, body: &str) -> Result<(), ForgeError> {
        let path = self.said(&comment.id);
        self.wire.patch(&path, &json!({ "body": body })).map(drop)
    }

    fn withdraw(&self, comment: &ForgeComment) -> Result<(), ForgeError> {
        self.wire.delete(&self.said(&comment.id)).map(drop)
    }

    fn remarks(&self) -> Result<Vec<ForgeRemark>, ForgeError> {
        let reviews: Vec<Review> = self.wire.pages(&self.pull("/reviews"), PAGE)?;
        let mut remarks = Vec::new();
        for review in reviews.iter().filter(|review| review.comments_count > 0) {
            let path = self.pull(&format!("/reviews/{}/comments", review.id));
            let said: Vec<Said> = self.wire.get(&path)?.json()?;
            let remark = |one: Said| ForgeRemark {
                id: one.id.to_string(),
                thread: String::new(),
                body: one.body.unwrap_or_default(),
                answered: false,
            };
            remarks.extend(said.into_iter().map(remark));
        }
        Ok(remarks)
    }

    fn remark(&self, remarks: &[NewRemark]) -> Result<Vec<usize>, ForgeError> {
        for some in remarks.chunks(AT_ONCE) {
            let comments: Vec<Value> = some.iter().map(placed).collect();
            let body = json!({
                "commit_id": self.commit,
                "event": "COMMENT",
                "comments": comments,
            });
            self.wire.post(&self.pull("/reviews"), &body)?;
        }
        // Whatever line is named, Gitea finds a place for it.
        Ok(Vec::new())
    }

    fn reword(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        let path = self.said(&remark.id);
        self.wire.patch(&path, &json!({ "body": body })).map(drop)
    }

    fn settle(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        // A remark at a line is never taken away here: Gitea says that it was, and leaves it.
        self.reword(remark, body)?;
        let path = format!("{}/pulls/comments/{}/resolve", self.repository, remark.id);
        match self.wire.post(&path, &json!({})) {
            // Gitea has it from 1.26 on, Forgejo not at all; the text says it as well.
            Err(ForgeError::Absent(_) | ForgeError::Refused { status: 405, .. }) => Ok(()),
            answer => answer.map(drop),
        }
    }
}
