//! Content on its way out, as it arrives.

use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;

use crate::bridge::Bridge;
use crate::trouble::told;

/// An object that is read. What breaks off is asked for again by the client, from where it broke off.
pub(crate) struct Arriving {
    pub(crate) stream: Option<BoxStream<'static, object_store::Result<Bytes>>>,
    pub(crate) bridge: Arc<Bridge>,
    pub(crate) rest: Bytes,
}

impl Arriving {
    /// The next chunk; none at the end.
    fn next(&mut self) -> io::Result<Option<Bytes>> {
        let Some(mut stream) = self.stream.take() else {
            return Ok(None);
        };
        let (stream, chunk) = self.bridge.call(async move {
            let chunk = stream.next().await;
            (stream, chunk)
        })?;
        let chunk = chunk
            .transpose()
            .map_err(|error| io::Error::other(told(&error)))?;
        self.stream = chunk.as_ref().map(|_| stream);
        Ok(chunk)
    }
}

impl Read for Arriving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.next()? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        let some = self.rest.split_to(self.rest.len().min(buffer.len()));
        for (place, byte) in buffer.iter_mut().zip(&some) {
            *place = *byte;
        }
        Ok(some.len())
    }
}
