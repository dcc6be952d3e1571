//! Asking identity providers: what they say of themselves, their keys, and for tokens.

/// What a provider answered.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderAnswer {
    /// The HTTP status.
    pub status: u16,
    /// A document, keys, tokens, or words; the beginning if it is very long.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for ProviderAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProviderAnswer({}, ..)", self.status)
    }
}

/// Who a client says to be, in the header of a request.
#[derive(Clone, Copy)]
pub struct BasicCredentials<'a> {
    /// Its id, encoded as forms have it.
    pub id: &'a str,
    /// Its secret, likewise.
    pub secret: &'a str,
}

/// Reaches identity providers, at addresses that the caller has looked at. No redirection is followed.
pub trait ProviderClient: Send + Sync {
    /// Fetches a document.
    ///
    /// # Errors
    /// Why it could not be reached, or did not answer in time.
    fn get(&self, url: &str) -> Result<ProviderAnswer, String>;

    /// Sends a form.
    ///
    /// # Errors
    /// Why it could not be reached, or did not answer in time.
    fn post(
        &self,
        url: &str,
        form: String,
        basic: Option<BasicCredentials<'_>>,
    ) -> Result<ProviderAnswer, String>;
}
