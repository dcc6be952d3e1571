use super::Criticality;

#[test]
fn criticality_is_ordered() {
    assert!(Criticality::Critical > Criticality::High);
    assert!(Criticality::Low < Criticality::Medium);
}
