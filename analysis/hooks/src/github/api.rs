//! Where answers to GitHub may be sent: an address in a request must not choose whom we talk to with a token in hand.

/// Where the API of GitHub is: `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api(String);

/// Why a text is no address of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address of the API is not `https://` with a host and a plain path, such as `https://api.github.com` or `https://github.example.org/api/v3`"
)]
pub struct BadApi;

/// An address of the API at which a run of a workflow is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The address, made from parts that were checked.
    pub url: String,
    /// The number of the run of the workflow.
    pub run: u64,
}

impl Api {
    /// The API at that address.
    ///
    /// # Errors
    /// When it is no `https` address that is plain: no credentials, no query, nothing encoded.
    pub fn new(text: &str) -> Result<Self, BadApi> {
        let text = text.trim().trim_end_matches('/');
        let rest = text.strip_prefix("https://").ok_or(BadApi)?;
        let plain = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '/' | '_' | '[' | ']')
        };
        let steps = rest.split('/').all(|step| !matches!(step, "" | "." | ".."));
        match steps && rest.chars().all(plain) {
            true => Ok(Self(text.to_owned())),
            false => Err(BadApi),
        }
    }

    /// The callback that an address is, if it leads to a run of that repository at this API and nowhere else.
    #[must_use]
    pub fn callback(&self, url: &str, repository: &str) -> Option<Callback> {
        let path = strip(url, &self.0)?.strip_prefix("/repos/")?;
        let path = strip(path, repository)?;
        let run = path.strip_prefix("/actions/runs/")?;
        let run = run.strip_suffix("/deployment_protection_rule")?;
        let digits = !run.starts_with('0') && run.bytes().all(|byte| byte.is_ascii_digit());
        let run: u64 = run.parse().ok().filter(|_| digits)?;
        let Self(base) = self;
        let url =
            format!("{base}/repos/{repository}/actions/runs/{run}/deployment_protection_rule");
        Some(Callback { url, run })
    }
}

/// What follows a beginning, whose case does not count.
fn strip<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (before, after) = text.split_at_checked(start.len())?;
    before.eq_ignore_ascii_case(start).then_some(after)
}

/// Whether a text is `OWNER/NAME` as GitHub has them.
pub(super) fn is_repository(text: &str) -> bool {
    let word = |word: &str| {
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !matches!(word, "" | "." | "..") && word.chars().all(sound)
    };
    text.split_once('/')
        .is_some_and(|(owner, name)| word(owner) && word(name))
}
