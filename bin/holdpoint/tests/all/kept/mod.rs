//! Backups of a server that goes on, and what comes back of them.

mod bucket;
mod damaged;
mod database;
mod erased;
mod loaded;
mod moved;
mod rolled;
mod sick;
mod stays;

use std::path::Path;

use serde_json::Value;

use crate::world::{Person, Ran, World};

/// A founded organisation with a release manager, and some releases.
fn founded() -> (World, Person) {
    founded_in(World::new())
}

fn founded_in(world: World) -> (World, Person) {
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let rita = world.hire("rita", &["release-manager"]);
    (world, rita)
}

fn create(world: &World, person: &Person, release: &str) {
    let title = format!("Why {release}: a secret reason");
    let create = ["release", "create", release, "--component", "till"];
    let create = [&create[..], &["--title", &title]].concat();
    world.run(person, &create).ok();
}

fn back_up(world: &World, to: &str, keys: &str) -> Ran {
    let (to, keys) = (at(world, to), at(world, keys));
    world.run(&Person::default(), &["backup", &to, "--keys", &keys])
}

fn restore(world: &World, from: &str, keys: &str, to: &str, more: &[&str]) -> Ran {
    let (from, keys, to) = (at(world, from), at(world, keys), at(world, to));
    let restore = ["restore", &from, "--keys", &keys, "--data", &to];
    world.run(&Person::default(), &[&restore[..], more].concat())
}

fn at(world: &World, name: &str) -> String {
    world.path(name).display().to_string()
}

/// A question about what was restored.
fn asked(world: &World, person: &Person, data: &str, question: &[&str]) -> Value {
    let data = at(world, data);
    let also = ["--data", &data, "--format", "json"];
    world.run(person, &[question, &also].concat()).ok().json()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// The wrapped key of a person, as the file of keys has it, in base64.
fn key(world: &World, keys: &str, person: &str) -> Option<String> {
    let text = world.read(keys);
    let keys: Value = serde_json::from_str(&text).unwrap();
    keys["people"][person].as_str().map(str::to_owned)
}

/// Whether some bytes are among others.
fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Every file below a directory.
fn files(place: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(place).unwrap() {
        let entry = entry.unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found
}
