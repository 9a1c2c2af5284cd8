//! The boxes of invitations: received, sent, archive.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::Actor;
use kith_app::invitations::{self, Boxes, ReceivedBox, Wanted};
use kith_domain::id::InvitationId;
use kith_domain::invitations::{StateForRecipient, StateForSender, WithdrawRefused};
use kith_domain::standing::WEEK;
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use serde::Deserialize;

use crate::Web;
use crate::extract::{Form, Query};
use crate::gate::session::Member;
use crate::invitations::shown::{ReceivedCard, SentLine};
use crate::lists::escaped;
use crate::page::{Flash, Frame, Onward, Page, PageRequest, Place};
use crate::problem::Problem;
use crate::words;

/// How many invitations stand on one page.
const ON_A_PAGE: u32 = 20;

/// The pages of the boxes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/network", get(received))
        .route("/network/later", get(later))
        .route("/network/archive", get(archive))
        .route("/network/sent", get(sent))
        .route("/network/sent/withdrawals", get(preview).post(withdraw_several))
}

#[derive(Template)]
#[template(path = "network/received.html")]
struct ReceivedPage {
    frame: Frame,
    boxes: Boxes,
    cards: Vec<ReceivedCard>,
    filters: Filters,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "network/later.html")]
struct LaterPage {
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
    filters: Filters,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "network/sent.html")]
struct SentPage {
    frame: Frame,
    boxes: Boxes,
    lines: Vec<SentLine>,
    filters: Filters,
    next: Option<String>,
    allowance: Allowance,
}

/// What a box is looked through for, as the form above it has it.
pub(crate) struct Filters {
    path: &'static str,
    q: String,
    note: bool,
    shared: bool,
    states: Vec<(&'static str, &'static str, bool)>,
    /// Whether anything but the whole box is asked for.
    any: bool,
}

/// What would be withdrawn, before it is (R9.4).
#[derive(Template)]
#[template(path = "network/withdrawals.html")]
struct PreviewPage {
    frame: Frame,
    lines: Vec<SentLine>,
    older_than: u16,
    ages: Vec<(u16, &'static str)>,
    more: bool,
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
    q: String,
    note: String,
    shared: String,
}

impl Piece {
    /// What is looked for.
    fn wanted(&self) -> Wanted {
        let only = |ticked: &str| (!ticked.is_empty()).then_some(true);
        Wanted {
            name: self.q.clone(),
            note: only(&self.note),
            shared: only(&self.shared),
            ..Wanted::default()
        }
    }

    /// The form that asks for it.
    fn filters(&self, path: &'static str, states: Vec<(&'static str, &'static str, bool)>) -> Filters {
        Filters {
            path,
            q: self.q.clone(),
            note: !self.note.is_empty(),
            shared: !self.shared.is_empty(),
            any: !self.wanted().is_everything() || !self.state.is_empty(),
            states,
        }
    }

    /// Where the list goes on, with all that is asked for.
    fn next(&self, path: &str, after: Option<InvitationId>) -> Option<String> {
        let after = after?;
        let kept = [("state", &self.state), ("q", &self.q), ("note", &self.note), ("shared", &self.shared)];
        let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
        let kept: String = kept.map(|(name, value)| format!("&{name}={}", escaped(value))).collect();
        Some(format!("{path}?before={after}{kept}"))
    }
}

async fn received(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let (cards, next) = boxed(&ask, &me, ReceivedBox::Waiting, &piece).await?;
    let next = piece.next("/network", next);
    let filters = piece.filters("/network", Vec::new());
    let boxes = invitations::boxes(ask.app(), me.actor()).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(ReceivedPage { frame, boxes, cards, filters, next }).into_response())
}

async fn later(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let (cards, next) = boxed(&ask, &me, ReceivedBox::Later, &piece).await?;
    let next = piece.next("/network/later", next);
    let boxes = invitations::boxes(ask.app(), me.actor()).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(LaterPage { frame, boxes, cards, next }).into_response())
}

async fn archive(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let (cards, next) = boxed(&ask, &me, ReceivedBox::Archive, &piece).await?;
    let next = piece.next("/network/archive", next);
    let filters = piece.filters("/network/archive", Vec::new());
    let boxes = invitations::boxes(ask.app(), me.actor()).await?;
    let frame = ask.frame(Place::Network).await?;
    Ok(Page::new(ArchivePage { frame, boxes, cards, filters, next }).into_response())
}

async fn sent(ask: PageRequest, me: Member, Query(piece): Query<Piece>) -> Result<Response, Problem> {
    let before = piece.before.parse().ok();
    let filter = filter(&piece.state);
    let wanted = piece.wanted();
    let found =
        invitations::find_sent(ask.app(), me.actor(), filter, &wanted, false, before, ON_A_PAGE).await?;
    let states = FILTERS.map(|(filter_is, value, words)| (value, words, filter_is == filter)).to_vec();
    let now = ask.app().now();
    let page = SentPage {
        boxes: invitations::boxes(ask.app(), me.actor()).await?,
        lines: found.items.iter().map(|sent| SentLine::of(sent, now)).collect(),
        filters: piece.filters("/network/sent", states),
        next: piece.next("/network/sent", found.next),
        allowance: Allowance::of(&ask, me.actor()).await?,
        frame: ask.frame(Place::Network).await?,
    };
    Ok(Page::new(page).into_response())
}

/// How many are shown, and withdrawn, at once by age.
const AT_ONCE: u32 = 100;

/// Ages by which invitations are withdrawn, in days.
const AGES: [(u16, &str); 4] =
    [(14, "two weeks"), (30, "a month"), (90, "three months"), (150, "five months")];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Age {
    older_than: String,
}

/// Which of those sent so long ago can be withdrawn: nothing is, before they are sent back (R9.4).
async fn preview(ask: PageRequest, me: Member, Query(age): Query<Age>) -> Result<Response, Problem> {
    let days = age.older_than.parse().ok().filter(|days| AGES.iter().any(|(age, _)| age == days));
    let days = days.unwrap_or(AGES[1].0);
    let wanted = Wanted { older_than: Some(Span::days(days.into())), ..Wanted::default() };
    let (app, actor, now) = (ask.app(), me.actor(), ask.app().now());
    let found = invitations::find_sent(app, actor, SentFilter::Open, &wanted, true, None, AT_ONCE).await?;
    let page = PreviewPage {
        lines: found.items.iter().map(|sent| SentLine::of(sent, now)).collect(),
        older_than: days,
        ages: AGES.to_vec(),
        more: found.next.is_some(),
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
        ticked.filter_map(|(_, id)| id.parse().ok()).take(AT_ONCE as usize).collect();
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
    let wanted = piece.wanted();
    let found = invitations::find_received(ask.app(), me.actor(), which, &wanted, before, ON_A_PAGE).await?;
    let now = ask.app().now();
    let cards = found
        .items
        .iter()
        .filter_map(|received| ReceivedCard::of(ask.app(), received, me.language, now))
        .collect();
    Ok((cards, found.next))
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
