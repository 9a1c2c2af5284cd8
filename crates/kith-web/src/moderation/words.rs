//! What cases and verdicts are called on the pages.

use kith_app::moderation::{AuditAct, CaseKind, Partial, Verdict};
use kith_domain::policy::Lifts;
use kith_domain::standing::Ground;

/// A kind of case, in the queue.
pub(super) fn kind(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Report => "Invitation or message reported",
        CaseKind::Appeal => "Appeal",
        CaseKind::AllowanceRequest => "Asks for more invitations",
        CaseKind::Picture => "Picture reported",
        CaseKind::Profile => "Profile reported",
    }
}

/// A kind of case as the filter and the address have it.
pub(super) fn kind_value(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Report => "report",
        CaseKind::Appeal => "appeal",
        CaseKind::AllowanceRequest => "allowance_request",
        CaseKind::Picture => "picture",
        CaseKind::Profile => "profile",
    }
}

/// The filter over the queue.
pub(super) fn kinds(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Report => "Invitations",
        CaseKind::Appeal => "Appeals",
        CaseKind::AllowanceRequest => "Allowances",
        CaseKind::Picture => "Pictures",
        CaseKind::Profile => "Profiles",
    }
}

/// A verdict as a moderator chooses it.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Dismissed => "Dismiss",
        Verdict::Upheld => "Uphold the report",
        Verdict::Warned => "Warn the member",
        Verdict::PictureRemoved => "Remove the picture",
        Verdict::Restricted => "Restrict invitations",
        Verdict::Suspended => "Suspend the account",
        Verdict::Removed => "Remove the account for abuse",
        Verdict::Granted => "Grant",
        Verdict::Refused => "Refuse",
    }
}

/// What follows from a verdict.
pub(super) fn follows(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Dismissed => "Nothing is wrong. Nothing follows.",
        Verdict::Upheld => {
            "The report was right, and counts as this network’s policy has it. The member is not told."
        }
        Verdict::Warned => "The member reads what you write below, and says to have read it.",
        Verdict::PictureRemoved => "The picture is gone for everybody. The member may choose another.",
        Verdict::Restricted => {
            "The member sends no invitations until the restriction lifts, and reads why. They may appeal."
        }
        Verdict::Suspended => {
            "Nobody signs in with the account and nobody finds it, until it is restored. Nothing is lost."
        }
        Verdict::Removed => {
            "The account is closed for good. What it said about others is void, and restrictions that stood on that end."
        }
        Verdict::Granted | Verdict::Refused => "",
    }
}

/// A verdict as the address and the API have it.
pub(super) fn verdict_value(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Dismissed => "dismissed",
        Verdict::Upheld => "upheld",
        Verdict::Warned => "warned",
        Verdict::PictureRemoved => "picture_removed",
        Verdict::Restricted => "restricted",
        Verdict::Suspended => "suspended",
        Verdict::Removed => "removed",
        Verdict::Granted => "granted",
        Verdict::Refused => "refused",
    }
}

/// What became of a case.
pub(super) fn decided(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Dismissed => "Dismissed",
        Verdict::Upheld => "Upheld",
        Verdict::Warned => "The member was warned",
        Verdict::PictureRemoved => "The picture was removed",
        Verdict::Restricted => "The member was restricted",
        Verdict::Suspended => "The account was suspended",
        Verdict::Removed => "The account was removed for abuse",
        Verdict::Granted => "Granted",
        Verdict::Refused => "Refused",
    }
}

/// Why a moderator leaves a case to others.
pub(super) fn partial(partial: Partial) -> &'static str {
    match partial {
        Partial::AboutYou => "This case is about you. Another moderator decides it.",
        Partial::OpenedByYou => "You opened this case. Another moderator decides it.",
        Partial::Connected => {
            "You are connected with somebody in this case. A moderator who is not decides it, or the operator."
        }
    }
}

/// What was done, in the audit log.
pub(super) fn act(act: AuditAct) -> &'static str {
    match act {
        AuditAct::CaseTaken => "took a case",
        AuditAct::CaseGivenBack => "gave a case back",
        AuditAct::CaseDismissed => "dismissed a case",
        AuditAct::ReportUpheld => "upheld a report",
        AuditAct::MemberWarned => "warned a member",
        AuditAct::PictureRemoved => "removed a picture",
        AuditAct::MemberSuspended => "suspended an account",
        AuditAct::MemberRestored => "restored an account",
        AuditAct::MemberRemoved => "removed an account for abuse",
        AuditAct::MarkVoided => "voided a mark of a removed account",
        AuditAct::ComplaintOpened => "looked at who does not know a member",
        AuditAct::RequestGranted => "granted what a member asked for",
        AuditAct::RequestRefused => "refused what a member asked for",
        AuditAct::RestrictionMade => "restricted a member",
        AuditAct::RestrictionLifted => "lifted a restriction",
        AuditAct::AppealRefused => "answered an appeal: the restriction stands",
        AuditAct::AppealGranted => "answered an appeal: the restriction is lifted",
        AuditAct::MemberAdmitted => "let somebody in",
        AuditAct::CreditsGranted => "granted credits",
        AuditAct::PlanChanged => "put a member on a plan",
    }
}

/// What was done, as software reads it.
pub(super) fn act_value(act: AuditAct) -> &'static str {
    act.name()
}

/// What a moderator restricts for, as the form has it.
pub(super) fn ground_of(value: &str) -> Ground {
    match value {
        "advertising" => Ground::Advertising,
        "harassment" => Ground::Harassment,
        "deception" => Ground::Deception,
        _ => Ground::Rules,
    }
}

/// What lifts a moderator's restriction, as the form has it.
pub(super) fn lifts_of(value: &str) -> Lifts {
    match value {
        "agreement" => Lifts::Agreement,
        "agreement_and_wait" => Lifts::AgreementAndWait,
        _ => Lifts::Moderator,
    }
}
