use kith_domain::invitations::{
    Card, Language, Note, Originality, Purpose, RelationClaim, SendRefused, back, check_claim, weigh,
};
use kith_domain::profile::{Completeness, Person};
use kith_domain::relation::Pair;

use super::SendInvitation;
use crate::relationship::meet;
use crate::{Actor, App, Failure};

/// An invitation as R would read it, were it sent now (R6.9, F8, F10). Nothing is sent, counted or kept.
#[derive(Debug, Clone)]
pub struct Preview {
    /// S.
    pub from: Person,
    /// R.
    pub to: Person,
    /// How S says to know R, with the words it rests on.
    pub relation: Option<RelationClaim>,
    /// The note; none is the general text (R1.3).
    pub note: Option<Note>,
    /// How alike the note is to what S wrote to others.
    pub originality: Option<Originality>,
    /// What S is after.
    pub purpose: Option<Purpose>,
    /// The card, with what R's profile says to the claim.
    pub card: Card,
    /// R's language, which the general text is in (R1.3).
    pub language: Language,
}

/// What an invitation would look like. It tells nothing that the dialog does not: whether R's door, a limit or a
/// cooldown stands against it is said when it is sent.
///
/// # Errors
/// R is not there for S, the note is not right, or S's profile does not back the claim.
pub async fn preview(app: &App, actor: Actor, ask: &SendInvitation) -> Result<Preview, Failure<SendRefused>> {
    let now = app.now();
    let pair = Pair::of(actor.member, ask.to).ok_or(Failure::Refused(SendRefused::ToYourself))?;
    let met = meet(app, actor, pair).await?.ok_or(Failure::Refused(SendRefused::NotFound))?;
    let (from, to) = (&met.encounter.one.profile, &met.encounter.other.profile);
    let sender = from.person.name.as_str();
    let note = ask
        .note
        .as_deref()
        .map_or(Ok(None), |note| Note::parse(note, &app.network().name, sender, app.policy()))
        .map_err(|refused| Failure::Refused(SendRefused::Note(refused)))?;
    let relation = ask
        .claim
        .as_ref()
        .map(|claim| back(claim, from, &met.ground))
        .transpose()
        .map_err(|refused| Failure::Refused(SendRefused::Claim(refused)))?;
    let originality = match &note {
        Some(note) => {
            let since = now - app.policy().originality.window;
            let earlier = app.store().recent_prints(actor.member, since).await?;
            Some(weigh(note, sender, to, &met.ground.facts, &earlier, app.policy()).originality)
        }
        None => None,
    };
    let completeness = Completeness::of(from.held(), app.policy());
    let checked = ask.claim.as_ref().and_then(|claim| check_claim(claim, from, to));
    let answers = met.encounter.other.door.asked(&ask.answers);
    Ok(Preview {
        relation,
        note,
        originality,
        purpose: ask.purpose,
        card: Card::new(met.ground.clone(), met.bearing.degree, &completeness, now)
            .answering(answers)
            .checked(checked),
        language: met.encounter.other.language,
        from: from.person.clone(),
        to: to.person.clone(),
    })
}
