//! Why something does not happen with cutovers.

use crate::kernel::refusals;

refusals! {
    fn cutover_unknown(name) = "cutover-unknown": "there is no cutover `{name}`",
        help "`holdpoint cutover list` shows those that there are; `holdpoint cutover plan` plans one",
        why "A night begins with its plan.";
    fn cutover_running(name) = "cutover-running": "cutover `{name}` is under way",
        help "wait for its end, or stop its run with `holdpoint pipeline cancel`, which backs it out",
        why "What people are working by does not change under their hands.";
    fn cutover_ended(name, stage) = "cutover-ended": "cutover `{name}` is {stage}",
        help "plan another one, under a name of its own",
        why "What has ended stays as it is, so that it can be compared with later nights.";
    fn cutover_early(name, begins) = "cutover-early": "cutover `{name}` is planned for {begins}",
        help "wait until then; if it is meant to begin now, say `--early`, or plan it anew",
        why "People, windows and customers were told of that time.";
    fn cutover_event(event) = "cutover-event": "a cutover is not planned with the event `{event}`",
        help "leave it out: a rehearsal has the event `rehearsal`, the night itself `cutover`",
        why "Conditions of the pipeline tell by the event whether it is in earnest.";
}
