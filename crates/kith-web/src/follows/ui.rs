//! The pages of following.

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use kith_app::follows::{self, Follow, FollowRefused};
use kith_app::invitations::{self, Boxes};
use kith_app::{Failure, Page as Piece};
use kith_domain::id::MemberId;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Path, Query};
use crate::lists::{self, ROWS};
use crate::page::{Confirm, Flash, Frame, MemberRequest, Onward, Page, Place};
use crate::people::{self, Row};
use crate::problem::Problem;
use crate::refusals::Refusal;
use crate::when::When;

/// The pages of following.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/network/following", get(following))
        .route("/network/followers", get(followers))
        .route("/network/followers/{member}/removal", post(remove))
        .route("/in/{handle}/follow", get(ask_follow).post(follow))
        .route("/in/{handle}/unfollow", post(unfollow))
}

#[derive(Deserialize)]
struct From {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "follows/list.html")]
struct FollowsPage {
    frame: Frame,
    boxes: Boxes,
    following: bool,
    rows: Vec<Line>,
    next: Option<String>,
}

struct Line {
    person: Row,
    since: When,
}

async fn following(ask: MemberRequest, Query(from): Query<From>) -> Result<Page<FollowsPage>, Problem> {
    let place = lists::place(from.cursor.as_deref());
    let found = follows::following(ask.app(), ask.actor(), place, ROWS).await?;
    FollowsPage::of(&ask, true, found).await
}

async fn followers(ask: MemberRequest, Query(from): Query<From>) -> Result<Page<FollowsPage>, Problem> {
    let place = lists::place(from.cursor.as_deref());
    let found = follows::followers(ask.app(), ask.actor(), place, ROWS).await?;
    FollowsPage::of(&ask, false, found).await
}

impl FollowsPage {
    async fn of(ask: &MemberRequest, following: bool, found: Piece<Follow>) -> Result<Page<Self>, Problem> {
        let now = ask.app().now();
        let path = if following { "/network/following" } else { "/network/followers" };
        let line =
            |follow: &Follow| Line { person: Row::new(&follow.person), since: When::day(follow.since, now) };
        Ok(Page::new(Self {
            boxes: invitations::boxes(ask.app(), ask.actor()).await?,
            following,
            rows: found.items.iter().map(line).collect(),
            next: lists::next(path, &[], found.next),
            frame: ask.frame(Place::Network).await?,
        }))
    }

    fn here(&self) -> &'static str {
        if self.following { "following" } else { "followers" }
    }
}

async fn ask_follow(ask: MemberRequest, Path(handle): Path<String>) -> Result<Page<Confirm>, Problem> {
    let person = people::named(&ask, &handle).await?;
    Ok(Page::new(Confirm {
        heading: format!("Follow {}?", person.name),
        sentences: vec![
            "You follow without being connected, and without asking. They are not told, and you can stop at any time."
                .to_owned(),
        ],
        action: format!("/in/{}/follow", person.handle),
        back: format!("/in/{}", person.handle),
        button: "Follow",
        grave: false,
        frame: ask.frame(Place::Network).await?,
    }))
}

async fn follow(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    let back = format!("/in/{}", person.handle);
    let flash = match follows::follow(ask.app(), ask.actor(), person.id).await {
        Ok(()) => Flash::say(format!("You follow {}. They are not told.", person.name))
            .undo(format!("/in/{}/unfollow", person.handle)),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
        Err(Failure::Refused(FollowRefused::NotFound)) => return Err(Problem::not_found()),
        Err(Failure::Refused(refused @ (FollowRefused::ToYourself | FollowRefused::NotFollowable))) => {
            Flash::fail(refused.problem().detail().to_owned())
        }
    };
    Ok(ask.onward(Onward::to(back).saying(flash)))
}

async fn unfollow(ask: MemberRequest, Path(handle): Path<String>) -> Result<Response, Problem> {
    let person = people::named(&ask, &handle).await?;
    follows::unfollow(ask.app(), ask.actor(), person.id).await?;
    let flash = Flash::say(format!("You no longer follow {}.", person.name))
        .undo(format!("/in/{}/follow", person.handle));
    Ok(ask.onward(Onward::to(ask.back(&format!("/in/{}", person.handle))).saying(flash)))
}

async fn remove(ask: MemberRequest, Path(member): Path<MemberId>) -> Result<Response, Problem> {
    follows::remove_follower(ask.app(), ask.actor(), member).await?;
    Ok(ask.done("/network/followers", Flash::say("They no longer follow you, and are not told.")))
}
