//! A ledger in a database is backed up and restored into another one.

use holdpoint_cluster::Cluster;

use super::{asked, at, back_up, create, restore};
use crate::served::Server;
use crate::world::{Person, World};

#[test]
fn a_ledger_in_a_database_is_backed_up_while_it_is_served() {
    let cluster = Cluster::shared();
    let world = World::new().kept_in(&cluster.database());
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    let (server, _) = Server::start(&world);
    create(&world, &rita, "till-1.1");
    back_up(&world, "backup", "keys").ok();
    create(&world, &rita, "till-1.2");
    let more = back_up(&world, "backup", "keys").ok();
    assert!(more.out.contains(", 1 of them new"), "{}", more.out);
    server.stop();

    // Its own database has the ledger already: the same one, and so it may be gone on with.
    let other = cluster.database();
    restore(
        &world,
        "backup",
        "keys",
        "there",
        &["--database-url", &other],
    )
    .ok();
    let verify = ["audit", "verify", "--database-url", &other];
    let verified = asked(&world, &admin, "there", &verify);
    assert_eq!(verified["sound"], true, "{verified}");

    // Into a directory, without a database.
    let (from, keys, to) = (at(&world, "backup"), at(&world, "keys"), at(&world, "here"));
    let line = format!(
        "unset HOLDPOINT_DATABASE_URL; holdpoint restore {from} --keys {keys} --data {to} > /dev/null && holdpoint release list --data {to}"
    );
    let listed = world.shell(&admin, &line, &[]).ok();
    // People may be in the database, too.
    let (vault, fresh) = (cluster.database(), cluster.database());
    let databases = ["--database-url", &fresh, "--vault-url", &vault];
    restore(&world, "backup", "keys", "both", &databases).ok();
    let shown = asked(
        &world,
        &admin,
        "both",
        &[&["person", "show", "rita"][..], &databases].concat(),
    );
    assert_eq!(shown["handle"], "rita");
    let (data, to, keys) = (
        at(&world, "both"),
        at(&world, "second"),
        at(&world, "second-keys"),
    );
    let again = ["backup", &to, "--keys", &keys, "--data", &data];
    let again = world.run(&admin, &[&again[..], &databases].concat()).ok();
    assert!(
        again.out.contains("keys          2 of people"),
        "{}",
        again.out
    );
    assert!(listed.out.contains("till-1.2"), "{}", listed.out);
}
