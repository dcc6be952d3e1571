//! Certificates for agents and for the server.

use rustls::pki_types::{CertificateDer, ServerName};

use super::{Authority, AuthorityMistake, Beside, Issued, RenewMistake, ServerIdentity};
use crate::certificate::{Draft, Peer, Profile, Request, Root, Serial, Terms, common_name};
use crate::key::KeyPair;
use crate::{AgentId, pem};

impl Authority {
    /// A certificate for an agent that was let in, with the key of its request. That `agent` is free, and that the secret
    /// which let it in is used up, is the caller's business.
    ///
    /// # Errors
    /// When there is no certificate of such terms, or the authority counts no more.
    pub fn issue(
        &self,
        agent: &AgentId,
        request: &Request,
        terms: &Terms,
    ) -> Result<Issued, AuthorityMistake> {
        let draft = Draft {
            subject: common_name(&agent.to_string())?,
            key: request.key(),
            serial: terms.serial,
            profile: Profile::Agent(agent, self.domain()),
        };
        let certificate = self.active.sign(draft, terms)?;
        Ok(Issued {
            certificate: pem::write(pem::CERTIFICATE, &certificate).to_string(),
            roots: self.roots().iter().map(Root::pem).collect(),
        })
    }

    /// Another certificate for the agent at the other end of a connection, with a new key. `revoked` is asked by the
    /// serial number of the certificate that it has now.
    ///
    /// # Errors
    /// When it is revoked, when its certificate has expired since it connected, when the key is not new, and as
    /// [`issue`](Self::issue).
    pub fn renew(
        &self,
        peer: &Peer,
        request: &Request,
        terms: &Terms,
        revoked: &dyn Fn(&AgentId, Serial) -> bool,
    ) -> Result<Issued, RenewMistake> {
        if revoked(peer.agent(), peer.serial()) {
            return Err(RenewMistake::Revoked(peer.agent().to_string()));
        }
        if terms.now > peer.ends() {
            return Err(RenewMistake::Expired(peer.agent().to_string()));
        }
        if request.key() == peer.key() {
            return Err(RenewMistake::SameKey);
        }
        Ok(self.issue(peer.agent(), request, terms)?)
    }

    /// A certificate for the server, with a key of its own, for the names and addresses by which agents reach it. It need
    /// not be kept: a server that starts anew gets another.
    ///
    /// # Errors
    /// Names all that are neither a name nor an address, and as [`issue`](Self::issue).
    pub fn serve(&self, names: &[&str], terms: &Terms) -> Result<ServerIdentity, AuthorityMistake> {
        let names = server_names(names)?;
        let key = KeyPair::generate()?;
        let draft = Draft {
            subject: common_name(&format!("server {}", terms.serial))?,
            key: key.public(),
            serial: terms.serial,
            profile: Profile::Server(&names),
        };
        let own = self.active.sign(draft, terms)?;
        let span = self.active.within(terms)?;
        let chain = std::iter::once(own).chain(self.above());
        Ok(ServerIdentity::new(key, chain.collect(), span))
    }

    /// What stands above a server's certificate: the bridge, and the roots, without which nobody could be believed who is
    /// known by a pin alone.
    fn above(&self) -> impl Iterator<Item = CertificateDer<'static>> {
        let bridge = match &self.beside {
            Beside::Former { bridge, .. } => Some(bridge.clone()),
            Beside::Nobody | Beside::Next(_) => None,
        };
        let roots = self.roots().into_iter().map(|root| root.der().clone());
        bridge.into_iter().chain(roots)
    }
}

fn server_names<'a>(names: &[&'a str]) -> Result<Vec<ServerName<'a>>, AuthorityMistake> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for name in names {
        match ServerName::try_from(*name) {
            Ok(read) => good.push(read),
            Err(_) => bad.push(format!("`{}`", name.escape_debug())),
        }
    }
    match (bad.is_empty(), good.is_empty()) {
        (false, _) => Err(AuthorityMistake::Names(bad)),
        (true, true) => Err(AuthorityMistake::Nameless),
        (true, false) => Ok(good),
    }
}
