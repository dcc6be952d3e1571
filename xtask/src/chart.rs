//! The Helm chart: Helm finds nothing wrong with it, renders it for every way in which it can be set, and refuses mistakes.

use anyhow::{Context, Result, bail, ensure};

use crate::shell;

/// Helm, by its module. Building it takes two minutes of a processor, so that this is no part of `test`.
const HELM: &str = "helm.sh/helm/v3/cmd/helm@v3.16.4";

/// The oldest Kubernetes that the chart is for.
const OLDEST: &str = "1.27.0";

const CHART: &str = "packaging/chart";

/// Settings, and the kinds of objects that they add to, or keep from, what there always is.
const WAYS: &[(&[&str], &[&str], &[&str])] = &[
    (
        &[],
        &["PersistentVolumeClaim", "NetworkPolicy"],
        &["Ingress", "ConfigMap"],
    ),
    (
        &[
            "content.url=s3://bucket/holdpoint",
            "serviceAccount.annotations.role=holdpoint",
        ],
        &["ServiceAccount"],
        &["PersistentVolumeClaim"],
    ),
    (
        &[
            "content.existingClaim=claim",
            "networkPolicy.enabled=false",
            "publicLedger=true",
        ],
        &[],
        &["PersistentVolumeClaim", "NetworkPolicy"],
    ),
    (
        &[
            "ingress.enabled=true",
            "ingress.className=nginx",
            "serviceMonitor.enabled=true",
        ],
        &["Ingress", "ServiceMonitor"],
        &[],
    ),
    (
        &[
            "settings.log-format=json",
            "extraEnvFrom[0].secretRef.name=keys",
            "image.tag=1.2.3",
        ],
        &["ConfigMap"],
        &[],
    ),
];

/// Mistakes that its schema refuses.
const MISTAKES: &[&str] = &["replicas=0", "nonsense=1", "publicUrl=shop.example.org"];

/// Checks all of it.
pub fn check() -> Result<()> {
    let helm = helm()?;
    for (settings, there, missing) in WAYS {
        shell::run(&helm, &call("lint", &["--strict"], settings))?;
        let rendered = shell::output(
            &helm,
            &call("template", &["--kube-version", OLDEST], settings),
        )?;
        let has = |kind: &str| rendered.contains(&format!("\nkind: {kind}\n"));
        let always = ["StatefulSet", "Service", "PodDisruptionBudget"];
        for kind in there.iter().chain(&always) {
            ensure!(has(kind), "with {settings:?} there is no {kind}");
        }
        for kind in *missing {
            ensure!(!has(kind), "with {settings:?} there is a {kind}");
        }
    }
    for mistake in MISTAKES {
        let taken = shell::output(
            &helm,
            &call("template", &["--kube-version", OLDEST], &[mistake]),
        );
        if taken.is_ok() {
            bail!("`{mistake}` is taken");
        }
    }
    println!(
        "the chart holds: {} ways to set it, {} mistakes",
        WAYS.len(),
        MISTAKES.len()
    );
    Ok(())
}

fn call<'a>(what: &'a str, options: &[&'a str], settings: &[&'a str]) -> Vec<&'a str> {
    let name: &[&str] = if what == "template" {
        &["holdpoint"]
    } else {
        &[]
    };
    let set = settings.iter().flat_map(|setting| ["--set", setting]);
    let begun = [&[what], name, &[CHART], options].concat();
    begun.into_iter().chain(set).collect()
}

/// The Helm that there is, or one that is built.
fn helm() -> Result<String> {
    if shell::present("helm") {
        return Ok("helm".to_owned());
    }
    let place = shell::root().join("target/helm");
    let program = place.join("helm");
    if !program.exists() {
        let mut go = shell::command("go", &["install", HELM]);
        shell::status(go.env("GOBIN", &place).env("CGO_ENABLED", "0"))
            .context("this needs Helm, or Go to build it")?;
    }
    Ok(program.display().to_string())
}
