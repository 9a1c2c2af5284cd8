//! What waits for the moderator of a demo.

use anyhow::{Context, Result};
use kith_app::App;
use kith_domain::id::{CaseId, MemberId};
use kith_domain::moderation::{CaseKind, NewCase};
use kith_domain::text::{Handle, ReportReason};
use kith_domain::time::Span;
use kith_synthetic::{FULL_INBOX, MODERATOR, NEWCOMER, Network};

/// Something that a member reports about another.
pub(crate) struct Reported {
    by: String,
    about: String,
    kind: CaseKind,
    words: &'static str,
    hours_ago: i64,
}

/// What is wrong, and when it was said: the oldest first.
const WORDS: [(CaseKind, &str, i64); 4] = [
    (CaseKind::Picture, "This is the logo of a company, not a person.", 51),
    (
        CaseKind::Profile,
        "They write that they worked with us until last year. Nobody here has ever met them.",
        29,
    ),
    (CaseKind::Picture, "This is a photograph of me, from our website.", 20),
    (CaseKind::Profile, "The summary is an advertisement for a course.", 3),
];

/// Reports by and about people whom the moderator is not connected with, so that they may be decided.
pub(crate) fn cases(network: &Network) -> Vec<Reported> {
    let known = |number: usize| {
        network.edges.iter().any(|edge| {
            (edge.from == MODERATOR && edge.to == number) || (edge.to == MODERATOR && edge.from == number)
        })
    };
    let protagonist = |number: usize| [FULL_INBOX, NEWCOMER, MODERATOR].contains(&number);
    let mut free = (0..network.members.len()).rev().filter(|number| {
        !protagonist(*number) && !known(*number) && network.members[*number].picture_seed.is_some()
    });
    let mut cases = Vec::new();
    for (kind, words, hours_ago) in WORDS {
        let (Some(by), Some(about)) = (free.next(), free.next()) else { break };
        let handle = |number: usize| network.members[number].handle.clone();
        cases.push(Reported { by: handle(by), about: handle(about), kind, words, hours_ago });
    }
    cases
}

/// Opens the cases.
pub(crate) async fn open(app: &App, cases: Vec<Reported>) -> Result<()> {
    let now = app.now();
    for case in cases {
        let opened_at = now - Span::seconds(case.hours_ago * 3_600);
        let words = ReportReason::parse(case.words).context("the words of a report")?;
        let id = CaseId(app.chance().id(now)?);
        let (about, opened_by) = (member(app, &case.about).await?, member(app, &case.by).await?);
        app.store()
            .open_case(&NewCase { id, about, kind: case.kind, subject: 0, opened_by, opened_at, words })
            .await?;
    }
    Ok(())
}

async fn member(app: &App, handle: &str) -> Result<MemberId> {
    let handle = Handle::parse(handle).context("a handle")?;
    app.store().handle_owner(&handle).await?.context("an invented member is not there")
}
