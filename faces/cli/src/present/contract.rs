//! Contracts, for people.

use holdpoint_domain::contract::Contract;
use holdpoint_service::queries::{ContractsPage, MeetingView, PartyView, ProofView, WhenView};

use super::{list, short};
use crate::output::{Human, Page};

impl Human for ContractsPage {
    fn human(&self, page: &mut Page) {
        let rows = self.release.iter().chain(&self.running).map(party);
        page.table(&["version", "provides", "consumes"], rows.collect());
        if !self.unknown.is_empty() {
            page.line(format!("nothing is known of {}", short(&self.unknown)));
        }
        if !self.undeclared.is_empty() {
            let names = list(&self.undeclared);
            page.line(format!(
                "nobody has said what {names} provides and consumes"
            ));
        }
        if !self.meetings.is_empty() {
            page.gap();
            let rows = self.meetings.iter().map(meeting);
            let headings = ["", "interface", "provider", "consumer", "meet"];
            page.table(&headings, rows.collect());
        }
        if !self.order.is_empty() {
            page.line(format!("deploy in this order: {}", list(&self.order)));
        }
        if !self.orderly {
            page.line("no order of deploying is safe");
        }
    }
}

fn party(party: &PartyView) -> Vec<String> {
    let side = |contracts: &[Contract]| {
        let named = contracts.iter();
        let named = named.map(|one| format!("{} {}", one.interface, one.digest.short()));
        list(&named.collect::<Vec<_>>())
    };
    vec![party.called(), side(&party.provides), side(&party.consumes)]
}

fn meeting(meeting: &MeetingView) -> Vec<String> {
    let proof = match meeting.proof {
        ProofView::Same => "same",
        ProofView::Passed => "passed",
        ProofView::Waived => "waived",
        ProofView::Failed => "failed",
        ProofView::Missing => "missing",
    };
    let when = match meeting.when {
        WhenView::Always => "always",
        WhenView::ProviderFirst => "if the provider comes first",
        WhenView::ConsumerFirst => "if the consumer comes first",
    };
    vec![
        proof.to_owned(),
        meeting.interface.clone(),
        meeting.provider.called(),
        meeting.consumer.called(),
        when.to_owned(),
    ]
}
