//! Every refusal as it is answered: one table to read, and to notice changes by.

use std::fmt::Write as _;

use kith_app::FieldErrors;
use kith_app::accounts::{ChangePasswordRefused, CloseRefused, SignUpRefused};
use kith_app::connections::{BlockRefused, ListRefused};
use kith_app::door_policy::{DoorPolicyRefused, EditDoorRefused, Need, Tie};
use kith_app::follows::FollowRefused;
use kith_app::groups::{FoundRefused, JoinRefused};
use kith_app::introductions::{ForwardRefused, TalkRefused, TalkWriteRefused};
use kith_app::invitations::EditNoteRefused;
use kith_app::memory::PutMemoryRefused;
use kith_app::messages::{PitchRefused, ReadRefused, WriteRefused};
use kith_app::moderation::{CaseRefused, ModerateRefused, Partial, ReportMemberRefused};
use kith_app::outreach::{OutreachAnswerRefused, OutreachRefused};
use kith_app::profile::{AddEntryRefused, EditProfileRefused, InterestsRefused, SetPictureRefused};
use kith_app::sessions::SignInRefused;
use kith_app::settings::EditSettingsRefused;
use kith_app::standing::{
    AnsweringRefused, AppealAnswerRefused, AppealRefused, AppealingRefused, AskForMoreRefused, AskRefused,
    LiftRefused, NotRestricted, ReviewRefused, VerdictRefused,
};
use kith_app::suggestions::DismissRefused;
use kith_app::vouches::WriteVouchRefused;
use kith_domain::id::{GroupId, IntroductionId, InvitationId, OutreachId};
use kith_domain::introductions::{ActRefused, AskRefused as IntroductionRefused, WordsRefused};
use kith_domain::invitations::{
    AcceptRefused, AnswerRefused, AskRefused as AskBackRefused, ClaimRefused, DeclineRefused, MarkRefused,
    NoteRefused, ReplyRefused, SendRefused, SnoozeRefused, TermsRefused, UndoRefused, WithdrawRefused,
};
use kith_domain::policy::Lifts;
use kith_domain::profile::Part;
use kith_domain::standing::{AgreeRefused, RestrictRefused};
use kith_domain::text::TextRefused;
use kith_domain::time::Timestamp;
use kith_domain::vouch::{AskVouchRefused, VouchRefused};
use kith_media::PictureRefused;
use kith_web::refusals::Refusal;

/// A line of the table.
fn line(table: &mut String, name: &str, refused: &dyn Refusal, rule: &str) {
    let problem = refused.problem();
    let more: Vec<&str> = problem.more().keys().map(String::as_str).collect();
    let fields: Vec<String> =
        problem.errors().iter().map(|error| format!("{}:{}", error.field, error.code)).collect();
    let (status, code, detail) = (problem.status().as_u16(), problem.code(), problem.detail());
    writeln!(
        table,
        "{name} | {status} | {code} | {} | {} | {detail} | {rule}",
        more.join(" "),
        fields.join(" ")
    )
    .expect("a line");
}

macro_rules! lines {
    ($table:ident; $($rule:literal: $($refused:expr),+;)+) => {$($(
        line(&mut $table, stringify!($refused).split(['(', '{']).next().unwrap_or_default().trim(), &$refused, $rule);
    )+)+};
}

#[test]
fn every_refusal_has_its_status_code_and_sentence() {
    let mut table = String::from("refusal | status | code | data | fields | sentence | rule\n");
    let mut fields = FieldErrors::new();
    fields.add("name", "required", "This is needed.");
    let text = || TextRefused::TooLong { limit: 100, length: 101 };
    let (since, opens_at) = (Timestamp(0), Timestamp(1_000));
    let lifted = |lifts, until| SendRefused::Restricted { since, lifts, until };
    lines! { table;
        "R11.1": SendRefused::ToYourself, SendRefused::AlreadyConnected;
        "R1.1": SendRefused::NotFound;
        "R10.7": SendRefused::NotPossibleNow;
        "F7": SendRefused::Door(vec![Need::Nobody]), SendRefused::Door(vec![Need::Note, Need::OneOf(vec![Tie::Group, Tie::Connections(2)])]),
            EditDoorRefused::Policy(DoorPolicyRefused::NoTie), EditDoorRefused::Policy(DoorPolicyRefused::ConnectionsOutOfRange),
            EditDoorRefused::Policy(DoorPolicyRefused::TooManyQuestions), EditDoorRefused::Policy(DoorPolicyRefused::QuestionTwice),
            EditDoorRefused::Outdated { version: 2 }, EditDoorRefused::Gone;
        "R1.6": SendRefused::Note(NoteRefused::TooLong { limit: 300, length: 301 }), SendRefused::Note(NoteRefused::Unreadable);
        "R2.7": SendRefused::Note(NoteRefused::HasPlaceholder { placeholder: "[name]".into(), at: 3 });
        "R1.5": SendRefused::Claim(ClaimRefused::NotBacked);
        "R4.2": SendRefused::Claim(ClaimRefused::Unknown);
        "R4.8": SendRefused::Claim(ClaimRefused::AddressNeeded), SendRefused::Claim(ClaimRefused::TooManyAddressTries);
        "R11.2": SendRefused::AddressUnverified;
        "R6.7": SendRefused::ProfileIncomplete { score: 15, minimum: 50, missing: vec![Part::Experience] };
        "R10.1": SendRefused::TooManyConnections { limit: 30_000 };
        "R6.4": lifted(Lifts::Agreement, None), lifted(Lifts::AgreementAndWait, Some(opens_at)), lifted(Lifts::Moderator, None);
        "R5.1": SendRefused::AllowanceSpent { limit: 3_000, used: 3_000 };
        "R5.6": SendRefused::PaceExceeded { limit: 100, used: 100, opens_at }, SendRefused::TooManyPending { limit: 500, used: 500 };
        "R4.3": IntroductionRefused::ToYourself, IntroductionRefused::NotFound, IntroductionRefused::AlreadyConnected, IntroductionRefused::NotOffered;
        "R4.5": IntroductionRefused::Reason(WordsRefused::TooShort { least: 20, length: 3 }), IntroductionRefused::Reason(WordsRefused::Text(text())),
            IntroductionRefused::AskedAlready { introduction: IntroductionId(1) }, IntroductionRefused::TooMany { limit: 5, used: 5, opens_at },
            IntroductionRefused::AddressUnverified, IntroductionRefused::Restricted { since, lifts: Lifts::Agreement, until: None };
        "R4.4": ActRefused::NotFound, ActRefused::NoLongerAvailable, ActRefused::NoLongerPossible,
            ForwardRefused::Act(ActRefused::NoLongerAvailable), ForwardRefused::Words(WordsRefused::Text(TextRefused::Empty)),
            TalkRefused::NotFound, TalkWriteRefused::NotFound, TalkWriteRefused::Text(text());
        "R8.3": AnswerRefused::NotFound, AnswerRefused::NoLongerAvailable;
        "R10.1": AcceptRefused::Answer(AnswerRefused::NoLongerAvailable),
            AcceptRefused::TooManyConnections { limit: 30_000, yours: true },
            AcceptRefused::TooManyConnections { limit: 30_000, yours: false };
        "R10.7": MarkRefused::Answer(AnswerRefused::NotFound), MarkRefused::DismissFirst;
        "R6.3": MarkRefused::NoLongerPossible;
        "F5": AskBackRefused::Answer(AnswerRefused::NotFound), AskBackRefused::NoLongerPossible, AskBackRefused::Waiting,
            AskBackRefused::TooMany { limit: 2 }, ReplyRefused::NotFound, ReplyRefused::NotAsked,
            ReplyRefused::AnsweredAlready, ReplyRefused::NoLongerPossible;
        "F9": DeclineRefused::NotFound, DeclineRefused::NoLongerPossible, TermsRefused::NotConnected,
            TermsRefused::TooManyConnections { limit: 30_000, yours: true }, PitchRefused::NotFound, PitchRefused::NotAsked;
        "F6": SnoozeRefused::Answer(AnswerRefused::NotFound), SnoozeRefused::NoLongerPossible, SnoozeRefused::Past,
            SnoozeRefused::EndsTooSoon, SnoozeRefused::TooFar { latest: opens_at };
        "F12": EditNoteRefused::NotFound, EditNoteRefused::NoLongerPossible, EditNoteRefused::Blank,
            EditNoteRefused::Note(NoteRefused::Unreadable);
        "F19": AskVouchRefused::NotFound, AskVouchRefused::NoLongerPossible, AskVouchRefused::AskedAlready, AskVouchRefused::NotShared,
            VouchRefused::NotFound, VouchRefused::TooMany { limit: 5, used: 5, opens_at },
            WriteVouchRefused::Vouch(VouchRefused::NotFound), WriteVouchRefused::Text(text());
        "R8.1": WithdrawRefused::NotFound, UndoRefused::NotFound;
        "R8.5": WithdrawRefused::NoLongerPossible;
        "R8.7": UndoRefused::NoLongerPossible;
        "R6.5": AgreeRefused::WrongVersion { current: 1 }, AgreeRefused::NotAgreed, AgreeRefused::ModeratorDecides;
        "R5.4": AskForMoreRefused::Fields(fields.clone()), AskForMoreRefused::Rule(AskRefused::NoLimit),
            AskForMoreRefused::Rule(AskRefused::NotYet { left: 151, opens_at_left: 150 }),
            AskForMoreRefused::Rule(AskRefused::AlreadyOpen),
            AskForMoreRefused::Rule(AskRefused::TooEarly { retry_at: opens_at }), AskForMoreRefused::Gone;
        "R5.5": ReviewRefused::NotAModerator, ReviewRefused::NotFound, ReviewRefused::Fields(fields.clone()),
            ReviewRefused::Rule(VerdictRefused::Yourself), ReviewRefused::Rule(VerdictRefused::AlreadyDecided),
            ReviewRefused::Rule(VerdictRefused::NotAnAmount { amounts: [500, 200, 100] }),
            ReviewRefused::Rule(VerdictRefused::NotARetry);
        "F11": AppealingRefused::Fields(fields.clone()), AppealingRefused::Rule(AppealRefused::NotFound),
            AppealingRefused::Rule(AppealRefused::AlreadyAnswered), AnsweringRefused::NotAModerator,
            AnsweringRefused::NotFound, AnsweringRefused::Fields(fields.clone()),
            AnsweringRefused::Rule(AppealAnswerRefused::Yourself),
            AnsweringRefused::Rule(AppealAnswerRefused::AnotherDecides),
            AnsweringRefused::Rule(AppealAnswerRefused::AlreadyAnswered);
        "F11": NotRestricted::NotAModerator, NotRestricted::NotFound,
            NotRestricted::Refused(RestrictRefused::Yourself), NotRestricted::Refused(RestrictRefused::NotAGround),
            NotRestricted::Refused(RestrictRefused::AlreadyRestricted { since });
        "R6.5": LiftRefused::NotAModerator, LiftRefused::NotFound;
        "": SignUpRefused::Fields(fields.clone()), SignUpRefused::InvitedOnly, SignUpRefused::Closed;
        "": SignInRefused::WrongCredentials, SignInRefused::Awaiting, SignInRefused::Suspended;
        "": ChangePasswordRefused::WrongPassword, ChangePasswordRefused::Fields(fields.clone()), CloseRefused::WrongPassword;
        "": EditProfileRefused::Fields(fields.clone()), EditProfileRefused::HandleTaken,
            EditProfileRefused::Outdated { version: 2 }, EditProfileRefused::Gone;
        "": InterestsRefused::Fields(fields.clone()), InterestsRefused::TooMany { limit: 50 },
            InterestsRefused::Outdated { version: 2 }, InterestsRefused::Gone;
        "": AddEntryRefused::Fields(fields.clone()), AddEntryRefused::TooMany { limit: 50 }, AddEntryRefused::Gone;
        "": SetPictureRefused::Picture(PictureRefused::NotAPicture { found: Some("a GIF") }),
            SetPictureRefused::Picture(PictureRefused::TooLargeFile { limit: 5 << 20, size: 6 << 20 }), SetPictureRefused::Gone;
        "": ModerateRefused::NotFound, ModerateRefused::Reason(text()), ModerateRefused::Warning(text()),
            CaseRefused::Partial(Partial::AboutYou), CaseRefused::Partial(Partial::OpenedByYou),
            CaseRefused::Partial(Partial::Connected), CaseRefused::InHand { until: opens_at },
            CaseRefused::AlreadyDecided, CaseRefused::NotForThis;
        "": ReportMemberRefused::NotFound, ReportMemberRefused::Yourself, ReportMemberRefused::NoPicture,
            ReportMemberRefused::Reason(text());
        "": EditSettingsRefused::Outdated { version: 2 }, EditSettingsRefused::Gone;
        "F18": PutMemoryRefused::NotFound, PutMemoryRefused::NotConnected, PutMemoryRefused::Fields(fields.clone());
        "R4.6": OutreachRefused::ToYourself, OutreachRefused::NotFound, OutreachRefused::Subject(text()), OutreachRefused::Body(text()),
            OutreachRefused::AlreadyConnected, OutreachRefused::ConversationOpen,
            OutreachRefused::AlreadyOpen { outreach: OutreachId(7), yours: true },
            OutreachRefused::AlreadyOpen { outreach: OutreachId(7), yours: false },
            OutreachRefused::AlreadyInvited { invitation: InvitationId(3) }, OutreachRefused::AddressUnverified,
            OutreachRefused::NotPossibleNow,
            OutreachAnswerRefused::NotFound, OutreachAnswerRefused::NoLongerPossible, OutreachAnswerRefused::Text(text());
        "R6.4": OutreachRefused::Restricted { since, lifts: Lifts::Agreement, until: None },
            OutreachRefused::Restricted { since, lifts: Lifts::AgreementAndWait, until: Some(opens_at) };
        "R4.7": OutreachRefused::NoCredit { balance: 0, next_at: None },
            OutreachRefused::NoCredit { balance: 0, next_at: Some(opens_at) };
        "R4.2": FollowRefused::ToYourself, FollowRefused::NotFound, FollowRefused::NotFollowable;
        "R2.5": ListRefused::NotFound, ListRefused::Hidden;
        "R11.7": DismissRefused::NotFound, BlockRefused::Yourself, BlockRefused::NotFound;
        "": FoundRefused::Name(text()), FoundRefused::About(text()), FoundRefused::NameTaken(GroupId(1)),
            FoundRefused::TooMany { limit: 100 }, JoinRefused::NotFound, JoinRefused::TooMany { limit: 100 };
        "R7.2": ReadRefused::NotFound, ReadRefused::NotConnected;
        "R7": WriteRefused::NotFound, WriteRefused::NotConnected, WriteRefused::Text(text());
    }
    insta::assert_snapshot!("refusals", table);
}
