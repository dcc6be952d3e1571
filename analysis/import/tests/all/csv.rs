use holdpoint_import::{Criticality, Format, Limits, read};

use crate::world::{component, components, of_file, preview, problems, skipped, source};

const SERVICES: &str = "\
Service Name;Business Unit;Support Group;Owner;Business Criticality;Repo URL;Depends on;Environment;Description
Till;Retail;Payments;ada@example.org;1 - most critical;https://git.example/till;Ledger, Mail;Production;Takes money
Ledger;Finance;Payments;;Tier 2;;;Production;
Mail;;Platform;;low;;;staging;\"Sends; mail\"
";

#[test]
fn a_list_of_services_becomes_a_catalogue() {
    let source = source("services.csv", SERVICES);
    assert_eq!(source.formats(), [Format::Csv]);
    let preview = preview(&source);
    let imported = &preview.imported;
    assert_eq!(components(&preview), ["till", "ledger", "mail"]);
    let till = component(imported, "till");
    assert_eq!(
        (till.unit.as_deref(), till.team.as_deref()),
        (Some("retail"), Some("payments"))
    );
    assert_eq!(till.criticality, Some(Criticality::Critical));
    assert_eq!(till.repository.as_deref(), Some("https://git.example/till"));
    assert_eq!(till.depends_on, ["ledger", "mail"]);
    assert_eq!(till.place.to_string(), "services.csv:2");
    assert_eq!(
        component(imported, "mail").description.as_deref(),
        Some("Sends; mail")
    );
    let units: Vec<_> = imported
        .units
        .iter()
        .map(|one| (one.title.as_str(), one.implied))
        .collect();
    assert_eq!(units, [("Retail", true), ("Finance", true)]);
    let environments: Vec<_> = imported
        .environments
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(environments, ["production", "staging"]);
    assert_eq!(problems(&preview), Vec::<String>::new());
    let text = preview.to_string();
    assert!(text.starts_with("services.csv: 3 of 3 rows as components\nfound 2 units, 2 teams, 0 people, 3 components, 2 environments\n"), "{text}");
}

#[test]
fn every_delimiter_and_encoding_gives_the_same() {
    let plain = "Service,Team,Tier\nTill Köln,Payments,1\nMail,\"Plat,form\",3\n";
    let expected = of_file("services.csv", plain).imported;
    assert_eq!(expected.components[0].name, "till-koeln");
    let tabs = "Service\tTeam\tTier\r\nTill Köln\tPayments\t1\r\nMail\tPlat,form\t3\r\n";
    let told = "sep=|\nService|Team|Tier\nTill Köln|Payments|1\nMail|Plat,form|3\n";
    let semicolons = tabs.replace('\t', ";");
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(tabs.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let windows: Vec<u8> = semicolons
        .chars()
        .map(|c| {
            if c == 'ö' {
                0xf6
            } else {
                u8::try_from(c).unwrap()
            }
        })
        .collect();
    let files: [&[u8]; 6] = [
        tabs.as_bytes(),
        told.as_bytes(),
        semicolons.as_bytes(),
        &utf16,
        &windows,
        &[b"\xef\xbb\xbf", plain.as_bytes()].concat(),
    ];
    for (number, bytes) in files.into_iter().enumerate() {
        let source = read("services.csv", bytes, &Limits::default()).unwrap();
        let mut imported = preview(&source).imported;
        // The line that tells the delimiter moves all others.
        if number == 1 {
            for component in &mut imported.components {
                component.place.row -= 1;
            }
            for team in &mut imported.teams {
                team.place.row -= 1;
            }
        }
        assert_eq!(imported, expected, "file {number}");
        let noted = preview(&source).problems.len();
        assert_eq!(
            noted,
            usize::from(number == 4),
            "only Windows-1252 is a guess"
        );
    }
}

#[test]
fn what_is_left_out_says_why_and_where() {
    let text = "Service,Team,Criticality,Repository,Depends on,Active,Lifecycle\n\
                Till,Payments,soon,till repo,Ledger; Mars,true,production\n\
                ,Payments,,,,,\n\
                Till,Other,,,,,\n\
                Old,Payments,,,,,Retired\n\
                Gone,Payments,,,,false,\n\
                日本,Payments,,,,,\n\
                Ledger,ada@example.org,,https://u:p@git.example/x,Ledger,,,too many\n";
    let preview = of_file("services.csv", text);
    assert_eq!(components(&preview), ["till", "ledger"]);
    assert_eq!(
        skipped(&preview),
        [
            "services.csv:3 Payments: it has no name",
            "services.csv:4 Till: it is there already, as `till`",
            "services.csv:5 Old: it is retired",
            "services.csv:6 Gone: it is not active",
            "services.csv:7 日本: its name has neither letters nor digits that a name may have (a-z, 0-9)",
        ]
    );
    assert_eq!(
        problems(&preview),
        [
            "services.csv:2 [Criticality]: `soon` is no criticality: write critical, high, medium or low",
            "services.csv:2 [Depends on]: `Mars` is not among the components",
            "services.csv:2 [Repository]: `till repo` is not the address of a repository",
            "services.csv:8: it has more cells than there are headings (7)",
            "services.csv:8 [Repository]: the address contains a user or a password and is left out",
            "services.csv:8 [Team]: `ada@example.org` is a person: give the team",
        ]
    );
    assert_eq!(
        component(&preview.imported, "ledger").depends_on,
        Vec::<String>::new()
    );
}

#[test]
fn titles_above_the_headings_are_passed_over() {
    let text = "Service catalogue,,\nAs of 2026-01-01,,\n,,\nName,Team,Tier\nTill,Payments,1\n";
    let preview = of_file("export.csv", text);
    assert_eq!(components(&preview), ["till"]);
    assert_eq!(
        problems(&preview),
        ["export.csv:4: 2 rows above the headings are left out"]
    );
    assert_eq!(preview.imported.components[0].place.row, 5);
}

#[test]
fn a_formula_is_never_kept() {
    let text =
        "Service,Team,Description\n\"=HYPERLINK(\"\"http://x\"\")\",@SUM(A1),+cmd|' /C calc'!A0\n";
    let preview = of_file("services.csv", text);
    let one = &preview.imported.components[0];
    assert_eq!(one.title, "HYPERLINK(\"http://x\")");
    assert_eq!(one.description.as_deref(), Some("cmd|' /C calc'!A0"));
    assert!(
        preview
            .problems
            .iter()
            .any(|problem| problem.message.contains("like a formula"))
    );
    let starts = |text: &str| text.starts_with(['=', '+', '@', '-']);
    assert!(
        preview
            .imported
            .teams
            .iter()
            .all(|team| !starts(&team.title))
    );
}

#[test]
fn names_are_what_they_look_like() {
    let preview = of_file(
        "services.csv",
        "Service,Team\n\u{202e}Till\u{200b},Pay\u{0007}ments\n",
    );
    assert_eq!(preview.imported.components[0].title, "Till");
}
