//! Deployments, for people.

use holdpoint_domain::deployment::{Purpose, StepOutcome};
use holdpoint_service::queries::{DeploymentPage, Deployments, StepView};

use super::{list, more};
use crate::output::{Human, Page};

impl Human for Deployments {
    fn human(&self, page: &mut Page) {
        let rows = self.deployments.iter().map(|one| {
            vec![
                one.deployment.to_string(),
                one.release.to_string(),
                one.environment.to_string(),
                purpose(&one.purpose),
                one.stage.to_string(),
                page.time(one.requested),
                one.by.to_string(),
            ]
        });
        let rows = rows.collect();
        let headings = [
            "deployment",
            "release",
            "environment",
            "purpose",
            "stage",
            "requested",
            "by",
        ];
        page.table(&headings, rows);
        more(page, self.next);
    }
}

fn purpose(purpose: &Purpose) -> String {
    match purpose {
        Purpose::Deploy => "deploy".to_owned(),
        Purpose::Rollback { .. } => "rollback".to_owned(),
    }
}

impl Human for DeploymentPage {
    fn human(&self, page: &mut Page) {
        page.heading(&self.deployment);
        page.field("release", &self.release);
        page.field("environment", &self.environment);
        page.field("components", list(&self.components));
        page.field("purpose", purpose(&self.purpose));
        page.field("stage", self.stage);
        let (requested, settled) = (
            page.time(self.requested),
            self.settled.map(|time| page.time(time)),
        );
        page.field("requested", format!("{requested} by {}", self.by));
        page.field("settled", settled.unwrap_or_default());
        for closing in &self.closings {
            let said = "it is closed meanwhile; what has begun goes on";
            page.field("calendar", format!("{}: {said}", list(&closing.windows)));
        }
        for step in &self.steps {
            page.field("step", format!("{}: {}", step.name, state(step)));
        }
    }
}

fn state(step: &StepView) -> String {
    match (&step.outcome, step.running_since) {
        (Some(outcome), _) => outcome_of(outcome),
        (None, Some(_)) => "running".to_owned(),
        (None, None) => "not begun".to_owned(),
    }
}

fn outcome_of(outcome: &StepOutcome) -> String {
    match (outcome.timed_out, outcome.exit_code, outcome.signal) {
        (true, ..) => "timed out".to_owned(),
        (false, Some(0), _) => "succeeded".to_owned(),
        (false, Some(code), _) => format!("failed with exit code {code}"),
        (false, None, Some(signal)) => format!("ended by signal {signal}"),
        (false, None, None) => "ended".to_owned(),
    }
}
