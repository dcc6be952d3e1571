//! Hands in a box, and what they are to do.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use holdpoint_agent::{Options, SUPERVISE, Supervisor};
use holdpoint_blobs::DirectoryBlobs;
use holdpoint_domain::pipeline::{Brought, Needs, Script, StepResult, Work};
use holdpoint_domain::{Command, Effect};
use holdpoint_engine::{Executor, Task};
use holdpoint_executor::{Hands, Settings};
use holdpoint_ports::{BlobDigest, BlobStore};
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) room: TempDir,
    pub(crate) blobs: Arc<DirectoryBlobs>,
    pub(crate) hands: Hands,
}

pub(crate) fn world() -> World {
    with("")
}

/// With settings.
pub(crate) fn with(settings: &str) -> World {
    let room = tempfile::tempdir().unwrap();
    for folder in ["vault", "tokens"] {
        std::fs::create_dir(room.path().join(folder)).unwrap();
    }
    let file = room.path().join("steps.toml");
    std::fs::write(
        &file,
        settings.replace("ROOM", &room.path().display().to_string()),
    )
    .unwrap();
    in_room(room)
}

pub(crate) fn in_room(room: TempDir) -> World {
    let blobs = Arc::new(DirectoryBlobs::open(room.path().join("blobs")).unwrap());
    let hands = hands(room.path(), Arc::clone(&blobs));
    World { room, blobs, hands }
}

fn hands(room: &Path, blobs: Arc<DirectoryBlobs>) -> Hands {
    let settings = Settings::read(&room.join("steps.toml")).unwrap();
    let mut options = Options::new(supervisor());
    options.user = None;
    options.grace_ms = 200;
    Hands::with(&room.join("agent"), options, blobs, settings).unwrap()
}

fn supervisor() -> Supervisor {
    let own = std::env::current_exe().unwrap();
    let built = own.parent().and_then(Path::parent).unwrap();
    Supervisor::Process {
        program: built.join("examples/executor_hands"),
        arguments: vec![SUPERVISE.into()],
    }
}

impl World {
    /// The same after the server has died.
    pub(crate) fn again(self) -> Self {
        in_room(self.room)
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.room.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    pub(crate) fn done(&self, task: &Task) -> StepResult {
        let result = result(self.hands.carry_out(task));
        self.hands.settled(task);
        result
    }

    pub(crate) fn run(&self, key: u64, script: &str, needs: Needs) -> StepResult {
        self.done(&task(key, script, needs, Vec::new()))
    }

    /// What a step has written, without times.
    pub(crate) fn log(&self, result: &StepResult) -> String {
        let Some(digest) = result.log else {
            return String::new();
        };
        assert!(result.records);
        let bytes = self.blobs.get(&BlobDigest(digest.0)).unwrap().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines = text.lines().map(|line| line.split_once(' ').unwrap().1);
        lines.map(|line| format!("{line}\n")).collect()
    }
}

pub(crate) fn result(told: Vec<Command>) -> StepResult {
    match told.into_iter().next() {
        Some(Command::FinishRunStep(told)) => told.result,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn task(key: u64, script: &str, needs: Needs, brought: Vec<Brought>) -> Task {
    let work = Work::Run(Script {
        script: script.to_owned(),
        shell: ["sh", "-eu", "-c"].map(str::to_owned).to_vec(),
        folder: String::new(),
    });
    of(key, work, needs, brought)
}

pub(crate) fn of(key: u64, work: Work, needs: Needs, brought: Vec<Brought>) -> Task {
    let variables = [("PIPELINE_NAME".to_owned(), "shop".to_owned())];
    let effect = Effect::RunPipelineStep {
        run: "run_00000000000000000000000000".parse().unwrap(),
        place: 0,
        step: "build/step".to_owned(),
        attempt: 1,
        work,
        variables: BTreeMap::from(variables),
        needs,
        brought,
        labels: Vec::new(),
        source: None,
        timeout_seconds: 20,
    };
    Task::new(key, 1, effect)
}

/// A server that answers each request with the next of these, and tells what it was asked.
pub(crate) fn server(answers: Vec<(u16, String)>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, heard) = channel();
    std::thread::spawn(move || {
        for (status, body) in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut request, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                let lower = line.to_ascii_lowercase();
                if let Some(text) = lower.strip_prefix("content-length:") {
                    length = text.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
                request += &line;
            }
            let mut content = vec![0; length];
            reader.read_exact(&mut content).unwrap();
            request += &String::from_utf8(content).unwrap();
            tell.send(request).unwrap();
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(body.as_bytes()).unwrap();
        }
    });
    (address, heard)
}
