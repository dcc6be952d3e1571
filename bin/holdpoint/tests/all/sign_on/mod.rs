//! People log in at a real identity provider (`oidc-provider`, a process of its own), and out of it.

mod browser;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use self::browser::{Browser, Page};
use crate::served::Server;
use crate::world::{Person, World};

const SECRET: &str = "a secret/of these tests: alone";

/// The provider, which ends when the story does.
struct Provider {
    process: Child,
    url: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Provider {
    /// Starts one that knows the server which is reached there.
    fn start(here: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let module = root.join("../../target/providers/node_modules/oidc-provider/lib/index.js");
        assert!(
            module.exists(),
            "`{}` is not installed: `cargo xtask setup` does that",
            module.display()
        );
        let script = root.join("tests/all/sign_on/provider.mjs");
        let mut node = Command::new("node");
        let node = node.args([&script, &module]).args([here, SECRET]);
        let node = node.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = node.stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url =
            lines.find_map(|line| line.ok()?.strip_prefix("listening on ").map(str::to_owned));
        Self {
            process,
            url: url.expect("it says where it listens"),
        }
    }

    /// In which groups everybody is from now on; what it has told others is the answer.
    fn told(&self, groups: &str) -> String {
        Browser::default()
            .get(&format!("{}/told?groups={groups}", self.url))
            .text
    }
}

/// All that somebody types who is not logged in there; the page that they come back to.
fn log_in(browser: &mut Browser, here: &str, to: &str) -> Page {
    let asked = browser.get(&format!("{here}/login/provider/acme?to={to}"));
    let form = asked.between("action=\"", "\"");
    let consent = browser.post(&form, "prompt=login&login=anna&password=any");
    let form = consent.between("action=\"", "\"");
    browser.post(&form, "prompt=consent")
}

/// An organisation with a server and a provider whose groups have roles.
fn begin() -> (World, Server, String, Provider) {
    let world = World::new();
    let admin = Person::default();
    world.run(&admin, &["init", "--organisation", "shop"]).ok();
    world.run(&admin, &["apply"]).ok();
    let knowing = Person::default().with("HOLDPOINT_LOGIN_SECRET", SECRET);
    let (server, here) = Server::start_as(&world, &knowing);
    let provider = Provider::start(&here);
    let file = world.read("repo/holdpoint.yaml");
    let directory = format!(
        "\ndirectory:\n  providers:\n    acme:\n      title: Acme\n      issuer: {}\n      client: holdpoint\n      \
         secret: {{env: HOLDPOINT_LOGIN_SECRET}}\n      scopes: [profile, email, groups]\n      first-login: add-members\n  \
         groups:\n    ops: {{role: sre, scope: organisation}}\n    makers: {{role: developer, scope: organisation}}\n",
        provider.url
    );
    world.write("repo/holdpoint.yaml", &(file + &directory));
    world.run(&admin, &["apply"]).ok();
    (world, server, here, provider)
}

fn roles(world: &World) -> Vec<String> {
    let list = [
        "access",
        "list",
        "--person",
        "anna.berger",
        "--format",
        "json",
    ];
    let listed = world.run(&Person::default(), &list).ok().json();
    let grants = listed["grants"].as_array().unwrap().iter();
    let said = grants.map(|one| format!("{} by {}", one["role"], one["from"]["group"]));
    said.map(|text| text.replace('"', "")).collect()
}

#[test]
fn people_log_in_at_a_provider_with_the_roles_of_their_groups_and_out_of_both() {
    let (world, server, here, provider) = begin();
    let mut browser = Browser::default();
    let page = browser.get(&format!("{here}/login"));
    assert!(page.text.contains("Log in with Acme"), "{}", page.text);

    // Of no group that counts: nobody is added.
    let refused = log_in(&mut browser, &here, "/");
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert!(refused.text.contains("login-stranger"), "{}", refused.text);

    provider.told("ops,staff");
    // She is logged in there already, and has agreed.
    let home = browser.get(&format!("{here}/login/provider/acme?to=/settings"));
    assert_eq!(home.url, format!("{here}/settings"), "{}", home.text);
    assert!(home.text.contains("by the group ops"), "{}", home.text);
    assert_eq!(roles(&world), ["sre by ops"]);

    // Another group the next time takes the role with it.
    provider.told("makers");
    let mut elsewhere = Browser::default();
    let home = log_in(&mut elsewhere, &here, "/releases");
    assert_eq!(home.url, format!("{here}/releases"), "{}", home.text);
    assert_eq!(roles(&world), ["developer by makers"]);

    // An answer counts once, and in no other browser.
    let begun = elsewhere.step(&format!("{here}/login/provider/acme"));
    let back = elsewhere.step(&Browser::led(&begun));
    let back = Browser::led(&back);
    let stolen = Browser::default().step(&back);
    assert!(stolen.text.contains("login-unbound"), "{}", stolen.text);
    assert_eq!(elsewhere.step(&back).status, 303);
    let again = elsewhere.step(&back);
    assert!(again.text.contains("login-unbound"), "{}", again.text);

    // Whoever logs out is led to the provider, which tells us to end all sessions of theirs.
    let csrf = browser
        .get(&format!("{here}/settings"))
        .between("name=\"csrf\" value=\"", "\"");
    let onward = browser.post(&format!("{here}/logout"), &format!("csrf={csrf}"));
    let asked = browser.get(&onward.between("content=\"0;url=", "\""));
    let form = asked.between("action=\"", "\"");
    let xsrf = asked.between("name=\"xsrf\" value=\"", "\"");
    let out = browser.post(&form, &format!("xsrf={xsrf}&logout=yes"));
    assert_eq!(out.url, format!("{here}/login"), "{}", out.text);
    assert_eq!(provider.told("makers").trim(), "backchannel.success");
    let late = elsewhere.get(&format!("{here}/settings"));
    assert!(
        late.url.starts_with(&format!("{here}/login")),
        "{}",
        late.url
    );

    // Neither is the secret in the ledger, nor what the provider calls her.
    let person = world.run(
        &Person::default(),
        &["history", "person/anna.berger", "--format", "json"],
    );
    let person = person.ok().out;
    assert!(
        !person.contains(SECRET) && !person.contains("acme.example"),
        "{person}"
    );
    server.stop();
}
