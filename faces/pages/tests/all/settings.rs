//! Settings, saved views, and what proves who somebody is.

use axum::http::StatusCode;
use serde_json::json;

use crate::world::{World, shared};

#[test]
fn how_somebody_reads_goes_with_them_to_every_browser() {
    let world = World::sample();
    let form = "part=reading&language=de&theme=dark&zone=Asia/Tokyo";
    let answer = world.post("miriam", "/settings", form);
    assert_eq!(answer.headers["location"], "/settings?done=settings");
    let text = world.get("miriam", "/releases").text;
    assert!(text.contains("lang=\"de\" data-theme=\"dark\""), "{text}");
    assert!(text.contains("Asia/Tokyo"), "{text}");
    // From the menu of every page it is the same.
    let answer = world.post(
        "miriam",
        "/preferences",
        "language=en&theme=light&zone=UTC&to=/ledger",
    );
    assert_eq!(answer.headers["location"], "/ledger");
    let text = world.get("miriam", "/releases").text;
    assert!(text.contains("lang=\"en\" data-theme=\"light\""), "{text}");
    assert!(
        world
            .get("sofia", "/")
            .text
            .contains("data-theme=\"system\"")
    );
}

#[test]
fn what_is_refused_is_said_at_its_form_with_what_was_typed() {
    let world = World::sample();
    let answer = world.post(
        "miriam",
        "/settings",
        "part=reading&language=de&zone=Mars/Base",
    );
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let part = answer.text.split("id=\"reading\"").nth(1).unwrap();
    let part = part.split("</form>").next().unwrap();
    assert!(
        part.contains("role=\"alert\"") && part.contains("Mars/Base is no time zone"),
        "{part}"
    );
    assert!(part.contains("value=\"Mars/Base\"") && part.contains("value=\"de\" selected"));
}

#[test]
fn bulletins_are_chosen() {
    let world = World::sample();
    world.post(
        "miriam",
        "/settings",
        "part=bulletin&bulletin=daily&channel=chat&hour=17&bulletin-days=every",
    );
    let kept = world.query("miriam", "settings.show", json!({}))["settings"].clone();
    assert_eq!(kept["bulletin"], "daily");
    assert_eq!(
        (&kept["channel"], &kept["hour"]),
        (&json!("chat"), &json!(17))
    );
    assert_eq!(kept["days"], "every");
    let page = world.get("miriam", "/settings").text;
    assert!(page.contains("value=\"every\" selected"), "{page}");
    let german = world.get_german("sofia", "/settings").text;
    assert!(german.contains("An welchen Tagen"), "{german}");
    assert!(german.contains("value=\"working\" selected"), "{german}");
    for wrong in ["bulletin-days=sundays", "hour=24", "hour=noon", "channel=x"] {
        let form = format!("part=bulletin&bulletin=daily&{wrong}");
        let answer = world.post("miriam", "/settings", &form);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(
        world.query("miriam", "settings.show", json!({}))["settings"],
        kept
    );
}

#[test]
fn a_new_password_leaves_this_browser_signed_in_and_no_other() {
    let world = World::sample();
    let short = world.post("miriam", "/settings", "part=password&new=short");
    assert_eq!(short.status, StatusCode::BAD_REQUEST);
    assert!(
        short.text.contains("at least 15 characters"),
        "{}",
        short.text
    );
    assert!(!short.text.contains("value=\"short\""));
    let new = "part=password&new=correct%20horse%20battery";
    let answer = world.post("miriam", "/settings", new);
    assert_eq!(
        answer.headers["location"], "/settings?done=password",
        "{}",
        answer.text
    );
    assert!(answer.begun.is_some());
    let wrong = world.post(
        "miriam",
        "/settings",
        &format!("{new}%20staple&current=wrong"),
    );
    assert!(!wrong.status.is_success() && wrong.begun.is_none());
    let form = "handle=miriam&password=correct%20horse%20battery";
    assert!(world.stranger_posts("/login", form, false).begun.is_some());
}

#[test]
fn a_token_is_told_once_and_revoked_by_its_name() {
    let world = World::sample();
    let told = world.post("miriam", "/settings", "part=token&label=laptop&days=7");
    assert_eq!(told.status, StatusCode::OK, "{}", told.text);
    let token = told.text.split("<code>hp_").nth(1).unwrap();
    let token = token.split('<').next().unwrap();
    assert_eq!(token.len(), 64);
    assert!(!world.get("miriam", "/settings").text.contains(token));
    let revoked = world.post("miriam", "/settings", "part=revoke&label=laptop");
    assert_eq!(revoked.headers["location"], "/settings?done=revoked");
    let again = world.post("miriam", "/settings", "part=revoke&label=laptop");
    assert_eq!(again.headers["location"], "/settings?done=no-token");
}

#[test]
fn browsers_are_signed_out_from_elsewhere() {
    let world = World::sample();
    let text = world.get("miriam", "/settings").text;
    let id = text.split("name=\"session\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    let ended = world.post("miriam", "/settings", &format!("part=session&session={id}"));
    assert_eq!(ended.headers["location"], "/settings?done=signed-out");
    let all = world.post("miriam", "/settings", "part=sessions");
    assert!(all.ended);
    assert_eq!(all.headers["location"], "/login");
}

#[test]
fn a_view_is_kept_offered_renamed_and_removed() {
    let world = World::sample();
    let save = "name=My%20drafts&page=/releases&query=stage%3Ddraft&shared=yes";
    let saved = world.post("miriam", "/views", save);
    assert_eq!(
        saved.headers["location"],
        "/releases?stage=draft&done=view-saved"
    );
    let own = world.get("miriam", "/releases?stage=draft").text;
    assert!(own.contains("aria-current=\"true\">My drafts</a>"), "{own}");
    let others = world.get("dana", "/releases").text;
    assert!(
        others.contains("href=\"/releases?stage=draft\">My drafts</a>"),
        "{others}"
    );
    assert!(
        !world.get("dana", "/inbox").text.contains("My drafts"),
        "it is of another list"
    );
    let rename = "part=view&old=My%20drafts&name=Drafts&page=/releases&query=stage%3Ddraft";
    let renamed = world.post("miriam", "/settings", rename);
    assert_eq!(renamed.headers["location"], "/settings?done=view-saved");
    let page = world.get("miriam", "/settings").text;
    assert!(
        page.contains(">Drafts</a>") && !page.contains("My drafts"),
        "{page}"
    );
    assert!(
        !world.get("dana", "/releases").text.contains("Drafts</a>"),
        "it is shared no more"
    );
    world.post("miriam", "/settings", "part=view-remove&old=Drafts");
    assert!(!world.get("miriam", "/releases").text.contains("Drafts</a>"));
}

#[test]
fn a_view_that_cannot_be_kept_is_not_lost() {
    let form = "name=%20&page=//evil.example&query=stage%3Ddraft";
    let answer = shared().post("miriam", "/views", form);
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let part = answer.text.split("id=\"views\"").nth(1).unwrap();
    assert!(
        part.contains("role=\"alert\"") && part.contains("value=\"stage=draft\""),
        "{part}"
    );
}

#[test]
fn who_has_no_role_has_settings_all_the_same() {
    let world = World::sample();
    let new = json!({ "new-person": { "handle": "newt", "name": "Newt" } });
    world.submit(
        "root",
        json!({ "command": "person.add", "arguments": { "person": new } }),
    );
    let page = world.get("newt", "/settings");
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("You have no role yet"), "{}", page.text);
    // Nothing is offered that would be refused.
    for there in [
        "href=\"/releases\"",
        "action=\"/search\"",
        "data-live",
        "href=\"/keys\"",
    ] {
        assert!(!page.text.contains(there), "{there}");
    }
    let form = "part=reading&language=de&theme=dark&zone=Asia/Tokyo";
    let answer = world.post("newt", "/settings", form);
    assert_eq!(answer.headers["location"], "/settings?done=settings");
    let refused = world.get("newt", "/releases");
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.text.contains("lang=\"de\" data-theme=\"dark\""),
        "{}",
        refused.text
    );
    assert!(refused.text.contains("href=\"/settings\"") && refused.text.contains("Abmelden"));
    let kept = world.query("newt", "settings.show", json!({}));
    assert_eq!(kept["settings"]["timezone"], "Asia/Tokyo");
    let past = world.get("newt", "/settings?at=2026-09-01T12:00");
    assert!(past.text.contains("name=\"part\" value=\"reading\""));
    assert!(!past.text.contains("class=\"strip past\""), "{}", past.text);
    assert_eq!(
        world.post("newt", "/inbox", "act=done").status,
        StatusCode::CONFLICT
    );
}

#[test]
fn the_zone_of_times_is_named_where_nobody_has_chosen_one() {
    let text = World::empty().get("administrator", "/settings").text;
    assert!(text.contains("as the organisation has it, UTC"), "{text}");
    assert!(
        text.contains("<span title=\"Time zone\">UTC</span>"),
        "{text}"
    );
}

/// The public half of a key that nobody has.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti miriam@example.org";

#[test]
fn a_key_to_sign_with_is_added_and_removed() {
    let world = World::sample();
    let key = KEY.replace('+', "%2B").replace(' ', "+");
    let part = |text: &str| {
        text.split("id=\"keys\"")
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap()
            .to_owned()
    };
    let refused = world.post("miriam", "/settings", "part=key&key=ssh-dss+AAAA&label=old");
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let said = part(&refused.text);
    assert!(
        said.contains("role=\"alert\"") && said.contains("no kind of key"),
        "{said}"
    );
    assert!(
        said.contains("ssh-dss AAAA</textarea>") && said.contains("value=\"old\""),
        "{said}"
    );
    let added = world.post(
        "miriam",
        "/settings",
        &format!("part=key&key={key}&label=laptop"),
    );
    assert_eq!(added.headers["location"], "/settings?done=key-added");
    let page = part(&world.get("miriam", "/settings").text);
    assert!(page.contains("<strong>laptop</strong>"), "{page}");
    let name = "SHA256:UCUiLr7Pjs9wFFJMDByLgc3NrtdU344OgUM45wZPcIQ";
    assert!(
        page.contains(name) && !page.contains("example.org"),
        "{page}"
    );
    let of_another = world.post("sofia", "/settings", &format!("part=key&key={key}"));
    assert_eq!(of_another.status, StatusCode::CONFLICT);
    assert!(!part(&world.get("sofia", "/settings").text).contains(name));
    let removed = world.post(
        "miriam",
        "/settings",
        &format!("part=key-remove&key={name}"),
    );
    assert_eq!(removed.headers["location"], "/settings?done=key-removed");
    let page = part(&world.get("miriam", "/settings").text);
    assert!(page.contains("no key yet"), "{page}");
}

#[test]
fn a_passkey_that_no_browser_has_made_is_refused() {
    let world = World::sample();
    let page = world.get("miriam", "/settings").text;
    assert!(
        page.contains("data-passkey=\"create\"") && page.contains("/assets/passkey-"),
        "{page}"
    );
    assert!(page.contains("Making a passkey needs scripts"), "{page}");
    let client = client_data;
    let refused = [
        (
            "part=passkey&label=phone".to_owned(),
            "made by your browser",
        ),
        (
            format!(
                "part=passkey&client={}&authenticator=AA",
                client("https://evil.example")
            ),
            "was made at",
        ),
        (
            format!(
                "part=passkey&client={}&authenticator=AA",
                client("http://evil.example")
            ),
            "no secure origin",
        ),
        (
            "part=passkey&client=!&authenticator=AA".to_owned(),
            "base64url",
        ),
    ];
    for (form, why) in refused {
        let answer = world.post("miriam", "/settings", &form);
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{form}");
        assert!(answer.text.contains(why), "{why}: {}", answer.text);
    }
}

/// What a browser says of a passkey that it has made at that address.
fn client_data(origin: &str) -> String {
    use base64::Engine as _;
    let text = format!(r#"{{"type":"webauthn.create","challenge":"x","origin":"{origin}"}}"#);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

#[test]
fn a_passkey_is_of_the_public_address_whatever_the_proxy_calls_the_server() {
    let world = World::sample().reached_at("https://Holdpoint.example.org/");
    let made_at = |origin: &str| {
        let client = client_data(origin);
        let form = format!("part=passkey&client={client}&authenticator=AA");
        world.post("miriam", "/settings", &form).text
    };
    let elsewhere = made_at("https://evil.example");
    assert!(
        elsewhere.contains("and this is holdpoint.example.org"),
        "{elsewhere}"
    );
    assert!(!made_at("https://holdpoint.example.org").contains("was made at"));
}
