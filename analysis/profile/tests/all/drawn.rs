//! The waterfall.

use holdpoint_profile::{Run, STYLE, Waterfall, waterfall};
use proptest::prelude::*;
use quick_xml::events::Event;

use crate::random::runs;
use crate::world::{run, step, traces};

/// The text of the titles in it, if it is XML.
fn titles(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut titles, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                inside = tag.name().as_ref() == "title";
                if inside {
                    titles.push(String::new());
                }
            }
            Event::End(_) => inside = false,
            Event::Text(text) if inside => titles.last_mut().unwrap().push_str(&text),
            Event::Eof => return titles,
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn it_is_xml_and_every_step_has_its_words(run in runs(12)) {
        let svg = waterfall(&run, &Waterfall::default());
        let titles = titles(&svg);
        for step in &run.steps {
            let own = format!("{} ({}): ", step.label(), step.kind);
            prop_assert!(titles.iter().any(|title| title.starts_with(&own)), "{titles:?}");
        }
        prop_assert!(!svg.contains("<script") && !svg.contains("href"));
    }
}

fn sample() -> Run {
    traces(include_str!("samples/github.json")).runs.remove(0)
}

#[test]
fn a_run_is_drawn() {
    insta::assert_snapshot!(waterfall(&sample(), &Waterfall::default()).replace('>', ">\n"));
}

#[test]
fn names_cannot_break_out_of_it() {
    let mut draft = run(vec![step("<script>\"&'\u{7}", (0, 0, 1), &[])]).into_draft();
    draft.pipeline = "</title><b>".to_owned();
    let svg = waterfall(&Run::new(draft).unwrap(), &Waterfall::default());
    assert!(!svg.contains("<script") && !svg.contains("<b>"));
    titles(&svg);
}

#[test]
fn of_many_steps_those_that_matter_are_drawn() {
    let many: Vec<_> = (0..300)
        .map(|at| step(&format!("s{at}"), (at, at, at + 1 + at % 9), &[]))
        .collect();
    let svg = waterfall(
        &run(many),
        &Waterfall {
            rows: 10,
            ..Waterfall::default()
        },
    );
    assert!(svg.contains("290 shorter steps are not shown"));
    assert!(
        svg.contains("s299") || svg.contains("s296"),
        "the critical path is drawn"
    );
}

#[test]
fn a_page_brings_its_own_style_and_ids() {
    let how = Waterfall {
        prefix: "run-7",
        style: false,
        rows: 9,
    };
    let svg = waterfall(&sample(), &how);
    assert!(
        !svg.contains(STYLE)
            && svg.contains("url(#run-7-transfer)")
            && svg.contains("id=\"run-7-transfer\"")
    );
}
