//! Why a deployment does not happen.

use crate::kernel::refusals;

refusals! {
    fn deployment_unknown(id) = "deployment-unknown": "there is no deployment `{id}`",
        help "`holdpoint environment history` lists them",
        why "Deployments are named by id, because a release may be deployed to one environment several times.";
    fn deployment_ended(id, stage) = "deployment-ended": "deployment `{id}` is {stage}",
        help "nothing needs to be done",
        why "What has ended cannot be stopped or resolved.";
    fn deployment_under_way(environment, id) = "deployment-under-way":
        "deployment `{id}` to `{environment}` has not ended",
        help "wait for it, or stop it with `holdpoint abort`",
        why "Two deployments of one component at once would leave it to chance what runs.";
    fn component_not_in_release(component, release) = "component-not-in-release":
        "release `{release}` does not carry component `{component}`",
        help "`holdpoint release show` lists its components",
        why "Only what was approved goes out.";
    fn nothing_before(id) = "nothing-ran-before": "nothing ran before deployment `{id}`",
        help "deploy another release instead",
        why "A rollback brings back what ran before.";
    fn content_changed(release) = "release-changed-since":
        "release `{release}` has changed since it ran here",
        help "deploy it, so that the gate is asked about what it is now; or deploy another release",
        why "A rollback does not ask the gate, so it brings back exactly what the gate has let pass.";
    fn already_running(release, environment) = "already-running":
        "release `{release}` runs in `{environment}` already",
        help "nothing needs to be done; `--again` deploys it once more",
        why "Deploying the same thing again is most likely a mistake.";
    fn not_uncertain(id) = "step-not-lost": "no step of deployment `{id}` is lost",
        help "nothing needs to be done",
        why "A person says how a step ended only where nobody else knows.";
}
