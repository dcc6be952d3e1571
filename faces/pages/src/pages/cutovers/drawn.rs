//! The tasks of a night over time: when each was planned, was, and will be.

use std::fmt::Write as _;

use holdpoint_domain::Time;
use holdpoint_service::queries::{CutoverPage, SpanView, TaskView};

use super::task::called;
use super::words::NightWords;
use crate::desk::Desk;

const LABEL: i64 = 240;
const WIDTH: i64 = 1_000;
const ROW: i64 = 26;
const TOP: i64 = 30;
/// Tasks that are drawn at most.
const MOST: usize = 200;
/// Letters of a name that fit.
const LETTERS: usize = 34;

/// Moments and where they are drawn.
struct Scale {
    from: i64,
    until: i64,
}

impl Scale {
    fn of(tasks: &[&TaskView]) -> Option<Self> {
        let actual = |task: &TaskView| {
            let from = task.began?;
            let until = task.ended.unwrap_or(from);
            Some(SpanView { from, until })
        };
        let spans = |task: &&TaskView| [task.planned, task.forecast, actual(task)];
        let all: Vec<SpanView> = tasks.iter().flat_map(spans).flatten().collect();
        let from = all.iter().map(|span| span.from.millis()).min()?;
        let until = all.iter().map(|span| span.until.millis()).max()?;
        Some(Self {
            from,
            until: until.max(from + 60_000),
        })
    }

    fn x(&self, time: Time) -> i64 {
        let part = i128::from((time.millis() - self.from).clamp(0, self.until - self.from));
        let whole = i128::from(self.until - self.from);
        LABEL + i64::try_from(part * i128::from(WIDTH - LABEL) / whole).unwrap_or(0)
    }

    /// Moments that are named: whole minutes, not more than eight.
    fn ticks(&self) -> Vec<Time> {
        let minutes = [
            1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1_440, 10_080, 525_600,
        ];
        let length = self.until - self.from;
        let fits = |step: &&i64| length / (*step * 60_000) < 8;
        let step = minutes.iter().find(fits).unwrap_or(&525_600) * 60_000;
        let first = self.from.div_euclid(step) + i64::from(self.from.rem_euclid(step) > 0);
        let ticks = (first..)
            .map(|at| at * step)
            .take_while(|at| *at <= self.until);
        ticks.map(Time::from_millis).collect()
    }
}

/// The drawing; nothing if there is nothing to draw.
pub(super) fn drawn(desk: &Desk<'_>, t: NightWords, page: &CutoverPage) -> Option<String> {
    let shown = page
        .tasks
        .iter()
        .filter(|task| !task.undoes || task.began.is_some());
    let tasks: Vec<&TaskView> = shown.take(MOST).collect();
    let scale = Scale::of(&tasks)?;
    let height = TOP + ROW * i64::try_from(tasks.len()).unwrap_or(0) + 8;
    let mut svg = format!(
        "<svg class=\"night\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        escaped(t.over_time())
    );
    for tick in scale.ticks() {
        let (x, label) = (scale.x(tick), desk.clock(tick));
        let _ = write!(
            svg,
            "<path class=\"tick\" d=\"M{x} {TOP}V{height}\"/><text class=\"tick\" x=\"{x}\" y=\"18\">{label}</text>"
        );
    }
    for (at, task) in (0..).zip(&tasks) {
        rowed(&mut svg, t, &scale, task, TOP + ROW * at);
    }
    let open = page.tasks.iter().any(|task| task.forecast.is_some());
    let within = (scale.from..=scale.until).contains(&page.now.millis());
    if open && within {
        let x = scale.x(page.now);
        let word = escaped(t.now());
        let _ = write!(
            svg,
            "<path class=\"now\" d=\"M{x} {TOP}V{height}\"><title>{word}</title></path>"
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn rowed(svg: &mut String, t: NightWords, scale: &Scale, task: &TaskView, y: i64) {
    let called = called(task);
    let mut name: String = called.chars().take(LETTERS).collect();
    if name != called {
        name.push('…');
    }
    let class = if task.critical {
        "name critical"
    } else {
        "name"
    };
    let (text, whole) = (escaped(&name), escaped(&task.task));
    let baseline = y + 17;
    let _ = write!(
        svg,
        "<text class=\"{class}\" x=\"0\" y=\"{baseline}\"><title>{whole}</title>{text}</text>"
    );
    if let Some(span) = task.planned {
        bar(svg, scale, span, ("plan", y + 4, 18), t.plan_bar());
    }
    match (task.began, task.ended, task.forecast) {
        (Some(from), Some(until), _) => {
            let class = format!("real {}", task.state);
            bar(
                svg,
                scale,
                SpanView { from, until },
                (&class, y + 8, 10),
                t.real_bar(),
            );
        }
        (_, _, Some(span)) => bar(svg, scale, span, ("next", y + 8, 10), t.next_bar()),
        _ => {}
    }
}

fn bar(
    svg: &mut String,
    scale: &Scale,
    span: SpanView,
    (class, y, height): (&str, i64, i64),
    word: &str,
) {
    let (x, end) = (scale.x(span.from), scale.x(span.until));
    let width = (end - x).max(2);
    let word = escaped(word);
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\"><title>{word}</title></rect>"
    );
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
