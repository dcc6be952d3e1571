use super::Environment;

#[test]
fn an_environment_of_a_name_alone_enforces_and_is_not_protected() {
    let environment: Environment = serde_json::from_str(r#"{"name":"test"}"#).unwrap();
    assert_eq!(environment.level, super::Level::Enforce);
    assert!(!environment.protected);
    assert!(serde_json::from_str::<Environment>(r#"{"name":"test","stpes":[]}"#).is_err());
}
