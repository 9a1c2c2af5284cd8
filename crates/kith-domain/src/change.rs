//! What a decision changes, as data: the only thing the store ever writes.
//!
//! Each change carries its own guard. A guard that fails means that somebody else was first: the use
//! case reads the facts again and decides again (R11.8).

use crate::credits::{CreditEntry, Credits};
use crate::id::{
    AllowanceRequestId, ConversationId, CreditEntryId, InvitationId, MemberId, MessageId, MovementId,
    OutreachId, ReportId, RestrictionId,
};
use crate::invitations::{Exchange, Invitation, NotNow, Note, Originality, Outcome, Print, ToldTerms};
use crate::moderation::NewCase;
use crate::outreach::{Outreach, OutreachOutcome, Tray};
use crate::policy::Limit;
use crate::relation::{Pair, Relation};
use crate::standing::{AllowanceRequest, Appeal, AppealAnswer, RequestOutcome, Restriction};
use crate::text::{MessageText, ReportReason};
use crate::time::{Span, Timestamp};

/// One change between two members or to a member's standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The relation of two members as it stands from now on, written whole into both halves.
    /// Guard: the stored version is the one before. Told to the journal as `event`.
    Relation {
        /// The relation after the act.
        after: Relation,
        /// What happened.
        event: Event,
    },
    /// An invitation's content, written once. Guard: it is new.
    InvitationSent(Box<Invitation>),
    /// How an invitation ended, as S may know it. Guard: it was open.
    InvitationEnded {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// How.
        outcome: Outcome,
        /// When.
        at: Timestamp,
    },
    /// An invitation undone: not a trace stays of it (R8.7). Guard: it was there.
    InvitationErased {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// When it was sent.
        sent_at: Timestamp,
    },
    /// S wrote another note, or took it out (F12). Guard: the invitation is open.
    NoteChanged {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// The note; none is the generic text (R1.3).
        note: Option<Note>,
        /// How alike it is to what S wrote to others (F10).
        originality: Option<Originality>,
    },
    /// R asked something, or S answered it (F5); the time that it takes moves the end. Guard: the invitation is open.
    Exchanged {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// All that was asked and answered.
        exchanges: Vec<Exchange>,
        /// When it is over from now on.
        expires_at: Timestamp,
    },
    /// R told S "not now" (F6); the end moves behind the day. Guard: the invitation is open.
    NotNowTold {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// What S is told.
        told: NotNow,
        /// When it is over from now on.
        expires_at: Timestamp,
    },
    /// R accepted on terms, which S reads (F9). Guard: the invitation was accepted.
    TermsTold {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// What S is told.
        terms: ToldTerms,
    },
    /// S declined them: an accepted invitation ends as a withdrawn one. Guard: it was accepted.
    TermsDeclined {
        /// S.
        sender: MemberId,
        /// Which.
        invitation: InvitationId,
        /// When.
        at: Timestamp,
    },
    /// The print of a note that S's later ones are held against (F10), in place of an earlier one of the same
    /// invitation.
    NotePrinted(PrintKept),
    /// One invitation more of the sender's allowance. Guard: not restricted, and below each limit,
    /// so that of ten parallel sends at a balance of one exactly one passes (R5.2).
    AllowanceSpent {
        /// Whose.
        member: MemberId,
        /// When.
        at: Timestamp,
        /// In all, without what reviews granted on top.
        lifetime: Limit,
        /// Within `week`.
        weekly: Limit,
        /// Without an answer at once.
        pending: Limit,
        /// How long a week is.
        week: Span,
        /// How long a day is.
        day: Span,
    },
    /// What an undone invitation had spent, given back (R8.7).
    AllowanceReturned {
        /// Whose.
        member: MemberId,
        /// When it was spent.
        spent_at: Timestamp,
    },
    /// Counters of a member that follow from what happened. Guard: connections stay at or below `most`.
    Counted {
        /// Whose.
        member: MemberId,
        /// Connections gained or lost.
        connections: i8,
        /// Open invitations gained or lost.
        pending: i8,
        /// The most connections there may be (R10.1).
        most: u32,
    },
    /// R said not to know S. Guard: the standing's version.
    Marked {
        /// R.
        by: MemberId,
        /// S.
        of: MemberId,
        /// Which invitation it was about.
        invitation: InvitationId,
        /// When.
        at: Timestamp,
        /// The version of S's standing the decision was made on.
        standing_version: i64,
        /// The restriction this mark brings about, if it is one too many (R6.3).
        restricts: Option<Restriction>,
    },
    /// A moderator restricts a member (F11). Guard: the standing's version.
    Restricted {
        /// Who is restricted.
        member: MemberId,
        /// How, with its statement of reasons.
        restriction: Restriction,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// S asks for more invitations (R5.4). Guard: the standing's version, and none is open.
    AllowanceAsked {
        /// What for.
        request: AllowanceRequest,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// A request was decided, exactly once (R5.5). Guard: it is open, and the standing's version.
    AllowanceReviewed {
        /// Whose.
        member: MemberId,
        /// Which.
        request: AllowanceRequestId,
        /// How: granted or refused.
        outcome: RequestOutcome,
        /// The id of the movement, where more is granted.
        movement: MovementId,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// S appeals against a restriction, or says it in other words (F11). Guard: the standing's version.
    Appealed {
        /// How.
        appeal: Appeal,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// An appeal was answered (F11). Guard: it is open, and the standing's version.
    AppealAnswered {
        /// Whose.
        member: MemberId,
        /// Against which.
        restriction: RestrictionId,
        /// How.
        answer: AppealAnswer,
        /// Whether a restriction in force ends with it.
        ends: bool,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// R took the mark back, or the two connected after all (R6.3). Guard: the standing's version.
    MarkTakenBack {
        /// R.
        by: MemberId,
        /// S.
        of: MemberId,
        /// The version of S's standing the decision was made on.
        standing_version: i64,
        /// Whether the restriction that stood on it falls with it.
        frees: bool,
    },
    /// S agreed not to do it again (R6.5). Guard: the standing's version.
    Agreed {
        /// Who.
        member: MemberId,
        /// To which version of the text.
        agreement_version: u32,
        /// When.
        at: Timestamp,
        /// From when on invitations may be sent again.
        restricted_until: Timestamp,
        /// The version of the standing the decision was made on.
        standing_version: i64,
    },
    /// A report to the moderators.
    Reported {
        /// Which.
        id: ReportId,
        /// Who reports.
        by: MemberId,
        /// Who is reported.
        of: MemberId,
        /// About what.
        about: Reported,
        /// In the reporter's words.
        reason: ReportReason,
        /// When.
        at: Timestamp,
    },
    /// A case for the moderators. One that its opener has open already stays as it is.
    CaseOpened(NewCase),
    /// An outreach message, on its way into R's requests (R4.6). Guard: it is new.
    OutreachSent(Box<Outreach>),
    /// R answered an outreach message. Guard: it was open.
    OutreachEnded {
        /// S.
        sender: MemberId,
        /// R.
        recipient: MemberId,
        /// Which.
        outreach: OutreachId,
        /// How.
        outcome: OutreachOutcome,
        /// When.
        at: Timestamp,
    },
    /// R moved an outreach message from one tray to another; S never learns of it (R6.1). Guard: it lies in `from`.
    OutreachMoved {
        /// R.
        recipient: MemberId,
        /// Which.
        outreach: OutreachId,
        /// Where it lay.
        from: Tray,
        /// Where it lies from now on.
        to: Tray,
        /// When.
        at: Timestamp,
    },
    /// Two members who are not connected may write to each other from now on, after an answered outreach message. The
    /// answer is the first message, in the conversation the two had before or in this new one.
    ConversationOpened {
        /// The two.
        pair: Pair,
        /// The outreach message, which stands on top.
        outreach: OutreachId,
        /// The conversation.
        conversation: ConversationId,
        /// The message.
        message: MessageId,
        /// Who answers.
        from: MemberId,
        /// What they write.
        text: MessageText,
        /// When.
        at: Timestamp,
    },
    /// The two may no longer write to each other for an outreach message's sake.
    ConversationClosed {
        /// The two.
        pair: Pair,
    },
    /// One credit less (R4.7). Guard: there is one, no monthly credits are due, and the member is not restricted (R6.4):
    /// of a hundred parallel messages with k credits exactly k pass.
    CreditSpent {
        /// Whose.
        member: MemberId,
        /// The line in the ledger.
        entry: CreditEntryId,
        /// For which message.
        outreach: OutreachId,
        /// When.
        at: Timestamp,
    },
    /// A spent credit comes back (R4.7). Guard: no monthly credits are due.
    CreditReturned {
        /// Whose.
        member: MemberId,
        /// The line in the ledger.
        entry: CreditEntryId,
        /// For which message.
        outreach: OutreachId,
        /// When.
        at: Timestamp,
    },
    /// Monthly credits that are due, an operator's grant, or another plan. Guard: plan, balance and rhythm are those
    /// the decision was made on.
    CreditsChanged {
        /// As they were.
        before: Credits,
        /// As they are from now on.
        after: Credits,
        /// What the ledger tells of it.
        entries: Vec<CreditEntry>,
    },
    /// One follows another from now on.
    Followed {
        /// Who.
        follower: MemberId,
        /// Whom.
        followed: MemberId,
        /// Since when.
        at: Timestamp,
    },
    /// One no longer follows another.
    Unfollowed {
        /// Who.
        follower: MemberId,
        /// Whom.
        followed: MemberId,
    },
    /// What a block cuts besides relation and connection: following, both ways; a conversation of two who are not
    /// connected; open outreach messages, both ways, which lie aside for whoever has them (R11.7).
    Parted {
        /// The two.
        pair: Pair,
        /// When.
        at: Timestamp,
    },
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reported {
    /// An invitation.
    Invitation(InvitationId),
    /// An outreach message (R4.6).
    Outreach(OutreachId),
    /// A message that was a pitch, in a time for which its writer had been asked for none (F9).
    Pitch(MessageId),
}

impl Reported {
    /// The number of what is reported, which is given once, whatever it names.
    pub fn subject(self) -> i64 {
        match self {
            Self::Invitation(id) => id.0,
            Self::Outreach(id) => id.0,
            Self::Pitch(id) => id.0,
        }
    }
}

/// The print of a note, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintKept {
    /// S.
    pub sender: MemberId,
    /// Which invitation.
    pub invitation: InvitationId,
    /// R.
    pub recipient: MemberId,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The print; none where the note is gone, or too short to be compared.
    pub print: Option<Print>,
    /// Older ones are compared with nothing any more, and forgotten.
    pub forget_before: Timestamp,
}

/// What happened between two members, for everything that follows commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Who did it.
    pub actor: MemberId,
    /// About which invitation, where there is one; of an outreach message or an introduction, the number of that.
    pub invitation: Option<InvitationId>,
    /// When.
    pub at: Timestamp,
    /// From when on others may learn of it: later than `at` inside an undo window (R8.7).
    pub visible_at: Timestamp,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The number it is stored as; never reused.
            pub const fn code(self) -> i64 {
                match self { $(Self::$variant => $code),* }
            }

            /// What a stored number means.
            pub const fn of(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    /// What happened between two members.
    EventKind {
        /// An invitation was sent.
        Sent = 1,
        /// It was accepted, or two crossing ones became a connection.
        Accepted = 2,
        /// It was put into R's archive.
        Ignored = 3,
        /// R said not to know S.
        Marked = 4,
        /// R reported S.
        Reported = 5,
        /// R viewed it.
        Viewed = 6,
        /// S withdrew it.
        Withdrawn = 7,
        /// S undid it inside the window.
        Undone = 8,
        /// Its time ran out.
        Expired = 9,
        /// R took it out of the archive.
        DismissalTakenBack = 10,
        /// R took the mark back.
        MarkTakenBack = 11,
        /// One of two connections left the other.
        Disconnected = 12,
        /// One blocked the other.
        Blocked = 13,
        /// One no longer blocks the other.
        Unblocked = 14,
        /// An import connected them.
        Imported = 15,
        /// One wrote to the other.
        MessageWritten = 16,
        /// A member's profile changed.
        ProfileChanged = 17,
        /// A member left the network.
        Left = 18,
        /// R asked S something before deciding (F5).
        QuestionAsked = 40,
        /// S answered it.
        QuestionAnswered = 41,
        /// R told S "not now" (F6).
        NotNow = 42,
        /// R set it aside, without a word to S.
        SetAside = 43,
        /// R took it back among those that wait.
        BroughtBack = 44,
        /// R accepted on terms (F9).
        AcceptedOnTerms = 45,
        /// S declined them.
        TermsDeclined = 46,
        /// Two who only followed each other are connected, by the wish of the one who had limited it.
        TermsWidened = 47,
        /// One changed how far the other is let in, without a word.
        TermsChanged = 48,
        /// S changed the note of an invitation that R had not seen.
        NoteChanged = 50,
        /// S asked M to vouch for an invitation.
        VouchAsked = 51,
        /// An outreach message was sent (R4.6).
        OutreachSent = 30,
        /// R answered it in words.
        OutreachAnswered = 31,
        /// R said "no, thank you".
        OutreachRefused = 32,
        /// One follows another from now on.
        Followed = 33,
        /// One no longer follows another.
        Unfollowed = 34,
        /// A member's sending was restricted.
        Restricted = 70,
        /// More invitations were granted to a member.
        AllowanceGranted = 71,
        /// A member's request for more invitations was refused.
        AllowanceDeclined = 72,
        /// A member's appeal was answered.
        AppealAnswered = 73,
        /// Moderators warned a member.
        Warned = 60,
        /// Moderators decided a case; told to who opened it.
        CaseDecided = 61,
        /// An account was stopped.
        Suspended = 62,
        /// A stopped account goes on.
        Restored = 63,
        /// S asked M for an introduction to R (R4.4).
        IntroductionAsked = 20,
        /// M wrote to R.
        IntroductionForwarded = 21,
        /// M or R put it away.
        IntroductionDismissed = 22,
        /// R said yes.
        IntroductionAgreed = 23,
        /// S took it back.
        IntroductionWithdrawn = 24,
        /// One of the three wrote to the others.
        IntroductionMessage = 25,
    }
}
