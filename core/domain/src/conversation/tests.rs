#![allow(clippy::unwrap_used, reason = "tests")]

use super::Topic;

#[test]
fn a_topic_is_written_as_the_key_of_what_it_is() {
    for text in [
        "release/march",
        "environment/production",
        "component/api",
        "deployment/dep_00000000000000000000000001",
        "waiver/wai_00000000000000000000000001",
    ] {
        let topic: Topic = text.parse().unwrap();
        assert_eq!(topic.to_string(), text);
    }
    for bad in [
        "",
        "release",
        "release/",
        "release/A B",
        "person/x",
        "deployment/march",
        "/",
    ] {
        assert!(bad.parse::<Topic>().is_err(), "{bad}");
    }
}
