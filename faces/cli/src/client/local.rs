//! A data directory that is open in this process.

use std::io::{Read, Write};
use std::sync::Arc;

use holdpoint_domain::access::Permission;
use holdpoint_domain::organisation::OrganisationName;
use holdpoint_domain::{Actor, Digest};
use holdpoint_ports::{BlobDigest, Credential, Profile};
use holdpoint_service::{
    AccountRequest, ActorRef, At, PersonalRequest, PlanView, Receipt, Service, Submission, Wanted,
    system_user,
};
use holdpoint_tokens::Token;
use serde_json::Value;

use super::{Audit, Client, from_service};
use crate::data::DataDirectory;
use crate::error::Failure;
use crate::progress::Progress;

/// A data directory that is open in this process, and who uses it.
pub(crate) struct LocalClient {
    data: DataDirectory,
    actor: Actor,
}

impl LocalClient {
    /// As the bearer of the token, or as the person that the operating-system user is.
    pub(crate) fn open(data: DataDirectory, token: Option<String>) -> Result<Self, Failure> {
        let actor = actor(data.service(), token)?;
        Ok(Self { data, actor })
    }

    /// Founds the organisation with the operating-system user as administrator, unless there is one.
    pub(crate) fn found(
        data: DataDirectory,
        name: OrganisationName,
        mail: Option<String>,
        token: Option<String>,
    ) -> Result<Self, Failure> {
        if !data.service().founded().map_err(from_service)? {
            let user = own_user();
            let profile = Profile {
                handle: handle(&user),
                name: user.clone(),
                mail,
            };
            let founded = data.service().found(name, false, &profile, &user);
            founded.map_err(from_service)?;
        }
        Self::open(data, token)
    }

    pub(crate) fn service(&self) -> &Arc<Service> {
        self.data.service()
    }
}

fn actor(service: &Service, token: Option<String>) -> Result<Actor, Failure> {
    if !service.founded().map_err(from_service)? {
        return Err(unfounded());
    }
    let credential = match token {
        Some(token) if Token::is_like(&token) => {
            return service.admit_workload(&token).map_err(from_service);
        }
        Some(token) => Credential::Token(token),
        None => Credential::SystemUser(own_user()),
    };
    service.authenticate(&credential).map_err(|error| {
        let stranger = matches!(error, holdpoint_service::ServiceError::Stranger(_));
        let failure = from_service(error);
        if stranger {
            failure.help("an administrator lets you in with `holdpoint person enrol` or `holdpoint person map`; `holdpoint person redeem` gives you a token for `HOLDPOINT_TOKEN`")
        } else {
            failure
        }
    })
}

/// That there is a ledger, and nothing in it.
pub(crate) fn unfounded() -> Failure {
    Failure::input(
        "organisation-not-founded",
        "this ledger has no organisation yet",
    )
    .help("found it with `holdpoint init` and `holdpoint apply`")
}

/// The operating-system user that this process runs as.
pub(crate) fn own_user() -> String {
    system_user(rustix::process::geteuid().as_raw())
}

/// A handle made of a user's name.
fn handle(user: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    user.to_lowercase().chars().map(plain).collect()
}

impl Client for LocalClient {
    fn submit(&self, submission: Submission) -> Result<Receipt, Failure> {
        self.service()
            .submit(&self.actor, submission)
            .map_err(from_service)
    }

    fn query(&self, name: &str, arguments: Value, at: Option<&str>) -> Result<Value, Failure> {
        let at = match at {
            None => At::Now,
            Some(text) => text
                .parse()
                .map_err(|_| from_service(holdpoint_service::ServiceError::At(text.to_owned())))?,
        };
        self.service()
            .query(&self.actor, name, arguments, at)
            .map_err(from_service)
    }

    fn account(&self, request: AccountRequest) -> Result<Value, Failure> {
        self.service()
            .account(&self.actor, request)
            .map_err(from_service)
    }

    fn personal(&self, request: &PersonalRequest) -> Result<Value, Failure> {
        self.service()
            .personal(&self.actor, request)
            .map_err(from_service)
    }

    fn put_blob(&self, content: &mut (dyn Read + Send)) -> Result<Digest, Failure> {
        self.service()
            .may(&self.actor, Permission::Evidence)
            .map_err(from_service)?;
        let put = self.service().blobs().put(&mut Plain(content));
        let (digest, _) = put.map_err(|error| from_service(error.into()))?;
        Ok(Digest(digest.0))
    }

    fn blob(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Failure> {
        self.service()
            .may(&self.actor, Permission::Read)
            .map_err(from_service)?;
        let found = self.service().blobs().get(&BlobDigest(digest.0));
        found.map_err(|error| from_service(error.into()))
    }

    fn me(&self) -> Result<ActorRef, Failure> {
        Ok(self.service().names().actor(&self.actor))
    }

    fn plan(&self, wanted: &Wanted) -> Result<PlanView, Failure> {
        self.service()
            .plan(&self.actor, wanted)
            .map_err(from_service)
    }

    fn audit(&self, what: Audit, progress: &Progress) -> Result<Value, Failure> {
        let step = |done, total| progress.of(done, total);
        let report = match what {
            Audit::Verify(trust) => {
                let report = self.service().audit_verify(&self.actor, &trust, &step);
                serde_json::to_value(report.map_err(from_service)?)
            }
            Audit::Replay => {
                let report = self.service().audit_replay(&self.actor, &step);
                serde_json::to_value(report.map_err(from_service)?)
            }
        };
        report.map_err(|error| Failure::failed("answer", error))
    }

    fn export(&self, release: Option<&str>, to: &mut dyn Write) -> Result<(), Failure> {
        let service = self.service();
        let begun = service.begin_export(&self.actor, release);
        let written = service.write_export(&begun.map_err(from_service)?, to, &|_, _| {});
        written.map(drop).map_err(from_service)
    }
}

/// A reader without the promise that it may be sent.
struct Plain<'a>(&'a mut (dyn Read + Send));

impl Read for Plain<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(buffer)
    }
}
