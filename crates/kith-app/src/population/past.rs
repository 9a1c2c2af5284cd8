use std::sync::Arc;

use kith_domain::change::{Change, Event, EventKind};
use kith_domain::contact_details::ContactDetails;
use kith_domain::door::DoorPolicy;
use kith_domain::id::{
    ConversationId, EducationId, GroupId, InvitationId, MemberId, MessageId, PositionId, RestrictionId,
};
use kith_domain::invitations::{
    AddressKnown, Claim, Connections, MarkFacts, Note, Place, Purpose, SendCommand, SendFacts, SendOutcome,
    Terms, accept, expire, ignore, mark, send, view, withdraw,
};
use kith_domain::profile::{Audience, Education, MemberStatus, Membership, Person, Position, Profile};
use kith_domain::relation::Pair;
use kith_domain::text::{
    Address, Degree, Employer, GroupAbout, GroupName, Handle, Headline, Interest, Location, MessageText,
    MetAt, Name, School, Summary, Title,
};
use kith_domain::time::{Period, Timestamp};
use kith_store::bulk::{Remnant, Settled};
use kith_store::groups::Group;
use kith_store::messages::Message;

use super::world::World;
use crate::passwords::Password;
use crate::{App, CommitFailure, Failure, Fault, groups};

/// A network's whole past. Members and groups are numbers: their places in the lists.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Who is in it.
    pub members: Vec<Settler>,
    /// Groups, by [`Settler::groups`]; one that nobody is in is left out.
    pub groups: Vec<Founded>,
    /// Every invitation there was.
    pub invitations: Vec<Invited>,
    /// Conversations between who became connected.
    pub talks: Vec<Talk>,
    /// The password of everybody with an address.
    pub password: Option<String>,
    /// From when on what happened is told to whoever follows the journal; what lies before is over.
    pub told_from: Timestamp,
}

/// A member of a past.
#[derive(Debug, Clone)]
pub struct Settler {
    /// Name as shown.
    pub name: Name,
    /// Name in addresses; nobody else's.
    pub handle: Handle,
    /// What they sign in with, confirmed.
    pub address: Option<Address>,
    /// The line below the name.
    pub headline: Option<Headline>,
    /// Own words.
    pub summary: Option<Summary>,
    /// Where they are.
    pub location: Option<Location>,
    /// Positions.
    pub positions: Vec<(Employer, Title, Period)>,
    /// Educations.
    pub educations: Vec<(School, Option<Degree>, Period)>,
    /// Interests, in their order.
    pub interests: Vec<Interest>,
    /// Which groups they are in.
    pub groups: Vec<usize>,
    /// The picture in its sizes, each with the length of its edge in pixels.
    pub picture: Vec<(u32, Vec<u8>)>,
    /// Whether they moderate.
    pub moderator: bool,
    /// When they joined.
    pub joined_at: Timestamp,
}

/// A group of a past.
#[derive(Debug, Clone)]
pub struct Founded {
    /// Its name.
    pub name: GroupName,
    /// What it is about.
    pub about: Option<GroupAbout>,
}

/// An invitation of a past.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Who sent it.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// When.
    pub sent_at: Timestamp,
    /// How the sender said to know the recipient.
    pub closeness: Option<Closeness>,
    /// The note.
    pub note: Option<String>,
    /// What the sender is after.
    pub purpose: Option<Purpose>,
    /// Where they clicked.
    pub place: Place,
    /// When the recipient opened it.
    pub viewed_at: Option<Timestamp>,
    /// What became of it.
    pub fate: Fate,
}

/// How a sender said to know a recipient; numbers are places in the sender's lists.
#[derive(Debug, Clone)]
pub enum Closeness {
    /// Colleagues in this position.
    Colleague(usize),
    /// Classmates in this education.
    Classmate(usize),
    /// Did business in this position.
    Business(usize),
    /// Friends.
    Friend,
    /// Both in this group, a place in [`Past::groups`].
    Group(usize),
    /// Met there.
    Met(MetAt),
    /// Something else.
    Other,
}

/// What became of an invitation, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing yet.
    Open,
    /// They are connected.
    Accepted(Timestamp),
    /// In the archive.
    Ignored(Timestamp),
    /// In the archive, and the sender marked as unknown.
    Marked(Timestamp),
    /// Taken back.
    Withdrawn(Timestamp),
    /// Over, and tidied up.
    Expired,
}

/// A conversation of a past.
#[derive(Debug, Clone)]
pub struct Talk {
    /// The two.
    pub between: [usize; 2],
    /// Who wrote what and when, the oldest first. Who did not write the last one has not read it.
    pub messages: Vec<(usize, MessageText, Timestamp)>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Populated {
    /// The members' ids, in the order of [`Past::members`].
    pub members: Vec<MemberId>,
    /// Invitations that became part of the past.
    pub invitations: usize,
    /// Invitations and conversations that the rules refused; they are left out.
    pub refused: usize,
}

/// Why a past is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PopulateRefused {
    /// A handle, an address or a group's name is somebody's already, or stands twice in the past.
    Taken,
}

/// Plays a past through the rules and writes what it leaves behind, whole or not at all.
///
/// # Errors
/// A name is taken; a fault of the store.
pub async fn populate(app: &App, past: Past) -> Result<Populated, Failure<PopulateRefused>> {
    let hash = match &past.password {
        Some(password) => {
            let salt = crate::accounts::salt(app);
            Some(Arc::from(app.passwords().hash(Password::typed(password), salt).await?))
        }
        None => None,
    };
    let playing = app.clone();
    let play = move || Play::new(&playing, past, hash)?.finish(&playing);
    let played = tokio::task::spawn_blocking(play).await;
    let (populated, remnants) =
        played.map_err(|died| Fault::new(crate::FaultKind::Bug, "play a past", died))??;
    written(app, remnants.into_iter()).await?;
    Ok(populated)
}

/// Writes remnants, all or none.
pub(super) async fn written(
    app: &App,
    remnants: impl Iterator<Item = Remnant> + Send + 'static,
) -> Result<(), Failure<PopulateRefused>> {
    match app.store().settle(remnants, app.now()).await {
        Ok(()) => Ok(()),
        Err(CommitFailure::Conflict { .. }) => Err(Failure::Refused(PopulateRefused::Taken)),
        Err(CommitFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// A past with its ids, while it is played.
struct Play {
    world: World,
    settled: Vec<Settled>,
    groups: Vec<Remnant>,
    group_ids: Vec<GroupId>,
    invitations: Vec<Invited>,
    invitation_ids: Vec<InvitationId>,
    talks: Vec<Talk>,
    /// A conversation's id, then its messages' ids, for each talk in turn.
    talk_ids: Vec<i64>,
    told_from: Timestamp,
    refused: usize,
}

/// One act on an invitation, a place in the list.
#[derive(Clone, Copy)]
enum Act {
    Send,
    View,
    Accept,
    Ignore,
    /// With the id of the restriction that may follow.
    Mark {
        restriction: RestrictionId,
    },
    Withdraw,
    Expire,
}

impl Play {
    fn new(app: &App, past: Past, password_hash: Option<Arc<str>>) -> Result<Self, Fault> {
        let Past { members, groups, invitations, talks, password: _, told_from } = past;
        let founders: Vec<Option<usize>> = (0..groups.len())
            .map(|group| {
                let in_it = (0..members.len()).filter(|member| members[*member].groups.contains(&group));
                in_it.min_by_key(|member| members[*member].joined_at)
            })
            .collect();

        let mut times: Vec<Timestamp> = Vec::new();
        times.extend(founders.iter().map(|founder| founder.map_or(told_from, |f| members[f].joined_at)));
        for member in &members {
            let mine = 1 + member.positions.len() + member.educations.len();
            times.extend(std::iter::repeat_n(member.joined_at, mine));
        }
        times.extend(invitations.iter().map(|invitation| invitation.sent_at));
        for talk in &talks {
            times.extend(talk.messages.first().map(|(_, _, at)| *at));
            times.extend(talk.messages.iter().map(|(_, _, at)| *at));
        }
        let mut ids = made(app, &times)?.into_iter();
        let mut id = || ids.next().unwrap_or_default();

        let group_ids: Vec<GroupId> = groups.iter().map(|_| GroupId(id())).collect();
        let settled: Vec<Settled> = members
            .into_iter()
            .map(|member| settle(member, &groups, &group_ids, password_hash.as_ref(), &mut id))
            .collect();
        let invitation_ids = invitations.iter().map(|_| InvitationId(id())).collect();
        let talk_ids = ids.collect();
        let groups = groups
            .into_iter()
            .zip(&group_ids)
            .zip(founders)
            .filter_map(|((group, id), founder)| {
                let founder = settled.get(founder?)?;
                let name_key = groups::name_key(&group.name);
                let group = Group {
                    id: *id,
                    name: group.name,
                    about: group.about,
                    founder: founder.profile.person.id,
                    created_at: founder.joined_at,
                    joined: true,
                    members: 0,
                };
                Some(Remnant::Group { group: Box::new(group), name_key })
            })
            .collect();
        let world = World::new(settled.iter().map(|member| member.profile.clone()).collect());
        Ok(Self {
            world,
            settled,
            groups,
            group_ids,
            invitations,
            invitation_ids,
            talks,
            talk_ids,
            told_from,
            refused: 0,
        })
    }

    /// Plays the acts in the order of time and gathers what they leave.
    fn finish(mut self, app: &App) -> Result<(Populated, Vec<Remnant>), Fault> {
        for (at, number, act) in self.acts(app)? {
            match self.act(app, number, act, at) {
                Some(changes) => {
                    if self.world.apply(changes).is_err() {
                        self.refused += 1;
                    }
                }
                None => self.refused += usize::from(matches!(act, Act::Send)),
            }
        }
        let talks = self.talked();
        let populated = Populated {
            members: self.settled.iter().map(|member| member.profile.person.id).collect(),
            invitations: self.world.invitations.len(),
            refused: self.refused,
        };
        Ok((populated, self.remnants(talks)))
    }

    fn acts(&self, app: &App) -> Result<Vec<(Timestamp, usize, Act)>, Fault> {
        let mut acts = Vec::with_capacity(self.invitations.len() * 3);
        for (number, invitation) in self.invitations.iter().enumerate() {
            let opens_at = invitation.sent_at + app.policy().undo.send;
            let after = |at: Timestamp| at.max(opens_at);
            acts.push((invitation.sent_at, number, Act::Send));
            acts.extend(invitation.viewed_at.map(|at| (after(at), number, Act::View)));
            match invitation.fate {
                Fate::Open => {}
                Fate::Accepted(at) => acts.push((after(at), number, Act::Accept)),
                Fate::Ignored(at) => acts.push((after(at), number, Act::Ignore)),
                Fate::Marked(at) => {
                    let restriction = RestrictionId(app.chance().id(after(at))?);
                    acts.extend([
                        (after(at), number, Act::Ignore),
                        (after(at), number, Act::Mark { restriction }),
                    ]);
                }
                Fate::Withdrawn(at) => acts.push((after(at), number, Act::Withdraw)),
                Fate::Expired => {
                    acts.push((invitation.sent_at + app.policy().expiry.after, number, Act::Expire));
                }
            }
        }
        // Stable: what is done at one moment stays in its order.
        acts.sort_by_key(|(at, _, _)| *at);
        Ok(acts)
    }

    /// What an act changes; nothing where the rules refuse it.
    fn act(&self, app: &App, number: usize, act: Act, at: Timestamp) -> Option<Vec<Change>> {
        let invited = &self.invitations[number];
        let id = self.invitation_ids[number];
        let policy = app.policy();
        let person = |number: usize| self.world.profiles.get(number).map(|profile| profile.person.id);
        let (from, to) = (person(invited.from)?, person(invited.to)?);
        let relation = self.world.relation(Pair::of(from, to)?);
        match act {
            Act::Send => self.send(app, number, at),
            Act::View => view(&relation, id, to, at).ok(),
            Act::Accept => {
                let connections = Connections {
                    yours: self.world.profiles[invited.to].connections,
                    theirs: self.world.profiles[invited.from].connections,
                };
                accept(&relation, id, to, Terms::default(), connections, &[], policy, at).ok()
            }
            Act::Ignore => ignore(&relation, id, to, at).ok(),
            Act::Mark { restriction } => {
                let standing = self.world.standings[invited.from].clone();
                let counting = self.world.marks_of(from, standing.marks_count_from(policy, at));
                let facts = MarkFacts { standing, counting, counts: true, restriction };
                mark(&relation, id, to, &facts, policy, at).ok()
            }
            Act::Withdraw => {
                let invitation = self.world.invitations.get(&id)?;
                withdraw(&relation, invitation, from, policy, at).ok()
            }
            Act::Expire => Some(expire(&relation, policy, at)),
        }
    }

    fn send(&self, app: &App, number: usize, at: Timestamp) -> Option<Vec<Change>> {
        let invited = &self.invitations[number];
        let (sender, recipient) = (&self.world.profiles[invited.from], &self.world.profiles[invited.to]);
        let policy = app.policy();
        let claim = match &invited.closeness {
            None => None,
            Some(Closeness::Colleague(n)) => Some(Claim::Colleague(sender.positions.get(*n)?.id)),
            Some(Closeness::Business(n)) => Some(Claim::Business(sender.positions.get(*n)?.id)),
            Some(Closeness::Classmate(n)) => Some(Claim::Classmate(sender.educations.get(*n)?.id)),
            Some(Closeness::Group(n)) => Some(Claim::Group(*self.group_ids.get(*n)?)),
            Some(Closeness::Friend) => Some(Claim::Friend),
            Some(Closeness::Met(at)) => Some(Claim::Met(at.clone())),
            Some(Closeness::Other) => Some(Claim::Other),
        };
        let note = match &invited.note {
            Some(note) => Note::parse(note, &app.network().name, sender.person.name.as_str(), policy).ok()?,
            None => None,
        };
        let (ground, degree) = self.world.ground(invited.from, invited.to, policy);
        let facts = SendFacts {
            relation: self.world.relation(Pair::of(sender.person.id, recipient.person.id)?),
            standing: &self.world.standings[invited.from],
            sender,
            sender_verified: true,
            recipient: Some(recipient),
            connections: Connections { yours: sender.connections, theirs: recipient.connections },
            // Who says to be a friend in a past knew the address.
            address_known: AddressKnown::Yes,
            door: &DoorPolicy::default(),
            introduced: false,
            ground,
            degree,
            voided: Vec::new(),
            earlier: &[],
        };
        let command = SendCommand {
            id: self.invitation_ids[number],
            from: sender.person.id,
            to: recipient.person.id,
            claim,
            note,
            purpose: invited.purpose,
            place: invited.place,
            answers: Vec::new(),
        };
        match send(&facts, command, policy, at) {
            Ok(SendOutcome::Sent(sent)) => Some(sent.changes),
            Ok(SendOutcome::Existing(_) | SendOutcome::Connected { .. }) | Err(_) => None,
        }
    }

    /// The conversations of who is connected, with what is told of them.
    fn talked(&mut self) -> Vec<Remnant> {
        let mut ids = std::mem::take(&mut self.talk_ids).into_iter();
        let mut remnants = Vec::new();
        for talk in std::mem::take(&mut self.talks) {
            if talk.messages.is_empty() {
                continue;
            }
            let conversation = ConversationId(ids.next().unwrap_or_default());
            let message_ids: Vec<MessageId> = ids.by_ref().take(talk.messages.len()).map(MessageId).collect();
            let person = |number: usize| self.world.profiles.get(number).map(|p| p.person.id);
            let pair = person(talk.between[0])
                .zip(person(talk.between[1]))
                .and_then(|(one, other)| Pair::of(one, other));
            let Some(pair) = pair.filter(|pair| self.world.relation(*pair).connected()) else {
                self.refused += 1;
                continue;
            };
            let relation = self.world.relation(pair);
            let mut messages = Vec::with_capacity(talk.messages.len());
            for ((from, text, at), id) in talk.messages.into_iter().zip(message_ids) {
                let Some(from) = person(from).filter(|from| pair.side(*from).is_some()) else { continue };
                messages.push(Message { id, from, text, at });
                let event = Event {
                    kind: EventKind::MessageWritten,
                    actor: from,
                    invitation: None,
                    at,
                    visible_at: at,
                };
                self.world.events.push((relation.clone(), event));
            }
            remnants.push(Remnant::Talk { pair, conversation, messages });
        }
        remnants
    }

    /// In the order in which the rows lie on disk, as far as it matters.
    fn remnants(self, talks: Vec<Remnant>) -> Vec<Remnant> {
        let Self { world, settled, groups, told_from, .. } = self;
        let World { profiles, standings, relations, invitations, marks, mut events, .. } = world;
        let mut members: Vec<Remnant> = Vec::with_capacity(settled.len());
        for ((mut member, profile), standing) in settled.into_iter().zip(profiles).zip(standings) {
            (member.profile, member.standing) = (profile, standing);
            members.push(Remnant::Member(Box::new(member)));
        }
        let mut halves: Vec<(MemberId, MemberId)> =
            relations.keys().flat_map(|pair| [(pair.lo(), pair.hi()), (pair.hi(), pair.lo())]).collect();
        halves.sort_unstable();
        let halves = halves.into_iter().filter_map(|(owner, other)| {
            let relation = relations.get(&Pair::of(owner, other)?)?.clone();
            Some(Remnant::Half { relation, owner })
        });
        let mut sent: Vec<_> = invitations.into_values().collect();
        sent.sort_unstable_by_key(|invitation| (invitation.from, invitation.id));
        events.sort_by_key(|(_, event)| event.at);
        let told = events.into_iter().filter(|(_, event)| event.at >= told_from);

        let mut all = groups;
        all.extend(members);
        all.extend(halves);
        all.extend(sent.into_iter().map(|invitation| Remnant::Invitation(Box::new(invitation))));
        all.extend(marks.into_iter().map(|mark| Remnant::Mark {
            of: mark.of,
            by: mark.by,
            invitation: mark.invitation,
            at: mark.at,
        }));
        all.extend(talks);
        all.extend(told.map(|(after, event)| Remnant::Event { after, event }));
        all
    }
}

/// Ids in the order of `times`, though they are made in the order of time: a later one is always greater.
pub(super) fn made(app: &App, times: &[Timestamp]) -> Result<Vec<i64>, Fault> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|place| times[*place]);
    let mut ids = vec![0; times.len()];
    for place in order {
        ids[place] = app.chance().id(times[place])?;
    }
    Ok(ids)
}

fn settle(
    member: Settler,
    groups: &[Founded],
    group_ids: &[GroupId],
    password_hash: Option<&Arc<str>>,
    id: &mut impl FnMut() -> i64,
) -> Settled {
    let person = Person {
        id: MemberId(id()),
        handle: member.handle,
        name: member.name,
        headline: member.headline,
        location: member.location,
        picture: (!member.picture.is_empty()).then_some(member.joined_at.0),
        status: MemberStatus::Active,
    };
    let membership = |group: usize| {
        Some(Membership { group: *group_ids.get(group)?, name: groups.get(group)?.name.clone() })
    };
    let standing = kith_domain::standing::Standing::new(person.id, 0);
    let profile = Profile {
        person,
        summary: member.summary,
        connections_visible_to: Audience::Connections,
        positions: member
            .positions
            .into_iter()
            .map(|(employer, title, period)| Position { id: PositionId(id()), employer, title, period })
            .collect(),
        educations: member
            .educations
            .into_iter()
            .map(|(school, degree, period)| Education { id: EducationId(id()), school, degree, period })
            .collect(),
        interests: member.interests,
        groups: member.groups.into_iter().filter_map(membership).collect(),
        connections: 0,
        recommendations: 0,
        contact: ContactDetails::default(),
    };
    Settled {
        profile,
        password_hash: member.address.is_some().then(|| password_hash.cloned()).flatten(),
        address: member.address,
        moderator: member.moderator,
        standing,
        picture: member.picture,
        joined_at: member.joined_at,
    }
}
