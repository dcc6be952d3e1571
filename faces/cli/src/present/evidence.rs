//! Evidence, for people.

use holdpoint_service::queries::EvidenceList;

use super::word;
use crate::output::{Human, Page};

impl Human for EvidenceList {
    fn human(&self, page: &mut Page) {
        let rows = self.evidence.iter().map(|one| {
            vec![
                one.evidence.to_string(),
                one.about.clone(),
                one.predicate_type.clone(),
                word(&one.outcome),
                page.time(one.produced),
                one.signer
                    .clone()
                    .or_else(|| one.signed_by.clone())
                    .unwrap_or_else(|| "unsigned".to_owned()),
            ]
        });
        let rows = rows.collect();
        page.table(
            &[
                "evidence",
                "about",
                "predicate",
                "outcome",
                "produced",
                "signed by",
            ],
            rows,
        );
    }
}
