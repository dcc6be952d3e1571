//! What can be wrong with a trace, and what is said of one that was read all the same.

use holdpoint_findings::{Level, Rule};

pub(crate) mod mistakes {
    //! What a trace cannot be read with.

    holdpoint_findings::mistakes! {
        FORMAT = "trace-format-unknown",
            "this is no trace of a pipeline: {what}",
            "Only what is known to be a run can be profiled; a guess would give figures of something else.",
            "give OTLP JSON (`resourceSpans`), the jobs of a GitHub Actions run or of a GitLab pipeline, or a Jenkins run (`wfapi/describe`)",
            "{\"resourceMetrics\": []}";
        FIELD = "trace-field-wrong",
            "`{name}` {what}",
            "Times and names are what a profile is made of; what is missing cannot be guessed.",
            "export the trace again, or mend the field",
            "{\"resourceSpans\": [{\"scopeSpans\": [{\"spans\": [{\"name\": 7}]}]}]}";
        TIME = "trace-time-wrong",
            "`{name}` is no time: {what}",
            "When steps began and ended is what a profile is made of.",
            "write nanoseconds since 1970 in OTLP, or a time such as `2026-11-28T20:00:00Z` elsewhere; years after 2262 are not supported",
            "{\"jobs\": [{\"started_at\": \"yesterday\"}]}";
        NEGATIVE = "trace-duration-negative",
            "`{name}` ends {length} before it begins",
            "No step takes less than no time: a clock was set, or two clocks are mixed, so none of its times can be trusted.",
            "leave the run out, or correct the times; up to two seconds are taken as no time at all",
            "{\"startTimeUnixNano\": \"9000000000\", \"endTimeUnixNano\": \"1000000000\"}";
        CIRCLE = "trace-circle",
            "`{name}` waits for itself, or lies within itself",
            "What waits for itself never runs, so the trace does not say what happened.",
            "look at the links or parents of the spans, or at the `needs` of the jobs, that lead back to it",
            "{\"name\": \"a\", \"needs\": [\"a\"]}";
        EMPTY = "trace-empty",
            "there is no finished step in it",
            "A profile of nothing would look like a fast pipeline.",
            "export the run after it has finished",
            "{\"jobs\": []}";
        SPAN = "trace-run-faulty",
            "the run does not fit together: {what}",
            "A step that is not within its run, or a part not within its step, would be counted twice or not at all.",
            "export the trace again",
            "a part that lasts longer than its step";
    }
}

/// Clocks that do not agree.
pub(crate) static SKEW: Rule = Rule {
    id: "trace-clock-skew",
    level: Level::Warning,
    message: "`{name}` {what}",
    why: "Times of several machines are compared; where their clocks differ, waits and the critical path are off by as much.",
    help: "synchronise the clocks of the agents; what is told here was set right as far as it could be",
    example: "a step that begins 300 ms before the end of the step that it waits for",
    aliases: &[],
};

/// An order that nobody told.
pub(crate) static INFERRED: Rule = Rule {
    id: "trace-order-inferred",
    level: Level::Info,
    message: "what {count} of {all} steps of run `{name}` wait for is not said, so it was inferred from when they ran",
    why: "A step is taken to wait for all that had ended before it was ready. What merely happened to end before is then taken for a reason, so a what-if may promise too little.",
    help: "let the trace say it: span links in OTLP, `needs` in the jobs of GitLab",
    example: "the jobs of a run of GitHub Actions, which do not say what they need",
    aliases: &[],
};

/// What was not over.
pub(crate) static UNFINISHED: Rule = Rule {
    id: "trace-step-unfinished",
    level: Level::Info,
    message: "`{name}` had not ended, and is left out",
    why: "How long it takes is not known yet.",
    help: "export the run after it has finished",
    example: "{\"status\": \"in_progress\", \"completed_at\": null}",
    aliases: &[],
};

/// A span whose parent is not there, or that is there twice.
pub(crate) static STRAY: Rule = Rule {
    id: "trace-span-stray",
    level: Level::Info,
    message: "the span `{name}` {what}",
    why: "A trace of which a part is missing shows less than what happened.",
    help: "give all files of the trace together",
    example: "a span whose `parentSpanId` is in none of the files",
    aliases: &[],
};

/// A dependency that the times contradict.
pub(crate) static CONTRADICTED: Rule = Rule {
    id: "trace-order-contradicted",
    level: Level::Warning,
    message: "`{name}` is said to wait for `{before}`, but began {length} before that had ended; this is not counted",
    why: "What began before did not wait.",
    help: "look whether the clocks differ by so much, or whether the dependency is one",
    example: "a span with a link to a span that ended later",
    aliases: &[],
};

/// A dependency on what is not there.
pub(crate) static UNKNOWN_NEED: Rule = Rule {
    id: "trace-need-unknown",
    level: Level::Info,
    message: "`{name}` needs `{before}`, which is not in the run; this is not counted",
    why: "What did not run held nothing up; but if only a page of the jobs was given, the rest is missing.",
    help: "give all pages of the jobs",
    example: "{\"name\": \"b\", \"needs\": [\"optional\"]}",
    aliases: &[],
};

static REMARKS: &[&Rule] = &[
    &SKEW,
    &INFERRED,
    &UNFINISHED,
    &STRAY,
    &CONTRADICTED,
    &UNKNOWN_NEED,
];

/// What can be wrong with a trace, and what can be said of it.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    mistakes::RULES.iter().chain(REMARKS).copied()
}
