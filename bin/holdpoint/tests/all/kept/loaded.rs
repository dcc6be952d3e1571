//! While many work on the server, and while backup and restore are killed.

use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::{asked, at, back_up, files, founded, restore};
use crate::killed::client::Server as Api;
use crate::served::Server;
use crate::world::{Person, World};

/// Kills it after so many milliseconds; whether it was still at work.
fn killed(mut child: Child, after: u64) -> bool {
    std::thread::sleep(Duration::from_millis(after));
    let at_work = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    child.wait().unwrap();
    at_work
}

fn start(world: &World, arguments: &[&str]) -> Child {
    world.start(arguments)
}

#[test]
fn a_server_under_load_is_backed_up_and_killed_backups_cost_nothing() {
    let (world, rita) = founded();
    let (server, url) = Server::start(&world);
    let (enough, next) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let (enough, next) = (Arc::clone(&enough), Arc::clone(&next));
            let (url, token) = (url.clone(), rita.bearer());
            std::thread::spawn(move || {
                let mut newest = 0;
                while !enough.load(Ordering::Relaxed) {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let done = Api::new(&url, &token).create(number).unwrap();
                    newest = newest.max(done.position);
                }
                newest
            })
        })
        .collect();
    let (to, keys) = (at(&world, "backup"), at(&world, "apart/keys"));
    let mut interrupted = 0;
    for after in [5, 15, 25, 40, 60, 90, 120] {
        let child = start(&world, &["backup", &to, "--keys", &keys]);
        interrupted += usize::from(killed(child, after));
        // Whatever is there is whole, and its keys ask for nothing newer.
        if world.path("backup/backup.json").exists() {
            restore(&world, "backup", "apart/keys", "never", &["--dry-run"]).ok();
        }
    }
    assert!(interrupted > 2, "{interrupted}");
    let written = back_up(&world, "backup", "apart/keys").ok();
    assert!(written.out.contains("entries"), "{}", written.out);
    enough.store(true, Ordering::Relaxed);
    let newest = workers.into_iter().map(|worker| worker.join().unwrap());
    let newest = newest.max().unwrap();
    // What went on meanwhile goes into the next one.
    let more = back_up(&world, "backup", "apart/keys").ok();
    assert!(more.out.contains("of them new"), "{}", more.out);
    server.stop();

    let mut interrupted = 0;
    let data = at(&world, "restored");
    for after in [5, 20, 40, 60] {
        let child = start(&world, &["restore", &to, "--keys", &keys, "--data", &data]);
        interrupted += usize::from(killed(child, after));
        if world.path("restored").exists() {
            std::fs::remove_dir_all(world.path("restored")).unwrap();
        }
    }
    assert!(interrupted > 1, "{interrupted}");
    restore(&world, "backup", "apart/keys", "restored", &[]).ok();
    let verified = asked(&world, &Person::default(), "restored", &["audit", "verify"]);
    assert_eq!(verified["sound"], true);
    assert!(verified["entries"].as_u64().unwrap() > newest, "{verified}");
    let again = restore(&world, "backup", "apart/keys", "restored", &[]).exits(3);
    assert!(again.err.contains("restore-exists"), "{}", again.err);
    assert!(!world.path(".restored.restoring").exists());
    // It goes on: tokens count, and whose request it was is still known.
    let api = world.run(
        &rita,
        &[
            "release",
            "create",
            "after",
            "--component",
            "till",
            "--data",
            &data,
        ],
    );
    api.ok();
    for path in files(&world.path("backup")) {
        let bytes = std::fs::read(&path).unwrap();
        let told = bytes.windows(16).any(|w| w == b"rita@example.org");
        assert!(!told, "{}", path.display());
    }
}
