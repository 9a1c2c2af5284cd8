//! The boxes of invitations: received, sent, archive.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kith_app::Actor;
use kith_app::invitations::{self, Boxes, ReceivedBox};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{StateForRecipient, StateForSender, WithdrawRefused};
use kith_domain::standing::WEEK;
use kith_store::invitations::SentFilter;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Query};
use crate::gate::session::Member;
use crate::invitations::shown::{ReceivedCard, SentLine};
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place};
use crate::problem::Problem;
use crate::words;

/// How many invitations stand on one page.
const ON_A_PAGE: u32 = 20;

/// The pages of the boxes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/network", get(received))
        .route("/network/archive", get(archive))
        .route("/network/sent", get(sent))
        .route("/network/sent/withdrawals", post(withdraw_several))
}

#[derive(Template)]
#[template(path = "network/received.html")]
struct ReceivedPage {
    frame: Frame,
    boxes: Boxes,
    cards: Vec<ReceivedCard>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "network/archive.html")]
struct ArchivePage {
    frame: Frame,
    boxes: Boxes,
    cards: Vec<ReceivedCard>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "network/sent.html")]
struct SentPage {
    frame: Frame,
    boxes: Boxes,
    lines: Vec<SentLine>,
    states: Vec<(&'static str, &'static str, bool)>,
    next: Option<String>,
    allowance: Allowance,
}

/// What is left of the allowance, in words and as a meter (R5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// What is left, with its thousands apart; nothing where the limit is off.
    pub left: Option<String>,
    /// The limit, with its thousands apart.
    pub limit: String,
    /// The limit as a number.
    pub most: u64,
    /// What is used.
    pub used: u64,
    /// The week's pace, in words; empty where that limit is off.
    pub week: String,
}

impl Allowance {
    /// The allowance of a member.
    ///
    /// # Errors
    /// The database is in trouble.
    pub async fn of(ask: &PageRequest, actor: Actor) -> Result<Self, Problem> {
        let standing = ask.app().store().standing(actor.member).await?;
        let standing = standing.ok_or_else(Problem::not_found)?;
        let policy = ask.app().policy();
        let limit = standing.lifetime_limit(policy);
        let week = policy.invitations.weekly.number().map(u64::from).map(|limit| {
            let used = standing.week.used_at(ask.app().now(), WEEK);
            format!("{} of {} used this week.", words::number(used), words::number(limit))
        });
        Ok(Self {
            left: limit.map(|limit| words::number(limit.saturating_sub(standing.sent))),
            limit: limit.map(words::number).unwrap_or_default(),
            most: limit.unwrap_or(0),
            used: standing.sent,
            week: week.unwrap_or_default(),
        })
    }
}

/// Which piece of a list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Piece {
    before: String,
    state: String,
}

async fn received(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let (cards, next) = boxed(&ask, &me, ReceivedBox::Waiting, &piece).await?;
    let next = next.map(|id| format!("/network?before={id}"));
    let boxes = invitations::boxes(ask.app(), me.actor()).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(ReceivedPage { frame, boxes, cards, next }).into_response())
}

async fn archive(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let (cards, next) = boxed(&ask, &me, ReceivedBox::Archive, &piece).await?;
    let next = next.map(|id| format!("/network/archive?before={id}"));
    let boxes = invitations::boxes(ask.app(), me.actor()).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(ArchivePage { frame, boxes, cards, next }).into_response())
}

async fn sent(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let before = piece.before.parse().ok();
    let filter = filter(&piece.state);
    let mut found = invitations::sent(ask.app(), me.actor(), filter, before, ON_A_PAGE + 1).await?;
    let next = cut(&mut found).map(|sent| sent.invitation.id);
    let state = if piece.state.is_empty() { String::new() } else { format!("&state={}", state_word(filter)) };
    let next = next.map(|id| format!("/network/sent?before={id}{state}"));
    let now = ask.app().now();
    let page = SentPage {
        boxes: invitations::boxes(ask.app(), me.actor()).await?,
        lines: found.iter().map(|sent| SentLine::of(sent, now)).collect(),
        states: FILTERS.map(|(filter_is, value, words)| (value, words, filter_is == filter)).to_vec(),
        next,
        allowance: Allowance::of(&ask, me.actor()).await?,
        frame: ask.frame(Place::Network).await?,
    };
    Ok(Page::new(page).into_response())
}

/// Withdraws those that are ticked, each under the same rules and with its own result (R9.4).
async fn withdraw_several(
    ask: PageRequest,
    me: Member,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let ticked = fields.iter().filter(|(name, _)| name == "invitation");
    let ids: Vec<InvitationId> =
        ticked.filter_map(|(_, id)| id.parse().ok()).take(ON_A_PAGE as usize).collect();
    let results = invitations::withdraw_several(ask.app(), me.actor(), &ids).await?;
    let done = results.iter().filter(|(_, result)| result.is_ok()).count();
    let late =
        results.iter().filter(|(_, result)| matches!(result, Err(WithdrawRefused::NoLongerPossible))).count();
    let flash = match (done, late) {
        (0, 0) => Flash::fail("Nothing was chosen, so nothing was withdrawn."),
        (0, _) => Flash::fail("None of these can be withdrawn any more."),
        (1, 0) => Flash::say("Withdrawn. It still counts."),
        (done, 0) => Flash::say(format!("{} withdrawn. They still count.", words::number(done as u64))),
        (done, late) => Flash::say(format!(
            "{} withdrawn; {} can no longer be withdrawn.",
            words::number(done as u64),
            words::number(late as u64)
        )),
    };
    Ok(ask.onward(Onward::to("/network/sent").saying(flash)))
}

/// The cards of a box, and the one after which the next page begins.
async fn boxed(
    ask: &PageRequest,
    me: &Member,
    which: ReceivedBox,
    piece: &Piece,
) -> Result<(Vec<ReceivedCard>, Option<InvitationId>), Problem> {
    let before = piece.before.parse().ok();
    let mut found = invitations::received(ask.app(), me.actor(), which, before, ON_A_PAGE + 1).await?;
    let next = cut(&mut found).map(|received| received.invitation.id);
    let now = ask.app().now();
    let cards =
        found.iter().filter_map(|received| ReceivedCard::of(ask.app(), received, me.language, now)).collect();
    Ok((cards, next))
}

/// Leaves what one page shows; the last of it, where there is more.
fn cut<T>(found: &mut Vec<T>) -> Option<&T> {
    let more = found.len() > ON_A_PAGE as usize;
    found.truncate(ON_A_PAGE as usize);
    found.last().filter(|_| more)
}

const FILTERS: [(SentFilter, &str, &str); 5] = [
    (SentFilter::All, "", "All"),
    (SentFilter::Open, "open", "Waiting for an answer"),
    (SentFilter::Accepted, "accepted", "Accepted"),
    (SentFilter::Withdrawn, "withdrawn", "Withdrawn"),
    (SentFilter::Expired, "expired", "Over"),
];

fn filter(word: &str) -> SentFilter {
    FILTERS.into_iter().find(|(_, value, _)| *value == word).map_or(SentFilter::All, |(filter, _, _)| filter)
}

fn state_word(filter: SentFilter) -> &'static str {
    FILTERS.into_iter().find(|(is, _, _)| *is == filter).map_or("", |(_, value, _)| value)
}
