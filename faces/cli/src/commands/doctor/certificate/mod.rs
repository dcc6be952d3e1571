//! The certificate by which people reach the server over TLS: its chain, its name, for how long it counts, and who reads its key.

mod received;
#[cfg(test)]
mod tests;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use holdpoint_ports::{Clock as _, SystemClock};
use reqwest::Url;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, Error, RootCertStore};
use rustls_platform_verifier::Verifier;

use self::received::received;
use super::{Doctor, Finding, error, warning};

/// For how many days it has to count at least: renewals are tried thirty days before the end, as a rule.
const SOON: u64 = 21;
/// How far ahead is looked for its end, in days.
const FAR: u64 = 400;

const DAY: u64 = 24 * 3_600;

pub(super) fn check(asked: &Doctor) -> Vec<Finding> {
    let key = asked.certificate_key.as_deref().and_then(key);
    let url = asked
        .public_url
        .as_deref()
        .and_then(|url| Url::parse(url).ok());
    let verifier = match verifier(asked.roots.as_deref()) {
        Ok(verifier) => verifier,
        Err(why) => return vec![unread(&why)],
    };
    let name = url
        .as_ref()
        .and_then(|url| url.host_str().map(str::to_owned));
    let file = asked.certificate.as_deref().map(|file| {
        let chain = CertificateDer::pem_file_iter(file);
        let chain = chain.and_then(|all| all.collect::<Result<Vec<_>, _>>());
        match chain {
            Ok(chain) => looked_at(&*verifier, &chain, name.as_deref(), seconds()),
            Err(why) => Some(unread(&format!("`{}`: {why}", file.display()))),
        }
    });
    let reached = url
        .filter(|_| !asked.offline)
        .and_then(|url| served(&url, verifier.as_ref()));
    key.into_iter()
        .chain(file.flatten())
        .chain(reached)
        .collect()
}

fn seconds() -> u64 {
    u64::try_from(SystemClock.now() / 1_000).unwrap_or_default()
}

fn unread(why: &str) -> Finding {
    let help = "name a file with certificates in PEM, the server's own first";
    error("certificate-unreadable", why, help)
}

/// Whether others read the key.
fn key(file: &Path) -> Option<Finding> {
    let help = "it belongs to who runs the proxy: `chmod go= FILE`, and replace it if others could have read it";
    match file.metadata() {
        Err(why) => {
            let message = format!("the key `{}` cannot be looked at: {why}", file.display());
            Some(warning("certificate-key-unreadable", message, help))
        }
        // The group may be the proxy's own.
        Ok(about) if about.permissions().mode() & 0o027 != 0 => {
            let message = format!(
                "others read the key of the certificate, `{}`",
                file.display()
            );
            Some(error("certificate-key-open", message, help))
        }
        Ok(_) => None,
    }
}

/// What believes a certificate: roots that were named, or those of this machine.
fn verifier(roots: Option<&Path>) -> Result<Arc<dyn ServerCertVerifier>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let Some(path) = roots else {
        let system = Verifier::new(provider).map_err(|why| why.to_string())?;
        return Ok(Arc::new(system));
    };
    let wrong = |why: &dyn std::fmt::Display| format!("`{}`: {why}", path.display());
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|why| wrong(&why))? {
        let certificate = certificate.map_err(|why| wrong(&why))?;
        store.add(certificate).map_err(|why| wrong(&why))?;
    }
    let built = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build();
    Ok(built.map_err(|why| wrong(&why))?)
}

/// What is wrong with a chain whose first certificate is the server's own, at a moment.
fn looked_at(
    verifier: &dyn ServerCertVerifier,
    chain: &[CertificateDer<'_>],
    name: Option<&str>,
    now: u64,
) -> Option<Finding> {
    let Some((own, below)) = chain.split_first() else {
        return Some(unread("there is no certificate in it"));
    };
    let named = name.is_some();
    let name = ServerName::try_from(name.unwrap_or("localhost").to_owned()).ok()?;
    let at = |seconds: u64| {
        let moment = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        verifier
            .verify_server_cert(own, below, &name, &[], moment)
            .map(drop)
            .or_else(|why| match why {
                // The name is looked at last, and nobody has said which it has to be.
                Error::InvalidCertificate(
                    CertificateError::NotValidForName
                    | CertificateError::NotValidForNameContext { .. },
                ) if !named => Ok(()),
                why => Err(why),
            })
    };
    match at(now) {
        Err(why) => Some(refused(&why)),
        Ok(()) => ends((1..=FAR).find(|days| at(now + days * DAY).is_err())),
    }
}

/// What it means that the certificate counts until so many days from now.
fn ends(days: Option<u64>) -> Option<Finding> {
    let days = days.filter(|days| *days <= SOON)?;
    let message = format!("the certificate counts for {days} more days at most");
    let help = "renew it; whatever renews it by itself should have done so by now";
    Some(warning("certificate-ending", message, help))
}

fn refused(why: &Error) -> Finding {
    let Error::InvalidCertificate(why) = why else {
        return error("certificate-refused", why, "`openssl s_client` says more");
    };
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => error(
            "certificate-expired",
            "the certificate counts no more: browsers refuse it",
            "renew it, and have the proxy take the new one",
        ),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => error(
            "certificate-early",
            "the certificate does not count yet",
            "look at the clocks of this machine and of who issued it",
        ),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            error(
                "certificate-name",
                "the certificate is not for the name by which people reach the server",
                "have one issued for the name in `--public-url`",
            )
        }
        CertificateError::UnknownIssuer => error(
            "certificate-chain",
            "the certificate does not lead to a root that this machine believes",
            "have the proxy send the certificates between, too; `--roots` names a root of your own",
        ),
        why => error("certificate-refused", why, "`openssl s_client` says more"),
    }
}

/// What is wrong with what the server in front sends.
fn served(url: &Url, verifier: &dyn ServerCertVerifier) -> Option<Finding> {
    if url.scheme() != "https" {
        let help = "put a proxy with TLS in front; docs/installing.md has examples";
        let message =
            format!("people reach the server at `{url}`, where everybody between reads along");
        return Some(warning("certificate-none", message, help));
    }
    match received(url) {
        Ok(chain) => looked_at(verifier, &chain, url.host_str(), seconds()),
        Err(why) => {
            let message = format!("nobody answers at `{url}` by TLS: {why}");
            let help = "look at the proxy in front, and at name and port in `--public-url`";
            Some(error("certificate-silent", message, help))
        }
    }
}
