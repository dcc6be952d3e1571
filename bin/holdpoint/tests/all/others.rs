//! Other users of the machine: they get to the socket of a server, and to nothing else of its data.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::served::Server;
use crate::world::{Person, World};

/// Somebody whom every system knows, and who owns nothing.
const NOBODY: u32 = 65534;

#[test]
fn another_user_of_the_machine_talks_to_the_server_as_who_they_are() {
    let world = World::new();
    let me = Person::default();
    world.run(&me, &["init", "--organisation", "shop"]).ok();
    world.run(&me, &["apply"]).ok();
    world.hire("nora", &["developer"]);
    world.run(&me, &["person", "map", "nora", "nobody"]).ok();
    let (server, _) = Server::start(&world);

    // Through the folder to the socket, past everything else.
    let data = world.path("repo/.holdpoint");
    let mode = |name: &str| data.join(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("."), mode("socket")), (0o711, 0o666));
    for name in std::fs::read_dir(&data).unwrap() {
        let name = name.unwrap().file_name().into_string().unwrap();
        let open = ["socket", "ledger.vkey", ".gitignore"].contains(&name.as_str());
        let shut = mode(&name) & 0o066 == 0;
        assert!(open || shut, "`{name}` has mode {:o}", mode(&name));
    }

    // Only the superuser can be somebody else; for others the modes have said it.
    if is_root() {
        let asked = as_nobody(&world, &["person", "show", "--format", "json"]);
        assert!(asked.1.is_empty(), "{}", asked.1);
        let shown: serde_json::Value = serde_json::from_str(&asked.0).unwrap();
        assert_eq!(shown["handle"], "nora");
    }
    server.stop();
    if is_root() {
        // Without a server there is nothing for them.
        let asked = as_nobody(&world, &["person", "show"]);
        assert!(
            asked.0.is_empty() && asked.1.contains("error[data]"),
            "{}",
            asked.1
        );
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

/// Runs a copy of the program, which lies where everybody gets to, as nobody.
fn as_nobody(world: &World, arguments: &[&str]) -> (String, String) {
    let everybody = |path: &std::path::Path| {
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(path, open).unwrap();
    };
    everybody(world.root());
    everybody(&world.path("repo"));
    let program = world.path("holdpoint");
    if !program.exists() {
        std::fs::copy(env!("CARGO_BIN_EXE_holdpoint"), &program).unwrap();
    }
    everybody(&program);
    let output = Command::new(program)
        .args(arguments)
        .current_dir(world.path("repo"))
        .env_clear()
        .uid(NOBODY)
        .gid(NOBODY)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}
