//! One connection: bytes come and go until either side ends it.

use std::io;
use std::time::Duration;

use tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf, split,
};
use tokio::time::{Instant, sleep_until, timeout};

use crate::link::Output;

/// Bytes that are read or written at once.
const BUFFER: usize = 32 << 10;
/// How long last words may take.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A core, as a connection sees it.
pub(super) trait Side {
    /// Bytes came. Whether more are wanted.
    fn received(&mut self, bytes: &[u8]) -> bool;
    /// What is to be written.
    fn output(&mut self, most: usize) -> Output;
    /// Whether nothing is to be read or written any more, whatever waits.
    fn is_gone(&mut self) -> bool;
    /// When to ask that again.
    fn look_again(&mut self) -> Instant;
    /// Ends when there may be something to write, or it may be gone.
    fn changed(&mut self) -> impl Future<Output = ()> + Send;
}

/// Carries bytes until the connection ends or the session does.
pub(super) async fn pipe(io: impl AsyncRead + AsyncWrite, side: &mut impl Side) -> io::Result<()> {
    let (reader, writer) = split(io);
    let mut pipe = Pipe {
        reader,
        writer,
        waits: Vec::new(),
        dirty: false,
        reads: true,
        buffer: vec![0; BUFFER],
    };
    while pipe.step(side).await? {}
    Ok(())
}

struct Pipe<IO> {
    reader: ReadHalf<IO>,
    writer: WriteHalf<IO>,
    /// What is to be written.
    waits: Vec<u8>,
    /// Whether something is written and not flushed.
    dirty: bool,
    reads: bool,
    buffer: Vec<u8>,
}

impl<IO: AsyncRead + AsyncWrite> Pipe<IO> {
    /// One thing. Whether there is more.
    async fn step(&mut self, side: &mut impl Side) -> io::Result<bool> {
        if side.is_gone() {
            return Ok(false);
        }
        if self.waits.is_empty() {
            match side.output(BUFFER) {
                Output::Bytes(bytes) => self.waits = bytes,
                Output::Nothing => {}
                Output::Closed => return self.end().await,
            }
        }
        let look_again = side.look_again();
        let writes = !self.waits.is_empty();
        tokio::select! {
            read = self.reader.read(&mut self.buffer), if self.reads => {
                let read = self.buffer.get(..read?).unwrap_or_default();
                if read.is_empty() {
                    return Ok(false);
                }
                self.reads = side.received(read);
            }
            written = put(&mut self.writer, &self.waits), if writes || self.dirty => {
                let written = written?.min(self.waits.len());
                self.waits.drain(..written);
                self.dirty = writes;
            }
            () = side.changed() => {}
            () = sleep_until(look_again) => {}
        }
        Ok(true)
    }

    async fn end(&mut self) -> io::Result<bool> {
        // Whoever does not take last words does not get them.
        let _ = timeout(LAST_WORDS, self.writer.shutdown()).await;
        Ok(false)
    }
}

/// Writes some of the bytes; if there are none, makes sure that those before are on their way.
async fn put<IO: AsyncRead + AsyncWrite>(
    writer: &mut WriteHalf<IO>,
    bytes: &[u8],
) -> io::Result<usize> {
    match bytes {
        [] => writer.flush().await.map(|()| 0),
        bytes => writer.write(bytes).await,
    }
}
