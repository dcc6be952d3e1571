//! The colours and letters of the SVG; whoever embeds it sets the custom properties.

/// Style sheet of the drawing: light, and dark where the reader prefers that.
pub(super) const SHEET: &str = "\
svg.pipeline{--paper:#ffffff;--band:#f4f6f8;--line:#5b6672;--edge:#c3ccd5;--ink:#18212b;--faint:#55606c;--card:#ffffff;\
--work:#2f6fb7;--hold:#a15c00;--people:#7a3fb0;--deploy:#1d7a46;font-family:system-ui,-apple-system,'Segoe UI',sans-serif}\
@media (prefers-color-scheme:dark){svg.pipeline{--paper:#12171d;--band:#1a2129;--line:#97a3af;--edge:#3b4753;--ink:#e8edf2;\
--faint:#a6b1bc;--card:#222b34;--work:#7ab2ee;--hold:#e5a94e;--people:#c79af0;--deploy:#6fcf97}}\
.paper{fill:var(--paper)}.band{fill:var(--band);stroke:var(--edge)}.name{fill:var(--ink);font-weight:600;font-size:14px}\
.link{fill:none;stroke:var(--line);stroke-width:1.5}.head{fill:var(--line)}.card{fill:var(--card);stroke:var(--edge)}\
.title{fill:var(--ink);font-size:13px;font-weight:500}.note{fill:var(--faint);font-size:11px}\
.work .mark{fill:var(--work)}.hold .mark{fill:var(--hold)}.people .mark{fill:var(--people)}.deploy .mark{fill:var(--deploy)}\
.hold .card{stroke:var(--hold);stroke-width:1.5}.people .card{stroke:var(--people);stroke-width:1.5}\
.deploy .card{stroke:var(--deploy);stroke-width:1.5}.maybe .card{stroke-dasharray:5 3}\
.off .title,.off .note{fill:var(--faint);text-decoration:line-through}.said{fill:var(--faint);font-weight:400;font-size:12px}";
