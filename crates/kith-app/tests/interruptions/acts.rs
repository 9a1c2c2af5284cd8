//! What is done while something breaks: one act for each use case that writes.
//!
//! A use case that is added needs three lines here: a name in the list, how to come to where it can be done
//! (`prepared`), and doing it (`done`). `writing.rs` fails until it has them.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};

use kith_app::accounts::{self, AddMember, SignUp};
use kith_app::door_policy::{self, DoorPolicy};
use kith_app::idempotency::{self, Key};
use kith_app::introductions::{self, AskIntroduction};
use kith_app::memory::{self, PutMemory};
use kith_app::moderation::{self, ReportMember, ReportWhat, Ruling, Verdict as CaseVerdict};
use kith_app::nodes::Node;
use kith_app::outreach::{self, SendOutreach};
use kith_app::population::{self, Founded, Graph, Invited, Past, Settler};
use kith_app::profile::{self, AddEducation, AddPosition, EditProfile};
use kith_app::sessions::{self, SessionKind, SignIn};
use kith_app::settings::{self, EditSettings};
use kith_app::standing::{self, AppealOutcome, FactsKind, Ground, RestrictMember, Scope, Verdict};
use kith_app::{
    App, Authority, Clock, Edit, Failure, Network, connections, credits, doors, followers, follows, groups,
    invitations, messages, notifications, suggestions, vouches,
};
use kith_domain::id::{
    AllowanceRequestId, CaseId, EducationId, GroupId, IntroductionId, InvitationId, MemberId, MessageId,
    OutreachId, PositionId, RestrictionId, WarningId,
};
use kith_domain::introductions::Dismissal;
use kith_domain::invitations::{PauseWish, PitchPause, Place, Terms, TermsScope};
use kith_domain::policy::{Lifts, Limit};
use kith_domain::text::{
    Address, GroupName, Handle, Name, QuestionAnswer, QuestionText, Reasons, ReportReason,
};
use kith_domain::time::{Span, Timestamp};
use kith_testkit::{Kith, Member, START};

use crate::whole::{ACCOUNT, TOLD};

const PASSWORD: &str = "harbour lights";
const WHY: &str = "I organise the harbour festival and meet everybody who works there.";
const NOTE: &str = "We met at the harbour, where you told me about the boats of your grandfather.";
const OTHER_PASSWORD: &str = "lights of the harbour";

macro_rules! acts {
    ($($name:ident),* $(,)?) => {
        /// What a member does while something breaks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Act { $($name),* }

        /// All of them.
        pub(crate) const ACTS: &[Act] = &[$(Act::$name),*];
    };
}

acts! {
    Accept,
    AcceptOnTerms,
    AcknowledgeWarning,
    AddEducation,
    AddPosition,
    Agree,
    AgreeToMeet,
    Answer,
    AnswerAppeal,
    AnswerStranger,
    Appeal,
    Approve,
    AskBack,
    AskForMore,
    AskForVouch,
    AskToMeet,
    Authenticate,
    Bands,
    BeginRequest,
    Block,
    BringBack,
    ChangePassword,
    ChangeTerms,
    ClaimNode,
    ClearPicture,
    Close,
    DecideCase,
    DecideRequest,
    DeclineTerms,
    DeclineVouch,
    Disconnect,
    Dismiss,
    DismissMeeting,
    Edit,
    EditNote,
    EditSettings,
    FillWithGraph,
    Follow,
    FollowMember,
    Forget,
    ForgetMemory,
    Forward,
    Found,
    GiveCaseBack,
    GiveNodeBack,
    GrantCredits,
    Ignore,
    IgnoreSeveral,
    Join,
    Knock,
    Leave,
    LeaveThree,
    Lift,
    Mark,
    OpenAccount,
    OpenComplaint,
    OpenSession,
    Populate,
    PutDoor,
    PutMemory,
    PutPlan,
    PutStrangerAside,
    ReadMessages,
    ReadNews,
    ReadThree,
    RefuseStranger,
    RemoveEducation,
    RemoveFollower,
    RemovePosition,
    RenewNode,
    Reply,
    Report,
    ReportMember,
    ReportPitch,
    ReportStranger,
    Restore,
    Restrict,
    Revoke,
    RevokeOthers,
    Send,
    SetAside,
    SetInterests,
    SetPicture,
    SignIn,
    SignOut,
    SignUp,
    Suspend,
    TakeBack,
    TakeBackSeveral,
    TakeCase,
    TakeMarkBack,
    TakeStrangerBack,
    TidyDeparted,
    TidyOverdue,
    Unblock,
    Undo,
    UnfollowMember,
    View,
    Withdraw,
    WithdrawMeeting,
    WithdrawSeveral,
    Write,
    WriteToStranger,
    WriteToThree,
    WriteVouch,
}

/// Who acts, and on what.
pub(crate) struct Scene {
    pub(crate) ana: Member,
    pub(crate) ben: Member,
    /// Tells apart what is made with a name of its own.
    number: u32,
    invitations: Vec<InvitationId>,
    member: MemberId,
    group: GroupId,
    position: PositionId,
    education: EducationId,
    message: MessageId,
    node: Option<Node>,
    /// Who knows both, where the two are to be introduced.
    mia: Option<Member>,
    introduction: IntroductionId,
    moderators: Vec<Member>,
    restriction: RestrictionId,
    request: AllowanceRequestId,
    outreach: OutreachId,
    case: CaseId,
    warning: WarningId,
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Act {
    /// What the operator decided for it.
    pub(crate) fn decided(self, network: &mut Network) {
        network.policy.invitations.weekly = Limit::Off;
        network.policy.invitations.pending = Limit::Off;
        network.policy.expiry.after = Span::days(1);
        if matches!(self, Act::Agree | Act::Lift | Act::TakeMarkBack) {
            network.policy.marks.threshold = 0;
        }
        if matches!(self, Act::AskForMore | Act::DecideRequest) {
            network.policy.invitations.lifetime = Limit::At(1);
        }
        if self == Act::Approve {
            network.sign_up = kith_app::SignUp::Approval;
        }
    }

    /// How much longer it is than others: so much larger steps are taken over the wire.
    pub(crate) fn length(self) -> i64 {
        if matches!(self, Act::Follow | Act::Close | Act::Populate | Act::TidyDeparted) {
            return 4;
        }
        let hashes = matches!(self, Act::SignUp | Act::SignIn | Act::ChangePassword | Act::Approve);
        if hashes || self == Act::FillWithGraph { 2 } else { 1 }
    }

    /// What does not hold of what it writes: a past is written without having been told.
    pub(crate) fn beside(self) -> &'static [&'static str] {
        if self == Act::Populate {
            return &[TOLD];
        }
        if self == Act::FillWithGraph { &[TOLD, ACCOUNT] } else { &[] }
    }

    /// Whether an answer that got lost is told as a fault: what is too long to be tried a second time, or is done
    /// again soon anyhow.
    pub(crate) fn tried_once(self) -> bool {
        matches!(self, Act::Populate | Act::FillWithGraph | Act::Follow)
    }

    /// Whether it takes as long as it takes: a server that is gone is told by TCP alone, which a proxy answers.
    pub(crate) fn waits(self) -> bool {
        matches!(self, Act::Populate | Act::FillWithGraph)
    }

    /// Brings two members to where it can be done, nothing broken yet. What it holds of a process is `app`'s.
    pub(crate) async fn prepared(self, kith: &Kith, app: &App) -> Scene {
        let types_it = matches!(self, Act::Close | Act::TidyDeparted | Act::ChangePassword | Act::SignIn);
        let ana = match types_it {
            true => kith.member_with_password("Ana", PASSWORD).await,
            false => kith.member("Ana").await,
        };
        let ben = kith.member("Ben").await;
        let mut scene = Scene {
            member: ana.id,
            number: MADE.fetch_add(1, Ordering::Relaxed),
            invitations: Vec::new(),
            group: GroupId(0),
            position: PositionId(0),
            education: EducationId(0),
            message: MessageId(0),
            node: None,
            mia: None,
            introduction: IntroductionId(0),
            moderators: Vec::new(),
            restriction: RestrictionId(0),
            request: AllowanceRequestId(0),
            outreach: OutreachId(0),
            case: CaseId(0),
            warning: WarningId(0),
            ana,
            ben,
        };
        self.set(&mut scene, kith, app).await;
        scene
    }

    /// Ana knows Mia, Mia knows Ben, and what comes before the act is done.
    async fn introduce(self, scene: &mut Scene, kith: &Kith) {
        let app = &kith.app;
        let mia = kith.member("Mia").await;
        scene.ana.connects(kith, &mia).await;
        mia.connects(kith, &scene.ben).await;
        if self != Act::AskToMeet {
            let asked = introductions::ask(app, scene.ana.actor, meeting(&mia, &scene.ben)).await;
            scene.introduction = asked.expect("may be asked").part.introduction.id;
        }
        let id = scene.introduction;
        if matches!(self, Act::AgreeToMeet | Act::WriteToThree | Act::ReadThree | Act::LeaveThree) {
            introductions::forward(app, mia.actor, id, "You two should talk.").await.expect("forwarded");
        }
        if matches!(self, Act::WriteToThree | Act::ReadThree | Act::LeaveThree) {
            introductions::agree(app, scene.ben.actor, id).await.expect("agreed");
        }
        if self == Act::ReadThree {
            let written = introductions::write_talk(app, scene.ana.actor, id, "Hello!", None).await;
            scene.message = written.expect("may be written").id;
        }
        scene.mia = Some(mia);
    }

    /// Ben has reported Ana, Mo moderates, and what comes before the act is done.
    async fn bring_before_moderators(self, scene: &mut Scene, kith: &Kith) {
        let (app, mo) = (&kith.app, kith.moderator("Mo").await);
        let by = Authority::Moderator(mo.actor);
        moderation::report_member(app, scene.ben.actor, complaint(&scene.ana)).await.expect("may report");
        let cases = moderation::cases(app, by, None, None, 100_000).await.expect("the queue");
        let about_ana = cases.iter().find(|line| line.case.opened.about == scene.ana.id);
        scene.case = about_ana.expect("the case").case.opened.id;
        if matches!(self, Act::GiveCaseBack | Act::OpenComplaint) {
            moderation::take(app, by, scene.case).await.expect("may be taken");
        }
        if self == Act::AcknowledgeWarning {
            moderation::decide(app, by, scene.case, warned()).await.expect("may be decided");
            scene.warning = moderation::mine(app, scene.ana.actor).await.expect("warnings")[0].id;
        }
        scene.moderators.push(mo);
    }

    async fn set(self, scene: &mut Scene, kith: &Kith, app: &App) {
        let (ana, ben) = (scene.ana.clone(), scene.ben.clone());
        match self {
            Act::Send
            | Act::Bands
            | Act::OpenAccount
            | Act::SignUp
            | Act::SignIn
            | Act::SignOut
            | Act::OpenSession
            | Act::ChangePassword
            | Act::AddPosition
            | Act::AddEducation
            | Act::SetInterests
            | Act::SetPicture
            | Act::Edit
            | Act::EditSettings
            | Act::PutDoor
            | Act::Dismiss
            | Act::BeginRequest
            | Act::Knock
            | Act::ClaimNode
            | Act::Populate
            | Act::FillWithGraph
            | Act::FollowMember
            | Act::GrantCredits
            | Act::PutPlan
            | Act::ReportMember
            | Act::Suspend
            | Act::Found => {}
            Act::Restore => {
                moderation::suspend(&kith.app, Authority::Operator, ana.id, WHY)
                    .await
                    .expect("may be stopped");
            }
            Act::TakeCase
            | Act::GiveCaseBack
            | Act::OpenComplaint
            | Act::DecideCase
            | Act::AcknowledgeWarning => {
                self.bring_before_moderators(scene, kith).await;
            }
            Act::Undo | Act::EditNote => scene.invitations.push(ana.invites(&ben).await),
            Act::UnfollowMember | Act::RemoveFollower => {
                follows::follow(&kith.app, ana.actor, ben.id).await.expect("may follow");
            }
            Act::WriteToStranger
            | Act::AnswerStranger
            | Act::RefuseStranger
            | Act::PutStrangerAside
            | Act::TakeStrangerBack
            | Act::ReportStranger => {
                credits::grant(&kith.app, Authority::Operator, ana.id, 2).await.expect("a grant");
                if self != Act::WriteToStranger {
                    let sent = outreach::send(&kith.app, ana.actor, letter(&ben)).await;
                    scene.outreach = sent.expect("may be sent").outreach.id;
                }
                if self == Act::TakeStrangerBack {
                    outreach::put_aside(&kith.app, ben.actor, scene.outreach).await.expect("may be");
                }
            }
            Act::Unblock => connections::block(&kith.app, ben.actor, ana.id).await.expect("may be blocked"),
            Act::View
            | Act::Accept
            | Act::AcceptOnTerms
            | Act::Ignore
            | Act::Withdraw
            | Act::Report
            | Act::AskBack
            | Act::SetAside => {
                scene.invitations.push(ana.invites(&ben).await);
                kith.advance("30s");
            }
            Act::Reply | Act::BringBack => {
                let id = ana.invites(&ben).await;
                kith.advance("30s");
                let asked = invitations::ask(&kith.app, ben.actor, id, question()).await;
                asked.expect("may be asked");
                let aside = invitations::set_aside(&kith.app, ben.actor, id, in_a_month(app), true).await;
                aside.expect("may be set aside");
                scene.invitations.push(id);
            }
            Act::WithdrawSeveral => {
                let cid = kith.member("Cid").await;
                scene.invitations.extend([ana.invites(&ben).await, ana.invites(&cid).await]);
                kith.advance("30s");
            }
            Act::IgnoreSeveral | Act::TakeBackSeveral => {
                let cid = kith.member("Cid").await;
                scene.invitations.extend([ana.invites(&ben).await, cid.invites(&ben).await]);
                kith.advance("30s");
                if self == Act::TakeBackSeveral {
                    for id in &scene.invitations {
                        ben.ignores(*id).await;
                    }
                }
            }
            Act::TidyOverdue => {
                let cid = kith.member("Cid").await;
                ana.invites(&ben).await;
                ana.invites(&cid).await;
                kith.advance("2d");
            }
            Act::Mark | Act::TakeBack => {
                let id = ana.invites(&ben).await;
                kith.advance("30s");
                ben.ignores(id).await;
                scene.invitations.push(id);
            }
            Act::TakeMarkBack | Act::Agree | Act::Lift => {
                let id = ana.invites(&ben).await;
                kith.advance("30s");
                ben.marks(id).await;
                scene.invitations.push(id);
            }
            Act::Disconnect | Act::Block | Act::Write | Act::PutMemory => {
                ana.connects(kith, &ben).await;
            }
            Act::DeclineTerms | Act::ChangeTerms | Act::ReportPitch => {
                let id = ana.invites(&ben).await;
                kith.advance("30s");
                let terms = if self == Act::ReportPitch { limited() } else { following() };
                invitations::accept(&kith.app, ben.actor, id, terms).await.expect("may be accepted");
                if self == Act::ReportPitch {
                    let written =
                        messages::write(&kith.app, ana.actor, ben.id, "A special offer.", None).await;
                    scene.message = written.expect("may be written").message.id;
                }
                scene.invitations.push(id);
            }
            Act::AskForVouch | Act::WriteVouch | Act::DeclineVouch => {
                let cid = kith.member("Cid").await;
                ana.connects(kith, &ben).await;
                ben.connects(kith, &cid).await;
                let id = ana.invites(&cid).await;
                kith.advance("30s");
                if self != Act::AskForVouch {
                    vouches::ask(&kith.app, ana.actor, id, ben.id).await.expect("may be asked");
                }
                scene.invitations.push(id);
            }
            Act::ForgetMemory => {
                ana.connects(kith, &ben).await;
                memory::put(&kith.app, ana.actor, ben.id, remembered()).await.expect("kept");
            }
            Act::Restrict | Act::Appeal | Act::AnswerAppeal => {
                scene.moderators = vec![kith.moderator("Mo").await, kith.moderator("Mia").await];
                if self != Act::Restrict {
                    let restricted =
                        standing::restrict(&kith.app, scene.moderators[0].actor, restricting(&ana)).await;
                    scene.restriction = restricted.expect("may be restricted");
                }
                if self == Act::AnswerAppeal {
                    standing::appeal(&kith.app, ana.actor, scene.restriction, WHY).await.expect("may appeal");
                }
            }
            Act::AskForMore | Act::DecideRequest => {
                ana.invites(&ben).await;
                if self == Act::DecideRequest {
                    scene.moderators.push(kith.moderator("Mo").await);
                    let asked = standing::ask_for_more(&kith.app, ana.actor, WHY).await;
                    scene.request = asked.expect("may ask").id;
                }
            }
            Act::AskToMeet
            | Act::WithdrawMeeting
            | Act::Forward
            | Act::DismissMeeting
            | Act::AgreeToMeet
            | Act::WriteToThree
            | Act::ReadThree
            | Act::LeaveThree => self.introduce(scene, kith).await,
            Act::ReadMessages => {
                ana.connects(kith, &ben).await;
                let written = messages::write(&kith.app, ana.actor, ben.id, "Are you there?", None).await;
                scene.message = written.expect("may be written").message.id;
            }
            Act::ReadNews => {
                ana.connects(kith, &ben).await;
                followers::run_followers_once(&kith.app).await.expect("followed");
            }
            Act::Follow => {
                ana.connects(kith, &ben).await;
                messages::write(&kith.app, ana.actor, ben.id, "Are you there?", None).await.expect("written");
                let cid = kith.member("Cid").await;
                ben.invites(&cid).await;
                kith.advance("2d");
            }
            Act::Approve => {
                let awaiting = sign_up(scene.number);
                let address = Address::parse(&awaiting.email).expect("an address");
                accounts::sign_up(&kith.app, awaiting).await.expect("may sign up");
                let claimed = kith.app.store().address_claimed_by(&address).await.expect("an answer");
                scene.member = claimed.expect("somebody who waits");
            }
            Act::Close => {
                let cid = kith.member("Cid").await;
                ana.connects(kith, &ben).await;
                ana.connects(kith, &cid).await;
                profile::add_position(&kith.app, ana.actor, position()).await.expect("may be added");
                profile::set_picture(&kith.app, ana.actor, picture()).await.expect("may be set");
            }
            Act::TidyDeparted => {
                ana.invites(&ben).await;
                accounts::close(&kith.app, ana.actor, PASSWORD).await.expect("may be closed");
                kith.advance("2d");
            }
            Act::Authenticate => kith.advance("1d"),
            Act::Revoke | Act::RevokeOthers => {
                sessions::open(&kith.app, ana.id, SessionKind::Browser, "other").await.expect("opened");
            }
            Act::RemovePosition => {
                let added = profile::add_position(&kith.app, ana.actor, position()).await;
                scene.position = added.expect("may be added");
            }
            Act::RemoveEducation => {
                let added = profile::add_education(&kith.app, ana.actor, education()).await;
                scene.education = added.expect("may be added");
            }
            Act::ClearPicture => {
                profile::set_picture(&kith.app, ana.actor, picture()).await.expect("may be set");
            }
            Act::Join | Act::Leave => {
                let name = format!("Group {}", scene.number);
                scene.group = groups::found(&kith.app, ben.actor, &name, None).await.expect("founded").id;
                if self == Act::Leave {
                    groups::join(&kith.app, ana.actor, scene.group).await.expect("joined");
                }
            }
            Act::Answer | Act::Forget => {
                idempotency::begin(&kith.app, ana.actor, &key(), [7; 32]).await.expect("begun");
            }
            Act::RenewNode | Act::GiveNodeBack => {
                let clock = Clock::manual(kith.app.now());
                // What was broken before may have left the hasty one short of time.
                while scene.node.is_none() {
                    scene.node = Node::claim(app.store(), &clock, Span::seconds(60)).await.ok();
                }
            }
        }
    }

    /// Does it. Whatever is refused was done before, and is not known to have been.
    pub(crate) async fn done(self, app: &App, scene: &Scene) -> Result<(), Failure<String>> {
        let (ana, ben) = (&scene.ana, &scene.ben);
        let id = scene.invitations.first().copied().unwrap_or(InvitationId(0));
        match self {
            Act::Send => {
                let ask = invitations::SendInvitation::one_click(ben.id, Place::Profile);
                ended(invitations::send(app, ana.actor, ask).await)
            }
            Act::EditNote => ended(invitations::edit_note(app, ana.actor, id, Some(NOTE)).await),
            Act::AskForVouch => ended(vouches::ask(app, ana.actor, id, ben.id).await),
            Act::WriteVouch => ended(vouches::write(app, ben.actor, id, "I know them both.").await),
            Act::DeclineVouch => ended(vouches::decline(app, ben.actor, id).await),
            Act::View => ended(invitations::view(app, ben.actor, id).await),
            Act::Accept => ended(invitations::accept(app, ben.actor, id, Terms::default()).await),
            Act::AcceptOnTerms => ended(invitations::accept(app, ben.actor, id, following()).await),
            Act::DeclineTerms => ended(invitations::decline_terms(app, ana.actor, id).await),
            Act::ChangeTerms => {
                let pause = PauseWish::Begin(PitchPause::Quarter);
                ended(invitations::change_terms(app, ben.actor, ana.id, TermsScope::Limited, pause).await)
            }
            Act::ReportPitch => ended(messages::report_pitch(app, ben.actor, ana.id, scene.message).await),
            Act::Ignore => ended(invitations::ignore(app, ben.actor, id).await),
            Act::AskBack => ended(invitations::ask(app, ben.actor, id, question()).await),
            Act::Reply => {
                let answer = QuestionAnswer::parse("From the harbour.").expect("an answer");
                ended(invitations::reply(app, ana.actor, id, answer).await)
            }
            Act::SetAside => ended(invitations::set_aside(app, ben.actor, id, in_a_month(app), true).await),
            Act::BringBack => ended(invitations::bring_back(app, ben.actor, id).await),
            Act::Mark => ended(invitations::mark(app, ben.actor, id).await),
            Act::TakeMarkBack => ended(invitations::take_back_mark(app, ben.actor, id).await),
            Act::Withdraw => ended(invitations::withdraw(app, ana.actor, id).await),
            Act::WithdrawSeveral => {
                done(invitations::withdraw_several(app, ana.actor, &scene.invitations).await)
            }
            Act::IgnoreSeveral => done(invitations::ignore_several(app, ben.actor, &scene.invitations).await),
            Act::TakeBackSeveral => {
                done(invitations::take_back_dismissals(app, ben.actor, &scene.invitations).await)
            }
            Act::TidyOverdue => done(invitations::tidy_overdue(app, ana.id, app.now()).await),
            Act::Undo => ended(invitations::undo(app, ana.actor, id).await),
            Act::TakeBack => ended(invitations::take_back_dismissal(app, ben.actor, id).await),
            Act::Report => {
                let reason = ReportReason::parse("It sells something.").expect("a reason");
                ended(invitations::report(app, ben.actor, id, reason).await)
            }
            Act::Disconnect => done(connections::disconnect(app, ben.actor, ana.id).await),
            Act::Block => ended(connections::block(app, ben.actor, ana.id).await),
            Act::Unblock => done(connections::unblock(app, ben.actor, ana.id).await),
            Act::Write => ended(messages::write(app, ana.actor, ben.id, "Are you there?", None).await),
            Act::AskToMeet => ended(introductions::ask(app, ana.actor, meeting(mia(scene), ben)).await),
            Act::WithdrawMeeting => ended(introductions::withdraw(app, ana.actor, scene.introduction).await),
            Act::Forward => {
                let words = "You two should talk.";
                ended(introductions::forward(app, mia(scene).actor, scene.introduction, words).await)
            }
            Act::DismissMeeting => {
                let how = Dismissal::ForGood;
                ended(introductions::dismiss(app, mia(scene).actor, scene.introduction, how).await)
            }
            Act::AgreeToMeet => ended(introductions::agree(app, ben.actor, scene.introduction).await),
            Act::WriteToThree => {
                ended(introductions::write_talk(app, ana.actor, scene.introduction, "Hello!", None).await)
            }
            Act::ReadThree => {
                let (id, up_to) = (scene.introduction, scene.message);
                ended(introductions::mark_read(app, ben.actor, id, up_to).await)
            }
            Act::LeaveThree => ended(introductions::leave(app, mia(scene).actor, scene.introduction).await),
            Act::ReportMember => ended(moderation::report_member(app, ben.actor, complaint(ana)).await),
            Act::Suspend => ended(moderation::suspend(app, Authority::Operator, ana.id, WHY).await),
            Act::Restore => ended(moderation::restore(app, Authority::Operator, ana.id, WHY).await),
            Act::TakeCase => ended(moderation::take(app, moderator(scene), scene.case).await),
            Act::GiveCaseBack => ended(moderation::give_back(app, moderator(scene), scene.case).await),
            Act::OpenComplaint => {
                ended(moderation::open_complaint(app, moderator(scene), scene.case, WHY).await)
            }
            Act::DecideCase => ended(moderation::decide(app, moderator(scene), scene.case, warned()).await),
            Act::AcknowledgeWarning => done(moderation::acknowledge(app, ana.actor, scene.warning).await),
            Act::WriteToStranger => ended(outreach::send(app, ana.actor, letter(ben)).await),
            Act::AnswerStranger => ended(outreach::answer(app, ben.actor, scene.outreach, "Yes.").await),
            Act::RefuseStranger => ended(outreach::refuse(app, ben.actor, scene.outreach).await),
            Act::PutStrangerAside => ended(outreach::put_aside(app, ben.actor, scene.outreach).await),
            Act::TakeStrangerBack => ended(outreach::take_back(app, ben.actor, scene.outreach).await),
            Act::ReportStranger => {
                ended(outreach::report(app, ben.actor, scene.outreach, "It sells something.").await)
            }
            Act::GrantCredits => ended(credits::grant(app, Authority::Operator, ana.id, 3).await),
            Act::PutPlan => {
                let plan = "premium".parse().expect("a plan");
                ended(credits::put_plan(app, Authority::Operator, ana.id, &plan).await)
            }
            Act::FollowMember => ended(follows::follow(app, ana.actor, ben.id).await),
            Act::UnfollowMember => done(follows::unfollow(app, ana.actor, ben.id).await),
            Act::RemoveFollower => done(follows::remove_follower(app, ben.actor, ana.id).await),
            Act::ReadMessages => done(messages::mark_read(app, ben.actor, ana.id, scene.message).await),
            Act::ReadNews => done(notifications::mark_read(app, ana.actor, None).await),
            Act::OpenAccount => ended(accounts::add(app, somebody(scene.number)).await),
            Act::SignUp => ended(accounts::sign_up(app, sign_up(scene.number)).await),
            Act::Approve => ended(accounts::approve(app, Authority::Operator, scene.member).await),
            Act::ChangePassword => {
                ended(accounts::change_password(app, ana.actor, PASSWORD, OTHER_PASSWORD).await)
            }
            Act::Close => ended(accounts::close(app, ana.actor, PASSWORD).await),
            Act::TidyDeparted => done(accounts::tidy_departed(app).await),
            Act::SignIn => {
                let ask = SignIn {
                    email: ana.email.clone(),
                    password: PASSWORD.to_owned(),
                    label: "test".to_owned(),
                    kind: SessionKind::Browser,
                };
                ended(sessions::sign_in(app, ask).await)
            }
            Act::OpenSession => done(sessions::open(app, ana.id, SessionKind::Api, "test").await),
            Act::Authenticate => done(sessions::authenticate(app, ana.token.as_str()).await),
            Act::SignOut => done(sessions::sign_out(app, ana.actor).await),
            Act::Revoke => done(sessions::revoke(app, ana.actor, ana.actor.session).await),
            Act::RevokeOthers => done(sessions::revoke_others(app, ana.actor).await),
            Act::BeginRequest => done(idempotency::begin(app, ana.actor, &key(), [7; 32]).await),
            Act::Answer => done(idempotency::answered(app, ana.actor, &key(), 201, "{}").await),
            Act::Forget => done(idempotency::forget(app, ana.actor, &key()).await),
            Act::AddPosition => ended(profile::add_position(app, ana.actor, position()).await),
            Act::RemovePosition => done(profile::remove_position(app, ana.actor, scene.position).await),
            Act::AddEducation => ended(profile::add_education(app, ana.actor, education()).await),
            Act::RemoveEducation => done(profile::remove_education(app, ana.actor, scene.education).await),
            Act::SetInterests => {
                let interests = ["Sailing".to_owned(), "Tar".to_owned()];
                ended(profile::set_interests(app, ana.actor, &interests, None).await)
            }
            Act::SetPicture => ended(profile::set_picture(app, ana.actor, picture()).await),
            Act::ClearPicture => done(profile::clear_picture(app, ana.actor).await),
            Act::Edit => {
                let ask = EditProfile {
                    name: Edit::Set("Ana Lee".to_owned()),
                    handle: Edit::Set(format!("ana-lee-{}", scene.number)),
                    headline: Edit::Set("Pilot".to_owned()),
                    ..EditProfile::default()
                };
                ended(profile::edit(app, ana.actor, ask, None).await)
            }
            Act::EditSettings => {
                let ask = EditSettings { shortcuts: Some(false), ..EditSettings::default() };
                ended(settings::edit(app, ana.actor, ask, None).await)
            }
            Act::PutDoor => {
                let policy = DoorPolicy { note: true, ..DoorPolicy::default() };
                ended(door_policy::put(app, ana.actor, policy, None).await)
            }
            Act::Found => {
                ended(groups::found(app, ana.actor, &format!("Group {}", scene.number), None).await)
            }
            Act::Join => ended(groups::join(app, ana.actor, scene.group).await),
            Act::Leave => done(groups::leave(app, ana.actor, scene.group).await),
            Act::Agree => {
                let version = standing::agreement().version;
                ended(standing::agree(app, ana.actor, version, true).await)
            }
            Act::Lift => ended(standing::lift(app, Authority::Operator, ana.id).await),
            Act::Restrict => {
                let by = scene.moderators[0].actor;
                ended(standing::restrict(app, by, restricting(ana)).await)
            }
            Act::Appeal => ended(standing::appeal(app, ana.actor, scene.restriction, WHY).await),
            Act::AnswerAppeal => {
                let (by, of) = (scene.moderators[1].actor, scene.restriction);
                ended(standing::answer_appeal(app, by, ana.id, of, AppealOutcome::Lifted, WHY).await)
            }
            Act::AskForMore => ended(standing::ask_for_more(app, ana.actor, WHY).await),
            Act::DecideRequest => {
                let by = scene.moderators[0].actor;
                ended(standing::decide_request(app, by, ana.id, scene.request, Verdict::Grant(100)).await)
            }
            Act::Bands => done(standing::bands(app, ana.actor).await),
            Act::PutMemory => ended(memory::put(app, ana.actor, ben.id, remembered()).await),
            Act::ForgetMemory => done(memory::forget(app, ana.actor, ben.id).await),
            Act::Dismiss => ended(suggestions::dismiss(app, ana.actor, ben.id).await),
            Act::Knock => done(doors::knock(app, &ana.email).await),
            Act::Follow => done(followers::run_followers_once(app).await),
            Act::ClaimNode => {
                let clock = Clock::manual(app.now());
                claimed(Node::claim(app.store(), &clock, Span::seconds(1)).await)
            }
            Act::RenewNode => claimed(node(scene).renew().await),
            Act::GiveNodeBack => done(node(scene).give_back().await),
            Act::Populate => ended(population::populate(app, past(scene.number)).await),
            Act::FillWithGraph => ended(population::fill_with_graph(app, graph(scene.number), |_| {}).await),
        }
    }
}

fn moderator(scene: &Scene) -> Authority {
    Authority::Moderator(scene.moderators[0].actor)
}

fn complaint(about: &Member) -> ReportMember {
    ReportMember { about: about.id, what: ReportWhat::Profile, reason: "That is not them.".to_owned() }
}

fn warned() -> Ruling {
    Ruling {
        verdict: CaseVerdict::Warned,
        reason: "It was advertising.".to_owned(),
        warning: Some("Please write to people you know alone.".to_owned()),
        restriction: None,
    }
}

fn ended<T, R: Debug>(outcome: Result<T, Failure<R>>) -> Result<(), Failure<String>> {
    outcome.map(drop).map_err(|failure| failure.map(|refused| format!("{refused:?}")))
}

fn done<T>(outcome: Result<T, kith_app::Fault>) -> Result<(), Failure<String>> {
    outcome.map(drop).map_err(Failure::Fault)
}

fn claimed<T>(outcome: Result<T, kith_app::nodes::ClaimFailure>) -> Result<(), Failure<String>> {
    use kith_app::nodes::ClaimFailure;
    match outcome {
        Ok(_) => Ok(()),
        Err(ClaimFailure::Fault(fault)) => Err(Failure::Fault(fault)),
        Err(refused @ (ClaimFailure::Behind { .. } | ClaimFailure::AllTaken)) => {
            Err(Failure::Refused(refused.to_string()))
        }
    }
}

fn mia(scene: &Scene) -> &Member {
    scene.mia.as_ref().expect("somebody who knows both")
}

fn meeting(through: &Member, to: &Member) -> AskIntroduction {
    AskIntroduction { to: to.id, through: through.id, reason: WHY.to_owned() }
}

fn node(scene: &Scene) -> &Node {
    scene.node.as_ref().expect("a number was claimed")
}

fn restricting(who: &Member) -> RestrictMember {
    RestrictMember {
        member: who.id,
        ground: Ground::Advertising,
        facts: FactsKind::Reports,
        scope: Scope::Sending,
        lifts: Lifts::Moderator,
        explanation: Reasons::parse(WHY).expect("reasons"),
    }
}

fn letter(to: &Member) -> SendOutreach {
    SendOutreach { to: to.id, subject: "Tides".to_owned(), body: "How do you measure them?".to_owned() }
}

fn remembered() -> PutMemory {
    PutMemory { note: "Knows every hull.".to_owned(), tags: vec!["ships".to_owned()], next_contact: None }
}

fn following() -> Terms {
    Terms { scope: TermsScope::FollowOnly, no_pitches: None }
}

fn limited() -> Terms {
    Terms { scope: TermsScope::Limited, no_pitches: Some(PitchPause::Month) }
}

fn question() -> QuestionText {
    QuestionText::parse("How do we know each other?").expect("a question")
}

fn in_a_month(app: &App) -> Timestamp {
    app.now() + Span::days(30)
}

fn key() -> Key {
    Key::parse("a-request").expect("a key")
}

fn somebody(number: u32) -> AddMember {
    let email = format!("somebody{number}@example.org");
    AddMember { name: "Some Body".to_owned(), email, password: None, moderator: false }
}

fn sign_up(number: u32) -> SignUp {
    SignUp {
        name: "New Comer".to_owned(),
        email: format!("newcomer{number}@example.org"),
        password: PASSWORD.to_owned(),
        label: "test".to_owned(),
        kind: SessionKind::Browser,
    }
}

fn position() -> AddPosition {
    AddPosition {
        employer: "Harbour Authority".to_owned(),
        title: "Planner".to_owned(),
        from: "2012-05".to_owned(),
        to: None,
    }
}

fn education() -> AddEducation {
    AddEducation { school: "Nautical College".to_owned(), ..AddEducation::default() }
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(64, 64, image::Rgb([40, 90, 120]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

/// Three members of one group, two of them connected, and an invitation that is open.
fn past(number: u32) -> Past {
    let settler = |n: usize| Settler {
        name: Name::parse("Old Hand").expect("a name"),
        handle: Handle::parse(&format!("old-hand-{number}-{n}")).expect("a handle"),
        address: Some(Address::parse(&format!("old{number}-{n}@example.org")).expect("an address")),
        headline: None,
        summary: None,
        location: None,
        positions: Vec::new(),
        educations: Vec::new(),
        interests: Vec::new(),
        groups: vec![0],
        picture: Vec::new(),
        moderator: false,
        joined_at: START - Span::days(100),
    };
    let invited = |from, to, fate| Invited {
        from,
        to,
        sent_at: START - Span::seconds(3_600),
        closeness: None,
        note: None,
        purpose: None,
        place: Place::Profile,
        viewed_at: None,
        fate,
    };
    Past {
        members: (0..3).map(settler).collect(),
        groups: vec![Founded {
            name: GroupName::parse(&format!("Old hands {number}")).expect("a name"),
            about: None,
        }],
        invitations: vec![
            invited(0, 1, population::Fate::Accepted(START - Span::seconds(600))),
            invited(1, 2, population::Fate::Open),
        ],
        talks: Vec::new(),
        password: None,
        told_from: START - Span::days(200),
    }
}

/// Three members in a ring.
fn graph(number: u32) -> Graph {
    let member = |n: u32| {
        let handle = format!("drawn-{number}-{n}");
        (Name::parse("Drawn Line").expect("a name"), Handle::parse(&handle).expect("a handle"))
    };
    Graph { members: (0..3).map(member).collect(), edges: vec![(0, 1), (1, 2), (2, 0)] }
}
