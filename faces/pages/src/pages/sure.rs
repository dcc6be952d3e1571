//! Asks once more before something that is hard to take back.

use askama::Template;

use crate::desk::Desk;
use crate::frame::{Frame, Section};
use crate::words::messages;

messages! {
    /// Words of the page.
    pub(crate) SureWords {
        back: "No, back" | "Nein, zurück";
    }
}

/// The page: what is to be done, what comes of it, and one button.
#[derive(Template)]
#[template(path = "sure.html")]
pub(crate) struct SurePage {
    frame: Frame,
    t: SureWords,
    asked: Asked,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Asked {
    pub(crate) title: String,
    /// What it means.
    pub(crate) says: Vec<String>,
    /// What exactly is done.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What comes of it, one by one.
    pub(crate) lines: Vec<String>,
    /// What stands on the button.
    pub(crate) yes: &'static str,
    /// Where the form goes, and where one comes from.
    pub(crate) to: &'static str,
    /// What it bears, besides that somebody is sure.
    pub(crate) fields: Vec<(&'static str, String)>,
}

/// Asks.
pub(crate) fn page(desk: &Desk<'_>, asked: Asked) -> SurePage {
    let mut frame = desk.frame(&asked.title, Section::Other);
    // What is fetched anew in place of this page would be another one.
    frame.live = false;
    SurePage {
        t: SureWords(desk.language()),
        frame,
        asked,
    }
}
