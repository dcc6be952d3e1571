//! Why the catalogue stays as it is.

use crate::kernel::refusals;

refusals! {
    fn component_unknown(name) = "component-unknown": "there is no component `{name}`",
        help "declare it under `components` and apply, or correct the name",
        why "Owners, gates and deployments are looked up by component.";
    fn component_circular(name) = "component-circular":
        "component `{name}` would depend on itself",
        help "remove one of the dependencies of the circle",
        why "Components are deployed in the order of their dependencies; a circle has none.";
    fn component_in_use(name, user) = "component-in-use":
        "component `{name}` is still used by `{user}`",
        help "mend what uses it first",
        why "Retiring it would leave a dependency, grant or deployment on nothing.";
    fn owner_missing(component, team) = "component-owner-elsewhere":
        "team `{team}` of component `{component}` belongs to another unit",
        help "choose a team of the component's unit, or of a unit above it",
        why "A grant on a unit covers its components, and so must their owners.";
}
