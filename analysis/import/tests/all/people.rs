use crate::world::{of_file, preview, problems, skipped, source};

#[test]
fn people_get_handles_and_teams() {
    let text = "First name,Last name,E-Mail,Teams,User name\n\
                Ada,Lovelace,Ada@Example.org,Payments; Platform,\n\
                Grace,Hopper,,Platform,ghopper\n\
                Ada,Lovelace,ada.lovelace@example.org,,\n\
                ,,not a mail,,\n\
                Ada,Again,ada@example.org,,\n";
    let preview = of_file("people.csv", text);
    let people: Vec<_> = preview
        .imported
        .people
        .iter()
        .map(|one| {
            (
                one.handle.as_str(),
                one.name.as_str(),
                one.mail.as_deref(),
                one.teams.join(" "),
            )
        })
        .collect();
    assert_eq!(
        people,
        [
            (
                "ada",
                "Ada Lovelace",
                Some("ada@example.org"),
                "payments platform".to_owned()
            ),
            ("ghopper", "Grace Hopper", None, "platform".to_owned()),
            (
                "ada.lovelace",
                "Ada Lovelace",
                Some("ada.lovelace@example.org"),
                String::new()
            ),
        ]
    );
    assert_eq!(
        skipped(&preview),
        [
            "people.csv:5 not a mail: it has neither a name nor a mail address",
            "people.csv:6 Ada Again: its mail address is that of `ada`",
        ]
    );
    assert_eq!(
        problems(&preview),
        ["people.csv:5 [E-Mail]: `not a mail` is not a mail address"]
    );
}

#[test]
fn files_know_each_other() {
    let all = source(
        "teams.csv",
        "Team,Department,Members\nPayments,Retail,ada@example.org|Nobody Known\n",
    )
    .join(source(
        "people.csv",
        "Name,Mail\nAda Lovelace,ada@example.org\nGrace,g@example.org\n",
    ))
    .join(source(
        "departments.csv",
        "Department,Parent\nRetail,Group\nGroup,\nA,B\nB,A\n",
    ))
    .join(source(
        "memberships.csv",
        "User,Team\nGrace,payments\nada lovelace,Platform\n",
    ))
    .join(source("services.csv", "Service,Team\nTill,PAYMENTS\n"))
    .join(source(
        "dependencies.csv",
        "From,To\nTill,Till\nTill,Mars\n",
    ));
    let preview = preview(&all);
    let imported = &preview.imported;
    let people: Vec<_> = imported
        .people
        .iter()
        .map(|one| one.teams.join(" "))
        .collect();
    assert_eq!(people, ["payments platform", "payments"]);
    assert_eq!(
        imported.components[0].unit.as_deref(),
        Some("retail"),
        "by its team"
    );
    let parents: Vec<_> = imported
        .units
        .iter()
        .map(|one| one.parent.as_deref())
        .collect();
    assert_eq!(parents, [Some("group"), None, None, None]);
    assert_eq!(
        problems(&preview),
        [
            "teams.csv:2 [Members]: `Nobody Known` is not among the people",
            "departments.csv:4: `A` is above itself: it is taken as a unit of its own",
            "departments.csv:5: `B` is above itself: it is taken as a unit of its own",
        ]
    );
    assert_eq!(
        skipped(&preview),
        ["dependencies.csv:3 Mars: `Mars` is not among the components"]
    );
}
