//! Every page that a code may have.

use crate::kernel::RefusalPage;
use crate::{
    access, agent, approval, booking, bulletin, calendar, catalogue, conversation, cutover,
    deployment, directory, environment, evidence, gate, organisation, pipeline, release, retention,
    signing, status, train, waiver, window, workload,
};

/// The pages of all refusals, and of all reasons that gates give. Codes are unique among them.
pub fn pages() -> impl Iterator<Item = &'static RefusalPage> {
    [
        access::PAGES,
        approval::PAGES,
        agent::PAGES,
        booking::PAGES,
        bulletin::PAGES,
        calendar::PAGES,
        catalogue::PAGES,
        conversation::PAGES,
        cutover::PAGES,
        deployment::PAGES,
        directory::PAGES,
        environment::PAGES,
        evidence::PAGES,
        gate::PAGES,
        gate::REASONS,
        organisation::PAGES,
        pipeline::PAGES,
        release::PAGES,
        retention::PAGES,
        signing::PAGES,
        status::PAGES,
        train::PAGES,
        waiver::PAGES,
        window::PAGES,
        workload::PAGES,
    ]
    .into_iter()
    .flatten()
}
