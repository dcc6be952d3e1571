//! Pages of what goes wrong when tests are divided.

use holdpoint_domain::RefusalPage;

crate::error::pages! {
    "shard-unknown": "there is no shard {shard} of {shards}",
        help "shards are counted from 1; a CI system that counts from 0 needs one more",
        why "A job that asks for a shard that is not there would run nothing, and be green.";
    "tests-are-timings": "`--tests` and `--timings` name the same",
        help "leave `--tests` out to divide everything that was timed",
        why "A list of tests is one thing, what they took another.";
    "tests-wrong": "`{test}` is no test that could be run by its name",
        help "correct the names of these tests; a runner has to find each by its name",
        why "Two tests of one name cannot be told apart, and one of them would not be missed.";
    "timings-malformed": "a JUnit report cannot be read",
        help "write it again with the runner that made it, or take it away",
        why "Half a report has half of the times, and the tests of the other half would be put anywhere.";
    "timings-missing": "there is no JUnit report in `{folder}`",
        help "name the folder into which the runner writes its reports (`*.xml`)",
        why "Without times every division is a guess.";
}
