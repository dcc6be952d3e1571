//! What a certificate is for, as its extensions say.

use std::net::IpAddr;

use rustls::pki_types::ServerName;
use x509_cert::der::asn1::{Ia5String, OctetString};
use x509_cert::der::oid::db::rfc5280::{ID_KP_CLIENT_AUTH, ID_KP_SERVER_AUTH};
use x509_cert::der::oid::{AssociatedOid, ObjectIdentifier};
use x509_cert::der::{self, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier,
};

use crate::key::PublicKey;
use crate::{AgentId, TrustDomain};

/// The kinds of certificates that are issued.
pub(crate) enum Profile<'a> {
    /// Of an authority that issues others; and the same again below another authority.
    Authority(&'a TrustDomain, Level),
    /// Of an agent: to log in with, and for nothing else.
    Agent(&'a AgentId, &'a TrustDomain),
    /// Of the server: to be believed by agents, and for nothing else.
    Server(&'a [ServerName<'a>]),
}

/// How many authorities may stand below one.
#[derive(Clone, Copy)]
pub(crate) enum Level {
    /// One: the bridge to whatever comes after it.
    Root,
    /// None.
    Bridge,
}

impl Profile<'_> {
    /// The extensions of a certificate of that kind, for a key and by a key.
    pub(crate) fn extensions(
        &self,
        key: &PublicKey,
        by: &PublicKey,
    ) -> Result<Vec<Extension>, der::Error> {
        let mut all = vec![
            extension(true, &self.constraints())?,
            extension(true, &self.usage())?,
        ];
        if let Some(purpose) = self.purpose() {
            all.push(extension(false, &ExtendedKeyUsage(vec![purpose]))?);
        }
        let own = OctetString::new(key.identifier())?;
        let issuer = OctetString::new(by.identifier())?;
        all.push(extension(false, &SubjectAltName(self.names()?))?);
        all.push(extension(false, &SubjectKeyIdentifier(own))?);
        let issuer = AuthorityKeyIdentifier {
            key_identifier: Some(issuer),
            ..AuthorityKeyIdentifier::default()
        };
        all.push(extension(false, &issuer)?);
        Ok(all)
    }

    fn constraints(&self) -> BasicConstraints {
        let (ca, path_len_constraint) = match self {
            Self::Authority(_, Level::Root) => (true, Some(1)),
            Self::Authority(_, Level::Bridge) => (true, Some(0)),
            Self::Agent(..) | Self::Server(_) => (false, None),
        };
        BasicConstraints {
            ca,
            path_len_constraint,
        }
    }

    fn usage(&self) -> KeyUsage {
        KeyUsage(match self {
            Self::Authority(..) => KeyUsages::KeyCertSign | KeyUsages::CRLSign,
            Self::Agent(..) | Self::Server(_) => KeyUsages::DigitalSignature.into(),
        })
    }

    /// One purpose each: SPIFFE recommends both for whoever is client and server alike, and nobody here is.
    fn purpose(&self) -> Option<ObjectIdentifier> {
        match self {
            Self::Authority(..) => None,
            Self::Agent(..) => Some(ID_KP_CLIENT_AUTH),
            Self::Server(_) => Some(ID_KP_SERVER_AUTH),
        }
    }

    fn names(&self) -> Result<Vec<GeneralName>, der::Error> {
        match self {
            Self::Authority(domain, _) => Ok(vec![uri(&domain.spiffe())?]),
            Self::Agent(agent, domain) => Ok(vec![uri(&agent.spiffe(domain))?]),
            Self::Server(names) => names.iter().map(name).collect(),
        }
    }
}

fn uri(text: &str) -> Result<GeneralName, der::Error> {
    Ia5String::new(text).map(GeneralName::UniformResourceIdentifier)
}

fn name(name: &ServerName<'_>) -> Result<GeneralName, der::Error> {
    match name {
        ServerName::IpAddress(address) => {
            let octets = match IpAddr::from(*address) {
                IpAddr::V4(address) => address.octets().to_vec(),
                IpAddr::V6(address) => address.octets().to_vec(),
            };
            OctetString::new(octets).map(GeneralName::IpAddress)
        }
        // The only other kind there is.
        other => Ia5String::new(&*other.to_str()).map(GeneralName::DnsName),
    }
}

fn extension<T: AssociatedOid + Encode>(
    critical: bool,
    value: &T,
) -> Result<Extension, der::Error> {
    Ok(Extension {
        extn_id: T::OID,
        critical,
        extn_value: OctetString::new(value.to_der()?)?,
    })
}
