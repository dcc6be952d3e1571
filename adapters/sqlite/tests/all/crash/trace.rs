//! Reads what `strace -f -y -xx` recorded.

use std::collections::HashMap;

/// A system call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Call {
    Open {
        path: String,
        flags: String,
        descriptor: u32,
    },
    /// At an offset, or where the descriptor stands.
    Write {
        descriptor: u32,
        offset: Option<u64>,
        data: Vec<u8>,
    },
    Seek {
        descriptor: u32,
        offset: u64,
    },
    Resize {
        descriptor: u32,
        size: u64,
    },
    Sync {
        descriptor: u32,
    },
    MakeDirectory {
        path: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Link {
        from: String,
        to: String,
    },
    Unlink {
        path: String,
    },
}

/// A call, and the lines of the trace at which it began and ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) call: Call,
}

/// The calls of a trace, in the order in which they ended. Panics at a line that it cannot read: to pass over one
/// would be to test something else.
pub(super) fn parse(trace: &str) -> Vec<Step> {
    let mut unfinished: HashMap<&str, (usize, String)> = HashMap::new();
    let mut steps = Vec::new();
    for (end, line) in trace.lines().enumerate() {
        let (process, rest) = line.split_once(' ').unwrap();
        let rest = rest.trim_start();
        if rest.starts_with("+++") || rest.starts_with("---") {
            continue;
        }
        if let Some(beginning) = rest.strip_suffix("<unfinished ...>") {
            unfinished.insert(process, (end, beginning.trim_end().to_owned()));
            continue;
        }
        let (start, whole) = match rest.split_once(" resumed>") {
            Some((_, remainder)) => {
                let (start, beginning) = unfinished.remove(process).unwrap();
                (start, beginning + remainder)
            }
            None => (end, rest.to_owned()),
        };
        steps.extend(call(&whole).map(|call| Step { start, end, call }));
    }
    steps
}

/// The call on a line; none if it failed or says nothing about files.
fn call(line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(').unwrap();
    let (arguments, result) = rest.rsplit_once(" = ").unwrap_or_else(|| panic!("{line}"));
    let result = number(result)?;
    let arguments = arguments
        .trim_end()
        .strip_suffix(')')
        .unwrap_or_else(|| panic!("{line}"));
    let arguments: Vec<&str> = arguments.split(", ").collect();
    let descriptor = || {
        number(arguments[0])
            .and_then(|d| u32::try_from(d).ok())
            .unwrap()
    };
    let texts = || arguments.iter().filter_map(|argument| text(argument));
    let path = || String::from_utf8(texts().next().unwrap()).unwrap();
    let last_path = || String::from_utf8(texts().next_back().unwrap()).unwrap();
    Some(match name {
        "open" | "openat" => {
            let flags = arguments
                .iter()
                .find(|argument| argument.starts_with("O_"))
                .unwrap();
            let descriptor = u32::try_from(result).unwrap();
            Call::Open {
                path: path(),
                flags: (*flags).to_owned(),
                descriptor,
            }
        }
        "write" | "pwrite64" => {
            let mut data = texts().next().unwrap_or_default();
            assert!(
                data.len() as u64 >= result,
                "the recorded strings are cut short: {name}"
            );
            data.truncate(usize::try_from(result).unwrap());
            let offset = (name == "pwrite64").then(|| number(arguments[3]).unwrap());
            Call::Write {
                descriptor: descriptor(),
                offset,
                data,
            }
        }
        "lseek" => Call::Seek {
            descriptor: descriptor(),
            offset: result,
        },
        "ftruncate" => Call::Resize {
            descriptor: descriptor(),
            size: number(arguments[1]).unwrap(),
        },
        "fsync" | "fdatasync" => Call::Sync {
            descriptor: descriptor(),
        },
        "mkdir" | "mkdirat" => Call::MakeDirectory { path: path() },
        "rename" | "renameat" | "renameat2" => Call::Rename {
            from: path(),
            to: last_path(),
        },
        "link" | "linkat" => Call::Link {
            from: path(),
            to: last_path(),
        },
        "unlink" | "unlinkat" => Call::Unlink { path: path() },
        other => panic!("a call that the simulated disk does not know: {other}"),
    })
}

/// The number that something begins with; none for an error's -1.
fn number(text: &str) -> Option<u64> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// A quoted string, written as `\x..` throughout.
fn text(argument: &str) -> Option<Vec<u8>> {
    let hex = argument.strip_prefix('"')?.strip_suffix('"')?;
    Some(hex::decode(hex.replace("\\x", "")).unwrap())
}

#[test]
fn reads_calls_that_interleave() {
    let trace = "\
7  openat(AT_FDCWD</>, \"\\x2f\\x61\", O_RDWR|O_CREAT, 0600) = 3</a>
7  write(3</a>, \"\\x68\\x69\", 2 <unfinished ...>
8  openat(AT_FDCWD</>, \"\\x2f\\x62\", O_RDONLY) = -1 ENOENT (No such file or directory)
8  pwrite64(3</a>, \"\\x68\\x69\\x21\", 3, 4096) = 2
7  <... write resumed>) = 2
7  rename(\"\\x2f\\x61\", \"\\x2f\\x62\") = 0
7  fsync(3</b>) = 0
7  +++ exited with 0 +++";
    let write = |offset| Call::Write {
        descriptor: 3,
        offset,
        data: b"hi".to_vec(),
    };
    let open = |path: &str| Call::Open {
        path: path.to_owned(),
        flags: "O_RDWR|O_CREAT".to_owned(),
        descriptor: 3,
    };
    let rename = Call::Rename {
        from: "/a".to_owned(),
        to: "/b".to_owned(),
    };
    let expected = [
        Step {
            start: 0,
            end: 0,
            call: open("/a"),
        },
        Step {
            start: 3,
            end: 3,
            call: write(Some(4_096)),
        },
        Step {
            start: 1,
            end: 4,
            call: write(None),
        },
        Step {
            start: 5,
            end: 5,
            call: rename,
        },
        Step {
            start: 6,
            end: 6,
            call: Call::Sync { descriptor: 3 },
        },
    ];
    assert_eq!(parse(trace), expected);
}
