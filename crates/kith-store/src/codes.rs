//! The numbers that words are stored as. A number once given is never given to another word.

use kith_domain::credits::Cause;
use kith_domain::follows::FollowedBy;
use kith_domain::introductions::{Role, State};
use kith_domain::invitations::{Originality, Outcome, Place, Purpose, RelationKind, TermsScope};
use kith_domain::moderation::{CaseKind, Verdict};
use kith_domain::outreach::{OutreachOutcome, Tray};
use kith_domain::policy::Lifts;
use kith_domain::profile::{Audience, MemberStatus};
use kith_domain::standing::{AppealOutcome, FactsKind, Ground, Redress, Scope};

use crate::audit::AuditAct;
use crate::engine::Fault;
use crate::notifications::NotificationKind;
use crate::sessions::SessionKind;
use crate::unknown;

/// A word that is stored as a number.
pub trait Code: Sized + Copy {
    /// The column, for messages.
    const COLUMN: &'static str;

    /// The number of the word.
    fn code(self) -> i64;

    /// The word of a number.
    fn word(code: i64) -> Option<Self>;

    /// The word of a stored number.
    ///
    /// # Errors
    /// No version of this program wrote that number.
    fn read(code: i64) -> Result<Self, Fault> {
        Self::word(code).ok_or_else(|| unknown(Self::COLUMN, code))
    }
}

macro_rules! code {
    ($name:ident, $column:literal, { $($variant:ident = $code:literal),* $(,)? }) => {
        impl Code for $name {
            const COLUMN: &'static str = $column;

            fn code(self) -> i64 {
                match self { $(Self::$variant => $code),* }
            }

            fn word(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

code!(MemberStatus, "member.status", { Awaiting = 0, Active = 1, Suspended = 2, Closed = 3 });
code!(SessionKind, "session.kind", { Browser = 1, Api = 2 });
code!(Audience, "member.connections_visible_to", { Nobody = 0, Connections = 1 });
code!(Outcome, "invitation.outcome", { Open = 0, Accepted = 1, Withdrawn = 2, Expired = 3, Undeliverable = 4 });
code!(TermsScope, "invitation.terms_scope", { Full = 1, Limited = 2, FollowOnly = 3 });
code!(RelationKind, "invitation.relation_kind", {
    Colleague = 1, Classmate = 2, Business = 3, Friend = 4, Group = 5, Met = 6, Other = 7, Unknown = 8,
});
code!(Originality, "invitation.originality", { Own = 1, Few = 2, Many = 3, Short = 4 });
code!(Purpose, "invitation.purpose", {
    LearnAboutYourWork = 1, ChangeCareer = 2, SharedInterest = 3, KeepInTouch = 4, WorkedTogether = 5,
    Hiring = 6, Selling = 7, Other = 8,
});
code!(Place, "invitation.place", { Profile = 1, Search = 2, Suggestions = 3, PhoneMenu = 4, Api = 5 });
code!(Lifts, "restriction.lifts", { Agreement = 1, AgreementAndWait = 2, Moderator = 3 });
code!(Ground, "restriction.ground", {
    Marks = 1, Advertising = 2, Harassment = 3, Deception = 4, Rules = 5,
});
code!(FactsKind, "restriction.facts", { Marks = 1, Reports = 2, Invitations = 3, Profile = 4 });
code!(Scope, "restriction.scope", { Sending = 1 });
code!(AppealOutcome, "appeal.outcome", { Upheld = 1, Lifted = 2 });
code!(Redress, "restriction.redress", { AnotherModerator = 1 });
code!(CaseKind, "moderation_case.kind", {
    Report = 1, Appeal = 2, AllowanceRequest = 3, Picture = 4, Profile = 5,
});
code!(Verdict, "moderation_case.verdict", {
    Dismissed = 1, Upheld = 2, Warned = 3, PictureRemoved = 4, Suspended = 5, Removed = 6, Granted = 7, Refused = 8,
    Restricted = 9,
});
code!(AuditAct, "audit.act", {
    CaseTaken = 1, CaseGivenBack = 2, CaseDismissed = 3, ReportUpheld = 4, MemberWarned = 5, PictureRemoved = 6,
    MemberSuspended = 7, MemberRestored = 8, MemberRemoved = 9, MarkVoided = 10, ComplaintOpened = 11,
    RequestGranted = 12, RequestRefused = 13, RestrictionMade = 14, RestrictionLifted = 15,
    AppealRefused = 16, AppealGranted = 17, MemberAdmitted = 18, CreditsGranted = 19, PlanChanged = 20,
});
code!(FollowedBy, "member.followed_by", { Nobody = 0, Connections = 1, Anybody = 2 });
code!(OutreachOutcome, "outreach.outcome", { Open = 0, Answered = 1, Refused = 2 });
code!(Tray, "outreach_request.tray", { Requests = 0, Aside = 1, Reported = 2, Over = 3 });
code!(Cause, "credit_entry.cause", { Monthly = 1, Granted = 2, Spent = 3, Returned = 4 });
code!(Role, "introduction.role", { Asker = 1, GoBetween = 2, Recipient = 3 });
code!(State, "introduction.state", {
    Open = 0, SetAside = 1, Declined = 2, Forwarded = 3, Agreed = 4, Withdrawn = 5,
});
code!(NotificationKind, "notification.kind", {
    InvitationReceived = 1, InvitationAccepted = 2, MessageReceived = 3,
    IntroductionAsked = 20, IntroductionForwarded = 21, IntroductionAgreed = 23, IntroductionMessage = 25,
    OutreachReceived = 30, OutreachAnswered = 31, OutreachRefused = 32, QuestionAsked = 40, QuestionAnswered = 41, NotNow = 42,
    AcceptedOnTerms = 45, TermsDeclined = 46, TermsWidened = 47,
    VouchAsked = 51, Warned = 60,
    ReportLookedAt = 61, Restricted = 70, AllowanceGranted = 71, AllowanceDeclined = 72, AppealAnswered = 73,
});
