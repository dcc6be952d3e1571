//! How long operations and parameters will be there.

use jiff::civil::Date;

use super::super::reporter::{Sides, Words, short};
use super::super::sunset::{self, Sunset};
use super::Check;
use super::operation::Operation;
use super::parameter::Parameter;
use crate::files::At;

/// What rules call what happens to something that is deprecated.
struct Names {
    reactivated: &'static str,
    missing: &'static str,
    deprecated: &'static str,
    until: &'static str,
    wrong: &'static str,
    soon: &'static str,
    deleted: &'static str,
    sooner: &'static str,
    unknown: &'static str,
}

const OPERATION: Names = Names {
    reactivated: "endpoint-reactivated",
    missing: "api-deprecated-sunset-missing",
    deprecated: "endpoint-deprecated",
    until: "endpoint-deprecated-with-sunset",
    wrong: "api-deprecated-sunset-parse",
    soon: "api-sunset-date-too-small",
    deleted: "sunset-deleted",
    sooner: "api-sunset-date-changed-too-small",
    unknown: "api-path-sunset-parse",
};

const PARAMETER: Names = Names {
    reactivated: "request-parameter-reactivated",
    missing: "request-parameter-deprecated-sunset-missing",
    deprecated: "request-parameter-deprecated",
    until: "request-parameter-deprecated",
    wrong: "request-parameter-sunset-parse",
    soon: "request-parameter-sunset-date-too-small",
    deleted: "request-parameter-sunset-deleted",
    sooner: "request-parameter-sunset-date-changed-too-small",
    unknown: "request-parameter-sunset-parse",
};

impl<'a> Check<'_, 'a> {
    pub(super) fn lifecycle(&mut self, operation: &Operation<'_, 'a>) {
        let pair = (operation.base, operation.revision);
        self.life(&OPERATION, operation, pair, &Words::default());
    }

    pub(super) fn life_of_parameter(
        &mut self,
        operation: &Operation<'_, 'a>,
        base: &Parameter<'a>,
        revision: &Parameter<'a>,
    ) {
        let words = Words {
            name: &base.name,
            location: base.location,
            ..Words::default()
        };
        self.life(&PARAMETER, operation, (base.at, revision.at), &words);
    }

    fn life(
        &mut self,
        names: &Names,
        operation: &Operation<'_, 'a>,
        (base, revision): (At<'a>, At<'a>),
        words: &Words<'_>,
    ) {
        let (before, after) = (base.flag("deprecated"), revision.flag("deprecated"));
        let place = |at: At<'a>, key: &str| Some(at.get(key).unwrap_or(at));
        let sides = Sides(place(base, "deprecated"), place(revision, "deprecated"));
        if before && !after {
            self.say(names.reactivated, operation.subject, words, sides);
        }
        let (old, new) = (base.get(sunset::KEY), revision.get(sunset::KEY));
        if !before
            && after
            && let Some(days) = operation.days
        {
            self.deprecated(names, operation.subject, (days, new), words, sides);
        }
        let sides = Sides(place(base, sunset::KEY), place(revision, sunset::KEY));
        match (old, new) {
            (Some(_), None) if after => self.say(names.deleted, operation.subject, words, sides),
            (Some(old), Some(new)) if after && !old.value.same(new.value) => {
                self.postponed(names, operation, (old, new), words, sides);
            }
            _ => {}
        }
    }

    /// Another day than before.
    fn postponed(
        &mut self,
        names: &Names,
        operation: &Operation<'_, 'a>,
        (old, new): (At<'a>, At<'a>),
        words: &Words<'_>,
        sides: Sides<'a>,
    ) {
        match [new, old].map(sunset::read) {
            [Sunset::Wrong(text), _] | [_, Sunset::Wrong(text)] => {
                let words = Words {
                    to: short(&text),
                    ..words.clone()
                };
                self.say(names.unknown, operation.subject, &words, sides);
            }
            [Sunset::On(to), Sunset::On(from)] => {
                let left = sunset::days_until(to, self.options.today);
                if from > to && operation.days.is_some_and(|days| left < days) {
                    let words = said(words, Some(from), to);
                    self.say(names.sooner, operation.subject, &words, sides);
                }
            }
        }
    }

    fn deprecated(
        &mut self,
        names: &Names,
        subject: &str,
        (days, end): (i32, Option<At<'a>>),
        words: &Words<'_>,
        sides: Sides<'a>,
    ) {
        match end.map(sunset::read) {
            None if days > 0 => self.say(names.missing, subject, words, sides),
            None => self.say(names.deprecated, subject, words, sides),
            Some(Sunset::Wrong(text)) => {
                let words = Words {
                    to: short(&text),
                    ..words.clone()
                };
                self.say(names.wrong, subject, &words, sides);
            }
            Some(Sunset::On(day)) => {
                let soon = sunset::days_until(day, self.options.today) < days;
                let name = if soon { names.soon } else { names.until };
                self.say(name, subject, &said(words, None, day), sides);
            }
        }
    }
}

fn said<'w>(words: &Words<'w>, from: Option<Date>, to: Date) -> Words<'w> {
    Words {
        from: from.map(|day| short(&day.to_string())).unwrap_or_default(),
        to: short(&to.to_string()),
        ..words.clone()
    }
}
