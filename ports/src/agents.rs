//! Who carries out steps on other hosts, as it is now.

/// Knows which agents are there.
pub trait Presence: Send + Sync {
    /// By what agents know the server before they are enrolled: `sha256:` and the digest of the key of its authority. None while it
    /// does not listen for agents.
    fn pin(&self) -> Option<String>;

    /// Every agent that was connected since the server was started.
    fn present(&self) -> Vec<PresentAgent>;
}

/// An agent as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresentAgent {
    /// Which.
    pub agent: String,
    /// Whether it is connected.
    pub connected: bool,
    /// Whether it runs steps, or only says what runs on its host.
    pub executes: bool,
    /// Labels that it can be chosen by.
    pub labels: Vec<String>,
    /// Steps that it can run at the same time.
    pub capacity: u32,
    /// Steps that it has, by the position of their intent.
    pub steps: Vec<u64>,
    /// Program and version.
    pub program: String,
    /// When it said something last, in milliseconds since the epoch.
    pub heard: i64,
    /// What its host calls itself.
    pub host: String,
    /// Operating system and processor of its host, such as `linux x86_64`.
    pub system: String,
    /// What runs there: the path of a program, the SHA-256 of its file in hexadecimal digits if it could be read, and how many
    /// processes run it.
    pub programs: Vec<(String, Option<String>, u32)>,
    /// Whether there are more programs than are listed.
    pub more: bool,
}
