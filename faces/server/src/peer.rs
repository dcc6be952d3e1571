//! Who is at the other end of a connection, as far as the operating system knows.

use std::net::IpAddr;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use holdpoint_listen::Peer;

use crate::api::Settings;

/// From which address a request comes. A proxy is believed only on this machine, and only when the settings say
/// that there is one; of what it forwards only the last address is its own observation.
pub(crate) fn address(
    settings: &Settings,
    extensions: &Extensions,
    headers: &HeaderMap,
) -> Option<IpAddr> {
    let Some(ConnectInfo(Peer::Network(peer))) = extensions.get::<ConnectInfo<Peer>>() else {
        return None;
    };
    let direct = peer.ip().to_canonical();
    if settings.public_url.is_none() || !direct.is_loopback() {
        return Some(direct);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next());
    let address = last.and_then(|text| text.trim().parse::<IpAddr>().ok());
    Some(address.map_or(direct, |address| address.to_canonical()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(public: bool, peer: &str, forwarded: Option<&str>) -> Option<IpAddr> {
        let settings = Settings {
            public_url: public.then(|| "https://holdpoint.example.org".to_owned()),
            ..Settings::default()
        };
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(Peer::Network(peer.parse().unwrap())));
        let mut headers = HeaderMap::new();
        if let Some(value) = forwarded {
            headers.insert("x-forwarded-for", value.parse().unwrap());
        }
        address(&settings, &extensions, &headers)
    }

    #[test]
    fn a_proxy_is_believed_on_this_machine_only() {
        let is = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        let list = Some("198.51.100.1, 203.0.113.9");
        assert_eq!(asked(true, "127.0.0.1:9", list), is("203.0.113.9"));
        assert_eq!(asked(false, "127.0.0.1:9", list), is("127.0.0.1"));
        assert_eq!(asked(true, "192.0.2.1:9", list), is("192.0.2.1"));
        assert_eq!(asked(true, "127.0.0.1:9", Some("me")), is("127.0.0.1"));
        assert_eq!(asked(true, "127.0.0.1:9", None), is("127.0.0.1"));
        assert_eq!(
            address(&Settings::default(), &Extensions::new(), &HeaderMap::new()),
            None
        );
    }
}
