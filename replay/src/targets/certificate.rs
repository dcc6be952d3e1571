//! Requests for certificates, certificates of agents and of authorities, as others send them: read or refused. What is
//! said of an agent is said once.

use holdpoint_identity::{AgentId, Authority, Peer, Request, Root, TrustDomain};

pub(crate) fn run(bytes: &[u8]) {
    let domain = TrustDomain::new("example.com").expect("it is one");
    if let Ok(peer) = Peer::of(&bytes.to_vec().into(), &domain) {
        let id = peer.agent().spiffe(&domain);
        assert_eq!(
            AgentId::of_spiffe(&id, &domain).as_ref(),
            Some(peer.agent())
        );
        assert!(bytes.windows(id.len()).any(|all| all == id.as_bytes()));
    }
    let text = super::text(bytes);
    if let Ok(request) = Request::read(text) {
        assert_eq!(request.key().spki().len(), 91);
    }
    if let Ok(roots) = Root::read_all(text) {
        let again: String = roots.iter().map(Root::pem).collect();
        assert_eq!(Root::read_all(&again).as_ref(), Ok(&roots));
    }
    if let Ok(authority) = Authority::read(text) {
        let again = Authority::read(&authority.text()).expect("it was written");
        assert_eq!(again.text(), authority.text());
    }
}
