use super::HoldScope;
use crate::organisation::PersonId;
use crate::release::ReleaseName;

#[test]
fn a_hold_covers_what_it_is_on() {
    let person = PersonId::from_bits(1);
    let release: ReleaseName = "march".parse().unwrap();
    let components = ["api".parse().unwrap()];
    let covers = |scope: HoldScope| scope.covers(&person, &release, &components);
    assert!(covers(HoldScope::Organisation));
    assert!(covers(HoldScope::Release(release.clone())));
    assert!(covers(HoldScope::Component("api".parse().unwrap())));
    assert!(covers(HoldScope::Person(person.clone())));
    assert!(!covers(HoldScope::Release("april".parse().unwrap())));
    assert!(!covers(HoldScope::Component("web".parse().unwrap())));
    assert!(!covers(HoldScope::Person(PersonId::from_bits(2))));
}
