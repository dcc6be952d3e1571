//! GitLab, by version 4 of its REST API.

use std::sync::Arc;

use holdpoint_ports::{
    ChangedFile, CommitState, CommitStatus, CommitStatuses, ForgeComment, ForgeError, ForgeRemark,
    MergeRequest, NewRemark,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::address::{Address, Opened, cut, part};
use crate::diff;
use crate::wire::{Patience, Wire};

/// Letters that the description of a status may have.
const DESCRIPTION: usize = 255;
/// Characters that a note may have; counted in bytes, which are never fewer.
const LONGEST: usize = 1_000_000;
const PAGE: &str = "per_page=100";

pub(crate) fn open(address: &Address, patience: &Patience) -> Result<Opened, ForgeError> {
    let headers = [
        ("private-token", address.token.0.clone()),
        ("accept", "application/json".to_owned()),
    ];
    let wire = Arc::new(Wire::open(&address.api, &headers, patience.clone())?);
    let project = |name: &str| format!("/projects/{}", part(name));
    let source = address.source.as_deref().unwrap_or(&address.repository);
    let statuses = Statuses {
        wire: Arc::clone(&wire),
        project: project(source),
        pipeline: address.pipeline,
    };
    let request = address.request.map(|number| Request {
        wire,
        path: format!("{}/merge_requests/{number}", project(&address.repository)),
    });
    Ok(Opened {
        statuses: Box::new(statuses),
        request: request.map(|request| Box::new(request) as Box<dyn MergeRequest>),
    })
}

struct Statuses {
    wire: Arc<Wire>,
    project: String,
    pipeline: Option<u64>,
}

impl CommitStatuses for Statuses {
    fn show(&self, commit: &str, status: &CommitStatus) -> Result<(), ForgeError> {
        let state = match status.state {
            CommitState::Pending => "pending",
            CommitState::Success => "success",
            CommitState::Failure | CommitState::Error => "failed",
        };
        let mut body = json!({
            "state": state,
            "name": status.context,
            "description": cut(&status.description, DESCRIPTION),
        });
        if let Some(fields) = body.as_object_mut() {
            let link = status.link.clone().map(Value::from);
            fields.extend(link.map(|link| ("target_url".to_owned(), link)));
            let pipeline = self.pipeline.map(Value::from);
            fields.extend(pipeline.map(|pipeline| ("pipeline_id".to_owned(), pipeline)));
        }
        let path = format!("{}/statuses/{commit}", self.project);
        match self.wire.post(&path, &body) {
            // It says so already.
            Err(ForgeError::Refused { status: 400, said })
                if said.contains("transition status") =>
            {
                Ok(())
            }
            answer => answer.map(drop),
        }
    }
}

struct Request {
    wire: Arc<Wire>,
    path: String,
}

#[derive(Deserialize)]
struct Seen {
    diff_refs: Option<Refs>,
}

/// The three commits that a place in a difference is told by.
#[derive(Deserialize)]
struct Refs {
    base_sha: String,
    head_sha: String,
    start_sha: String,
}

#[derive(Deserialize)]
struct File {
    old_path: String,
    new_path: String,
    #[serde(default)]
    diff: String,
    #[serde(default)]
    deleted_file: bool,
}

#[derive(Deserialize)]
struct Changes {
    changes: Vec<File>,
}

#[derive(Deserialize)]
struct Discussion {
    id: String,
    notes: Vec<Note>,
}

#[derive(Deserialize)]
struct Note {
    id: u64,
    body: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl Request {
    fn files(&self) -> Result<Vec<File>, ForgeError> {
        match self.wire.pages(&format!("{}/diffs", self.path), PAGE) {
            // Before GitLab 15.7 they came with the request.
            Err(ForgeError::Absent(_)) => {
                let changes: Changes = self.wire.get(&format!("{}/changes", self.path))?.json()?;
                Ok(changes.changes)
            }
            files => files,
        }
    }

    fn note(&self, id: &str) -> String {
        format!("{}/notes/{id}", self.path)
    }
}

fn placed(remark: &NewRemark, refs: &Refs) -> Value {
    let mut position = json!({
        "position_type": "text",
        "base_sha": refs.base_sha,
        "head_sha": refs.head_sha,
        "start_sha": refs.start_sha,
        "old_path": remark.old_path,
        "new_path": remark.path,
        "new_line": remark.line,
    });
    // A line that was there before is known by both its numbers only.
    if let (Some(line), Some(fields)) = (remark.old_line, position.as_object_mut()) {
        fields.insert("old_line".to_owned(), line.into());
    }
    json!({ "body": remark.body, "position": position })
}

impl MergeRequest for Request {
    fn longest(&self) -> usize {
        LONGEST
    }

    fn changed(&self) -> Result<Vec<ChangedFile>, ForgeError> {
        let files = self.files()?.into_iter().filter(|file| !file.deleted_file);
        let changed = files.map(|file| ChangedFile {
            lines: diff::shown(&file.diff),
            path: file.new_path,
            old_path: file.old_path,
        });
        Ok(changed.collect())
    }

    fn comments(&self) -> Result<Vec<ForgeComment>, ForgeError> {
        let path = format!("{}/notes?sort=asc&order_by=created_at", self.path);
        let notes: Vec<Note> = self.wire.pages(&path, PAGE)?;
        let whole = notes
            .into_iter()
            .filter(|note| note.kind.as_deref() != Some("DiffNote"));
        let comment = |note: Note| ForgeComment {
            id: note.id.to_string(),
            body: note.body,
        };
        Ok(whole.map(comment).collect())
    }

    fn comment(&self, body: &str) -> Result<(), ForgeError> {
        let path = format!("{}/notes", self.path);
        self.wire.post(&path, &json!({ "body": body })).map(drop)
    }

    fn rewrite(&self, comment: &ForgeComment, body: &str) -> Result<(), ForgeError> {
        self.wire
            .put(&self.note(&comment.id), &json!({ "body": body }))
            .map(drop)
    }

    fn withdraw(&self, comment: &ForgeComment) -> Result<(), ForgeError> {
        self.wire.delete(&self.note(&comment.id)).map(drop)
    }

    fn remarks(&self) -> Result<Vec<ForgeRemark>, ForgeError> {
        let discussions: Vec<Discussion> = self
            .wire
            .pages(&format!("{}/discussions", self.path), PAGE)?;
        let remark = |discussion: Discussion| {
            let answered = discussion.notes.len() > 1;
            let first = discussion.notes.into_iter().next()?;
            let at_line = first.kind.as_deref() == Some("DiffNote");
            at_line.then(|| ForgeRemark {
                id: first.id.to_string(),
                thread: discussion.id,
                body: first.body,
                answered,
            })
        };
        Ok(discussions.into_iter().filter_map(remark).collect())
    }

    fn remark(&self, remarks: &[NewRemark]) -> Result<Vec<usize>, ForgeError> {
        if remarks.is_empty() {
            return Ok(Vec::new());
        }
        let seen: Seen = self.wire.get(&self.path)?.json()?;
        // There are none as long as GitLab has not made the difference.
        let Some(refs) = seen.diff_refs else {
            return Ok((0..remarks.len()).collect());
        };
        let mut homeless = Vec::new();
        for (at, remark) in remarks.iter().enumerate() {
            let path = format!("{}/discussions", self.path);
            match self.wire.post(&path, &placed(remark, &refs)) {
                Ok(_) => {}
                Err(ForgeError::Refused { status: 400, .. }) => homeless.push(at),
                Err(error) => return Err(error),
            }
        }
        Ok(homeless)
    }

    fn reword(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        self.wire
            .put(&self.note(&remark.id), &json!({ "body": body }))
            .map(drop)
    }

    fn settle(&self, remark: &ForgeRemark, body: &str) -> Result<(), ForgeError> {
        // One that begins with nobody else's words goes; a thread is resolved, so that it does not keep from merging.
        if !remark.answered {
            return self.wire.delete(&self.note(&remark.id)).map(drop);
        }
        self.reword(remark, body)?;
        let path = format!("{}/discussions/{}", self.path, part(&remark.thread));
        self.wire.put(&path, &json!({ "resolved": true })).map(drop)
    }
}
