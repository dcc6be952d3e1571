//! Checks of what a revision of the repository has, without checking it out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const API: &str = "openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      responses:
        '200': {description: pets, content: {application/json: {schema: {$ref: 'schemas/pet.yaml'}}}}
";
const PET: &str = "type: object\nrequired: [name]\nproperties:\n  name: {type: string}\n";

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args(["-c", "protocol.file.allow=always"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn work(room: &TempDir) -> PathBuf {
    room.path().join("work")
}

/// A repository with two commits; the second takes something away in each contract.
fn repository() -> TempDir {
    let room = tempfile::tempdir().unwrap();
    let folder = &work(&room);
    std::fs::create_dir(folder).unwrap();
    git(folder, &["init", "-q", "-b", "main"]);
    write(folder, "api/openapi.yaml", API);
    write(folder, "api/schemas/pet.yaml", PET);
    write(
        folder,
        "root.yaml",
        &API.replace("schemas/", "api/schemas/"),
    );
    let proto = "syntax = \"proto3\";\npackage shop;\nimport \"shop/money.proto\";\nmessage Order { Money price = 1; string note = 2; }\n";
    write(folder, "proto/shop/order.proto", proto);
    let money = "syntax = \"proto3\";\npackage shop;\nmessage Money { int64 cents = 1; }\n";
    write(folder, "proto/shop/money.proto", money);
    write(
        folder,
        "schema/a.graphql",
        "type Query { pets: [String] cats: [String] }\n",
    );
    write(
        folder,
        "db/V1__a.sql",
        "CREATE TABLE pets (id bigint PRIMARY KEY);\n",
    );
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "one"]);
    write(
        folder,
        "api/schemas/pet.yaml",
        &PET.replace("name", "title"),
    );
    write(
        folder,
        "proto/shop/order.proto",
        &proto.replace(" string note = 2;", ""),
    );
    write(
        folder,
        "schema/a.graphql",
        "type Query { pets: [String] }\n",
    );
    write(
        folder,
        "db/V10__b.sql",
        "ALTER TABLE pets DROP COLUMN name;\n",
    );
    write(
        folder,
        "db/V2__b.sql",
        "ALTER TABLE pets ADD COLUMN name text;\n",
    );
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "two"]);
    room
}

fn check(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_holdpoint"))
        .arg("check")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn a_contract_is_compared_with_that_of_a_revision_and_its_own_references() {
    let room = repository();
    let compared = |folder: &Path, base: &str, revision: &str| {
        let (code, said) = check(folder, &["api", "--base", base, "--revision", revision]);
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains("api-response-required-property-removed"),
            "{said}"
        );
        said
    };
    let folder = &work(&room);
    let said = compared(folder, "HEAD~1:api/openapi.yaml", "api/openapi.yaml");
    assert!(said.contains("--> api/"), "{said}");
    let said = compared(folder, "main~1:api/openapi.yaml", "main:api/openapi.yaml");
    assert!(said.contains("--> main:api/"), "{said}");
    compared(folder, "HEAD~1:root.yaml", "HEAD:root.yaml");
    compared(folder, "HEAD~1:root.yaml", "root.yaml");
    // As git has it, a path is from the top, and with a dot from here.
    compared(&folder.join("api"), "HEAD~1:./openapi.yaml", "openapi.yaml");
    compared(
        &folder.join("api"),
        "HEAD~1:../api/openapi.yaml",
        "openapi.yaml",
    );
    let (code, said) = check(
        folder,
        &[
            "api",
            "--base",
            "HEAD:api/openapi.yaml",
            "--revision",
            "api/openapi.yaml",
        ],
    );
    assert_eq!((code, said.contains("HEAD")), (0, false), "{said}");
}

#[test]
fn folders_of_a_revision_are_contracts_and_histories_too() {
    let room = repository();
    for (kind, rule) in [
        ("proto", "proto-field-removed"),
        ("schema", "graphql-field-removed"),
    ] {
        let base = format!("HEAD~1:{kind}");
        for revision in [kind.to_owned(), format!("HEAD:{kind}/")] {
            let (code, said) = check(
                &work(&room),
                &["api", "--base", &base, "--revision", &revision],
            );
            assert_eq!(code, 2, "{said}");
            assert!(said.contains(rule), "{rule}: {said}");
        }
    }
    // What the history had before is there already, and numbers are compared by what they count.
    let listed = |path: &str| {
        let (code, said) = check(&work(&room), &["migrations", path, "--order"]);
        assert_eq!(code, 0, "{said}");
        let names = ["V1__a", "V2__b", "V10__b"].map(|name| said.find(name).unwrap());
        assert!(names.is_sorted(), "{said}");
    };
    listed("db");
    listed("HEAD:db");
    let (code, said) = check(
        &work(&room),
        &[
            "migrations",
            "--baseline",
            "HEAD~1:db",
            "db/V2__b.sql",
            "db/V10__b.sql",
        ],
    );
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("migration-column-dropped"), "{said}");
}

#[test]
fn what_is_not_there_is_said_with_what_to_do() {
    let room = repository();
    let refused = |folder: &Path, base: &str, wanted: &[&str]| {
        let (code, said) = check(
            folder,
            &["api", "--base", base, "--revision", "api/openapi.yaml"],
        );
        assert_eq!(code, 3, "{said}");
        for wanted in wanted {
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
    };
    let folder = &work(&room);
    let unknown = [
        "error[revision]: `origin/main` names no commit",
        "git fetch origin main",
    ];
    refused(folder, "origin/main:api/openapi.yaml", &unknown);
    refused(
        folder,
        "HEAD:openapi.yaml",
        &[
            "error[revision-path]: there is no `HEAD:openapi.yaml`",
            "help: there is `HEAD:api/openapi.yaml`",
        ],
    );
    refused(folder, "HEAD:api/none.yaml", &["git ls-tree"]);
    refused(folder, "HEAD:../other.yaml", &["error[revision-path]"]);
    refused(folder, "--upload-pack=x:api/openapi.yaml", &[""]);
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", folder.display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    refused(
        clone.path(),
        "HEAD~1:api/openapi.yaml",
        &["this clone is shallow", "git fetch --unshallow"],
    );
    let nowhere = tempfile::tempdir().unwrap();
    refused(
        nowhere.path(),
        "HEAD:a.yaml",
        &["is not inside a git repository"],
    );
}

#[test]
fn a_reference_does_not_lead_out_of_the_revision() {
    let room = repository();
    let folder = &work(&room);
    let out = API.replace("schemas/pet.yaml", "../../pet.yaml");
    write(folder, "api/openapi.yaml", &out);
    git(folder, &["commit", "-qam", "three"]);
    // On disk it is there.
    write(folder.parent().unwrap(), "pet.yaml", PET);
    let (code, said) = check(
        folder,
        &[
            "api",
            "--base",
            "HEAD:api/openapi.yaml",
            "--revision",
            "HEAD~1:api/openapi.yaml",
        ],
    );
    assert_eq!(code, 3, "{said}");
    assert!(
        said.contains("HEAD:../pet.yaml") && said.contains("the revision has no such file"),
        "{said}"
    );
    // A file that is called so is a file.
    write(
        folder,
        "HEAD:a.yaml",
        &API.replace("$ref: 'schemas/pet.yaml'", "type: string"),
    );
    let (code, said) = check(
        folder,
        &["api", "--base", "HEAD:a.yaml", "--revision", "HEAD:a.yaml"],
    );
    assert_eq!(code, 0, "{said}");
}

#[test]
fn what_a_check_is_at_is_said_where_somebody_looks_and_never_on_standard_output() {
    let room = repository();
    let ran = |more: &[&str], job: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_holdpoint"))
            .args([
                "check",
                "api",
                "--base",
                "HEAD~1:proto",
                "--revision",
                "proto",
            ])
            .args(more)
            .env_remove("GITLAB_CI")
            .env("GITHUB_ACTIONS", job)
            .current_dir(work(&room))
            .output()
            .unwrap();
        (output.stdout, String::from_utf8(output.stderr).unwrap())
    };
    let (data, said) = ran(&[], "");
    assert_eq!(said, "");
    let steps = "reading `HEAD~1:proto`\nreading `proto`\ncomparing\n";
    assert_eq!(
        ran(&["--progress", "lines"], ""),
        (data.clone(), steps.to_owned())
    );
    // What is quick is no news in a log either.
    assert_eq!(ran(&[], "true"), (data.clone(), String::new()));
    assert_eq!(ran(&["--progress", "off"], "true"), (data, String::new()));
}

#[test]
fn each_module_of_a_workspace_has_its_own_rules() {
    let room = tempfile::tempdir().unwrap();
    let sides = ["old", "new"].map(|name| room.path().join(name));
    for (side, kind) in sides.iter().zip(["int32", "uint64"]) {
        for module in ["one", "two"] {
            let text =
                format!("syntax = \"proto3\";\npackage {module};\nmessage A {{ {kind} a = 1; }}\n");
            write(side, &format!("{module}/{module}/a.proto"), &text);
        }
    }
    write(
        &sides[0],
        "two/two/gone.proto",
        "syntax = \"proto3\";\npackage two;\n",
    );
    write(
        &sides[0],
        "one/one/gone.proto",
        "syntax = \"proto3\";\npackage one;\n",
    );
    let found = |name: &str, text: &str| {
        for side in &sides {
            write(side, name, text);
        }
        let (code, said) = check(
            room.path(),
            &[
                "api",
                "--base",
                "old",
                "--revision",
                "new",
                "--format",
                "json",
            ],
        );
        let view: serde_json::Value = serde_json::from_str(&said).unwrap();
        let found = view["findings"].as_array().unwrap().iter().map(|one| {
            let file = one["place"]["file"].as_str().unwrap();
            format!("{} {file}", one["rule"].as_str().unwrap())
        });
        (code, found.collect::<Vec<_>>())
    };
    let both = [
        "proto-field-type-changed new/two/two/a.proto".to_owned(),
        "proto-file-removed old/two/two/gone.proto".to_owned(),
    ];
    let own = "version: v2\nmodules: [{path: one, breaking: {use: [WIRE]}}, {path: two}]\n";
    assert_eq!(found("buf.yaml", own), (2, both.to_vec()));
    let ignored = "version: v2\nmodules: [{path: one}, {path: two}]\nbreaking: {use: [FILE], ignore: [one, two/two/gone.proto]}\n";
    assert_eq!(found("buf.yaml", ignored), (2, both[..1].to_vec()));
    found("buf.yaml", "version: v2\n");
    for side in &sides {
        std::fs::remove_file(side.join("buf.yaml")).unwrap();
        write(
            side,
            "one/buf.yaml",
            "version: v1\nbreaking: {use: [WIRE]}\n",
        );
        write(
            side,
            "two/buf.yaml",
            "version: v1\nbreaking: {use: [FILE]}\n",
        );
    }
    assert_eq!(
        found("buf.work.yaml", "version: v1\ndirectories: [one, two]\n"),
        (2, both.to_vec())
    );
}
