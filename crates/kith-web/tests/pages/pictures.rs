//! A picture through the form of the page.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Request, StatusCode};
use kith_testkit::{Kith, Member};
use kith_web::gate::csrf;

use crate::browser::{get, post, text};
use crate::support::{Answer, router, send};

const PNG: &[u8] = include_bytes!("../api/grey.png");

/// The form as a browser sends it, with a file of this name.
fn form(by: &Member, name: &str, file: &[u8]) -> Request<Body> {
    let token = csrf::token(by.token.as_str());
    let mut body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: \
         form-data; name=\"picture\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    Request::post("/profile/picture")
        .header(COOKIE, format!("kith={}", by.token.as_str()))
        .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .expect("a request")
}

/// The address of the picture in a page.
fn picture(page: &Answer) -> Option<String> {
    text(page)
        .split("src=\"")
        .find_map(|rest| rest.split('"').next().filter(|a| a.starts_with("/pictures/")).map(str::to_owned))
}

#[tokio::test]
async fn a_picture_is_put_up_shown_to_members_and_taken_down() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let (ana, ben) = (kith.member("Ana Lee").await, kith.member("Ben Ode").await);
    let put = send(&router, form(&ana, "../../me \u{202e}gpj.png", PNG)).await;
    assert_eq!((put.status, put.header("location")), (StatusCode::SEE_OTHER, "/profile/edit#picture"));
    let profile = format!("/in/{}", ana.id);
    let address = picture(&get(&router, &ben, &profile).await).expect("a picture");
    let shown = get(&router, &ben, &address).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(shown.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(&shown.body[..2], [0xff, 0xd8], "written anew");
    let nobody = send(&router, Request::get(&address).body(Body::empty()).expect("a request")).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);

    assert_eq!(post(&router, &ana, "/profile/picture/remove", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(picture(&get(&router, &ben, &profile).await), None);
    assert_eq!(get(&router, &ben, &address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_no_picture_is_said_at_the_field() {
    let kith = Kith::new().await;
    let router = router(&kith);
    let ana = kith.member("Ana Lee").await;
    for (file, says) in [
        (&b""[..], "The file is empty."),
        (b"<svg onload=alert(1)>", "Only JPEG, PNG and WebP"),
        (&PNG[..PNG.len() / 2], "picture"),
        (&vec![0; (5 << 20) + 1], "at most"),
    ] {
        let answer = send(&router, form(&ana, "me.png", file)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        let page = text(&answer);
        assert!(page.contains("The picture was not changed") && page.contains(says), "{says}");
    }
    let too_large = send(&router, form(&ana, "me.png", &vec![0; 6 << 20])).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(&too_large).contains("<h1>"), "even then a page");
}
