use holdpoint_inventory::Kind;

use crate::world::{found, ids, problems, repository};

const PARENT: &str = r#"<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>org.example</groupId><artifactId>shop</artifactId><version>${revision}</version>
  <packaging>pom</packaging>
  <properties><revision>3.1.0</revision></properties>
  <modules><module>till</module><module>core</module><module>gone</module></modules>
</project>"#;

const TILL: &str = r#"<project>
  <parent><groupId>org.example</groupId><artifactId>shop</artifactId><version>${revision}</version></parent>
  <artifactId>till</artifactId>
  <dependencies>
    <dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId></dependency>
    <dependency><groupId>org.example</groupId><artifactId>fake</artifactId><scope>test</scope></dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
</project>"#;

#[test]
fn modules_inherit_group_and_version() {
    let inventory = repository(&[
        ("pom.xml", PARENT),
        ("till/pom.xml", TILL),
        (
            "core/pom.xml",
            "<project><parent><artifactId>shop</artifactId><groupId>org.example</groupId></parent>\
             <artifactId>core</artifactId><version>9.<!-- --><![CDATA[9]]></version></project>",
        ),
    ]);
    assert_eq!(ids(&inventory), ["core", "till"]);
    let till = found(&inventory, "till");
    assert_eq!(till.name, "org.example:till");
    assert_eq!(
        (till.version.as_deref(), till.kind),
        (Some("3.1.0"), Kind::Application)
    );
    assert_eq!(till.dependencies, ["core"]);
    assert_eq!(till.purl.as_deref(), Some("pkg:maven/org.example/till"));
    assert_eq!(
        till.reason,
        "a Maven module, made runnable by `spring-boot-maven-plugin`"
    );
    assert_eq!(found(&inventory, "core").version.as_deref(), Some("9.9"));
    assert_eq!(
        problems(&inventory),
        ["pom.xml: module `gone` has no `gone/pom.xml`"]
    );
}

#[test]
fn circles_end_and_entities_stay_closed() {
    let inventory = repository(&[
        (
            "a/pom.xml",
            "<!DOCTYPE x [<!ENTITY e \"boom\">]><project><parent><artifactId>b</artifactId>\
             <relativePath>../b</relativePath></parent><artifactId>a</artifactId>\
             <version>${x}&e;</version><properties><x>${y}</x><y>${x}</y></properties></project>",
        ),
        (
            "b/pom.xml",
            "<project><parent><artifactId>a</artifactId><relativePath>../a/pom.xml</relativePath>\
             </parent><artifactId>b</artifactId></project>",
        ),
    ]);
    assert_eq!(ids(&inventory), ["a", "b"]);
    assert_eq!(found(&inventory, "a").version, None);
}

#[test]
fn broken_xml_is_told_at_its_line() {
    let inventory = repository(&[("pom.xml", "<project>\n  <artifactId>a</project>")]);
    let problem = &inventory.problems[0];
    assert_eq!((problem.file.as_str(), problem.line), ("pom.xml", 2));
}

#[test]
fn gradle_projects_are_named_by_their_settings() {
    let inventory = repository(&[
        (
            "settings.gradle.kts",
            "rootProject.name = \"shop\"\ninclude(\":till\", \":libs:core\")",
        ),
        ("build.gradle.kts", ""),
        ("till/build.gradle.kts", ""),
        ("alone/build.gradle", ""),
        ("ad/settings.gradle", "rootProject.name = 'ads'"),
        ("ad/build.gradle", ""),
    ]);
    assert_eq!(ids(&inventory), ["ads", "alone", "core", "till"]);
    let core = found(&inventory, "core");
    assert_eq!(core.path, "libs/core");
    assert_eq!(
        core.reason,
        "`settings.gradle.kts` includes the Gradle project `:libs:core`"
    );
}
