//! A fact that either side's settings hide shows nowhere: whatever two members, and the connections they share, choose to
//! show of their own lists, every page and every answer of the API is held against it (R2.4).

use std::collections::BTreeSet;

use kith_app::profile::{self, EditProfile};
use kith_app::settings::{self, EditSettings};
use kith_app::{Edit, invitations};
use kith_domain::invitations::{Terms, TermsScope};
use kith_domain::profile::Audience;
use kith_testkit::{Kith, Member};
use serde_json::{Value, json};

use crate::browser;
use crate::support::{call, router};

/// Who may be shared: names that stand in no other text.
const SHARED: [&str; 3] = ["Quillon Vey", "Vesper Oake", "Tarnwen Lio"];

/// What tells of the reader's own connections, which no setting of others hides.
const OWN: [&str; 3] = ["/notifications", "/v1/connections", "/network/connections"];

/// Who hides the own list of connections.
#[derive(Debug, Clone, Copy)]
struct Hides {
    sender: bool,
    recipient: bool,
    shared: [bool; 3],
}

impl Hides {
    /// Every way to choose, by a number below 32.
    fn of(n: u32) -> Self {
        let bit = |at: u32| n >> at & 1 == 1;
        Self { sender: bit(0), recipient: bit(1), shared: [bit(2), bit(3), bit(4)] }
    }

    /// Which of those who are shared may be told of.
    fn told(self) -> BTreeSet<&'static str> {
        let shown = SHARED.into_iter().zip(self.shared).filter(|(_, hides)| !hides).map(|(name, _)| name);
        if self.sender || self.recipient { BTreeSet::new() } else { shown.collect() }
    }
}

async fn hides(member: &Member) {
    let ask = EditSettings { connections_visible_to: Some(Audience::Nobody), ..EditSettings::default() };
    settings::edit(&member.app, member.actor, ask, None).await.expect("may be hidden");
}

/// Which of those who are shared a text names.
fn named(text: &str) -> BTreeSet<&'static str> {
    SHARED.into_iter().filter(|name| text.contains(*name)).collect()
}

/// All that `reader` can get about `other`, by its address.
async fn read(
    kith: &Kith,
    reader: &Member,
    other: &Member,
    invitation: Option<&str>,
) -> Vec<(String, String)> {
    let router = router(kith);
    let (id, handle) =
        (other.id, call(&router, reader, "GET", &format!("/members/{}", other.id), Value::Null).await);
    let handle = handle.json()["handle"].as_str().expect("a handle").to_owned();
    let mut paths = vec![
        format!("/members/{id}"),
        format!("/members/{id}/relationship"),
        format!("/members/{id}/shared-connections"),
        format!("/members/{id}/connections"),
        format!("/members/{id}/starters"),
        format!("/members/{id}/introducers"),
        format!("/members/{id}/door"),
        format!("/members?query={}", other.name.split(' ').next().unwrap_or_default()),
        "/suggestions".to_owned(),
        "/notifications".to_owned(),
        "/invitations?box=sent".to_owned(),
        "/invitations?box=received".to_owned(),
        "/connections".to_owned(),
        "/conversations".to_owned(),
        format!("/conversations/{id}/messages"),
    ];
    let mut pages = vec![
        "/".to_owned(),
        format!("/in/{handle}"),
        format!("/in/{handle}/invite"),
        format!("/in/{handle}/introduction"),
        format!("/in/{handle}/outreach"),
        format!("/in/{handle}/connections"),
        "/people".to_owned(),
        format!("/search?query={}", other.name.split(' ').next().unwrap_or_default()),
        "/network".to_owned(),
        "/network/sent".to_owned(),
        "/notifications".to_owned(),
        "/network/connections".to_owned(),
        "/network/following".to_owned(),
        "/messages".to_owned(),
        format!("/messages/{handle}"),
    ];
    if let Some(invitation) = invitation {
        paths.push(format!("/invitations/{invitation}"));
        pages.push(format!("/invitations/{invitation}"));
    }
    let mut read = Vec::new();
    for path in paths {
        let answer = call(&router, reader, "GET", &path, Value::Null).await;
        assert!(answer.status.as_u16() < 500, "{path}");
        read.push((format!("/api/v1{path}"), String::from_utf8_lossy(&answer.body).into_owned()));
    }
    for path in pages {
        let answer = browser::get(&router, reader, &path).await;
        assert!(answer.status.as_u16() < 500, "{path}");
        read.push((path, browser::text(&answer)));
    }
    let preview = call(&router, reader, "POST", "/invitations/preview", json!({"to": id.to_string()})).await;
    read.push(("a preview".to_owned(), String::from_utf8_lossy(&preview.body).into_owned()));
    read
}

/// One network for each way to choose: Ana and Ben share three connections; nothing else connects them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_anybody_hides_no_page_and_no_answer_tells_it_r2_4_r4_3_r2_5() {
    for n in 0..32 {
        let choice = Hides::of(n);
        let kith = Kith::new().await;
        let [ana, ben] = kith.members(["Ana Lee", "Ben Ode"]).await;
        for (name, hidden) in SHARED.into_iter().zip(choice.shared) {
            let shared = kith.member(name).await;
            shared.connects(&kith, &ana).await;
            shared.connects(&kith, &ben).await;
            if hidden {
                hides(&shared).await;
            }
        }
        for (member, hidden) in [(&ana, choice.sender), (&ben, choice.recipient)] {
            if hidden {
                hides(member).await;
            }
        }
        let told = choice.told();
        // Who is connected with both stands in the reader's own news of having been accepted; that is no fact about the
        // other one, so news are read before and compared by what they say of the other.
        for (reader, other) in [(&ana, &ben), (&ben, &ana)] {
            for (path, text) in read(&kith, reader, other, None).await {
                let own = OWN.iter().any(|own| path.ends_with(own)) || path == "/";
                let found = if own { BTreeSet::new() } else { named(&text) };
                assert!(found.is_subset(&told), "{choice:?}: {} reads of {found:?} at {path}", reader.name);
                if path.ends_with("/shared-connections") || path == "a preview" {
                    assert_eq!(found, told, "{choice:?}: {} at {path}", reader.name);
                }
            }
        }
        let id = ana.invites(&ben).await.to_string();
        kith.advance("1h");
        for (reader, other) in [(&ana, &ben), (&ben, &ana)] {
            for (path, text) in read(&kith, reader, other, Some(&id)).await {
                let own = OWN.iter().any(|own| path.ends_with(own)) || path == "/";
                let found = if own { BTreeSet::new() } else { named(&text) };
                assert!(found.is_subset(&told), "{choice:?}: {} reads of {found:?} at {path}", reader.name);
            }
            let card = call(&router(&kith), reader, "GET", &format!("/invitations/{id}"), Value::Null).await;
            let count = card.json()["card"]["shared_connections"].as_u64();
            assert_eq!(count, Some(told.len() as u64), "{choice:?}: no number tells more than the names");
        }
    }
}

/// What only connections see of a member: contact details, and who else they are connected with.
const PRIVATE: [&str; 4] = ["reach-ben@harbour.example", "+49 30 1234567", "ben-ode.example", "Vesper Oake"];

/// How far Ben lets Ana in.
const LETS_IN: [Option<Terms>; 4] = [
    None,
    Some(Terms { scope: TermsScope::Full, no_pitches: None }),
    Some(Terms { scope: TermsScope::Limited, no_pitches: None }),
    Some(Terms { scope: TermsScope::FollowOnly, no_pitches: None }),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_connections_see_stands_nowhere_for_others_nor_for_whom_one_limits_f9() {
    for lets_in in LETS_IN {
        let kith = Kith::new().await;
        let [ana, ben, vesper] = kith.members(["Ana Lee", "Ben Ode", "Vesper Oake"]).await;
        vesper.connects(&kith, &ben).await;
        let set = |text: &str| Edit::Set(text.to_owned());
        let details = EditProfile {
            contact_email: set(PRIVATE[0]),
            contact_phone: set(PRIVATE[1]),
            contact_website: set(PRIVATE[2]),
            ..EditProfile::default()
        };
        profile::edit(&kith.app, ben.actor, details, None).await.expect("may be edited");
        let id = ana.invites(&ben).await;
        kith.advance("1h");
        if let Some(terms) = lets_in {
            invitations::accept(&kith.app, ben.actor, id, terms).await.expect("may be accepted");
        }
        let all = lets_in.is_some_and(|terms| terms.scope == TermsScope::Full);
        let mut told = BTreeSet::new();
        for (path, text) in read(&kith, &ana, &ben, Some(&id.to_string())).await {
            let found: BTreeSet<&str> = PRIVATE.into_iter().filter(|fact| text.contains(*fact)).collect();
            assert!(all || found.is_empty(), "{lets_in:?}: {found:?} at {path}");
            told.extend(found);
        }
        let expected = if all { BTreeSet::from(PRIVATE) } else { BTreeSet::new() };
        assert_eq!(told, expected, "{lets_in:?}: what there is to see is seen");
    }
}
