//! What people have attached to comments.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdpoint_domain::access::Permission;
use holdpoint_domain::conversation::CommentId;
use holdpoint_domain::{Actor, Kind, Sealed};

use crate::{At, Service, ServiceError};

/// Something attached, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// What it is called.
    pub name: String,
    /// What kind of content, as its writer says: nothing to rely on.
    pub media_type: String,
    /// The content.
    pub content: Vec<u8>,
}

impl Service {
    /// The attachment of that number of a comment, counted from 0.
    ///
    /// # Errors
    /// When there is none, the comment was withdrawn or its writer erased, or the actor may not read.
    pub fn attachment(
        &self,
        actor: &Actor,
        comment: &CommentId,
        index: usize,
    ) -> Result<AttachedFile, ServiceError> {
        self.may(actor, Permission::Read)?;
        let reader = self.reader(At::Now)?;
        let found = reader.ask(|state| {
            let found = state.comments.get(&comment.key())?;
            let standing = found.filter(|comment| !comment.withdrawn);
            Ok(standing.and_then(|comment| comment.body.attachments.get(index).cloned()))
        })?;
        let absent = || ServiceError::Absent {
            kind: Kind::Comment,
            name: format!("{comment} with attachment {index}"),
            near: None,
        };
        let found = found.ok_or_else(absent)?;
        let open = |sealed: &Sealed| self.names().open(sealed).ok_or_else(absent);
        let content = STANDARD.decode(open(&found.content)?);
        Ok(AttachedFile {
            name: open(&found.name)?,
            media_type: found.media_type,
            content: content.map_err(|error| ServiceError::Internal(error.to_string()))?,
        })
    }
}
