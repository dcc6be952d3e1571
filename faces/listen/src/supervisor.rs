//! What is told to the supervisor that has started the program, if it wants to hear it: the protocol of `sd_notify(3)`.

use std::ffi::OsStr;
use std::io;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// What there is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It answers from now on.
    Ready,
    /// It was asked to stop, and does.
    Stopping,
}

/// Tells it. Nobody who does not listen is waited for, and nothing depends on it.
pub fn tell(told: Told) {
    if let Some(place) = std::env::var_os("NOTIFY_SOCKET") {
        // A supervisor that is gone has nothing to hear.
        let _ = send(&place, told);
    }
}

fn send(place: &OsStr, told: Told) -> io::Result<()> {
    let address = match place.as_bytes().split_first() {
        Some((b'@', name)) => SocketAddr::from_abstract_name(name)?,
        _ => SocketAddr::from_pathname(place)?,
    };
    let line: &[u8] = match told {
        Told::Ready => b"READY=1",
        Told::Stopping => b"STOPPING=1",
    };
    UnixDatagram::unbound()?.send_to_addr(line, &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(socket: &UnixDatagram) -> String {
        let mut room = [0; 64];
        let length = socket.recv(&mut room).unwrap();
        String::from_utf8_lossy(&room[..length]).into_owned()
    }

    #[test]
    fn a_supervisor_hears_it_at_a_path_and_under_an_abstract_name() {
        let name = format!("holdpoint-told-{}", std::process::id());
        let path = std::env::temp_dir().join(&name);
        // What a run that broke off has left.
        let _ = std::fs::remove_file(&path);
        let at_path = UnixDatagram::bind(&path).unwrap();
        send(path.as_os_str(), Told::Ready).unwrap();
        assert_eq!(heard(&at_path), "READY=1");
        std::fs::remove_file(&path).unwrap();
        let address = SocketAddr::from_abstract_name(&name).unwrap();
        let at_name = UnixDatagram::bind_addr(&address).unwrap();
        send(OsStr::new(&format!("@{name}")), Told::Stopping).unwrap();
        assert_eq!(heard(&at_name), "STOPPING=1");
    }

    #[test]
    fn a_supervisor_that_is_gone_is_no_mistake_of_whoever_tells() {
        assert!(send(OsStr::new("/nowhere/at/all"), Told::Ready).is_err());
    }
}
