//! The ways to somebody one does not know, beside an invitation (R0.3, R4.2).

use kith_domain::profile::{Audience, Person};

use super::{Met, RelationshipState};
use crate::{App, Fault, follows, outreach};

/// How many of those who may be asked for an introduction are named.
const NAMED: u32 = 3;

/// The ways to another member beside an invitation: exactly those that are possible (R4.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes {
    /// Who may be asked for an introduction, the first of them (R4.3).
    pub introducers: Vec<Person>,
    /// Why nobody may; nothing where somebody may.
    pub no_introduction: Option<NoIntroduction>,
    /// Whether the two are further apart than the 2nd degree: then the page shows these ways beside Connect (R0.3).
    pub far: bool,
    /// Write an outreach message (R4.6).
    pub write_outreach: bool,
    /// Follow.
    pub follow: bool,
}

/// Why nobody may be asked for an introduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoIntroduction {
    /// There is something between the two already, or they are one and the same.
    NotApart,
    /// They share no connection.
    TooFar,
    /// They share some, but none whom the one who asks may see and who takes requests.
    NobodyToAsk,
}

impl Routes {
    /// Whether there is none.
    pub fn none(&self) -> bool {
        self.introducers.is_empty() && !self.write_outreach && !self.follow
    }
}

/// The ways from the one who looks to the other, as they meet.
pub(crate) async fn routes(app: &App, met: &Met) -> Result<Routes, Fault> {
    let far = met.bearing.degree.is_none_or(|degree| degree > 2);
    let introducers = match no_way(met) {
        Some(why) => Err(why),
        None => {
            let though_hidden = app.policy().connections.shared_though_hidden;
            let pair = met.encounter.relation.pair;
            let found = app.store().introducers(pair, though_hidden, 0, NAMED).await?;
            if found.is_empty() { Err(NoIntroduction::NobodyToAsk) } else { Ok(found) }
        }
    };
    Ok(Routes {
        no_introduction: introducers.as_ref().err().copied(),
        introducers: introducers.unwrap_or_default(),
        far,
        write_outreach: offers_outreach(app, met).await?,
        follow: follows::between(app, met.encounter.one.profile.person.id, met.bearing.other).await?.may,
    })
}

/// Whether a message may be written as far as it is the writer's own, or the same for all (R4.6); beside an invitation,
/// and so while there is nothing between the two.
async fn offers_outreach(app: &App, met: &Met) -> Result<bool, Fault> {
    match met.bearing.state {
        RelationshipState::None => {
            let me = met.encounter.one.profile.person.id;
            let prospect = outreach::prospect(app, me, met.bearing.other).await?;
            Ok(prospect.is_some_and(|prospect| prospect.stands_against.is_none()))
        }
        RelationshipState::Yourself
        | RelationshipState::Invited
        | RelationshipState::InvitedYou
        | RelationshipState::Connected => Ok(false),
    }
}

/// What rules out every introduction between the two, whoever there is to ask (R4.3).
pub(crate) fn no_way(met: &Met) -> Option<NoIntroduction> {
    let hides = |audience| match audience {
        Audience::Nobody => true,
        Audience::Connections => false,
    };
    match (met.bearing.state, met.bearing.degree) {
        (RelationshipState::None, Some(2)) => {
            let (one, other) = (&met.encounter.one.profile, &met.encounter.other.profile);
            // Who hides the list hides whom they share with others (R2.4), and so whom they could be reached through.
            let hidden = hides(one.connections_visible_to) || hides(other.connections_visible_to);
            hidden.then_some(NoIntroduction::NobodyToAsk)
        }
        (RelationshipState::None, _) => Some(NoIntroduction::TooFar),
        (
            RelationshipState::Yourself
            | RelationshipState::Invited
            | RelationshipState::InvitedYou
            | RelationshipState::Connected,
            _,
        ) => Some(NoIntroduction::NotApart),
    }
}
