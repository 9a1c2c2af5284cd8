//! What nobody types by accident: odd addresses and values, texts that would be markup, doors without a key.

use std::fmt::Write as _;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kith_app::followers::run_followers_once;
use kith_app::profile::{self, AddEducation, AddPosition, EditProfile};
use kith_app::{Edit, groups, messages};
use kith_domain::invitations::Claim;
use kith_domain::text::MetAt;
use kith_testkit::{Kith, Member};
use kith_web::gate::csrf;

use crate::browser::{get, post, text};
use crate::support::{Answer, router, send};

/// The pages that are read, with `{}` for the part of the address that names something.
const READ: [&str; 38] = [
    "/",
    "/search",
    "/people",
    "/network",
    "/network/sent",
    "/network/archive",
    "/network/connections",
    "/messages",
    "/messages/{}",
    "/groups",
    "/groups/new",
    "/groups/{}",
    "/notifications",
    "/standing",
    "/settings",
    "/profile/edit",
    "/help",
    "/unread",
    "/in/{}",
    "/in/{}/card",
    "/in/{}/invite",
    "/in/{}/connections",
    "/in/{}/shared-connections",
    "/in/{}/block",
    "/in/{}/disconnect",
    "/introductions",
    "/introductions/{}",
    "/in/{}/introduction",
    "/messages/introductions/{}",
    "/invitations/{}",
    "/invitations/{}/note",
    "/invitations/{}/report",
    "/pictures/{}/1",
    "/pictures/1/{}",
    "/assets/{}",
    "/sign-in",
    "/sign-up",
    "/{}",
];

/// The forms, in the same way.
const FORMS: [&str; 50] = [
    "/groups/new",
    "/groups/{}/join",
    "/groups/{}/leave",
    "/in/{}/block",
    "/in/{}/connect",
    "/in/{}/disconnect",
    "/in/{}/invite",
    "/in/{}/introduction",
    "/introductions/{}/forwarding",
    "/introductions/{}/dismissal",
    "/introductions/{}/agreement",
    "/introductions/{}/withdrawal",
    "/messages/introductions/{}",
    "/messages/introductions/{}/read",
    "/messages/introductions/{}/departure",
    "/invitations/{}/acceptance",
    "/invitations/{}/dismissal",
    "/invitations/{}/dismissal/undo",
    "/invitations/{}/mark",
    "/invitations/{}/mark/undo",
    "/invitations/{}/note",
    "/invitations/{}/report",
    "/invitations/{}/undo",
    "/invitations/{}/view",
    "/invitations/{}/withdrawal",
    "/messages/{}",
    "/messages/{}/read",
    "/network/dismissals",
    "/network/dismissals/undo",
    "/network/sent/withdrawals",
    "/notifications/read",
    "/people/{}/dismissal",
    "/profile/edit",
    "/profile/educations",
    "/profile/educations/{}/remove",
    "/profile/interests",
    "/profile/picture",
    "/profile/picture/remove",
    "/profile/positions",
    "/profile/positions/{}/remove",
    "/settings/blocks/{}/unblock",
    "/settings/look",
    "/settings/password",
    "/settings/privacy",
    "/settings/sessions/end-others",
    "/settings/sessions/{}/end",
    "/settings/tokens",
    "/settings/close",
    "/standing/agreement",
    "/sign-out",
];

/// Names of things that are none.
const NAMES: [&str; 14] = [
    "0",
    "-1",
    "007",
    "+5",
    "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999999999",
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "%F0%9F%A6%80",
    "%E2%80%AEana",
    "%ff%fe",
    "..%2f..%2fetc",
    "%D0%B0na-lee",
];

/// Values that are none.
const VALUES: [&str; 9] = [
    "",
    "%00",
    "-1",
    "99999999999999999999999999",
    "%F0%9F%A6%80",
    "%ff",
    "9-9",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "a%0d%0aSet-Cookie:%20a=b",
];

async fn asked(router: &Router, method: &str, path: &str) -> Answer {
    send(router, Request::builder().method(method).uri(path).body(Body::empty()).expect("a request")).await
}

fn harmless(answer: &Answer, of: &str) {
    assert!(!answer.status.is_server_error(), "{of}: {} {}", answer.status, text(answer));
    assert!(!text(answer).contains("<script>alert"), "{of}");
    let ours = ["kith_flash=", "kith_theme=", "kith-visit=", "kith="];
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().expect("plain");
        assert!(ours.iter().any(|name| cookie.starts_with(name)), "{of} set {cookie}");
    }
    let to = answer.header("location");
    assert!(to.is_empty() || (to.starts_with('/') && !to.starts_with("//")), "{of} leads to {to}");
}

#[tokio::test]
async fn odd_addresses_and_values_are_answered_and_never_a_mistake_of_ours() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    for path in READ {
        let names: &[&str] = if path.contains("{}") { &NAMES } else { &[""] };
        for name in names {
            let path = path.replace("{}", name);
            harmless(&get(&router, &ana, &path).await, &path);
        }
        for value in VALUES {
            let mut query = String::new();
            for key in ["cursor", "before", "query", "state", "joined", "place", "next", "size"] {
                write!(query, "{key}={value}&").expect("a text");
            }
            let path = format!("{}?{query}", path.replace("{}", &ana.id.to_string()));
            harmless(&get(&router, &ana, &path).await, &path);
        }
    }
    let long = "x".repeat(60_000);
    for path in [format!("/search?query={long}"), format!("/in/{long}"), format!("/search?cursor={long}")] {
        harmless(&get(&router, &ana, &path).await, &path[..20]);
    }
}

#[tokio::test]
async fn forms_full_of_nonsense_are_refused_and_never_a_mistake_of_ours() {
    let kith = Kith::new().await;
    let router = router(&kith);
    for path in FORMS {
        // Some of these sign out, or close what they can.
        let ana = kith.member("Ana Lee").await;
        for name in if path.contains("{}") { &NAMES[..] } else { &[""] } {
            let path = path.replace("{}", name);
            for value in
                ["", "\0", "-1", "99999999999999999999999999", "<script>alert(1)</script>", "\u{202e}\u{301}"]
            {
                let fields: Vec<(&str, &str)> = [
                    "name",
                    "about",
                    "handle",
                    "title",
                    "employer",
                    "school",
                    "from",
                    "to",
                    "interests",
                    "note",
                    "relation",
                    "met_at",
                    "colleague_of",
                    "purpose",
                    "address",
                    "text",
                    "operation",
                    "up_to",
                    "reason",
                    "invitation",
                    "theme",
                    "language",
                    "connections_visible_to",
                    "current_password",
                    "new_password",
                    "label",
                    "password",
                    "confirmation",
                    "version",
                    "agreed",
                ]
                .map(|field| (field, value))
                .to_vec();
                harmless(&post(&router, &ana, &path, &fields).await, &format!("{path} {value:?}"));
            }
            harmless(&post(&router, &ana, &path, &[]).await, &path);
            let twice =
                [("name", "a"), ("name", "b"), ("note", "a"), ("note", "b"), ("text", "a"), ("text", "b")];
            harmless(&post(&router, &ana, &path, &twice).await, &path);
        }
    }
}

#[tokio::test]
async fn nobody_gets_past_the_door_and_nothing_is_done_there() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let open = ["/", "/help", "/unread", "/assets/{}", "/sign-in", "/sign-up", "/{}"];
    for path in READ.into_iter().filter(|path| !open.contains(path)) {
        let path = path.replace("{}", &ana.id.to_string());
        let answer = asked(&router, "GET", &path).await;
        let refused =
            if path.starts_with("/pictures/") { StatusCode::UNAUTHORIZED } else { StatusCode::SEE_OTHER };
        assert_eq!(answer.status, refused, "{path}");
        if refused == StatusCode::SEE_OTHER {
            assert!(answer.header("location").starts_with("/sign-in?next="), "{path}");
        }
    }
    // With the token that every visitor's forms carry.
    let (cookie, token) = ("kith-visit=a-visitor", csrf::token("a-visitor"));
    for path in FORMS {
        let path = path.replace("{}", &ana.id.to_string());
        let form = |body: String| {
            Request::post(&path)
                .header("cookie", cookie)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .expect("a request")
        };
        let with = send(&router, form(format!("csrf={token}"))).await;
        assert_eq!(
            (with.status, with.header("location")),
            (StatusCode::SEE_OTHER, "/sign-in?next=%2F"),
            "{path}"
        );
        assert_eq!(
            send(&router, form("csrf=another".to_owned())).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

/// As much of a text as would be markup, an attribute or an entity, were it not escaped.
const MARKUP: &str = "<img src=x onerror=alert(1)>\"'&lt;";

/// A member all of whose texts are markup.
async fn all_markup(kith: &Kith, name: &str) -> Member {
    let member = kith.member(&format!("{name} {MARKUP}")).await;
    let set = || Edit::Set(MARKUP.to_owned());
    let ask = EditProfile { headline: set(), summary: set(), location: set(), ..EditProfile::default() };
    profile::edit(&kith.app, member.actor, ask, None).await.expect("an edit");
    let position =
        AddPosition { employer: MARKUP.into(), title: MARKUP.into(), from: "2012-05".into(), to: None };
    profile::add_position(&kith.app, member.actor, position).await.expect("a position");
    let education =
        AddEducation { school: MARKUP.into(), degree: Some(MARKUP.into()), ..AddEducation::default() };
    profile::add_education(&kith.app, member.actor, education).await.expect("an education");
    profile::set_interests(&kith.app, member.actor, &[MARKUP.to_owned()], None).await.expect("interests");
    member
}

#[tokio::test]
async fn what_members_write_is_shown_as_they_wrote_it_and_is_never_markup() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben, cleo) =
        (all_markup(&kith, "Ana").await, all_markup(&kith, "Ben").await, all_markup(&kith, "Cleo").await);
    let group = groups::found(&kith.app, ana.actor, MARKUP, Some(MARKUP)).await.expect("a group").id;
    for member in [&ben, &cleo] {
        groups::join(&kith.app, member.actor, group).await.expect("joined");
    }
    ana.connects(&kith, &ben).await;
    messages::write(&kith.app, ben.actor, ana.id, MARKUP, None).await.expect("a message");
    let claim = Claim::Met(MetAt::parse(MARKUP).expect("a place"));
    let invitation = cleo.invites(&ana).with_note(MARKUP).with_claim(claim).await;
    kith.advance("1m");
    run_followers_once(&kith.app).await.expect("followed");
    let token = post(&router, &ana, "/settings/tokens", &[("label", MARKUP)]).await;
    let escaped_query = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22'";
    let mut pages = vec![("/settings/tokens".to_owned(), text(&token))];
    for path in [
        "/".to_owned(),
        "/network".to_owned(),
        "/network/connections".to_owned(),
        "/notifications".to_owned(),
        "/messages".to_owned(),
        format!("/messages/{}", ben.id),
        "/people".to_owned(),
        format!("/search?query={escaped_query}"),
        "/search?query=Ben".to_owned(),
        "/groups".to_owned(),
        format!("/groups/{group}"),
        format!("/groups?query={escaped_query}"),
        "/settings".to_owned(),
        "/profile/edit".to_owned(),
        format!("/in/{}", ana.id),
        format!("/in/{}", ben.id),
        format!("/in/{}", cleo.id),
        format!("/in/{}/card", ana.id),
        format!("/in/{}/disconnect", ben.id),
        format!("/in/{}/connections", ben.id),
        format!("/in/{}/shared-connections", ben.id),
        format!("/in/{}/block", ben.id),
        format!("/invitations/{invitation}"),
        format!("/invitations/{invitation}/report"),
    ] {
        let page = get(&router, &ana, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        pages.push((path, text(&page)));
    }
    let dialog = format!("/in/{}/invite", ben.id);
    pages.push((dialog.clone(), text(&get(&router, &cleo, &dialog).await)));
    let sent = format!("/invitations/{invitation}");
    pages.push((sent.clone(), text(&get(&router, &cleo, &sent).await)));
    for (path, page) in &pages {
        assert!(!page.contains("<img src=x"), "{path} has markup in it");
        assert!(!page.contains("=x onerror=alert(1)>\""), "{path} has an attribute in it");
        assert!(page.contains("onerror=alert(1)"), "{path} does not show what was written");
    }
}
