//! A profile, as the one who looks may see it.

use askama::Template;
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use kith_app::invitations::HeldTerms;
use kith_app::profile::{self, Meeting, Viewed};
use kith_app::relationship::{Bearing, RelationshipState};
use kith_app::{Actor, App, follows, invitations, memory, outreach};
use kith_domain::common_ground::Common;
use kith_domain::contact_details::ContactDetails;
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::TermsScope;
use kith_domain::profile::{Completeness, Profile};
use kith_domain::time::{Month, Period};

use super::routes::OtherRoutes;
use crate::Web;
use crate::extract::Path;
use crate::gate::session::Member;
use crate::invitations::shown::{Fact, PartLine, facts, parts};
use crate::memory::ui::MemoryPart;
use crate::page::{Frame, Page, PageRequest, Place, Somebody};
use crate::problem::Problem;
use crate::words::{self, Ground};

/// The pages of profiles.
pub fn routes() -> Router<Web> {
    Router::new().route("/in/{handle}", get(show)).route("/in/{handle}/card", get(card))
}

#[derive(Template)]
#[template(path = "members/profile.html")]
struct ProfilePage {
    frame: Frame,
    who: Somebody,
    headline: String,
    location: String,
    summary: String,
    degree: Option<&'static str>,
    stand: Stand,
    reach: Reach,
    ground: Vec<Ground>,
    shared: Vec<Somebody>,
    shared_count: u32,
    positions: Vec<Entry>,
    educations: Vec<Entry>,
    interests: Vec<Mine>,
    groups: Vec<Mine>,
    connections: u64,
    completeness: Vec<PartLine>,
    routes: Option<OtherRoutes>,
    memory: Option<MemoryPart>,
    contact: ContactDetails,
    /// How far the one who looks lets them in (F9); none where there is nothing to let in.
    terms: Option<HeldTerms>,
}

#[derive(Template)]
#[template(path = "members/card.html")]
struct CardPage {
    frame: Frame,
    who: Somebody,
    general: String,
    facts: Vec<Fact>,
    completeness: Vec<PartLine>,
}

/// What stands between the two: which button the profile has (R1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// One's own: no button.
    Own,
    /// Nothing yet: Connect.
    Open,
    /// Invited: pending, and what can be done about it.
    Sent { id: InvitationId, held: bool, bare: bool },
    /// Invited by them: respond.
    Received { id: InvitationId },
    /// Connected: message.
    Connected,
    /// They follow each other by the wish of the one who looks, who can make a connection of it (F9).
    FollowOnly,
}

/// How somebody can be reached besides connecting (R4.2).
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    /// By an outreach message; a page of its own says what it costs.
    writes: bool,
    /// By a message, which an answered outreach message allows.
    talks: bool,
    follows: bool,
    may_follow: bool,
}

/// A position or an education.
#[derive(Debug, Clone)]
struct Entry {
    when: String,
    title: String,
    place: String,
    shared: Option<String>,
}

/// An interest or a group, and whether both have it.
#[derive(Debug, Clone)]
struct Mine {
    text: String,
    path: String,
    shared: bool,
}

async fn show(ask: PageRequest, me: Member, Path(handle): Path<String>) -> Result<Response, Problem> {
    let who = found(&ask, &handle).await?;
    let viewed = profile::view(ask.app(), me.actor(), who).await?.ok_or_else(Problem::not_found)?;
    let frame = ask.frame(Place::Elsewhere).await?;
    let page = match viewed {
        Viewed::Own(account) => {
            let completeness = Completeness::of(account.profile.held(), ask.app().policy());
            let page = ProfilePage::new(frame, &account.profile, &[], Stand::Own);
            ProfilePage { completeness: parts(&completeness.parts), ..page }
        }
        Viewed::Other(meeting) => other(&ask, frame, &me, &meeting).await?,
    };
    Ok(Page::new(page).into_response())
}

/// One's own card, as somebody sees it with whom one shares nothing (R6.9).
async fn card(ask: PageRequest, me: Member, Path(handle): Path<String>) -> Result<Response, Problem> {
    if found(&ask, &handle).await? != me.actor().member {
        return Err(Problem::not_found());
    }
    let card = profile::card_preview(ask.app(), me.actor()).await?.ok_or_else(Problem::not_found)?;
    let name = me.person.name.as_str();
    let general = kith_domain::invitations::generic_text(me.language, &ask.app().network().name, name);
    let page = CardPage {
        frame: ask.frame(Place::Elsewhere).await?,
        who: Somebody::of(&me.person),
        general,
        facts: facts(None, None, &card),
        completeness: parts(&card.profile),
    };
    Ok(Page::new(page).into_response())
}

async fn found(ask: &PageRequest, handle: &str) -> Result<MemberId, Problem> {
    profile::find(ask.app(), handle).await?.ok_or_else(Problem::not_found)
}

async fn other(
    ask: &PageRequest,
    frame: Frame,
    me: &Member,
    meeting: &Meeting,
) -> Result<ProfilePage, Problem> {
    let Meeting { profile, bearing, ground, routes, list_shown: _ } = meeting;
    let stand = stand(ask.app(), me.actor(), bearing).await?;
    let connections = ground.facts.iter().filter_map(Common::connection);
    let named: Vec<MemberId> = connections.map(|(member, _)| member).collect();
    let shared = ask.app().store().persons(&named).await?;
    let kept = memory::read(ask.app(), me.actor(), profile.person.id).await?;
    let terms = invitations::held_terms(ask.app(), me.actor(), profile.person.id).await?;
    let follow_only = terms.is_some_and(|held| held.scope == TermsScope::FollowOnly);
    let stand = if follow_only && stand == Stand::Open { Stand::FollowOnly } else { stand };
    let page = ProfilePage::new(frame, profile, &ground.facts, stand);
    Ok(ProfilePage {
        terms,
        memory: kept.map(|kept| MemoryPart::new(&kept, ask.app().now())),
        reach: reach(ask.app(), me.actor(), bearing).await?,
        degree: words::degree(bearing.degree),
        ground: words::grounds(&ground.facts, ground.shared_connections),
        shared: shared.iter().map(Somebody::of).collect(),
        shared_count: ground.shared_connections,
        routes: Some(OtherRoutes::new(&page.who, routes)),
        ..page
    })
}

/// Which button the profile has, from what may be known of the relation (R6.1) and of one's own invitation.
async fn stand(app: &App, me: Actor, bearing: &Bearing) -> Result<Stand, Problem> {
    Ok(match (bearing.state, bearing.invitation) {
        (RelationshipState::Connected, _) => Stand::Connected,
        (RelationshipState::InvitedYou, Some(id)) => Stand::Received { id },
        (RelationshipState::Invited, Some(id)) => {
            let sent = invitations::sent_one(app, me, id).await?;
            let held = sent.as_ref().is_some_and(|sent| sent.may_undo);
            let bare =
                sent.is_some_and(|sent| sent.invitation.note.is_none() && sent.invitation.relation.is_none());
            Stand::Sent { id, held, bare }
        }
        (RelationshipState::Yourself, _) => Stand::Own,
        (RelationshipState::None, _) | (RelationshipState::Invited | RelationshipState::InvitedYou, None) => {
            Stand::Open
        }
    })
}

async fn reach(app: &App, me: Actor, bearing: &Bearing) -> Result<Reach, Problem> {
    let following = follows::between(app, me.member, bearing.other).await?;
    let talks =
        bearing.state != RelationshipState::Connected && outreach::lets_write(app, me, bearing.other).await?;
    let prospect = match bearing.state {
        RelationshipState::None if !talks => outreach::prospect(app, me.member, bearing.other).await?,
        RelationshipState::None
        | RelationshipState::Yourself
        | RelationshipState::Invited
        | RelationshipState::InvitedYou
        | RelationshipState::Connected => None,
    };
    let writes = prospect.is_some_and(|prospect| prospect.is_offered());
    Ok(Reach { writes, talks, follows: following.follows, may_follow: following.may })
}

impl ProfilePage {
    fn new(frame: Frame, profile: &Profile, common: &[Common], stand: Stand) -> Self {
        let person = &profile.person;
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            frame,
            who: Somebody::of(person),
            headline: text(person.headline.as_ref().map(ToString::to_string)),
            location: text(person.location.as_ref().map(ToString::to_string)),
            summary: text(profile.summary.as_ref().map(ToString::to_string)),
            degree: None,
            stand,
            reach: Reach::default(),
            ground: Vec::new(),
            shared: Vec::new(),
            shared_count: 0,
            positions: profile.positions.iter().map(|p| position(p, common)).collect(),
            educations: profile.educations.iter().map(|e| education(e, common)).collect(),
            interests: profile.interests.iter().map(|i| interest(i.as_str(), common)).collect(),
            groups: profile.groups.iter().map(|m| group(m, common)).collect(),
            connections: u64::from(profile.connections),
            completeness: Vec::new(),
            routes: None,
            memory: None,
            contact: profile.contact.clone(),
            terms: None,
        }
    }

    /// Whether it is one's own.
    fn own(&self) -> bool {
        matches!(self.stand, Stand::Own)
    }

    /// Whether nothing but the name is there.
    fn bare(&self) -> bool {
        self.summary.is_empty()
            && self.positions.is_empty()
            && self.educations.is_empty()
            && self.interests.is_empty()
            && self.groups.is_empty()
    }

    /// Whether more are shared than are named.
    fn shared_hidden(&self) -> bool {
        self.shared.len() < self.shared_count as usize
    }

    /// How many connections, in words.
    fn connection_words(&self) -> String {
        words::counted(self.connections, "connection", "connections")
    }

    /// How many connections are shared, in words.
    fn shared_words(&self) -> String {
        words::counted(u64::from(self.shared_count), "shared connection", "shared connections")
    }
}

fn position(position: &kith_domain::profile::Position, common: &[Common]) -> Entry {
    let key = position.employer.key();
    let together = common.iter().find_map(|fact| match fact {
        Common::Employer { text, together }
            if kith_domain::text::Employer::stored(text.clone()).key() == key =>
        {
            Some(*together)
        }
        Common::Employer { .. }
        | Common::Group { .. }
        | Common::Connection { .. }
        | Common::Interest { .. }
        | Common::School { .. } => None,
    });
    Entry {
        when: when(position.period),
        title: position.title.to_string(),
        place: position.employer.to_string(),
        shared: together.map(|together| told(together.filter(|t| t.overlap(position.period).is_some()))),
    }
}

fn education(education: &kith_domain::profile::Education, common: &[Common]) -> Entry {
    let key = education.school.key();
    let together = common.iter().find_map(|fact| match fact {
        Common::School { text, together } if kith_domain::text::School::stored(text.clone()).key() == key => {
            Some(*together)
        }
        Common::School { .. }
        | Common::Group { .. }
        | Common::Connection { .. }
        | Common::Interest { .. }
        | Common::Employer { .. } => None,
    });
    Entry {
        when: when(education.period),
        title: education.school.to_string(),
        place: education.degree.as_ref().map(ToString::to_string).unwrap_or_default(),
        shared: together.map(|together| told(together.filter(|t| t.overlap(education.period).is_some()))),
    }
}

fn told(together: Option<Period>) -> String {
    match together {
        Some(period) => format!("You were there at the same time, {period}"),
        None => "You were there too, at another time".to_owned(),
    }
}

fn interest(text: &str, common: &[Common]) -> Mine {
    let shared = common.iter().any(|fact| matches!(fact, Common::Interest { text: both } if both == text));
    Mine { text: text.to_owned(), path: String::new(), shared }
}

fn group(membership: &kith_domain::profile::Membership, common: &[Common]) -> Mine {
    let both =
        |fact: &Common| matches!(fact, Common::Group { group_id, .. } if *group_id == membership.group);
    Mine {
        text: membership.name.to_string(),
        path: format!("/groups/{}", membership.group),
        shared: common.iter().any(both),
    }
}

/// `Mar 2019 – today`, `2007 – 2011` where only the year matters.
fn when(period: Period) -> String {
    let month = |month: Month| {
        const NAMES: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = NAMES.get(usize::from(month.month()).wrapping_sub(1)).copied().unwrap_or_default();
        format!("{name} {}", month.year())
    };
    match (period.from, period.to) {
        (Some(from), Some(to)) if from == to => month(from),
        (Some(from), Some(to)) => format!("{} – {}", month(from), month(to)),
        (Some(from), None) => format!("{} – today", month(from)),
        (None, Some(to)) => format!("until {}", month(to)),
        (None, None) => String::new(),
    }
}
