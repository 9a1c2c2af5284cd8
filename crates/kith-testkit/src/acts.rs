use std::future::{Future, IntoFuture};
use std::pin::Pin;

use kith_app::invitations::{self, SendInvitation, SendReply};
use kith_app::sessions::{SignedIn, Token};
use kith_app::{Actor, App, Failure};
use kith_domain::id::{InvitationId, MemberId};
use kith_domain::invitations::{Claim, Place, Purpose, SendRefused, Terms};

/// A member who acts.
#[derive(Clone)]
pub struct Member {
    /// The network they act in.
    pub app: App,
    /// Who they are to use cases.
    pub actor: Actor,
    /// Who they are.
    pub id: MemberId,
    /// Their name when they joined.
    pub name: String,
    /// Their address, confirmed.
    pub email: String,
    /// A token of the API.
    pub token: Token,
}

impl Member {
    pub(crate) fn new(app: App, signed_in: SignedIn, name: &str, email: String) -> Self {
        let actor = signed_in.actor;
        Self { app, actor, id: actor.member, name: name.to_owned(), email, token: signed_in.token }
    }

    /// Invites somebody: awaited, it sends.
    pub fn invites(&self, to: &Member) -> Invites {
        Invites { member: self.clone(), ask: SendInvitation::one_click(to.id, Place::Profile) }
    }

    /// Opens an invitation (R8.4).
    ///
    /// # Panics
    /// It is refused.
    pub async fn views(&self, id: InvitationId) {
        invitations::view(&self.app, self.actor, id).await.expect("may be viewed");
    }

    /// Accepts an invitation.
    ///
    /// # Panics
    /// It is refused.
    pub async fn accepts(&self, id: InvitationId) {
        invitations::accept(&self.app, self.actor, id, Terms::default()).await.expect("may be accepted");
    }

    /// Ignores an invitation.
    ///
    /// # Panics
    /// It is refused.
    pub async fn ignores(&self, id: InvitationId) {
        invitations::ignore(&self.app, self.actor, id).await.expect("may be ignored");
    }

    /// Ignores an invitation and says "I don't know this person".
    ///
    /// # Panics
    /// It is refused.
    pub async fn marks(&self, id: InvitationId) {
        self.ignores(id).await;
        invitations::mark(&self.app, self.actor, id).await.expect("may be marked");
    }

    /// Withdraws an invitation.
    ///
    /// # Panics
    /// It is refused.
    pub async fn withdraws(&self, id: InvitationId) {
        invitations::withdraw(&self.app, self.actor, id).await.expect("may be withdrawn");
    }

    /// Connects with somebody: invites, lets the undo window pass as the clock stands, and the other accepts.
    /// The clock moves on by that window.
    ///
    /// # Panics
    /// Either is refused.
    pub async fn connects(&self, kith: &crate::Kith, with: &Member) -> InvitationId {
        let id = self.invites(with).await;
        kith.advance(&self.app.policy().undo.send.to_string());
        with.accepts(id).await;
        id
    }
}

/// An invitation about to be sent.
pub struct Invites {
    member: Member,
    ask: SendInvitation,
}

impl Invites {
    /// With words of its own.
    pub fn with_note(mut self, note: &str) -> Self {
        self.ask.note = Some(note.to_owned());
        self
    }

    /// Saying how the two know each other (R1.5).
    pub fn with_claim(mut self, claim: Claim) -> Self {
        self.ask.claim = Some(claim);
        self
    }

    /// Saying what for (R2.1).
    pub fn with_purpose(mut self, purpose: Purpose) -> Self {
        self.ask.purpose = Some(purpose);
        self
    }

    /// From where.
    pub fn from_place(mut self, place: Place) -> Self {
        self.ask.place = place;
        self
    }

    /// Sends it, and hands back whatever comes of it.
    ///
    /// # Errors
    /// As sending.
    pub async fn tried(self) -> Result<SendReply, Failure<SendRefused>> {
        invitations::send(&self.member.app, self.member.actor, self.ask).await
    }
}

impl IntoFuture for Invites {
    type Output = InvitationId;
    type IntoFuture = Pin<Box<dyn Future<Output = InvitationId> + Send>>;

    /// Sends it, and is the new invitation's id.
    ///
    /// # Panics
    /// It is refused, or no new one was sent.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            match self.tried().await.expect("may be sent") {
                SendReply::Sent { invitation, .. } => invitation.invitation.id,
                other @ (SendReply::Existing(_) | SendReply::Connected { .. }) => {
                    panic!("no new invitation was sent: {other:?}")
                }
            }
        })
    }
}
