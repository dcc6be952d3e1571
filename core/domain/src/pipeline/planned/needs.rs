//! What steps have beside their work, and works of other systems.

use holdpoint_pipelines::model::{self, ExternalMode, SecretFrom};
use holdpoint_pipelines::{Node, Supplied, Task};

use super::super::needs::{Cache, Needs, SecretPlace, Taken};
use super::super::work::{External, Http, Tests, Work};
use super::steps::{Taking, text, word};

impl Taking<'_> {
    pub(super) fn needs(&mut self, node: &Node, task: &Task) -> Needs {
        let by_agent = matches!(
            task.work,
            model::Work::Run(_) | model::Work::Check(_) | model::Work::Tests(_)
        );
        let beside = [
            ("secrets", !task.secrets.is_empty()),
            ("artifacts", !(task.out.is_empty() && task.r#in.is_empty())),
            ("cache", !task.cache.is_empty()),
        ];
        for (key, _) in beside.iter().filter(|(_, there)| *there && !by_agent) {
            self.unready(format!(
                "`{key}` of step `{}`, which runs on no agent,",
                node.id
            ));
        }
        let output = self.output(node, task);
        let secrets = task.secrets.iter();
        let secrets = secrets.filter_map(|(variable, name)| {
            Some((variable.as_str().to_owned(), self.secret(name.as_str())?))
        });
        let makes = task.out.iter();
        let makes = makes.map(|(name, made)| (name.as_str().to_owned(), made.path.0.clone()));
        Needs {
            secrets: secrets.collect(),
            makes: makes.collect(),
            takes: task.r#in.iter().map(taken).collect(),
            caches: task.cache.iter().map(|one| cache(node, one)).collect(),
            output,
        }
    }

    /// How much of its log is kept; other limits have to be kept by somebody who can.
    fn output(&mut self, node: &Node, task: &Task) -> Option<u64> {
        let limits = task.limits.as_ref()?;
        let others = [
            ("cpu", limits.cpu.is_some()),
            ("memory", limits.memory.is_some()),
            ("disk", limits.disk.is_some()),
            ("processes", limits.processes.is_some()),
        ];
        for (key, _) in others.iter().filter(|(_, there)| *there) {
            self.unready(format!("the limit `{key}` of step `{}`", node.id));
        }
        limits.output.map(|size| size.0)
    }

    /// Where a secret is kept that the pipeline names.
    fn secret(&self, name: &str) -> Option<SecretPlace> {
        let secret = self.graph.secrets.get(name)?;
        let version = || {
            secret
                .version
                .as_ref()
                .map(|label| label.as_str().to_owned())
        };
        Some(match secret.from {
            SecretFrom::File => SecretPlace::File {
                path: secret.path.clone()?,
            },
            SecretFrom::Environment => SecretPlace::Environment {
                variable: secret.variable.as_ref()?.as_str().to_owned(),
            },
            SecretFrom::Vault => SecretPlace::Vault {
                path: secret.path.clone()?,
                field: secret.field.as_ref()?.as_str().to_owned(),
                version: version(),
            },
            SecretFrom::Store => SecretPlace::Store {
                provider: word(secret.provider.as_ref()?),
                name: secret.name.clone()?,
                version: version(),
            },
        })
    }

    pub(super) fn http(&mut self, http: &model::Http) -> Option<Work> {
        let headers = http.headers.iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned()));
        let bearer = http.bearer.as_ref();
        Some(Work::Http(Http {
            url: http.url.as_str().to_owned(),
            method: word(&http.method),
            headers: headers.collect(),
            body: http.body.as_ref().map(|body| body.as_str().to_owned()),
            expect: http.expect.iter().map(|status| status.0).collect(),
            bearer: bearer.and_then(|name| self.secret(name.as_str())),
        }))
    }

    /// What the system needs to know which job is meant.
    fn addressed(&mut self, node: &Node, external: &model::External) {
        let (system, id) = (word(&external.system), &node.id);
        let homeless = external.repository.is_none() && system != "jenkins";
        if homeless {
            self.wrong(format!(
                "step `{id}` has to name the `repository` of its job in {system}"
            ));
        }
        let named = text(external.r#ref.as_ref());
        let needed = matches!(system.as_str(), "github-actions" | "gitlab-ci");
        if needed && (named.is_empty() || is_commit(&named)) {
            self.wrong(format!(
                "step `{id}` has to name a branch or tag as `ref`: {system} starts no job at a commit"
            ));
        }
    }

    pub(super) fn external(&mut self, node: &Node, external: &model::External) -> Option<Work> {
        if external.mode == ExternalMode::Receive {
            self.unready(format!("`mode: receive` of step `{}`", node.id));
        }
        self.addressed(node, external);
        let inputs = external.inputs.iter();
        let inputs =
            inputs.map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned()));
        Some(Work::External(External {
            system: word(&external.system),
            job: external.job.as_str().to_owned(),
            repository: text(external.repository.as_ref()),
            reference: text(external.r#ref.as_ref()),
            inputs: inputs.collect(),
        }))
    }
}

impl Taking<'_> {
    pub(super) fn tests(&mut self, node: &Node, tests: &model::Tests, task: &Task) -> Option<Work> {
        let beside = [
            ("coverage", !tests.coverage.is_empty()),
            ("reports", !tests.reports.is_empty()),
        ];
        for (key, _) in beside.iter().filter(|(_, there)| *there) {
            let step = node.id.rsplit_once('/').map_or(&*node.id, |(step, _)| step);
            self.unready(format!("`{key}` of the tests of step `{step}`"));
        }
        let arguments = tests.arguments.iter();
        Some(Work::Tests(Tests {
            runner: tests.runner.word().to_owned(),
            setup: { tests.setup.as_ref() }.map_or(String::new(), |setup| setup.text.clone()),
            arguments: arguments.map(|one| one.as_str().to_owned()).collect(),
            workers: tests.workers.map_or(1, |workers| workers.0),
            retry: tests.retry.map_or(0, |retry| retry.0),
            share: task.share?.into(),
        }))
    }
}

fn taken(supplied: &Supplied) -> Taken {
    let name = supplied.name.as_str().to_owned();
    let path = supplied.path.as_ref().map(|path| path.0.clone());
    Taken {
        path: path.unwrap_or_else(|| name.clone()),
        name,
        from: supplied.from.iter().map(ToString::to_string).collect(),
        digest: { supplied.digest.as_ref() }.and_then(|digest| digest.as_str().parse().ok()),
    }
}

fn is_commit(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A cache; without a name it is that of the step, whatever the combination.
fn cache(node: &Node, cache: &model::Cache) -> Cache {
    let step = node.id.split('[').next().unwrap_or(&node.id);
    let name = cache.name.as_ref().map(|name| name.as_str().to_owned());
    Cache {
        name: name.unwrap_or_else(|| step.to_owned()),
        paths: cache.paths.iter().map(|path| path.0.clone()).collect(),
        key: cache.key.iter().map(|path| path.0.clone()).collect(),
    }
}
