//! A comment, ready to be placed.

use holdpoint_domain::conversation::WithdrawComment;
use holdpoint_service::ServiceError;
use holdpoint_service::queries::CommentView;

use super::{Form, TalkWords, drafted};
use crate::desk::Desk;
use crate::frame::initials;
use crate::when::When;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) who: String,
    pub(crate) initials: String,
    pub(crate) when: When,
    pub(crate) edited: Option<String>,
    /// None if it was withdrawn.
    pub(crate) text: Option<Vec<Word>>,
    pub(crate) files: Vec<Attached>,
    /// The form to edit it, for its writer.
    pub(crate) edit: Option<Form>,
    pub(crate) withdraw: bool,
    /// Whether it speaks of who looks.
    pub(crate) of_me: bool,
}

/// Some of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    Plain(String),
    /// A handle of somebody who is spoken of, with the full name.
    Mention(String, String),
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attached {
    pub(crate) name: String,
    pub(crate) to: String,
    pub(crate) size: String,
}

pub(super) fn said(
    desk: &Desk<'_>,
    t: TalkWords,
    comment: CommentView,
) -> Result<Said, ServiceError> {
    let who = desk.called(&comment.writer);
    let mentions: Vec<_> = comment
        .mentions
        .iter()
        .filter_map(|person| Some((person.handle.clone()?, desk.called(person))))
        .collect();
    let id = comment.comment.to_string();
    let now = desk.at.is_none() && !comment.withdrawn;
    let own = now && desk.me() == Some(&comment.writer.id);
    let withdraw = WithdrawComment {
        comment: comment.comment.clone(),
        reason: None,
    };
    let text = comment.text;
    Ok(Said {
        initials: initials(&who),
        who,
        when: desk.when(comment.written),
        edited: comment
            .edited
            .filter(|_| !comment.withdrawn)
            .map(|time| t.edited(desk.when(time).near)),
        of_me: comment
            .mentions
            .iter()
            .any(|one| Some(&one.id) == desk.me()),
        files: comment
            .attachments
            .into_iter()
            .map(|file| Attached {
                name: file.name,
                to: file.link,
                size: size(file.size),
            })
            .collect(),
        edit: own.then(|| edit(desk, &id, text.as_deref())),
        withdraw: now && desk.could(&withdraw.into())?.is_ok(),
        text: text.map(|text| words(&text, &mentions)),
        id,
    })
}

fn edit(desk: &Desk<'_>, id: &str, text: Option<&str>) -> Form {
    let drafted = drafted(desk, id);
    match drafted.refused {
        Some(_) => drafted,
        None => Form {
            text: text.unwrap_or_default().to_owned(),
            ..drafted
        },
    }
}

/// A text with those marked whom it speaks of.
fn words(text: &str, mentions: &[(String, String)]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        plain.push_str(before);
        // The longest one: `@anna.berger` is not `@anna`.
        let found = mentions
            .iter()
            .filter(|(handle, _)| after.starts_with(handle.as_str()))
            .max_by_key(|(handle, _)| handle.len());
        rest = after;
        match found {
            Some((handle, name)) => {
                words.push(Word::Plain(std::mem::take(&mut plain)));
                words.push(Word::Mention(format!("@{handle}"), name.clone()));
                rest = after.get(handle.len()..).unwrap_or_default();
            }
            None => plain.push('@'),
        }
    }
    plain.push_str(rest);
    words.push(Word::Plain(plain));
    words.retain(|word| *word != Word::Plain(String::new()));
    words
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, size, words};

    #[test]
    fn who_is_spoken_of_is_marked_and_nothing_else() {
        let both = [
            ("anna".to_owned(), "Anna Aalto".to_owned()),
            ("anna.b".to_owned(), "Anna Berg".to_owned()),
        ];
        let plain = |text: &str| Word::Plain(text.to_owned());
        let of = |at: &str, name: &str| Word::Mention(at.to_owned(), name.to_owned());
        assert_eq!(
            words("@anna.b: a@b @anna!", &both),
            [
                of("@anna.b", "Anna Berg"),
                plain(": a@b "),
                of("@anna", "Anna Aalto"),
                plain("!"),
            ]
        );
        assert_eq!(words("@@", &both), [plain("@@")]);
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(
            [size(1), size(1_025), size(4 << 20)],
            ["1 B", "2 KiB", "4 MiB"]
        );
    }
}
