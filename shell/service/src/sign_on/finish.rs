//! What the provider answers, and who somebody is then.

use holdpoint_domain::access::Method;
use holdpoint_ports::{BasicCredentials, ProviderAnswer};
use holdpoint_tokens::{Claims, IdToken, KeySet, Token, Verified, encoded};
use serde::Deserialize;

use super::{Bound, Counterpart, Finished, Returned, SignOnError};
use crate::providers::Known;
use crate::{Service, Session};

/// What a code is exchanged for.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    #[serde(default)]
    access_token: Option<String>,
}

/// Why there are none.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Service {
    /// Finishes a log-in that the browser with the cookie began.
    ///
    /// # Errors
    /// Why nobody is signed in; what could be somebody's attempt is kept.
    pub fn finish_login(
        &self,
        provider: &str,
        returned: &Returned,
        cookie: Option<&str>,
        session: Option<&Session>,
    ) -> Result<Finished, SignOnError> {
        let finished = self.finished_login(provider, returned, cookie, session);
        let tried = matches!(
            finished,
            Err(SignOnError::Unproven(_)
                | SignOnError::Audience(_)
                | SignOnError::Clock(_)
                | SignOnError::Stranger
                | SignOnError::Taken
                | SignOnError::Gone)
        );
        if tried {
            self.note_refused(Method::Provider, None);
        }
        finished
    }

    fn finished_login(
        &self,
        provider: &str,
        returned: &Returned,
        cookie: Option<&str>,
        session: Option<&Session>,
    ) -> Result<Finished, SignOnError> {
        let bound = cookie.and_then(Bound::read).ok_or(SignOnError::Unbound)?;
        let answers = returned.state.as_deref() == Some(bound.state().as_str());
        if !answers || bound.provider != provider || !bound.counts(self.now_ms()) {
            return Err(SignOnError::Unbound);
        }
        let there = self.counterpart(provider)?;
        let known = self.known_there(&there, false)?;
        check_issuer(&known, returned.issuer.as_deref())?;
        let code = match (&returned.error, &returned.code) {
            (Some(error), _) => return Err(SignOnError::Declined(word(error))),
            (None, Some(code)) => code,
            (None, None) => return Err(SignOnError::Declined("nothing".to_owned())),
        };
        let claims = self.exchanged(&there, &known, &bound, code)?;
        self.joined(&there, &bound, &claims, session)
    }

    /// What the provider says of whoever the code is of.
    fn exchanged(
        &self,
        there: &Counterpart,
        known: &Known,
        bound: &Bound,
        code: &str,
    ) -> Result<Claims, SignOnError> {
        let tokens = self.tokens(there, known, bound, code)?;
        let token = Token::read(&tokens.id_token)?;
        let verified = self.by_its_keys(there, &token, &known.keys)?;
        let asked = IdToken {
            nonce: &bound.nonce(),
            access_token: tokens.access_token.as_deref(),
        };
        verified.check_id_token(&there.expected(self.now_ms()), &asked)?;
        verified.claims.subject()?;
        Ok(verified.claims)
    }

    /// By the keys that are known, or by newer ones, as the provider may have changed them.
    pub(super) fn by_its_keys(
        &self,
        there: &Counterpart,
        token: &Token<'_>,
        keys: &KeySet,
    ) -> Result<Verified, SignOnError> {
        match token.verify(keys) {
            Err(why) if why.may_be_a_new_key() => {
                let newer = self.known_there(there, true)?;
                Ok(token.verify(&newer.keys)?)
            }
            verified => Ok(verified?),
        }
    }

    fn tokens(
        &self,
        there: &Counterpart,
        known: &Known,
        bound: &Bound,
        code: &str,
    ) -> Result<Tokens, SignOnError> {
        let missing = || SignOnError::Unreachable("it has no `token_endpoint`".to_owned());
        let endpoint = known.provider.token.as_deref().ok_or_else(missing)?;
        let (returns_to, verifier) = (there.returns_to(), bound.verifier());
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", returns_to.as_str()),
            ("code_verifier", verifier.as_str()),
        ];
        let client = &there.provider.client;
        let secret = self.secret_at(there)?;
        let in_header = secret.as_deref().filter(|_| known.provider.basic);
        if in_header.is_none() {
            form.push(("client_id", client));
            form.extend(secret.as_deref().map(|secret| ("client_secret", secret)));
        }
        // RFC 6749, section 2.3.1: encoded as forms are.
        let encoded_alone = |text: &str| encoded(&[("", text)]).split_off(1);
        let pair = in_header.map(|secret| (encoded_alone(client), encoded_alone(secret)));
        let basic = pair
            .as_ref()
            .map(|(id, secret)| BasicCredentials { id, secret });
        let client = self
            .providers()
            .client()
            .map_err(SignOnError::Unreachable)?;
        let answer = client.post(endpoint, encoded(&form), basic);
        read(&answer.map_err(SignOnError::Unreachable)?)
    }
}

/// Tokens, or what the provider says instead (RFC 6749, section 5.2).
fn read(answer: &ProviderAnswer) -> Result<Tokens, SignOnError> {
    if answer.status == 200 {
        let tokens = serde_json::from_slice(&answer.body);
        return tokens
            .map_err(|_| SignOnError::Unproven("its answer has no `id_token`".to_owned()));
    }
    let refusal = serde_json::from_slice::<Refusal>(&answer.body);
    Err(match refusal.map(|refusal| word(&refusal.error)) {
        Ok(word) if word == "invalid_grant" => SignOnError::Code(word),
        Ok(word) => SignOnError::Client(word),
        Err(_) => SignOnError::Unreachable(format!("it answers {}", answer.status)),
    })
}

/// Another provider may have been asked by somebody between, and answer here (RFC 9207, section 2.4).
fn check_issuer(known: &Known, said: Option<&str>) -> Result<(), SignOnError> {
    let issuer = known.provider.issuer.as_str();
    match said {
        Some(said) if said == issuer => Ok(()),
        None if !known.provider.says_issuer => Ok(()),
        _ => Err(SignOnError::Unproven(
            "another provider has answered".to_owned(),
        )),
    }
}

/// An error of the provider, which is a word; whoever made the browser come may have written it.
fn word(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_lowercase() || *c == '_';
    text.chars().take(60).filter(plain).collect()
}
