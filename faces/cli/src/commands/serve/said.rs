//! What a server says when it starts.

use holdpoint_logs::{Level, Log};

use crate::output::note;

/// Says where it listens.
pub(super) fn listening(log: &Log, url: &str, as_text: bool) {
    let fields = [("version", env!("CARGO_PKG_VERSION").into())];
    let message = format!("listening on {url}");
    let fields = if as_text { &[][..] } else { &fields };
    log.say(Level::Notice, "server.listening", &message, fields);
}

/// Says how the organisation is founded, also to who wants to hear nothing: without it nobody gets in. A log that others
/// collect does not get the code.
pub(super) fn invite(url: &str, code: &str, as_text: bool, log: &Log) {
    if as_text {
        note("there is no organisation yet; found it in the browser, with this link:");
        return note(&format!("  {url}/setup?code={code}"));
    }
    let message = "there is no organisation yet: `setup.code` in the data directory has the code to found it with";
    log.say(Level::Error, "server.unfounded", message, &[]);
}
