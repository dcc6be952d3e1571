//! Secrets in files and in variables.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use holdpoint_secrets::{Keepers, Reference, Settings, Trouble};

use crate::world::{bare, file, open, text, variables};

fn keepers(folder: &Path) -> Keepers {
    open(Settings {
        folders: vec![folder.to_path_buf()],
        ..bare()
    })
}

fn at(path: impl Into<PathBuf>) -> Reference {
    Reference::File { path: path.into() }
}

#[test]
fn one_line_break_at_the_end_is_not_part_of_it() {
    let room = tempfile::tempdir().unwrap();
    let keepers = keepers(room.path());
    let cases = [
        ("a", "a"),
        ("a\n", "a"),
        ("a\r\n", "a"),
        ("a\n\n", "a\n"),
        ("a\r", "a\r"),
        (" a\nb ", " a\nb "),
        ("\r\r\n", "\r"),
    ];
    for (content, expected) in cases {
        let path = file(room.path(), "a", content);
        assert_eq!(
            text(&keepers, &at(path)),
            Ok(expected.to_owned()),
            "{content:?}"
        );
    }
    for empty in ["", "\n", "\r\n"] {
        let path = file(room.path(), "a", empty);
        assert_eq!(text(&keepers, &at(path)), Err(Trouble::Empty), "{empty:?}");
    }
}

#[test]
fn what_everybody_may_read_is_no_secret() {
    let room = tempfile::tempdir().unwrap();
    let keepers = keepers(room.path());
    let path = file(room.path(), "a", "value");
    for mode in [0o644, 0o604, 0o602, 0o601] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        assert_eq!(text(&keepers, &at(&path)), Err(Trouble::Open(mode)));
    }
    for mode in [0o600, 0o440, 0o400] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        assert_eq!(text(&keepers, &at(&path)), Ok("value".to_owned()));
    }
    let said = Trouble::Open(0o644).to_string();
    assert!(
        said.starts_with("the file has mode 0644:") && said.contains("chmod o="),
        "{said}"
    );
}

#[test]
fn links_stay_within_the_folders() {
    let (room, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let keepers = keepers(room.path());
    // As Kubernetes does it: what is seen leads over a folder that is exchanged at once.
    fs::create_dir(room.path().join("..2026")).unwrap();
    file(&room.path().join("..2026"), "token", "inside");
    symlink("..2026", room.path().join("..data")).unwrap();
    symlink("..data/token", room.path().join("token")).unwrap();
    assert_eq!(
        text(&keepers, &at(room.path().join("token"))),
        Ok("inside".to_owned())
    );
    file(other.path(), "outside", "outside");
    symlink(other.path().join("outside"), room.path().join("link")).unwrap();
    symlink(other.path(), room.path().join("folder")).unwrap();
    for path in ["link", "folder/outside"] {
        assert_eq!(
            text(&keepers, &at(room.path().join(path))),
            Err(Trouble::Outside)
        );
    }
}

#[test]
fn nothing_else_is_read() {
    let room = tempfile::tempdir().unwrap();
    let keepers = keepers(room.path());
    let name = room.path().file_name().unwrap().to_str().unwrap();
    let neighbour = format!("{}-other", room.path().display());
    for path in ["/etc/passwd", "/nothing/here", &neighbour] {
        assert_eq!(text(&keepers, &at(path)), Err(Trouble::Outside), "{path}");
    }
    let around = room.path().join("..").join(name).join("a");
    for path in [around, PathBuf::from("a"), room.path().join("../a")] {
        assert!(matches!(
            text(&keepers, &at(path)),
            Err(Trouble::Spelling(_))
        ));
    }
    assert_eq!(
        text(&keepers, &at(room.path().join("none"))),
        Err(Trouble::Absent)
    );
    assert_eq!(text(&keepers, &at(room.path())), Err(Trouble::NotFile));
    let path = file(room.path(), "large", &"a".repeat(64 * 1024 + 1));
    assert_eq!(text(&keepers, &at(path)), Err(Trouble::Large(65_536)));
    let path = file(room.path(), "fits", &"a".repeat(64 * 1024));
    assert_eq!(text(&keepers, &at(path)).unwrap().len(), 65_536);
    assert_eq!(
        text(&open(bare()), &at("/etc/passwd")),
        Err(Trouble::Unconfigured)
    );
}

/// Whoever opens a pipe for reading waits for somebody who writes, if nothing is done about it.
#[test]
fn a_pipe_does_not_keep_anybody_waiting() {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg("-m")
        .arg("600")
        .arg(&path)
        .status();
    assert!(made.unwrap().success());
    assert_eq!(
        text(&keepers(room.path()), &at(path)),
        Err(Trouble::NotFile)
    );
}

#[test]
fn variables_are_read_as_they_are_if_they_begin_as_is_allowed() {
    let pairs = [("CI_TOKEN", "a \n"), ("CI_EMPTY", ""), ("PATH", "/bin")];
    let settings = Settings {
        prefixes: vec!["CI_".to_owned(), "RELEASE_".to_owned()],
        variables: variables(&pairs),
        ..bare()
    };
    let keepers = open(settings);
    let fetch = |name: &str| {
        text(
            &keepers,
            &Reference::Environment {
                variable: name.to_owned(),
            },
        )
    };
    assert_eq!(fetch("CI_TOKEN"), Ok("a \n".to_owned()));
    assert_eq!(fetch("CI_EMPTY"), Err(Trouble::Empty));
    assert_eq!(fetch("CI_NONE"), Err(Trouble::Absent));
    assert_eq!(fetch("PATH"), Err(Trouble::Outside));
    let none = Reference::Environment {
        variable: "PATH".to_owned(),
    };
    assert_eq!(text(&open(bare()), &none), Err(Trouble::Unconfigured));
}
