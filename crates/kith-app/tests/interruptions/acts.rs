//! What is done while something breaks: one act for each use case that writes.
//!
//! A use case that is added needs three lines: a name in the list here, how to come to where it can be done
//! (`prepared.rs`), and doing it (`doing.rs`). `writing.rs` fails until it has them.

mod doing;
mod prepared;

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
