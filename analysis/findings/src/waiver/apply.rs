//! Letting waivers have their say.

use jiff::civil::Date;

use super::glob::fits;
use super::rules::{EXPIRED, UNUSED};
use super::{Waiver, Waivers};
use crate::{Finding, Report, Rule};

static EXPIRED_RULE: Rule = EXPIRED;
static UNUSED_RULE: Rule = UNUSED;

impl Waivers {
    /// Excuses what they are for, as of a day. One that has expired excuses nothing and is an error itself; one that
    /// is for nothing is a warning. The report has to be settled.
    pub fn apply(&self, report: &mut Report, today: Date) {
        report.add_source(&self.source);
        let mut said = Vec::new();
        for waiver in &self.list {
            let holds = today <= waiver.applied.expires;
            let mut used = false;
            for finding in report.findings_mut() {
                if !waiver.is_for(finding) {
                    continue;
                }
                used = true;
                if holds && finding.waiver.is_none() {
                    finding.waiver = Some(waiver.applied.clone());
                }
            }
            match (used, holds) {
                (true, true) => {}
                (true, false) => said.push(waiver.finding(&EXPIRED_RULE)),
                (false, _) => said.push(waiver.finding(&UNUSED_RULE)),
            }
        }
        said.into_iter().for_each(|finding| report.add(finding));
    }
}

impl Waiver {
    /// Whether a finding is meant.
    #[must_use]
    pub fn is_for(&self, finding: &Finding) -> bool {
        let like = |pattern: &Option<String>, text: &str| match pattern {
            Some(pattern) => fits(pattern, text),
            None => true,
        };
        let exactly = match &self.fingerprint {
            Some(print) => finding.fingerprint.to_string() == *print,
            None => true,
        };
        finding.rule.is_called(&self.rule)
            && like(&self.subject, &finding.subject)
            && like(&self.file, &finding.place.file)
            && like(&self.pointer, &finding.place.pointer)
            && exactly
    }

    fn finding(&self, rule: &'static Rule) -> Finding {
        let named = [&self.subject, &self.file, &self.pointer, &self.fingerprint];
        let named = named.into_iter().flatten().next();
        let subject = named.map_or_else(String::new, |text| format!("`{text}`"));
        let expires = self.applied.expires.to_string();
        let words = [
            ("rule", self.rule.as_str()),
            ("subject", subject.as_str()),
            ("expires", expires.as_str()),
            ("owner", self.applied.owner.as_str()),
        ];
        Finding::new(rule, self.place.clone(), self.rule.clone(), &words)
    }
}
