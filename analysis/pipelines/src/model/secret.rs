//! Where secrets are kept. Their values are no part of a definition.

use std::borrow::Cow;
use std::collections::BTreeMap;

use holdpoint_findings::Value;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use super::sound::secret;
use crate::shape::{Label, Reader, Shape, Variable, Word, choice, record};

choice! {
    /// What keeps a secret.
    SecretFrom is "a keeper of secrets" {
        /// A file on the host of the server or agent, by `path`.
        File = "file",
        /// A variable of the server's or agent's environment, by `variable`.
        Environment = "environment",
        /// A store that speaks Vault's HTTP, by `path` and `field`.
        Vault = "vault",
        /// The secret store of a cloud, by `provider` and `name`.
        Store = "store",
    }
}

choice! {
    /// Whose secret store.
    Provider is "a provider" {
        /// AWS Secrets Manager.
        Aws = "aws",
        /// Google Secret Manager.
        Google = "google",
        /// Azure Key Vault.
        Azure = "azure",
    }
}

record! {
    /// Where a secret is kept.
    Secret is "a secret"
    needs {
        /// What keeps it.
        from: SecretFrom = "vault",
    }
    may {
        /// Of a file or a vault: where in it.
        path: Option<String>,
        /// Of a vault: which field.
        field: Option<Label>,
        /// Of the environment: which variable.
        variable: Option<Variable>,
        /// Of a store: whose.
        provider: Option<Provider>,
        /// Of a store: the secret's name there.
        name: Option<String>,
        /// Of a store or a vault: which version; the newest if nothing is said.
        version: Option<Label>,
    }
    checked by secret
}

impl Secret {
    /// A key that it needs and lacks, with an example.
    pub(crate) fn lacks(&self) -> Option<(&'static str, &'static str)> {
        let path = self
            .path
            .is_none()
            .then_some(("path", "/run/secrets/registry"));
        match self.from {
            SecretFrom::File => path,
            SecretFrom::Environment => self
                .variable
                .is_none()
                .then_some(("variable", "REGISTRY_TOKEN")),
            SecretFrom::Vault => {
                path.or_else(|| self.field.is_none().then_some(("field", "token")))
            }
            SecretFrom::Store => {
                let provider = self.provider.is_none().then_some(("provider", "aws"));
                provider.or_else(|| self.name.is_none().then_some(("name", "shop/registry")))
            }
        }
    }
}

/// Which secrets a step sees, by the variables in which it finds them. A list of names stands for variables that are called
/// like the secrets, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Secrets(pub BTreeMap<Variable, Word>);

impl Shape for Secrets {
    fn read(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Self> {
        if value.is_map() {
            return BTreeMap::read(reader, value).map(Self);
        }
        let names = Vec::<Word>::read(reader, value)?;
        let variable = |name: &Word| {
            let upper = name.as_str().to_uppercase().replace(['-', '.'], "_");
            let first = upper.starts_with(|c: char| c.is_ascii_digit());
            let text = if first { format!("_{upper}") } else { upper };
            Variable::new(&text, name.span())
        };
        let named = names
            .into_iter()
            .filter_map(|name| Some((variable(&name)?, name)));
        Some(Self(named.collect()))
    }
}

impl JsonSchema for Secrets {
    fn schema_name() -> Cow<'static, str> {
        "Secrets".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let name = generator.subschema_for::<Word>();
        json_schema!({"anyOf": [
            name,
            {"type": "array", "items": name},
            {"type": "object", "additionalProperties": name},
        ]})
    }
}
