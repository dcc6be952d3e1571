//! What is said, as bytes: `LENGTH KIND HEAD-LENGTH HEAD BODY`.
//!
//! `LENGTH` (4 bytes) counts what follows it and is at most [`MAX_FRAME`]; `KIND` is one byte; `HEAD-LENGTH` (4 bytes) counts the
//! head, a JSON object; the body is whatever is left. Numbers are big-endian. A reader passes over kinds and fields that it does
//! not know, so that either side may be one version ahead.

mod decode;
mod heads;
mod hello;

pub use decode::{Decoder, FrameError};
pub use heads::{
    Accept, Artifact, Decline, Discarded, Ended, EndedAck, Goodbye, Have, Log, LogAck, LookUp,
    Missing, Observed, Offer, Parting, Ping, Pong, Reason, Revoke, Rotate, Started, Status, Stop,
    Want,
};
pub use hello::{Hello, Mode, Running, Stage, Welcome};

/// Bytes that a frame has at most, without the four of its length.
pub const MAX_FRAME: usize = 1 << 20;
/// Bytes that a payload has at most: what a frame has, without room for its head.
pub const MAX_PAYLOAD: usize = MAX_FRAME - (64 << 10);
/// Bytes before the head: length, kind, length of the head.
pub(crate) const FIXED: usize = 9;

/// The raw bytes of a frame, if its kind has any.
pub(crate) trait Body {
    fn body(&self) -> &[u8] {
        &[]
    }

    fn take_body(&mut self, _: &[u8]) {}
}

macro_rules! frames {
    ($($(#[$doc:meta])* $kind:literal $name:ident),+ $(,)?) => {
        /// One thing that is said.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Frame {
            $($(#[$doc])* $name($name)),+
        }

        $(impl From<$name> for Frame {
            fn from(frame: $name) -> Self {
                Self::$name(frame)
            }
        })+

        impl Frame {
            /// Its number on the wire.
            #[must_use]
            pub fn kind(&self) -> u8 {
                match self {
                    $(Self::$name(_) => $kind),+
                }
            }

            fn head(&self) -> serde_json::Result<Vec<u8>> {
                match self {
                    $(Self::$name(frame) => serde_json::to_vec(frame)),+
                }
            }

            fn body(&self) -> &[u8] {
                match self {
                    $(Self::$name(frame) => frame.body()),+
                }
            }

            /// The frame of that kind; none if the kind is not known.
            fn read(kind: u8, head: &[u8], body: &[u8]) -> serde_json::Result<Option<Self>> {
                match kind {
                    $($kind => {
                        let mut frame: $name = serde_json::from_slice(head)?;
                        frame.take_body(body);
                        Ok(Some(Self::$name(frame)))
                    })+
                    _ => Ok(None),
                }
            }
        }
    };
}

frames! {
    /// The agent, first of all: who it is and what it has.
    1 Hello,
    /// The server's answer to it.
    2 Welcome,
    /// The last that is said.
    3 Goodbye,
    /// Are you there?
    4 Ping,
    /// Yes.
    5 Pong,
    /// The server: run this.
    16 Offer,
    /// The agent: it is mine, and I know it after a crash.
    17 Accept,
    /// The agent: it never begins here.
    18 Decline,
    /// The server: end it.
    19 Stop,
    /// The server: if it has not begun it must not.
    20 Revoke,
    /// The server: how does it stand?
    21 LookUp,
    /// The agent: so it stands.
    22 Status,
    /// The agent: it has begun.
    23 Started,
    /// The agent: it has ended.
    24 Ended,
    /// The server: that is kept.
    25 EndedAck,
    /// The agent: and I have forgotten it.
    26 Discarded,
    /// The agent: output.
    32 Log,
    /// The server: so much of it is kept.
    33 LogAck,
    /// The agent: I have these bytes for you.
    40 Have,
    /// Whoever lacks bytes: go on from there.
    41 Want,
    /// Bytes of a file.
    42 Artifact,
    /// Whoever was asked for bytes: I have them not.
    43 Missing,
    /// The agent: what runs on the host.
    48 Observed,
    /// Either: credentials are replaced.
    49 Rotate,
}

impl Frame {
    /// Adds its bytes.
    pub fn write(&self, into: &mut Vec<u8>) {
        // No head has anything that JSON cannot say.
        let head = self.head().unwrap_or_default();
        let body = self.body();
        let length = FIXED - 4 + head.len() + body.len();
        into.reserve(length + 4);
        into.extend_from_slice(&wire(length));
        into.push(self.kind());
        into.extend_from_slice(&wire(head.len()));
        into.extend_from_slice(&head);
        into.extend_from_slice(body);
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }
}

/// A length of which the reader sees that it is too long, if it is.
fn wire(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes()
}
