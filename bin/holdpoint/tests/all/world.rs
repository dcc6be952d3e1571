//! A git repository in a temporary directory, and people who run the program in it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A repository with one Rust component, two tagged versions, and nothing of Holdpoint yet.
pub(crate) struct World {
    directory: TempDir,
    /// Where the ledger is, if not in the data directory.
    database: Option<String>,
    /// Where people are, if not there.
    people: Option<String>,
}

/// Somebody who runs the program: the operating-system user, or the bearer of a token.
#[derive(Clone, Default)]
pub(crate) struct Person {
    token: Option<String>,
    /// What else is in their environment.
    variables: Vec<(String, String)>,
}

impl Person {
    /// The same, with a variable in their environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl Person {
    /// Who bears that token.
    pub(crate) fn with_token(token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            variables: Vec::new(),
        }
    }
}

/// What came of running the program.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
    line: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let world = Self {
            directory: tempfile::tempdir().unwrap(),
            database: None,
            people: None,
        };
        world.write(
            "repo/Cargo.toml",
            "[package]\nname = \"till\"\nversion = \"1.1.0\"\n",
        );
        world.write("repo/src/main.rs", "fn main() {}\n");
        world.write("repo/CODEOWNERS", "* @shop/payments\n");
        world.git(&["init", "--quiet", "--initial-branch", "main"]);
        world.git(&["add", "."]);
        world.commit("dev@example.org", "The till");
        world.git(&["tag", "v1.0.0"]);
        world.write("repo/src/main.rs", "fn main() { println!(\"till\"); }\n");
        world.git(&["add", "."]);
        world.commit("dev@example.org", "Say something");
        world
    }

    /// The same, with its ledger in that database.
    pub(crate) fn kept_in(self, url: &str) -> Self {
        let database = Some(url.to_owned());
        Self { database, ..self }
    }

    /// The same, with its people in that database.
    pub(crate) fn with_people_in(self, url: &str) -> Self {
        let people = Some(url.to_owned());
        Self { people, ..self }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn commit(&self, mail: &str, message: &str) {
        let (mail, name) = (format!("user.email={mail}"), "user.name=Dev Eloper");
        self.git(&["-c", &mail, "-c", name, "commit", "--quiet", "-m", message]);
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        let git = git.args(arguments).current_dir(self.path("repo"));
        // Nobody's own settings.
        let git = git
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null");
        assert!(git.status().unwrap().success(), "git {arguments:?}");
    }

    fn command(&self, person: &Person, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_holdpoint"));
        command
            .args(arguments)
            .current_dir(self.path("repo"))
            .env_clear();
        for name in ["PATH", "HOME", "TMPDIR"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("NO_COLOR", "1");
        if let Some(url) = &self.database {
            command.env("HOLDPOINT_DATABASE_URL", url);
        }
        if let Some(url) = &self.people {
            command.env("HOLDPOINT_VAULT_URL", url);
        }
        if let Some(token) = &person.token {
            command.env("HOLDPOINT_TOKEN", token);
        }
        command.envs(person.variables.iter().cloned());
        command
    }

    /// Runs the program in the repository.
    pub(crate) fn run(&self, person: &Person, arguments: &[&str]) -> Ran {
        let output = self.command(person, arguments).output().unwrap();
        Ran::new(output, arguments)
    }

    /// Where everything of this world is.
    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    /// Runs a line of shell in the repository, where the program is called `holdpoint`.
    pub(crate) fn shell(&self, person: &Person, line: &str, also: &[(&str, &str)]) -> Ran {
        let command = self.command(person, &[]);
        let program = Path::new(env!("CARGO_BIN_EXE_holdpoint")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [program.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&path));
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.path("repo"));
        shell.env_clear();
        let set = command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        shell.envs(set);
        let shell = shell
            .env("PATH", std::env::join_paths(path).unwrap())
            .envs(also.iter().copied());
        Ran::new(shell.output().unwrap(), &[line])
    }

    /// Starts the program and leaves it running.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.start_as(&Person::default(), arguments)
    }

    /// The same, with what somebody has in their environment.
    pub(crate) fn start_as(&self, person: &Person, arguments: &[&str]) -> Child {
        let mut command = self.command(person, arguments);
        command
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Adds somebody with roles; they then act by their token.
    pub(crate) fn hire(&self, handle: &str, roles: &[&str]) -> Person {
        let admin = Person::default();
        self.run(
            &admin,
            &[
                "person",
                "add",
                handle,
                "--mail",
                &format!("{handle}@example.org"),
            ],
        )
        .ok();
        for role in roles {
            self.run(&admin, &["access", "grant", handle, role]).ok();
        }
        self.token(handle)
    }

    /// Somebody who is there already, acting by a token.
    pub(crate) fn token(&self, handle: &str) -> Person {
        let admin = Person::default();
        let code = self.run(&admin, &["person", "enrol", handle]).ok();
        let told = self
            .run(&admin, &["person", "redeem", code.out.trim()])
            .ok();
        Person::with_token(told.out.trim())
    }
}

impl Person {
    /// Their token.
    pub(crate) fn bearer(&self) -> String {
        self.token.clone().unwrap()
    }
}

impl Ran {
    fn new(output: Output, arguments: &[&str]) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            line: arguments.join(" "),
        }
    }

    /// It must have exited with this code.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}\n{}", self.line, self.out, self.err);
        self
    }

    /// It must have succeeded.
    pub(crate) fn ok(self) -> Self {
        self.exits(0)
    }

    /// Its data.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// All of it as people see it, without what differs from run to run.
    pub(crate) fn shown(&self, world: &World) -> String {
        let text = format!(
            "$ holdpoint {}\n{}{}[{}]\n",
            self.line, self.out, self.err, self.code
        );
        scrub(&text, world.directory.path())
    }
}

/// The text without times, keys and places of this run.
pub(crate) fn scrub_times(text: &str, place: &Path) -> String {
    let rules = [
        (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?Z| UTC)", "TIME"),
        (r"\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,}", "+KEY"),
        (r"\+[0-9a-f]{8}\b", "+ID"),
        (r"\b[A-Za-z0-9+/]{43}=", "HASH"),
        (r"\broot [0-9a-f]{64}\b", "root HASH"),
        (r"not to [0-9a-f]{64}\b", "not to HASH"),
        (r"127\.0\.0\.1:\d+", "ADDRESS"),
        (r"\b[0-9a-f]{12}\b", "SHORT"),
    ];
    let text = text.replace(&place.display().to_string(), "DIR");
    replaced(&text, &rules)
}

/// The text without ids, digests, times and places of this run.
pub(crate) fn scrub(text: &str, place: &Path) -> String {
    let rules = [
        (r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}", "ID"),
        (r"sha256:[0-9a-f]{64}", "DIGEST"),
        (r"\b[0-9a-f]{40}\b", "COMMIT"),
        (r"\b[0-9a-f]{12}\b", "SHORT"),
        (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\.\d+Z| UTC)", "TIME"),
    ];
    replaced(&text.replace(&place.display().to_string(), "DIR"), &rules)
}

fn replaced(text: &str, rules: &[(&str, &str)]) -> String {
    rules.iter().fold(text.to_owned(), |text, (rule, with)| {
        regex_lite::Regex::new(rule)
            .unwrap()
            .replace_all(&text, *with)
            .into_owned()
    })
}
