//! Why something does not happen with pipelines.

use crate::kernel::refusals;

refusals! {
    fn pipeline_wrong(name, why) = "pipeline-wrong": "pipeline `{name}`: {why}",
        help "mend the definition; `holdpoint pipeline check` shows each mistake at its place",
        why "A pipeline is refused when it is declared, rather than at night when it runs.";
    fn pipeline_unknown(name) = "pipeline-unknown": "there is no pipeline `{name}`",
        help "`holdpoint pipeline list` shows those that there are; `holdpoint apply` declares one",
        why "What runs is what was declared, and no other.";
    fn pipeline_not_started(name) = "pipeline-not-started": "pipeline `{name}` cannot be run so",
        help "the reasons say what has to be given or changed",
        why "A run is planned as a whole before its first step, so that it does not stop half-way for something that was known before.";
    fn event_of_cutover(event) = "pipeline-event-of-cutover": "a run is not started as a `{event}` by itself",
        help "plan it as a cutover: `holdpoint cutover plan`, then `rehearse` and `start`",
        why "A rehearsal and the night itself are compared with each other, and so belong to one plan.";
    fn run_unknown(id) = "run-unknown": "there is no run `{id}`",
        help "`holdpoint pipeline runs` lists them",
        why "Runs are named by id.";
    fn run_ended(id, stage) = "run-ended": "run `{id}` has {stage}",
        help "nothing needs to be done; `holdpoint pipeline retry` starts another one like it",
        why "What has ended stays as it is.";
    fn run_under_way(id) = "run-under-way": "run `{id}` has not ended",
        help "wait for it, or stop it with `holdpoint pipeline cancel`",
        why "A run is repeated when it is known what became of it.";
    fn nothing_failed(id) = "run-nothing-failed": "nothing in run `{id}` failed",
        help "`--all` repeats it as a whole",
        why "Only what has not succeeded is run again.";
    fn step_unknown(run, step) = "run-step-unknown": "run `{run}` has no step `{step}`",
        help "`holdpoint pipeline show` lists its steps",
        why "A step is named by stage, step and combination, such as `build/test[os=linux]`.";
    fn step_not_open(step) = "run-step-not-open": "step `{step}` does not wait for anybody",
        help "nothing needs to be done",
        why "People decide about steps that wait for them.";
    fn step_not_theirs(step, whose) = "run-step-not-theirs": "step `{step}` is for {whose}",
        help "ask one of them",
        why "Whoever answers for a step decides about it.";
    fn step_second_person(step) = "run-step-second-person": "you have had your say about step `{step}`",
        help "somebody else has to confirm it",
        why "Four eyes see more than two: whoever did something does not confirm it, and nobody counts twice.";
    fn step_starter(step) = "run-step-starter": "whoever started the run does not approve step `{step}`",
        help "ask somebody else in that role",
        why "Whoever wants something to go out is not who lets it.";
    fn step_needs_words(step, what) = "run-step-needs-words": "step `{step}` needs: {what}",
        help "say it with `--comment`",
        why "Who looks at it later finds what was asked for.";
    fn step_stale(step, intent) = "run-step-stale": "attempt {intent} of step `{step}` is not awaited",
        help "nothing needs to be done; what it says is kept, and nothing comes of it",
        why "A step ends once, by the attempt that was requested last.";
    fn tests_wrong(why) = "run-tests-wrong": "the tests cannot be shared: {why}",
        help "mend what lists them: each test has a name of its own",
        why "A set of tests in which one is there twice, or none at all, proves nothing.";
    fn run_person_only() = "run-person-needed": "only a person or their token decides about steps",
        help "sign in as a person",
        why "Whoever relies on a decision needs somebody to ask.";
}
