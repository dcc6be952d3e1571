//! Colours and patterns.

use std::fmt::Write as _;

use crate::Kind;

/// The style of a waterfall. Everything in it is below the class `waterfall`. A page may set the custom properties itself: `--wf-ink`,
/// `--wf-quiet`, `--wf-line`, `--wf-critical`, and one for each kind, such as `--wf-test`. What does not know custom
/// properties takes the light colours.
pub const STYLE: &str = "\
.waterfall{color-scheme:light dark;--ink:var(--wf-ink,#1c2127);--quiet:var(--wf-quiet,#5b6570);--line:var(--wf-line,#d5dae0);--critical:var(--wf-critical,#b3261e);\
--queue:var(--wf-queue,#8a939e);--provision:var(--wf-provision,#9a6700);--transfer:var(--wf-transfer,#0a7d91);--test:var(--wf-test,#2f6fd0);\
--approval:var(--wf-approval,#8a3ffc);--work:var(--wf-work,#2a7d46);font:12px system-ui,sans-serif}\
@media(prefers-color-scheme:dark){.waterfall{--ink:var(--wf-ink,#e6e9ed);--quiet:var(--wf-quiet,#a3adb8);--line:var(--wf-line,#39414a);\
--critical:var(--wf-critical,#ff8a80);--queue:var(--wf-queue,#9aa4af);--provision:var(--wf-provision,#e3b341);\
--transfer:var(--wf-transfer,#4cc9dd);--test:var(--wf-test,#7fb0ff);--approval:var(--wf-approval,#c9a2ff);--work:var(--wf-work,#6cc98a)}}\
.waterfall text{fill:#1c2127;fill:var(--ink)}.waterfall .quiet{fill:#5b6570;fill:var(--quiet)}\
.waterfall .line{stroke:#d5dae0;stroke:var(--line)}\
.waterfall .critical{fill:#b3261e;fill:var(--critical)}\
.waterfall .frame{fill:none;stroke:#b3261e;stroke:var(--critical);stroke-width:2}\
.waterfall .queue{color:#8a939e;color:var(--queue)}.waterfall .provision{color:#9a6700;color:var(--provision)}\
.waterfall .transfer{color:#0a7d91;color:var(--transfer)}.waterfall .test{color:#2f6fd0;color:var(--test)}\
.waterfall .approval{color:#8a3ffc;color:var(--approval)}.waterfall .work{color:#2a7d46;color:var(--work)}\
.waterfall .lap{stroke:currentColor}";

/// What is drawn over the colour of each kind, in a square of eight; work has the bare colour, and waiting no colour at all.
const DRAWN: [(Kind, &str); 4] = [
    (Kind::Provision, "<path d=\"M-2 2 2-2M0 8 8 0M6 10 10 6\"/>"),
    (Kind::Transfer, "<path d=\"M0 2H8M0 6H8\"/>"),
    (Kind::Test, "<path d=\"M2 0V8M6 0V8\"/>"),
    (Kind::Approval, "<path d=\"M0 0 8 8M0 8 8 0\"/>"),
];

/// The patterns, one for each kind and colour; a pattern takes the colour of where it stands, not of who uses it.
pub(super) fn patterns(prefix: &str, out: &mut String) {
    out.push_str("<defs>");
    for (kind, drawn) in DRAWN {
        let _ = write!(
            out,
            "<pattern id=\"{prefix}-{kind}\" class=\"{kind}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"8\" height=\"8\" fill=\"currentColor\" fill-opacity=\".35\"/>\
             <g fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\">{drawn}</g></pattern>"
        );
    }
    out.push_str("</defs>");
}

/// What a bar of a kind is filled with.
pub(super) fn fill(kind: Kind, prefix: &str) -> String {
    match kind {
        Kind::Work => "currentColor".to_owned(),
        Kind::Queue => "none".to_owned(),
        _ => format!("url(#{prefix}-{kind})"),
    }
}
