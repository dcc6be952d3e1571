//! The suite that every store passes, and the comparison with the model.

use holdpoint_cluster::Cluster;
use holdpoint_conformance::{property, store_tests};
use holdpoint_ports::LedgerStore;
use holdpoint_postgres::PostgresLedger;

fn fresh() -> Box<dyn LedgerStore> {
    let address = Cluster::shared().database().parse().unwrap();
    Box::new(PostgresLedger::open(address).unwrap())
}

store_tests!(fresh);

#[test]
fn agrees_with_the_model_over_random_histories() {
    // Each question is a round trip; every run has other histories.
    property::agrees_with_the_model(8, fresh);
}
