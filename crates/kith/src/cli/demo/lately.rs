//! What happened in the last days of a demo, done as members do it: questions, terms, introductions, messages of
//! strangers, and somebody whose sending is restricted. What the rules refuse, since there are too few members or the wrong
//! ones, is left out.

use std::fmt::Debug;

use anyhow::{Context, Result};
use kith_app::introductions::{self, AskIntroduction};
use kith_app::invitations::{self, ReceivedBox};
use kith_app::moderation::{self, ReportMember, ReportWhat, Ruling, Verdict};
use kith_app::outreach::{self, SendOutreach};
use kith_app::profile::{self, EditProfile};
use kith_app::standing::{self, Ground};
use kith_app::{Actor, App, Authority, Chance, Clock, Edit, Failure, Fault, connections, credits, messages};
use kith_domain::id::{MemberId, SessionId};
use kith_domain::invitations::{PitchPause, Terms, TermsScope};
use kith_domain::policy::Lifts;
use kith_domain::text::{Handle, QuestionAnswer, QuestionText};
use kith_domain::time::Span;
use kith_store::invitations::SentFilter;
use kith_synthetic::{FULL_INBOX, Network};

/// How far back it begins.
const BEGAN: Span = Span::days(3);
/// How long passes from one thing to the next.
const STEP: Span = Span::seconds(4 * 3_600);
/// How many of the newest invitations stay as they came.
const AS_THEY_CAME: usize = 4;
/// So many pairs of connections are tried for an introduction.
const TRIED: usize = 200;

/// The number of the member whose sending is restricted, for whoever wants to sign in as they.
pub(crate) const RESTRICTED: usize = 3;
/// The number of who reports them.
const REPORTER: usize = 4;
/// From this number on members may write to strangers, until the rules let one of them.
const STRANGERS: usize = 5;

/// Whom it happens to.
pub(crate) struct Cast {
    /// Whose inbox is full.
    elif: Handle,
    /// Whose sending is restricted.
    restricted: Handle,
    /// Who reports them.
    reporter: Handle,
    /// The number of a second moderator, who decides about the report.
    pub(crate) colleague: usize,
    moderator: Handle,
    /// Who may write to strangers.
    strangers: Vec<Handle>,
}

/// The cast of a network; none where it is too small for one.
pub(crate) fn cast(network: &Network) -> Result<Option<Cast>> {
    let handle = |number: usize| {
        let person = network.members.get(number);
        person.map(|person| Handle::parse(&person.handle).context("a handle")).transpose()
    };
    let connected = |one: usize, other: usize| {
        network.edges.iter().any(|edge| [(one, other), (other, one)].contains(&(edge.from, edge.to)))
    };
    let impartial = |number: &usize| !connected(*number, RESTRICTED) && !connected(*number, REPORTER);
    let (Some(elif), Some(restricted), Some(reporter), Some(colleague)) = (
        handle(FULL_INBOX)?,
        handle(RESTRICTED)?,
        handle(REPORTER)?,
        (STRANGERS..network.members.len()).find(impartial),
    ) else {
        return Ok(None);
    };
    let Some(moderator) = handle(colleague)? else { return Ok(None) };
    let strangers = (STRANGERS..STRANGERS + TRIED).map(handle).collect::<Result<Vec<_>>>()?;
    let strangers = strangers.into_iter().flatten().collect();
    Ok(Some(Cast { elif, restricted, reporter, colleague, moderator, strangers }))
}

/// Lets it happen.
pub(crate) async fn happen(app: &App, cast: Cast) -> Result<()> {
    let clock = Clock::manual(app.now() - BEGAN);
    // Ids of a chance of its own, which say when it happened: nobody else uses the demo meanwhile.
    let past = App::new(app.store().clone(), clock.clone(), Chance::alone(), app.network().clone());
    let scene = Scene { app: past, clock };
    let elif = scene.member(&cast.elif).await?;
    scene.give_contact_details(elif).await?;
    scene.answer_some(elif).await?;
    scene.be_answered(elif).await?;
    scene.introduce(elif).await?;
    scene.write_to_a_stranger(&cast.strangers, elif).await?;
    scene.restrict(&cast).await
}

/// The network a few days ago.
struct Scene {
    app: App,
    clock: Clock,
}

impl Scene {
    async fn member(&self, handle: &Handle) -> Result<Actor> {
        let member = self.app.store().handle_owner(handle).await?;
        Ok(acts(member.context("an invented member is not there")?))
    }

    /// Some time later.
    fn later(&self) {
        self.clock.advance(STEP);
    }

    async fn give_contact_details(&self, elif: Actor) -> Result<()> {
        let set = |text: &str| Edit::Set(text.to_owned());
        let details = EditProfile {
            contact_email: set("elif@harbour-labels.example"),
            contact_phone: set("+46 31 123 45 67"),
            contact_website: set("https://harbour-labels.example/elif"),
            ..EditProfile::default()
        };
        done(profile::edit(&self.app, elif, details, None).await)?;
        Ok(())
    }

    /// She asks two who invited her, sets two aside, and accepts one on terms, which is tried out at once.
    async fn answer_some(&self, elif: Actor) -> Result<()> {
        let app = &self.app;
        let received = invitations::received(app, elif, ReceivedBox::Waiting, None, 100).await?;
        let mut waiting = received.iter().skip(AS_THEY_CAME).map(|one| &one.invitation);
        if let Some(asked) = waiting.next() {
            let question = QuestionText::parse("How do we know each other?").context("a question")?;
            done(invitations::ask(app, elif, asked.id, question).await)?;
            self.later();
            let answer = "From the design evening in Malmö: you spoke about labels, I asked about the glue.";
            let answer = QuestionAnswer::parse(answer).context("an answer")?;
            done(invitations::reply(app, acts(asked.from), asked.id, answer).await)?;
        }
        if let Some(asked) = waiting.next() {
            let question = QuestionText::parse("Can you remind me how we met?").context("a question")?;
            done(invitations::ask(app, elif, asked.id, question).await)?;
        }
        for (tell, days) in [(false, 30), (true, 60)] {
            if let Some(aside) = waiting.next() {
                let until = app.now() + Span::days(days);
                done(invitations::set_aside(app, elif, aside.id, until, tell).await)?;
            }
        }
        self.later();
        if let Some(accepted) = waiting.next() {
            let terms = Terms { scope: TermsScope::Limited, no_pitches: Some(PitchPause::Month) };
            done(invitations::accept(app, elif, accepted.id, terms).await)?;
            self.later();
            let offer =
                "Thank you, Elif! By the way, our platform has a special offer for design teams this month.";
            done(messages::write(app, acts(accepted.from), elif.member, offer, None).await)?;
        }
        Ok(())
    }

    /// Of those she invited, one asks her something, and one accepts to follow each other only.
    async fn be_answered(&self, elif: Actor) -> Result<()> {
        let app = &self.app;
        let sent = invitations::sent(app, elif, SentFilter::Open, None, 10).await?;
        // Later ones are still to come.
        let mut open = sent.iter().map(|one| &one.invitation).filter(|sent| sent.opens_at < app.now());
        if let Some(asked) = open.next() {
            let question = QuestionText::parse("What would you like to talk about?").context("a question")?;
            done(invitations::ask(app, acts(asked.to), asked.id, question).await)?;
        }
        self.later();
        if let Some(accepted) = open.next() {
            let terms = Terms { scope: TermsScope::FollowOnly, no_pitches: None };
            done(invitations::accept(app, acts(accepted.to), accepted.id, terms).await)?;
        }
        Ok(())
    }

    /// One of her connections asks her for an introduction to another one; another would like her to meet somebody.
    async fn introduce(&self, elif: Actor) -> Result<()> {
        let app = &self.app;
        let friends = self.friends(elif).await?;
        let pairs = friends.iter().flat_map(|one| friends.iter().map(move |other| (*one, *other)));
        for (asker, recipient) in pairs.filter(|(one, other)| one != other).take(TRIED) {
            let ask = AskIntroduction {
                to: recipient,
                through: elif.member,
                reason:
                    "We plan a workshop on wayfinding in harbours, and their work on it is the best I know."
                        .to_owned(),
            };
            if done(introductions::ask(app, acts(asker), ask).await)?.is_some() {
                break;
            }
        }
        self.later();
        for through in friends.iter().rev().take(TRIED / 10) {
            for asker in self.friends(acts(*through)).await? {
                let ask = AskIntroduction {
                    to: elif.member,
                    through: *through,
                    reason: "I have followed your talks on labels, and would like to ask you about paper."
                        .to_owned(),
                };
                let Some(seen) = done(introductions::ask(app, acts(asker), ask).await)? else { continue };
                self.later();
                let words = "You two care about the same odd things. I vouch for both of you.";
                let id = seen.part.introduction.id;
                done(introductions::forward(app, acts(*through), id, words).await)?;
                return Ok(());
            }
        }
        Ok(())
    }

    async fn write_to_a_stranger(&self, strangers: &[Handle], elif: Actor) -> Result<()> {
        for stranger in strangers {
            let stranger = self.member(stranger).await?;
            let prospect = outreach::prospect(&self.app, stranger.member, elif.member).await?;
            if !prospect.is_some_and(|prospect| prospect.is_offered()) {
                continue;
            }
            done(credits::grant(&self.app, Authority::Operator, stranger.member, 3).await)?;
            let ask = SendOutreach {
                to: elif.member,
                subject: "A jury that lacks a designer".to_owned(),
                body: "We do not know each other. Our guild gives a small prize for public signs each spring, and the \
                       jury of five has nobody who makes them. It is two evenings in March. Would you think about it?"
                    .to_owned(),
            };
            if done(outreach::send(&self.app, stranger, ask).await)?.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Somebody is reported, restricted by one moderator, and appeals: the other one may answer.
    async fn restrict(&self, cast: &Cast) -> Result<()> {
        let app = &self.app;
        let restricted = self.member(&cast.restricted).await?;
        let (reporter, moderator) = (self.member(&cast.reporter).await?, self.member(&cast.moderator).await?);
        let report = ReportMember {
            about: restricted.member,
            what: ReportWhat::Profile,
            reason: "Invites whole departments, one after the other, with a text about a course.".to_owned(),
        };
        done(moderation::report_member(app, reporter, report).await)?;
        let cases = app.store().cases_about(restricted.member, 1).await?;
        let Some(case) = cases.first().map(|case| case.opened.id) else { return Ok(()) };
        self.later();
        let ruling = Ruling {
            verdict: Verdict::Restricted,
            reason: "Forty invitations in two days, the same text in each.".to_owned(),
            warning: Some(
                "You invited forty people in two days with the same text about a course. Invitations are for people you \
                 know."
                    .to_owned(),
            ),
            restriction: Some((Ground::Advertising, Lifts::Moderator)),
        };
        done(moderation::decide(app, Authority::Moderator(moderator), case, ruling).await)?;
        self.later();
        let standing = app.store().standing(restricted.member).await?;
        let Some(restriction) = standing.and_then(|standing| standing.restriction) else { return Ok(()) };
        let words = "I teach that course at the guild, and the forty had put their names on a list for it. I should have \
                     written to each of them, and I will.";
        done(standing::appeal(app, restricted, restriction.id, words).await)?;
        Ok(())
    }

    async fn friends(&self, of: Actor) -> Result<Vec<MemberId>> {
        let page = done(connections::list(&self.app, of, of.member, None, 40).await)?;
        Ok(page.into_iter().flat_map(|page| page.items).map(|connection| connection.person.id).collect())
    }
}

/// A member who acts without having signed in.
fn acts(member: MemberId) -> Actor {
    Actor { member, session: SessionId(0) }
}

/// What came of it; none where the rules refuse it.
fn done<T, R: Debug>(outcome: Result<T, Failure<R>>) -> Result<Option<T>, Fault> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(Failure::Refused(refused)) => {
            tracing::debug!(?refused, "left out");
            Ok(None)
        }
        Err(Failure::Fault(fault)) => Err(fault),
    }
}
