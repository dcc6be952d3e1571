#![allow(clippy::unwrap_used, reason = "tests")]

use super::steps::Filled;
use super::{DeploymentStage, StepOutcome};
use crate::Fact;
use crate::environment::Step;

#[test]
fn a_commands_placeholders_are_filled_in_argument_by_argument() {
    let step: Step = serde_json::from_str(
        r#"{"name":"go","command":["go","--to={environment}","{release}:{release}","{components}","{unknown}"]}"#,
    )
    .unwrap();
    let deployment = super::DeploymentId::from_bits(7);
    let filled = Filled {
        deployment: &deployment,
        release: &"r-1".parse().unwrap(),
        environment: &"test".parse().unwrap(),
        components: "a,b".to_owned(),
    };
    let Fact::StepRequested(asked) = filled.request(3, &step) else {
        unreachable!("a request")
    };
    assert_eq!(
        asked.command,
        ["go", "--to=test", "r-1:r-1", "a,b", "{unknown}"]
    );
    assert_eq!((asked.index, asked.timeout_seconds), (3, 600));
}

#[test]
fn success_is_an_exit_code_of_nought_in_time() {
    let ended = |text: &str| serde_json::from_str::<StepOutcome>(text).unwrap().success();
    assert!(ended(r#"{"exit_code":0}"#));
    assert!(!ended(r#"{"exit_code":0,"timed_out":true}"#));
    assert!(!ended(r#"{"exit_code":1}"#));
    assert!(!ended(r#"{"signal":15}"#));
    assert!(!ended("{}"));
}

#[test]
fn stages_are_written_as_people_read_them() {
    for stage in [
        DeploymentStage::Running,
        DeploymentStage::Uncertain,
        DeploymentStage::Superseded,
    ] {
        let text = serde_json::to_string(&stage).unwrap();
        assert_eq!(text, format!("\"{stage}\""));
    }
}
