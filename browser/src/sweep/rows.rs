//! Every route of the pages, with addresses that show it in the sample. A route without a row fails.

/// A route, and whoever looks at what.
pub(crate) struct Row {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "a test compares it with the routes")
    )]
    pub(crate) route: &'static str,
    /// By handle; nobody for a stranger.
    pub(crate) who: Option<&'static str>,
    /// Addresses of it, each another case.
    pub(crate) pages: &'static [&'static str],
}

/// Routes that show no page of their own.
#[cfg(test)]
const NO_PAGES: &[(&str, &str)] = &[
    ("/assets/{name}", "style sheets, scripts and pictures"),
    ("/calendar/check", "answers the script of the calendar"),
    ("/inbox/open", "leads to what an item is about"),
    (
        "/login/provider/{provider}/return",
        "leads to where one wanted to go; what goes wrong looks like that of the page before",
    ),
    ("/logout", "leads to the log-in page"),
    ("/preferences", "leads back to where one was"),
    ("/runs/{run}/log", "answers the script of a run's page"),
    ("/runs/{run}/trace", "a file"),
    ("/views", "leads back to the list whose view was kept"),
    ("/talk", "leads back to what was talked about"),
];

/// Routes of which a journey judges each page: they are there only before all others.
#[cfg(test)]
const ON_THE_WAY: &[&str] = &[
    "/setup",
    "/setup/administrator",
    "/setup/done",
    "/setup/environment",
    "/setup/people",
    "/setup/repository",
    "/setup/team",
];

const fn row(route: &'static str, who: &'static str, pages: &'static [&'static str]) -> Row {
    Row {
        route,
        who: Some(who),
        pages,
    }
}

/// All of them; strangers first, before anybody has logged in.
pub(crate) const ROWS: &[Row] = &[
    Row {
        route: "/login",
        who: None,
        pages: &["/login", "/login?to=/releases"],
    },
    Row {
        route: "/enter",
        who: None,
        pages: &["/enter?link=hpl_0"],
    },
    Row {
        route: "/login/provider/{provider}",
        who: None,
        pages: &["/login/provider/none"],
    },
    row("/", "sofia", &["/", "/?at=2020-01-01T00:00"]),
    row("/", "miriam", &["/"]),
    row(
        "/releases",
        "miriam",
        &[
            "/releases",
            "/releases?q=payments-train&sort=release",
            "/releases?q=nothing-has-this-name",
            "/releases?after=50",
        ],
    ),
    row(
        "/releases/{release}",
        "sofia",
        &[
            "/releases/payments-train-27",
            "/releases/retail-train-27",
            "/releases/operations-train-27",
            "/releases/payments-train-20",
        ],
    ),
    row(
        "/releases/{release}",
        "miriam",
        &[
            "/releases/payments-hotfix-26.1",
            "/releases/retail-search-2.0",
            "/releases/no-such-release",
        ],
    ),
    row("/environments", "miriam", &["/environments"]),
    row(
        "/calendar",
        "miriam",
        &[
            "/calendar",
            "/calendar?view=quarter&from=2026-08-01",
            "/calendar?view=timeline",
            "/calendar?view=timeline&zone=Asia/Tokyo",
            "/calendar?zone=Mars/Base",
            "/calendar?view=month&from=2031-05-01&kind=blackout",
        ],
    ),
    row("/runs", "miriam", &["/runs", "/runs?only=retail"]),
    row(
        "/runs/{run}",
        "miriam",
        &[
            "/runs/newest",
            "/runs/newest?only=shop&log=build/compile",
            "/runs/newest?only=shop-tests&tests=test/unit",
            "/runs/newest?only=shop&with=before",
            "/runs/run_00000000000000000000000000",
        ],
    ),
    row("/tonight", "miriam", &["/tonight"]),
    row("/cutovers", "miriam", &["/cutovers"]),
    row(
        "/cutovers/{cutover}",
        "priya",
        &["/cutovers/friday-night", "/cutovers/nobody"],
    ),
    row("/agents", "miriam", &["/agents"]),
    row(
        "/agents/{agent}",
        "miriam",
        &["/agents/build-1", "/agents/nobody"],
    ),
    row("/trains", "miriam", &["/trains"]),
    row(
        "/trains/{train}",
        "miriam",
        &["/trains/monthly", "/trains/no-such-train"],
    ),
    row(
        "/calendar/move",
        "miriam",
        &["/calendar/move?release=payments-train-27&place=production"],
    ),
    row(
        "/environments/{environment}",
        "miriam",
        &["/environments/test", "/environments/production"],
    ),
    row(
        "/environments/{environment}/bookings",
        "sofia",
        &["/environments/staging/bookings"],
    ),
    row(
        "/environments/{environment}/bookings",
        "miriam",
        &[
            "/environments/staging/bookings",
            "/environments/production/bookings",
        ],
    ),
    row(
        "/environments/{environment}/contracts",
        "miriam",
        &[
            "/environments/production/contracts",
            "/environments/production/contracts?release=payments-api-2.0",
            "/environments/test/contracts",
        ],
    ),
    row(
        "/releases/{release}/checks/{check}",
        "miriam",
        &[
            "/releases/payments-api-2.0/checks/api",
            "/releases/payments-api-2.0/checks/api?level=warning",
            "/releases/payments-train-27/checks/api",
            "/releases/retail-train-27/checks/api",
        ],
    ),
    row(
        "/releases/{release}/checks/{check}",
        "amara",
        &["/releases/payments-api-2.0/checks/api"],
    ),
    row(
        "/explain/{rule}",
        "miriam",
        &["/explain/api-path-removed-without-deprecation"],
    ),
    row(
        "/catalogue",
        "miriam",
        &["/catalogue", "/catalogue?q=nothing-has-this-name"],
    ),
    row(
        "/catalogue/{component}",
        "miriam",
        &["/catalogue/payments-api", "/catalogue/web-shop"],
    ),
    row(
        "/ledger",
        "rosa",
        &["/ledger", "/ledger?subject=nothing-has-this-name"],
    ),
    row(
        "/entries/{position}",
        "rosa",
        &["/entries/0", "/entries/1234"],
    ),
    row(
        "/search",
        "miriam",
        &[
            "/search",
            "/search?q=payments",
            "/search?q=nothing-has-this-name",
        ],
    ),
    row("/inbox", "sofia", &["/inbox"]),
    row("/settings", "miriam", &["/settings"]),
    row("/keys", "miriam", &["/keys"]),
    row(
        "/people",
        "sofia",
        &["/people", "/people?q=nobody-is-called-so"],
    ),
    row(
        "/people/{person}",
        "sofia",
        &["/people/miriam", "/people/nobody-is-called-so"],
    ),
    row("/archive", "sofia", &["/archive"]),
    row("/archive", "miriam", &["/archive"]),
    row(
        "/policies",
        "miriam",
        &[
            "/policies",
            "/policies?action=deployment.deploy&person=priya&on=component/card-gateway&environment=production&when=2026-11-28T22:00",
            "/policies?action=release.create&person=nobody-is-called-so",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::{NO_PAGES, ON_THE_WAY, ROWS};
    use crate::sample::root;

    /// The routes that the sources of the pages name.
    fn routes(place: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                found.extend(routes(&path));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let parts = text.split(".route(").skip(1);
            let first = |part: &str| {
                part.trim_start()
                    .strip_prefix('"')?
                    .split('"')
                    .next()
                    .map(str::to_owned)
            };
            found.extend(parts.filter_map(first));
        }
        found
    }

    #[test]
    fn every_route_has_a_row() {
        let rows = ROWS
            .iter()
            .map(|row| row.route)
            .chain(ON_THE_WAY.iter().copied());
        let known: BTreeSet<_> = rows
            .chain(NO_PAGES.iter().map(|(route, _)| *route))
            .map(str::to_owned)
            .collect();
        let routes = routes(&root().join("faces/pages/src"));
        assert!(routes.len() > 10, "the sources were not found: {routes:?}");
        assert_eq!(
            routes, known,
            "routes of the pages, and rows in `browser/src/sweep/rows.rs`"
        );
    }

    #[test]
    fn every_row_shows_its_route() {
        for row in ROWS {
            let fixed = row.route.split('{').next().unwrap_or_default();
            for page in row.pages {
                assert!(
                    page.starts_with(fixed),
                    "`{page}` is not of `{}`",
                    row.route
                );
            }
        }
    }
}
