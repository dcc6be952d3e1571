//! Refusals that come from the engine rather than from a rule of the domain, with their pages.

use std::fmt::Display;

use holdpoint_domain::{Refusal, RefusalPage};

/// The pages of the engine's refusals.
pub const PAGES: &[RefusalPage] = &[
    KEY_REUSED,
    TOO_LARGE,
    PERSONAL_DATA,
    SECRET,
    UNWRITABLE,
    BLOB_MISSING,
];

const KEY_REUSED: RefusalPage = RefusalPage {
    code: "idempotency-key-reused",
    message: "the key `{key}` was used for another request",
    help: "take a fresh key for each new request; repeat a key only to repeat the same request",
    why: "A key lets a request be repeated safely after a lost answer. Two different requests under one key \
          would make one of them vanish silently. Keys are kept for 30 days.",
};

const TOO_LARGE: RefusalPage = RefusalPage {
    code: "entry-too-large",
    message: "the entry for `{event}` would have {size} bytes, 65535 are allowed",
    help: "shorten what it says, or put large content into an artifact or evidence file",
    why: "A leaf of the ledger has at most 65,535 bytes, as the format of transparency logs says. Large \
          content belongs into the blob store, and its digest into the ledger.",
};

const PERSONAL_DATA: RefusalPage = RefusalPage {
    code: "personal-data-in-entry",
    message: "`{pointer}` of `{event}` holds {what}",
    help: "leave it out, name people by their id, or put free text where it is sealed, such as a reason",
    why: "Nothing can ever be removed from the ledger. So it knows people by opaque ids only; what is written \
          about them is kept in the vault, where it can be erased.",
};

const SECRET: RefusalPage = RefusalPage {
    code: "secret-in-entry",
    message: "`{event}` holds what looks like {what}",
    help: "take it out of what you send, and replace the secret: it has travelled",
    why: "The ledger is read by auditors and exported, and nothing can be removed from it. A secret in it \
          would be public for good.",
};

const UNWRITABLE: RefusalPage = RefusalPage {
    code: "entry-not-writable",
    message: "`{event}` cannot be written: {why}",
    help: "write decimals as text with a unit, and keep whole numbers within 2^53",
    why: "Entries hold no floating-point numbers and no larger integers, because languages disagree on them \
          and every reader must see the same bytes.",
};

const BLOB_MISSING: RefusalPage = RefusalPage {
    code: "blob-missing",
    message: "`{event}` names the content `{digest}`, which is not kept here",
    help: "hand in the content first, and then what names it",
    why: "An entry stays for good, so what it names must be there before it: a verdict that rests on lost \
          content could never be replayed.",
};

/// The entry would name content that is not there.
pub(crate) fn blob_missing(event: &str, digest: &dyn Display) -> Refusal {
    refusal(&BLOB_MISSING, &[("event", &event), ("digest", digest)])
}

/// The key was used for another body.
pub(crate) fn key_reused(key: &str) -> Refusal {
    refusal(&KEY_REUSED, &[("key", &key)])
}

/// The entry would be over the limit.
pub(crate) fn too_large(event: &str, size: usize) -> Refusal {
    refusal(&TOO_LARGE, &[("event", &event), ("size", &size)])
}

/// The entry would name a person.
pub(crate) fn personal_data(event: &str, pointer: &str, what: &str) -> Refusal {
    let filled: [(&str, &dyn Display); 3] =
        [("event", &event), ("pointer", &pointer), ("what", &what)];
    refusal(&PERSONAL_DATA, &filled)
}

/// The entry would hold a secret.
pub(crate) fn secret(event: &str, what: &str) -> Refusal {
    refusal(&SECRET, &[("event", &event), ("what", &what)])
}

/// The entry has no canonical form.
pub(crate) fn not_writable(event: &str, why: &dyn Display) -> Refusal {
    refusal(&UNWRITABLE, &[("event", &event), ("why", why)])
}

fn refusal(page: &RefusalPage, filled: &[(&str, &dyn Display)]) -> Refusal {
    let fill = |message: String, (name, value): &(&str, &dyn Display)| {
        message.replace(&format!("{{{name}}}"), &value.to_string())
    };
    Refusal {
        code: page.code.to_owned(),
        message: filled.iter().fold(page.message.to_owned(), fill),
        help: page.help.to_owned(),
        reasons: Vec::new(),
        verdict: None,
    }
}
