//! Who works there, as what, and where. All of them are invented.

use holdpoint_domain::access::Role;

/// Somebody, with their roles: `organisation`, or the unit in which they hold it.
pub(crate) struct Person {
    pub(crate) handle: &'static str,
    pub(crate) name: &'static str,
    pub(crate) roles: &'static [(Role, &'static str)],
}

const EVERYWHERE: &str = "organisation";

/// Everybody but the administrator, who founds the organisation.
pub(crate) const PEOPLE: &[Person] = &[
    Person {
        handle: "miriam",
        name: "Miriam Okafor",
        roles: &[
            (Role::ReleaseManager, "payments"),
            (Role::Developer, "payments"),
        ],
    },
    Person {
        handle: "tomas",
        name: "Tomás Leitner",
        roles: &[(Role::ReleaseManager, "retail")],
    },
    Person {
        handle: "hanna",
        name: "Hanna Virtanen",
        roles: &[(Role::ReleaseManager, "operations")],
    },
    Person {
        handle: "arjun",
        name: "Arjun Mehta",
        roles: &[(Role::Developer, "payments")],
    },
    Person {
        handle: "lucia",
        name: "Lucía Ferrer",
        roles: &[(Role::Developer, "payments")],
    },
    Person {
        handle: "pavel",
        name: "Pavel Novotný",
        roles: &[(Role::Developer, "retail")],
    },
    Person {
        handle: "grace",
        name: "Grace Mbeki",
        roles: &[(Role::Developer, "retail")],
    },
    Person {
        handle: "yusuf",
        name: "Yusuf Demir",
        roles: &[(Role::Developer, "operations")],
    },
    Person {
        handle: "ingrid",
        name: "Ingrid Solheim",
        roles: &[(Role::Developer, "operations")],
    },
    Person {
        handle: "bertil",
        name: "Bertil Aasen",
        roles: &[(Role::ComponentOwner, "payments")],
    },
    Person {
        handle: "noor",
        name: "Noor Haddad",
        roles: &[(Role::ComponentOwner, "retail")],
    },
    Person {
        handle: "kenji",
        name: "Kenji Morita",
        roles: &[(Role::ComponentOwner, "operations")],
    },
    Person {
        handle: "sofia",
        name: "Sofia Brandt",
        roles: &[(Role::ChangeManager, EVERYWHERE)],
    },
    Person {
        handle: "walter",
        name: "Walter Pichler",
        roles: &[(Role::ChangeManager, EVERYWHERE)],
    },
    Person {
        handle: "dana",
        name: "Dana Kowalczyk",
        roles: &[(Role::Deployer, EVERYWHERE)],
    },
    Person {
        handle: "oskar",
        name: "Oskar Lindqvist",
        roles: &[(Role::Deployer, EVERYWHERE)],
    },
    Person {
        handle: "priya",
        name: "Priya Raman",
        roles: &[(Role::Sre, EVERYWHERE)],
    },
    Person {
        handle: "jonas",
        name: "Jonas Weber",
        roles: &[(Role::SupportLead, EVERYWHERE)],
    },
    Person {
        handle: "elif",
        name: "Elif Yıldız",
        roles: &[(Role::BusinessOwner, "payments")],
    },
    Person {
        handle: "marco",
        name: "Marco Bellini",
        roles: &[(Role::BusinessOwner, "retail")],
    },
    Person {
        handle: "amara",
        name: "Amara Diallo",
        roles: &[(Role::BoardMember, EVERYWHERE)],
    },
    Person {
        handle: "stefan",
        name: "Stefan Huber",
        roles: &[(Role::BoardMember, EVERYWHERE)],
    },
    Person {
        handle: "rosa",
        name: "Rosa Quintero",
        roles: &[(Role::Auditor, EVERYWHERE)],
    },
    // She is erased when the story ends: her name and reasons stay for auditors.
    Person {
        handle: "ruth",
        name: "Ruth Castellan",
        roles: &[(Role::ChangeManager, EVERYWHERE)],
    },
    // The directory itself, and somebody whose role comes from a group of it.
    Person {
        handle: "entra",
        name: "Entra ID",
        roles: &[(Role::Provisioner, EVERYWHERE)],
    },
    Person {
        handle: "tove",
        name: "Tove Bergström",
        roles: &[],
    },
];

/// Who leads the releases of a unit.
pub(crate) fn release_manager(unit: &str) -> &'static str {
    match unit {
        "payments" => "miriam",
        "retail" => "tomas",
        _ => "hanna",
    }
}

/// Who writes the code of a unit.
pub(crate) fn developers(unit: &str) -> &'static [&'static str] {
    match unit {
        "payments" => &["arjun", "lucia"],
        "retail" => &["pavel", "grace"],
        _ => &["yusuf", "ingrid"],
    }
}

/// Who says what evidence says: a developer, or the pipeline of the newest train itself, which has no credential of ours.
pub(crate) fn prover(unit: &str, release: &str) -> &'static str {
    match release {
        "payments-train-27" => "ci-payments",
        _ => developers(unit).first().copied().unwrap_or("arjun"),
    }
}

/// Who answers for the components of a unit.
pub(crate) fn owner(unit: &str) -> &'static str {
    match unit {
        "payments" => "bertil",
        "retail" => "noor",
        _ => "kenji",
    }
}
