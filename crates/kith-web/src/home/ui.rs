//! The first page: for visitors what this is, for members what has come in.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::invitations::{self, Boxes, ReceivedBox};
use kith_app::notifications::{self, News, NotificationKind};
use kith_app::{Actor, profile, suggestions};

use crate::Web;
use crate::invitations::shown::{PartLine, ReceivedCard, parts};
use crate::network::ui::Allowance;
use crate::notifications::ui::Line;
use crate::page::{Frame, Page, PageRequest, Place};
use crate::people::Act;
use crate::people::ui::Tile;
use crate::problem::Problem;
use crate::words;

/// How many invitations the page shows.
const INVITATIONS: u32 = 3;
/// How many lines of news, out of how many that are looked at.
const NEWS: usize = 4;
const NEWS_LOOKED_AT: u32 = 20;
/// How many people one may know.
const TILES: u32 = 3;

/// The first page.
pub fn routes() -> Router<Web> {
    Router::new().route("/", get(home))
}

#[derive(Template)]
#[template(path = "home/landing.html")]
struct LandingPage {
    frame: Frame,
    lifetime: Option<String>,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    frame: Frame,
    first: String,
    handle: String,
    boxes: Boxes,
    cards: Vec<ReceivedCard>,
    news: Vec<Line>,
    tiles: Vec<Tile>,
    completeness: Vec<PartLine>,
    allowance: Allowance,
}

async fn home(ask: PageRequest) -> Result<Response, Problem> {
    let Some(me) = ask.caller() else {
        let limit = ask.app().policy().invitations.lifetime.number();
        let lifetime = limit.map(|limit| words::number(u64::from(limit)));
        let frame = ask.frame(Place::Elsewhere).await?;
        return Ok(Page::new(LandingPage { frame, lifetime }).into_response());
    };
    let now = ask.app().now();
    let received =
        invitations::received(ask.app(), me.actor, ReceivedBox::Waiting, None, INVITATIONS).await?;
    let cards = received
        .iter()
        .filter_map(|received| ReceivedCard::of(ask.app(), received, me.language, now))
        .collect();
    let completeness = profile::completeness(ask.app(), me.actor).await?.ok_or_else(Problem::not_found)?;
    let page = HomePage {
        frame: ask.frame(Place::Home).await?,
        first: me.person.name.first().to_owned(),
        handle: me.person.handle.to_string(),
        boxes: invitations::boxes(ask.app(), me.actor).await?,
        cards,
        news: news(&ask, me.actor).await?,
        tiles: suggestions::suggestions(ask.app(), me.actor, None, TILES)
            .await?
            .items
            .iter()
            .map(Tile::new)
            .collect(),
        completeness: parts(&completeness.parts),
        allowance: Allowance::of(&ask, me.actor).await?,
    };
    Ok(Page::new(page).into_response())
}

/// The latest news that were not read. An invitation that waits is not among them: its card says more.
async fn news(ask: &PageRequest, actor: Actor) -> Result<Vec<Line>, Problem> {
    let latest = notifications::notifications(ask.app(), actor, None, NEWS_LOOKED_AT).await?;
    let waits = |news: &News| {
        news.notification.kind == NotificationKind::InvitationReceived && !news.notification.connected
    };
    let now = ask.app().now();
    let unread = latest.items.iter().filter(|news| news.unread && !waits(news));
    Ok(unread.take(NEWS).map(|news| Line::new(news, now)).collect())
}

impl HomePage {
    /// What has come in, said calmly.
    fn lead(&self) -> String {
        match self.boxes.received {
            0 if !self.news.is_empty() => "Here is what is new.".to_owned(),
            0 => "Nothing new has come in.".to_owned(),
            count => format!(
                "{} came in. Answer when it suits you.",
                words::counted(count, "invitation", "invitations")
            ),
        }
    }

    /// Whether more came in than this page shows.
    fn more(&self) -> bool {
        self.boxes.received > self.cards.len() as u64
    }

    /// Whether the profile lacks a part that its owner can fill in.
    fn lacks(&self) -> bool {
        self.completeness.iter().any(|part| !part.done)
    }
}
