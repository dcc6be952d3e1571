//! What workers that share tests say, as far as the ledger sees it.

use holdpoint_domain::pipeline::{ListTests, RunId, ShareTests, TestDone, TestShare, Told, lease};
use holdpoint_splitting::queue::Outcome;

use crate::SampleError;
use crate::world::World;

/// Tests of the shop, and what each takes, in milliseconds.
const TESTS: &[(&str, u64)] = &[
    ("tests/test_basket.py::test_adds", 140),
    (
        "tests/test_basket.py::test_keeps_what_was_added_elsewhere",
        610,
    ),
    ("tests/test_basket.py::test_removes", 120),
    ("tests/test_checkout.py::test_asks_for_an_address", 840),
    ("tests/test_checkout.py::test_pays[card]", 2_350),
    ("tests/test_checkout.py::test_pays[invoice]", 1_920),
    ("tests/test_checkout.py::test_pays[voucher]", 1_480),
    ("tests/test_login.py::test_locks_after_ten_failures", 3_100),
    ("tests/test_login.py::test_remembers", 260),
    ("tests/test_search.py::test_finds_by_name", 470),
    ("tests/test_search.py::test_finds_by_number", 390),
    ("tests/test_search.py::test_suggests", 720),
];

/// One of them fails once, and one says that it does not run.
const FLAKY: &str = "tests/test_checkout.py::test_pays[voucher]";
const SKIPPED: &str = "tests/test_search.py::test_suggests";

/// What a step says before it ends.
pub(super) fn share(
    world: &mut World<'_>,
    share: TestShare,
    (run, place, intent): (&RunId, u32, u64),
) -> Result<(), SampleError> {
    let TestShare::Worker(worker) = share else {
        let names: String = TESTS.iter().map(|(id, _)| format!("{id}\n")).collect();
        let listed = ListTests {
            run: run.clone(),
            place,
            intent,
            part: 0,
            set: world.keep(names.as_bytes())?,
            micros: vec![1_000_000; TESTS.len()],
            guessed: (0..).take(TESTS.len()).collect(),
            last: true,
        };
        return world.carry_out(listed).map(drop);
    };
    let (mut turn, mut done) = (0, Vec::new());
    loop {
        turn += 1;
        let found = world
            .engine
            .published()
            .state
            .runs
            .peek(&run.key())
            .cloned();
        let shared = found.as_ref().and_then(|run| run.shared_tests(place));
        let Some(set) = shared.and_then(|shared| shared.set()) else {
            return Ok(());
        };
        world.carry_out(ShareTests {
            run: run.clone(),
            place,
            intent,
            turn,
            set,
            done: std::mem::take(&mut done),
        })?;
        let found = world
            .engine
            .published()
            .state
            .runs
            .peek(&run.key())
            .cloned();
        let shared = found.as_ref().and_then(|run| run.shared_tests(place));
        let told = shared.map(|shared| shared.told(&lease(worker, 1), turn));
        let Some(Told::Run(runs)) = told else {
            return Ok(());
        };
        world.pass(0, 1);
        done.extend(runs.iter().filter_map(|run| {
            let (id, millis) = TESTS.get(run.test as usize)?;
            let outcome = match *id {
                FLAKY if run.run == 1 => Outcome::Failed,
                SKIPPED => Outcome::Skipped,
                _ => Outcome::Passed,
            };
            let micros = millis * 1_000;
            let (test, run) = (run.test, run.run);
            Some(TestDone {
                test,
                run,
                outcome,
                micros,
            })
        }));
    }
}
