//! The main job over the API: inviting, answering, taking back.

use crate::support::{call, router};
use axum::http::StatusCode;
use kith_testkit::Kith;
use serde_json::{Value, json};

#[tokio::test]
async fn two_people_meet() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let body =
        json!({"to": ben.id.to_string(), "note": "We met at the harbour.", "purpose": "keep_in_touch"});
    let sent = call(&router, &ana, "POST", "/invitations", body.clone()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.json());
    let id = sent.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(sent.json()["state"], "held");
    assert_eq!(sent.json()["sent_at"], "2026-03-02T09:00:00Z");
    assert_eq!(
        sent.json()["can"],
        json!({"undo": true, "withdraw": true, "edit": true, "ask_vouch": true, "answer": false, "decline_terms": false})
    );
    assert_eq!(sent.header("location"), format!("/api/v1/invitations/{id}"));

    // Held back: not there for the other (R8.7), and a second one is the same one (R11.1).
    let path = format!("/invitations/{id}");
    assert_eq!(call(&router, &ben, "GET", &path, Value::Null).await.status, StatusCode::NOT_FOUND);
    let again = call(&router, &ana, "POST", "/invitations", body).await;
    assert_eq!((again.status, &again.json()["existing"]), (StatusCode::OK, &json!(true)));

    kith.advance("30s");
    let got = call(&router, &ben, "GET", "/invitations?box=received", Value::Null).await.json();
    assert_eq!(got["items"][0]["id"], id.as_str());
    assert_eq!(got["items"][0]["viewed_at"], Value::Null);
    assert_eq!(got["items"][0]["from"]["name"], "Ana Lee");
    let accepted = call(&router, &ben, "PUT", &format!("{path}/acceptance"), Value::Null).await;
    assert_eq!(accepted.status, StatusCode::OK);
    assert_eq!(accepted.json()["connection"]["member"]["name"], "Ana Lee");
    let twice = call(&router, &ben, "PUT", &format!("{path}/acceptance"), Value::Null).await;
    assert_eq!(twice.body, accepted.body, "the second answers as the first");
    let withdrawal = call(&router, &ana, "PUT", &format!("{path}/withdrawal"), Value::Null).await;
    assert_eq!((withdrawal.status, withdrawal.code().as_str()), (StatusCode::CONFLICT, "no_longer_possible"));
}

#[tokio::test]
async fn crossing_invitations_become_one_connection_r10_8() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    ana.invites(&ben).await;
    kith.advance("30s");
    let crossing = call(&router, &ben, "POST", "/invitations", json!({"to": ana.id.to_string()})).await;
    assert_eq!(crossing.status, StatusCode::CREATED);
    assert_eq!(
        (&crossing.json()["state"], &crossing.json()["box"]),
        (&json!("accepted"), &json!("received"))
    );
}

#[tokio::test]
async fn what_stands_against_sending_is_said_with_its_numbers() {
    let kith = Kith::with(|network| {
        network.policy.invitations.weekly = kith_domain::policy::Limit::At(1);
    })
    .await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let cleo = kith.member("Cleo Fay").await;
    let refused = |body: Value| {
        let (router, ana) = (router.clone(), ana.clone());
        async move { call(&router, &ana, "POST", "/invitations", body).await }
    };
    let ben_id = ben.id.to_string();
    let long = refused(json!({"to": ben_id, "note": "x".repeat(301)})).await;
    assert_eq!((long.status, long.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "note_too_long"));
    assert_eq!((&long.json()["limit"], &long.json()["length"]), (&json!(300), &json!(301)));
    assert_eq!(long.json()["errors"][0]["field"], "note");
    for (body, status, code) in [
        (json!({"to": ana.id.to_string()}), 422, "to_yourself"),
        (json!({"to": "1"}), 404, "not_found"),
        (json!({"to": "nobody"}), 404, "not_found"),
        (json!({"to": ben_id, "note": "Hi [first name]"}), 422, "note_has_placeholder"),
        (json!({"to": ben_id, "relation": {"kind": "colleague"}}), 422, "relation_not_backed"),
        (
            json!({"to": ben_id, "relation": {"kind": "colleague", "position_id": "5"}}),
            422,
            "relation_not_backed",
        ),
        (json!({"to": ben_id, "relation": {"kind": "unknown"}}), 422, "relation_unknown"),
        (json!({"to": ben_id, "relation": {"kind": "met"}}), 422, "invalid_fields"),
        (json!({"to": ben_id, "purpose": "fun"}), 422, "invalid_fields"),
        (json!({"to": 5}), 422, "invalid_fields"),
        (json!({"note": "Hi"}), 422, "invalid_fields"),
        (json!([]), 422, "invalid_fields"),
    ] {
        let answer = refused(body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{body}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(refused(json!({"to": ben_id})).await.status, StatusCode::CREATED);
    let pace = refused(json!({"to": cleo.id.to_string()})).await;
    assert_eq!((pace.status, pace.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "pace_exceeded"));
    assert_eq!(pace.json()["opens_at"], "2026-03-09T09:00:00Z");
}

#[tokio::test]
async fn what_is_too_long_to_be_an_id_is_a_wrong_field_and_is_not_said_back() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    let ids = |id: &str| json!({ "ids": [id] });
    let unknown = call(&router, &ana, "POST", "/invitations/withdrawals", ids("1234567890123456789")).await;
    assert_eq!((unknown.status, &unknown.json()["items"][0]["status"]), (StatusCode::OK, &json!(404)));
    let long = call(&router, &ana, "POST", "/invitations/withdrawals", ids("12345678901234567890")).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(long.json()["errors"][0]["field"], "ids[0]", "{}", long.json());
    assert!(!String::from_utf8_lossy(&long.body).contains("12345678901234567890"));
}

#[tokio::test]
async fn what_is_gone_for_r_answers_as_what_never_was_however_it_went_r8_3() {
    for how in ["withdrawn", "expired", "tidied", "renamed", "blocked"] {
        let kith = Kith::new().await;
        let router = router(&kith);
        let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
        let id = ana.invites(&ben).await;
        kith.advance("1m");
        match how {
            "withdrawn" => ana.withdraws(id).await,
            "renamed" => {
                let renamed = call(&router, &ana, "PATCH", "/me", json!({"name": "Somebody Else"})).await;
                assert_eq!(renamed.status.as_u16(), 200);
            }
            "blocked" => {
                let blocked = call(&router, &ana, "PUT", &format!("/blocks/{}", ben.id), Value::Null).await;
                assert_eq!(blocked.status.as_u16(), 204);
            }
            _ => {
                kith.advance("180d");
                if how == "tidied" {
                    kith_app::invitations::tidy_overdue(&kith.app, ana.id, kith.app.now()).await.unwrap();
                }
            }
        }
        for (method, act, body) in [
            ("GET", "", Value::Null),
            ("PUT", "/view", Value::Null),
            ("PUT", "/acceptance", Value::Null),
            ("PUT", "/dismissal", Value::Null),
            ("DELETE", "/dismissal", Value::Null),
            ("PUT", "/mark", Value::Null),
            ("DELETE", "/mark", Value::Null),
            ("PUT", "/report", json!({"reason": "sells things"})),
        ] {
            let gone = call(&router, &ben, method, &format!("/invitations/{id}{act}"), body.clone()).await;
            let never = call(&router, &ben, method, &format!("/invitations/7{act}"), body).await;
            assert_eq!((gone.status.as_u16(), &gone.body), (404, &never.body), "{how}: {method} {act}");
        }
    }
}

#[tokio::test]
async fn several_are_ignored_as_one_by_one_r10_6() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let [ana, ben, cleo] = kith.members(["Ana Lee", "Ben Ode", "Cleo Fay"]).await;
    let of_ben = ben.invites(&ana).await.to_string();
    let of_cleo = cleo.invites(&ana).await.to_string();
    kith.advance("1m");
    let of_nobody = "1234567890123456789".to_owned();
    let body = json!({ "ids": [of_ben, of_nobody, of_cleo] });
    let answer = call(&router, &ana, "POST", "/invitations/dismissals", body).await.json();
    let items = answer["items"].as_array().expect("items");
    let statuses: Vec<_> = items.iter().map(|item| &item["status"]).collect();
    assert_eq!(statuses, [&json!(200), &json!(404), &json!(200)]);
    assert_eq!(items[0]["invitation"]["state"], "ignored");
    assert_eq!((&items[1]["id"], &items[1]["code"]), (&json!(of_nobody), &json!("not_found")));
    let by_itself = call(&router, &ana, "GET", &format!("/invitations/{of_cleo}"), Value::Null).await.json();
    assert_eq!(items[2]["invitation"], by_itself);

    let too_many = vec![of_ben; 101];
    for ids in [vec![], too_many] {
        let body = json!({ "ids": ids });
        let refused = call(&router, &ana, "POST", "/invitations/dismissals", body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.json());
    }
}

#[tokio::test]
async fn who_accepts_names_terms_which_the_sender_reads_and_declines_f9() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let contact = json!({"contact_email": "ben@ode.example", "contact_phone": "+49 30 1234567", "contact_website": "ode.example"});
    call(&router, &ben, "PATCH", "/me", contact).await;
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    let path = format!("/invitations/{id}");
    for (wrong, field) in [
        (json!({"scope": "half"}), "scope"),
        (json!({"no_pitches_days": 31}), "no_pitches_days"),
        (json!({"no_pitches_days": "30"}), "no_pitches_days"),
        (json!({"terms": "full"}), "terms"),
    ] {
        let refused = call(&router, &ben, "PUT", &format!("{path}/acceptance"), wrong.clone()).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(refused.json()["errors"][0]["field"], field, "{wrong}");
    }
    let terms = json!({"scope": "limited", "no_pitches_days": 90});
    let accepted = call(&router, &ben, "PUT", &format!("{path}/acceptance"), terms).await;
    assert_eq!(accepted.json()["connection"]["member"]["name"], "Ana Lee");
    assert_eq!(accepted.json()["invitation"]["terms"]["scope"], "limited");

    let sent = call(&router, &ana, "GET", &path, Value::Null).await.json();
    assert_eq!(sent["terms"], json!({"scope": "limited", "no_pitches_until": "2026-05-31T09:00:30Z"}));
    assert_eq!((&sent["state"], &sent["can"]["decline_terms"]), (&json!("accepted"), &json!(true)));
    let profile = call(&router, &ana, "GET", &format!("/members/{}", ben.id), Value::Null).await.json();
    for hidden in ["contact_email", "contact_phone", "contact_website", "connections"] {
        assert_eq!(profile[hidden], Value::Null, "{hidden}");
    }
    let list = call(&router, &ana, "GET", &format!("/members/{}/connections", ben.id), Value::Null).await;
    assert_eq!(list.status, StatusCode::FORBIDDEN);

    let terms = format!("/connections/{}/terms", ana.id);
    let held = call(&router, &ben, "GET", &terms, Value::Null).await.json();
    assert_eq!(held["scope"], "limited");
    let wider =
        call(&router, &ben, "PUT", &terms, json!({"scope": "full", "no_pitches_days": 0})).await.json();
    assert_eq!(wider, json!({"scope": "full", "no_pitches_until": null}));
    let profile = call(&router, &ana, "GET", &format!("/members/{}", ben.id), Value::Null).await.json();
    assert_eq!(profile["contact_email"], "ben@ode.example");
    assert_eq!(profile["contact_website"], "https://ode.example");

    let declined = call(&router, &ana, "PUT", &format!("{path}/terms-refusal"), Value::Null).await;
    assert_eq!((declined.status, declined.json()["state"].clone()), (StatusCode::OK, json!("withdrawn")));
    let gone = call(&router, &ben, "GET", &terms, Value::Null).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn to_follow_each_other_only_is_an_acceptance_without_a_connection_f9() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let id = ana.invites(&ben).await;
    kith.advance("30s");
    let path = format!("/invitations/{id}/acceptance");
    let accepted = call(&router, &ben, "PUT", &path, json!({"scope": "follow_only"})).await;
    assert_eq!((accepted.status, &accepted.json()["connection"]), (StatusCode::OK, &Value::Null));
    let twice = call(&router, &ben, "PUT", &path, Value::Null).await;
    assert_eq!(twice.body, accepted.body, "the second answers as the first, whatever its terms");
    for (one, other) in [(&ana, &ben), (&ben, &ana)] {
        let path = format!("/members/{}/relationship", other.id);
        let relationship = call(&router, one, "GET", &path, Value::Null).await.json();
        assert_eq!((&relationship["state"], &relationship["follows"]), (&json!("none"), &json!(true)));
    }
}
