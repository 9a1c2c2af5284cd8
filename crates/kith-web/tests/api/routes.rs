//! Every route as nobody, as a stranger and as the one it is for.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use kith_app::introductions::{self, AskIntroduction};
use kith_app::moderation::{self, ReportMember, ReportWhat, Ruling, Verdict};
use kith_app::outreach::{self, SendOutreach};
use kith_app::profile::{self, AddEducation, AddPosition};
use kith_app::sessions::{self, SessionKind};
use kith_app::{Authority, credits, groups, invitations, messages, vouches};
use kith_domain::invitations::{PauseWish, PitchPause, Terms, TermsScope};
use kith_domain::text::QuestionText;
use kith_domain::time::Span;
use kith_testkit::{Kith, Member};
use serde_json::{Value, json};

use crate::document::operations;
use crate::support::{Answer, request, router, send};

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// Ana, whose things the paths name.
    Ana,
    /// Ben, whom Ana has invited.
    Ben,
    /// Mo, who moderates.
    Mo,
}

/// What became of the invitation before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    /// It can still be undone.
    Held,
    /// Ben can see it.
    Pending,
    /// Ben has ignored it.
    Ignored,
    /// Ben has marked it.
    Marked,
    /// Ben has asked Ana something, and set it aside.
    Asked,
    /// Ben has accepted it on terms.
    OnTerms,
}

/// A route, and the statuses for nobody, a stranger, and the one it is for.
struct Row(&'static str, Owner, Given, Sends, [u16; 3]);

/// What is sent with a request.
#[derive(Debug, Clone, Copy)]
enum Sends {
    Nothing,
    Json(&'static str),
    Picture,
}

use Given::{Asked, Held, Ignored, Marked, OnTerms, Pending};
use Owner::{Ana, Ben, Mo};
use Sends::{Json, Nothing, Picture};

const ROWS: &[Row] = &[
    Row("GET /instance", Ana, Pending, Nothing, [200, 200, 200]),
    Row(
        "POST /accounts",
        Ana,
        Pending,
        Json(r#"{"name":"Eva","email":"e@x.test","password":"a password"}"#),
        [201, 201, 201],
    ),
    Row(
        "POST /sessions",
        Ana,
        Pending,
        Json(r#"{"email":"member0@example.org","password":"correct horse"}"#),
        [201, 201, 201],
    ),
    Row("GET /sessions", Ana, Pending, Nothing, [401, 200, 200]),
    Row("DELETE /sessions/current", Ana, Pending, Nothing, [401, 204, 204]),
    Row("DELETE /sessions/{id}", Ana, Pending, Nothing, [401, 404, 204]),
    Row(
        "PUT /me/password",
        Ana,
        Pending,
        Json(r#"{"password":"correct horse","new_password":"battery staple"}"#),
        [401, 403, 204],
    ),
    Row("GET /me", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PATCH /me", Ana, Pending, Json(r#"{"headline":"Pilot"}"#), [401, 200, 200]),
    Row("DELETE /me", Ana, Pending, Json(r#"{"password":"correct horse"}"#), [401, 403, 204]),
    Row(
        "POST /me/positions",
        Ana,
        Pending,
        Json(r#"{"employer":"Kestrel","title":"Pilot","from":"2012-05"}"#),
        [401, 201, 201],
    ),
    Row("DELETE /me/positions/{id}", Ana, Pending, Nothing, [401, 404, 204]),
    Row("POST /me/educations", Ana, Pending, Json(r#"{"school":"Harbour School"}"#), [401, 201, 201]),
    Row("DELETE /me/educations/{id}", Ana, Pending, Nothing, [401, 404, 204]),
    Row("PUT /me/interests", Ana, Pending, Json(r#"["rust","choirs"]"#), [401, 200, 200]),
    Row("PUT /me/picture", Ana, Pending, Picture, [401, 200, 200]),
    Row("DELETE /me/picture", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /me/completeness", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/allowance", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/standing", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/standing/agreement", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /me/standing/agreement", Ana, Pending, Json(r#"{"version":1,"agreed":true}"#), [401, 200, 200]),
    Row("GET /me/standing/movements", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/standing/bands", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/allowance/requests", Ana, Pending, Nothing, [401, 200, 200]),
    Row(
        "POST /me/allowance/requests",
        Ana,
        Pending,
        Json(r#"{"reasons":"I organise the harbour festival."}"#),
        [401, 409, 409],
    ),
    Row(
        "PUT /me/restrictions/{id}/appeal",
        Ana,
        Pending,
        Json(r#"{"text":"I organise the harbour festival."}"#),
        [401, 404, 404],
    ),
    Row("GET /moderation/waiting", Ana, Pending, Nothing, [401, 404, 404]),
    Row(
        "GET /moderation/members/{member_id}/allowance-requests/{id}",
        Ana,
        Pending,
        Nothing,
        [401, 404, 404],
    ),
    Row(
        "PUT /moderation/members/{member_id}/allowance-requests/{id}/decision",
        Ana,
        Pending,
        Json(r#"{"grant":100}"#),
        [401, 404, 404],
    ),
    Row("GET /moderation/members/{member_id}/appeals/{id}", Ana, Pending, Nothing, [401, 404, 404]),
    Row(
        "PUT /moderation/members/{member_id}/appeals/{id}/answer",
        Ana,
        Pending,
        Json(r#"{"outcome":"upheld","reason":"It was right as it was."}"#),
        [401, 404, 404],
    ),
    Row(
        "POST /moderation/members/{member_id}/restrictions",
        Ana,
        Pending,
        Json(
            r#"{"ground":"rules","facts":"reports","lifts":"moderator","explanation":"It was told to you twice."}"#,
        ),
        [401, 404, 404],
    ),
    Row("PUT /moderation/members/{member_id}/restriction/lifting", Ana, Pending, Nothing, [401, 404, 404]),
    Row("GET /me/settings", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PATCH /me/settings", Ana, Pending, Json(r#"{"connections_visible_to":"nobody"}"#), [401, 200, 200]),
    Row("GET /me/door", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /me/door", Ana, Pending, Json(r#"{"who":"tied","ties":[{"kind":"group"}]}"#), [401, 200, 200]),
    Row("GET /members/{id}/door", Ben, Pending, Nothing, [401, 200, 200]),
    Row("GET /members", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /suggestions", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /suggestions/{member_id}/dismissal", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /members/{id}", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /members/{id}/relationship", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /members/{id}/shared-connections", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /members/{id}/connections", Ana, Pending, Nothing, [401, 403, 200]),
    Row("GET /members/{id}/starters", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /invitations", Ana, Pending, Nothing, [401, 200, 200]),
    Row("POST /invitations", Ana, Pending, Json(r#"{"to":"EVA"}"#), [401, 201, 201]),
    Row("POST /invitations/preview", Ana, Pending, Json(r#"{"to":"EVA","note":"Hi!"}"#), [401, 200, 200]),
    Row("PUT /invitations/{id}/note", Ana, Pending, Json(r#"{"note":"From the choir."}"#), [401, 404, 200]),
    Row("DELETE /invitations/{id}/note", Ana, Pending, Nothing, [401, 404, 200]),
    Row(
        "PUT /invitations/{id}/vouch-request",
        Ana,
        Pending,
        Json(r#"{"member_id":"FAYE"}"#),
        [401, 404, 200],
    ),
    Row("GET /vouches", Ana, Pending, Nothing, [401, 200, 200]),
    Row(
        "PUT /vouches/{invitation}/text",
        Ana,
        Pending,
        Json(r#"{"text":"We rowed together."}"#),
        [401, 404, 200],
    ),
    Row("DELETE /vouches/{invitation}/text", Ana, Pending, Nothing, [401, 404, 204]),
    Row("POST /invitations/dismissals", Ben, Pending, Json(r#"{"ids":["INVITATION"]}"#), [401, 200, 200]),
    Row("POST /invitations/withdrawals", Ana, Pending, Json(r#"{"ids":["INVITATION"]}"#), [401, 200, 200]),
    Row("GET /invitations/{id}", Ana, Pending, Nothing, [401, 404, 200]),
    Row("DELETE /invitations/{id}", Ana, Held, Nothing, [401, 404, 204]),
    Row("PUT /invitations/{id}/withdrawal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /invitations/{id}/view", Ben, Pending, Nothing, [401, 404, 200]),
    Row("PUT /invitations/{id}/acceptance", Ben, Pending, Nothing, [401, 404, 200]),
    Row("PUT /invitations/{id}/dismissal", Ben, Pending, Nothing, [401, 404, 200]),
    Row("DELETE /invitations/{id}/dismissal", Ben, Ignored, Nothing, [401, 404, 200]),
    Row("PUT /invitations/{id}/mark", Ben, Ignored, Nothing, [401, 404, 200]),
    Row("DELETE /invitations/{id}/mark", Ben, Marked, Nothing, [401, 404, 200]),
    Row("PUT /invitations/{id}/report", Ben, Pending, Json(r#"{"reason":"Advertising."}"#), [401, 404, 200]),
    Row("PUT /invitations/{id}/question", Ben, Pending, Json(r#"{"text":"Who are you?"}"#), [401, 404, 200]),
    Row("PUT /invitations/{id}/answer", Ana, Asked, Json(r#"{"text":"From the choir."}"#), [401, 404, 200]),
    Row("PUT /invitations/{id}/terms-refusal", Ana, OnTerms, Nothing, [401, 404, 200]),
    Row(
        "PUT /invitations/{id}/snooze",
        Ben,
        Pending,
        Json(r#"{"until":"2026-05-01T00:00:00Z","tell":true}"#),
        [401, 404, 200],
    ),
    Row("DELETE /invitations/{id}/snooze", Ben, Asked, Nothing, [401, 404, 200]),
    Row("GET /members/{id}/introducers", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /introductions", Ana, Pending, Nothing, [401, 200, 200]),
    Row(
        "POST /introductions",
        Ana,
        Pending,
        Json(r#"{"to":"GIL","through":"CLEO","reason":"I would like to learn how the archive began."}"#),
        [401, 409, 201],
    ),
    Row("GET /introductions/{id}", Ana, Pending, Nothing, [401, 404, 200]),
    Row(
        "PUT /introductions/{id}/forwarding",
        Ana,
        Pending,
        Json(r#"{"text":"You two should talk."}"#),
        [401, 404, 200],
    ),
    Row("PUT /introductions/{id}/dismissal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /introductions/{id}/agreement", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /introductions/{id}/withdrawal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("GET /introductions/{id}/messages", Ana, Pending, Nothing, [401, 404, 200]),
    Row("POST /introductions/{id}/messages", Ana, Pending, Json(r#"{"text":"Hello!"}"#), [401, 404, 201]),
    Row("PUT /introductions/{id}/read", Ana, Pending, Json(r#"{"up_to":"MESSAGE"}"#), [401, 404, 204]),
    Row("PUT /introductions/{id}/departure", Ana, Pending, Nothing, [401, 404, 204]),
    Row("GET /connections", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /connections/{member_id}/memory", Ana, Pending, Nothing, [401, 404, 200]),
    Row(
        "PUT /connections/{member_id}/memory",
        Ana,
        Pending,
        Json(r#"{"note":"Sings.","tags":["choir"],"next_contact":"2026-12-01"}"#),
        [401, 403, 200],
    ),
    Row("DELETE /connections/{member_id}/memory", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /me/memories", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /me/tags", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /connections/{member_id}/terms", Ana, Pending, Nothing, [401, 404, 200]),
    Row(
        "PUT /connections/{member_id}/terms",
        Ana,
        Pending,
        Json(r#"{"scope":"follow_only","no_pitches_days":30}"#),
        [401, 403, 200],
    ),
    Row("DELETE /connections/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /blocks", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /blocks/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("DELETE /blocks/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /groups", Ana, Pending, Nothing, [401, 200, 200]),
    Row("POST /groups", Ana, Pending, Json(r#"{"name":"Rowers"}"#), [401, 201, 201]),
    Row("GET /groups/{id}", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /groups/{id}/members", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /groups/{id}/membership", Ana, Pending, Nothing, [401, 200, 200]),
    Row("DELETE /groups/{id}/membership", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /conversations", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /conversations/{member_id}/messages", Ana, Pending, Nothing, [401, 403, 200]),
    Row(
        "POST /conversations/{member_id}/messages",
        Ana,
        Pending,
        Json(r#"{"text":"Thank you!"}"#),
        [401, 403, 201],
    ),
    Row("PUT /conversations/{member_id}/messages/{id}/pitch", Ana, Pending, Nothing, [401, 404, 204]),
    Row("PUT /conversations/{member_id}/read", Ana, Pending, Json(r#"{"up_to":"MESSAGE"}"#), [401, 204, 204]),
    Row("GET /outreach", Ana, Pending, Nothing, [401, 200, 200]),
    Row(
        "POST /outreach",
        Ana,
        Pending,
        Json(r#"{"to":"EVA","subject":"Tides","body":"How do you measure them?"}"#),
        [401, 403, 201],
    ),
    Row("GET /outreach/{id}", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /outreach/{id}/answer", Ana, Pending, Json(r#"{"text":"With a stick."}"#), [401, 404, 200]),
    Row("PUT /outreach/{id}/refusal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /outreach/{id}/dismissal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("DELETE /outreach/{id}/dismissal", Ana, Pending, Nothing, [401, 404, 200]),
    Row("PUT /outreach/{id}/report", Ana, Pending, Json(r#"{"reason":"Advertising."}"#), [401, 404, 200]),
    Row("GET /me/credits", Ana, Pending, Nothing, [401, 200, 200]),
    Row("GET /follows", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /follows/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("DELETE /follows/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /followers", Ana, Pending, Nothing, [401, 200, 200]),
    Row("DELETE /followers/{member_id}", Ana, Pending, Nothing, [401, 204, 204]),
    Row("GET /notifications", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /notifications/read", Ana, Pending, Nothing, [401, 204, 204]),
    Row(
        "PUT /members/{id}/report",
        Ana,
        Pending,
        Json(r#"{"what":"profile","reason":"Not them."}"#),
        [401, 204, 204],
    ),
    Row("GET /me/warnings", Ana, Pending, Nothing, [401, 200, 200]),
    Row("PUT /me/warnings/{id}/acknowledgement", Ana, Pending, Nothing, [401, 404, 204]),
    Row("GET /moderation/cases", Mo, Pending, Nothing, [404, 404, 200]),
    Row("GET /moderation/cases/{id}", Mo, Pending, Nothing, [404, 404, 200]),
    Row("PUT /moderation/cases/{id}/hold", Mo, Pending, Nothing, [404, 404, 200]),
    Row("DELETE /moderation/cases/{id}/hold", Mo, Pending, Nothing, [404, 404, 204]),
    Row(
        "PUT /moderation/cases/{id}/decision",
        Mo,
        Pending,
        Json(r#"{"verdict":"dismissed","reason":"Nothing is wrong."}"#),
        [404, 404, 200],
    ),
    Row(
        "PUT /moderation/cases/{id}/complaint",
        Mo,
        Pending,
        Json(r#"{"reason":"Three at once."}"#),
        [404, 404, 200],
    ),
    Row(
        "PUT /moderation/members/{member_id}/suspension",
        Mo,
        Pending,
        Json(r#"{"reason":"Stolen."}"#),
        [404, 404, 204],
    ),
    Row(
        "DELETE /moderation/members/{member_id}/suspension",
        Mo,
        Pending,
        Json(r#"{"reason":"Theirs."}"#),
        [404, 404, 204],
    ),
    Row("GET /moderation/log", Mo, Pending, Nothing, [404, 404, 200]),
    Row("GET /events", Ana, Pending, Nothing, [401, 200, 200]),
];

/// A small network: Ana is connected with Cleo and Faye and has invited Ben, whom Faye knows too, and who has written to
/// Ana; Cleo has invited Faye, and asks Ana to vouch. Dan is a stranger to all, and so is Eva.
struct World {
    kith: Kith,
    router: Router,
    ana: Member,
    ben: Member,
    cleo: Member,
    dan: Member,
    eva: Member,
    faye: Member,
    /// What stands in a path or body for what: `{id}` depends on the route.
    invitation: String,
    vouched: String,
    position: String,
    education: String,
    session: String,
    group: String,
    message: String,
    mo: Member,
    case: String,
    warning: String,
    introduction: String,
    gil: String,
    outreach: String,
}

impl World {
    async fn new(row: &Row) -> Self {
        let passwords = matches!(row.3, Json(body) if body.contains("correct horse"));
        let mut world = Self::given(row.2, passwords).await;
        if row.0.contains("/introductions") {
            world.introduce(row.0).await;
        }
        world
    }

    /// Adds Gil, whom Cleo knows, and an introduction in which Ana is who the route is for.
    async fn introduce(&mut self, route: &str) {
        let (kith, ana, cleo) = (&self.kith, &self.ana, &self.cleo);
        let app = &kith.app;
        let gil = kith.member("Gil Hart").await;
        let asks = async |asker: &Member, through: &Member, to: &Member| {
            let reason = "I would like to learn how the archive began.".to_owned();
            let ask = AskIntroduction { to: to.id, through: through.id, reason };
            let asked = introductions::ask(app, asker.actor, ask).await.expect("may be asked");
            asked.part.introduction.id
        };
        let (_, what) = route.rsplit_once('/').expect("an act");
        let id = match what {
            // Ana goes between Cleo and Gil.
            "forwarding" | "dismissal" => {
                ana.connects(kith, &gil).await;
                Some(asks(cleo, ana, &gil).await)
            }
            // Gil asks Cleo about Ana, and where they are to talk she has said yes.
            "agreement" | "messages" | "read" | "departure" => {
                cleo.connects(kith, &gil).await;
                let id = asks(&gil, cleo, ana).await;
                introductions::forward(app, cleo.actor, id, "You two should talk.").await.expect("forwarded");
                if what != "agreement" {
                    introductions::agree(app, ana.actor, id).await.expect("agreed");
                }
                Some(id)
            }
            _ => {
                cleo.connects(kith, &gil).await;
                let asked = route != "POST /introductions";
                if asked { Some(asks(ana, cleo, &gil).await) } else { None }
            }
        };
        self.introduction = id.map(|id| id.to_string()).unwrap_or_default();
        self.gil = gil.id.to_string();
    }

    /// With passwords where they are asked for: each costs some hundredths of a second.
    async fn given(given: Given, passwords: bool) -> Self {
        let kith = Kith::new().await;
        let (ana, dan) = if passwords {
            let ana = kith.member_with_password("Ana Lee", "correct horse").await;
            (ana, kith.member_with_password("Dan Roe", "another one").await)
        } else {
            (kith.member("Ana Lee").await, kith.member("Dan Roe").await)
        };
        let [ben, cleo, eva, faye] = kith.members(["Ben Ode", "Cleo Fay", "Eva Moss", "Faye Ash"]).await;
        let app = &kith.app;
        ana.connects(&kith, &cleo).await;
        for other in [&ana, &ben] {
            faye.connects(&kith, other).await;
        }
        let vouched = cleo.invites(&faye).await;
        vouches::ask(app, cleo.actor, vouched, ana.id).await.expect("asked");
        let ask = AddPosition {
            employer: "Kestrel".into(),
            title: "Pilot".into(),
            from: "2012-05".into(),
            to: None,
        };
        let position = profile::add_position(app, ana.actor, ask).await.expect("a position");
        let ask = AddEducation { school: "Harbour School".into(), ..AddEducation::default() };
        let education = profile::add_education(app, ana.actor, ask).await.expect("an education");
        let session = sessions::open(app, ana.id, SessionKind::Api, "other").await.expect("a session");
        let group = groups::found(app, ana.actor, "Choir", None).await.expect("a group").id;
        let no_pitches = PauseWish::Begin(PitchPause::Month);
        let pause = invitations::change_terms(app, ana.actor, cleo.id, TermsScope::Full, no_pitches).await;
        pause.expect("may be asked for");
        let written = messages::write(app, cleo.actor, ana.id, "Hello!", None).await.expect("a message");
        let invitation = ana.invites(&ben).await;
        if given != Held {
            kith.advance("40s");
        }
        match given {
            Held | Pending => {}
            Ignored => ben.ignores(invitation).await,
            Marked => ben.marks(invitation).await,
            Asked => {
                let question = QuestionText::parse("How do we know each other?").expect("a question");
                invitations::ask(app, ben.actor, invitation, question).await.expect("may be asked");
                let until = app.now() + Span::days(30);
                let aside = invitations::set_aside(app, ben.actor, invitation, until, false).await;
                aside.expect("may be set aside");
            }
            OnTerms => {
                let terms = Terms { scope: TermsScope::FollowOnly, no_pitches: None };
                invitations::accept(app, ben.actor, invitation, terms).await.expect("may be accepted");
            }
        }
        let mo = kith.moderator("Mo Hart").await;
        let report = async |by: &Member, about: &Member| {
            let ask = ReportMember { about: about.id, what: ReportWhat::Profile, reason: "Rude.".to_owned() };
            moderation::report_member(app, by.actor, ask).await.expect("may be reported");
            let by = Authority::Moderator(mo.actor);
            moderation::cases(app, by, None, None, 1).await.expect("the queue")[0].case.opened.id
        };
        let case = report(&eva, &ana).await;
        let ruling = Ruling {
            verdict: Verdict::Warned,
            reason: "Rude.".to_owned(),
            warning: Some("Be kind, please.".to_owned()),
            restriction: None,
        };
        moderation::decide(app, Authority::Moderator(mo.actor), case, ruling).await.expect("may be decided");
        let warning = moderation::mine(app, ana.actor).await.expect("warnings")[0].id;
        let case = report(&dan, &cleo).await;
        for member in [&ana, &ben] {
            credits::grant(app, Authority::Operator, member.id, 1).await.expect("a grant");
        }
        let (subject, body) = ("Tides".to_owned(), "May I ask about them?".to_owned());
        let letter = SendOutreach { to: ana.id, subject, body };
        // Ana and Ben know each other by Faye alone, and Ana's invitation does not keep Ben from writing.
        let letter = outreach::send(app, ben.actor, letter).await.expect("an outreach message");
        kith_app::followers::run_followers_once(app).await.expect("the journal is followed");
        Self {
            router: router(&kith),
            invitation: invitation.to_string(),
            vouched: vouched.to_string(),
            position: position.to_string(),
            education: education.to_string(),
            session: session.actor.session.to_string(),
            group: group.to_string(),
            message: written.message.id.to_string(),
            case: case.to_string(),
            warning: warning.to_string(),
            mo,
            introduction: "1".to_owned(),
            gil: "1".to_owned(),
            outreach: letter.outreach.id.to_string(),
            kith,
            ana,
            ben,
            cleo,
            dan,
            eva,
            faye,
        }
    }

    fn owner(&self, row: &Row) -> &Member {
        match row.1 {
            Ana => &self.ana,
            Ben => &self.ben,
            Mo => &self.mo,
        }
    }

    fn path(&self, route: &str) -> String {
        let (_, path) = route.split_once(' ').expect("a method and a path");
        let id = match path {
            _ if path.starts_with("/invitations/") => &self.invitation,
            _ if path.starts_with("/introductions/") => &self.introduction,
            _ if path.starts_with("/me/positions/") => &self.position,
            _ if path.starts_with("/me/educations/") => &self.education,
            _ if path.starts_with("/sessions/") => &self.session,
            _ if path.starts_with("/groups/") => &self.group,
            _ if path.starts_with("/conversations/") => &self.message,
            _ if path.starts_with("/outreach/") => &self.outreach,
            _ if path.starts_with("/moderation/cases/") => &self.case,
            _ if path.starts_with("/me/warnings/") => &self.warning,
            _ => &self.cleo.id.to_string(),
        };
        let path = path.replace("{invitation}", &self.vouched);
        format!("/api/v1{}", path.replace("{id}", id).replace("{member_id}", &self.cleo.id.to_string()))
    }

    fn request(&self, method: &str, row: &Row, by: Option<&Member>) -> Request<Body> {
        let token = by.map(|member| member.token.as_str());
        let (path, sends) = (self.path(row.0), row.3);
        match sends {
            Nothing => request(method, &path, token, &Value::Null),
            Json(body) => {
                let body = body.replace("INVITATION", &self.invitation).replace("MESSAGE", &self.message);
                let body = body.replace("EVA", &self.eva.id.to_string());
                let body = body.replace("FAYE", &self.faye.id.to_string());
                let body = body.replace("GIL", &self.gil).replace("CLEO", &self.cleo.id.to_string());
                request(method, &path, token, &serde_json::from_str(&body).expect("a body"))
            }
            Picture => {
                let mut put = request(method, &path, token, &Value::Null);
                put.headers_mut().insert(CONTENT_TYPE, "image/png".parse().expect("a kind"));
                *put.body_mut() = Body::from(png());
                put
            }
        }
    }

    /// Sends a request; of a stream only the head is read.
    async fn send(&self, method: &str, row: &Row, by: Option<&Member>) -> Answer {
        let request = self.request(method, row, by);
        if row.0 == "GET /events" && by.is_some() {
            return crate::support::head(&self.router, request).await;
        }
        send(&self.router, request).await
    }
}

/// A grey picture of 200 × 200 pixels.
fn png() -> Vec<u8> {
    include_bytes!("grey.png").to_vec()
}

#[test]
fn no_route_is_missing_here() {
    let told: BTreeSet<String> = operations().into_iter().map(|(name, _)| name).collect();
    let tried: BTreeSet<String> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    assert_eq!(told, tried);
    assert_eq!(tried.len(), ROWS.len(), "each once");
}

#[tokio::test]
async fn every_route_answers_nobody_a_stranger_and_its_owner_as_it_should() {
    let operations = operations();
    for row in ROWS {
        let (method, _) = row.0.split_once(' ').expect("a method");
        let (_, operation) = operations.iter().find(|(name, _)| name == row.0).expect("in the document");
        for (who, expected) in row.4.iter().enumerate() {
            let world = World::new(row).await;
            let owner = world.owner(row);
            let by = [None, Some(&world.dan), Some(owner)][who];
            let answer = world.send(method, row, by).await;
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            assert_eq!(
                answer.status.as_u16(),
                *expected,
                "{} as {}: {text}",
                row.0,
                ["nobody", "a stranger", "its owner"][who]
            );
            let told = &operation["responses"][answer.status.as_str()];
            assert!(told.is_object(), "{} answers {expected}, which the document does not tell", row.0);
            let kind = answer.header("content-type").split(';').next().unwrap_or_default();
            if answer.body.is_empty() && !row.0.ends_with("/events") {
                assert!(told.get("content").is_none(), "{} answers {expected} without a body", row.0);
            } else {
                assert!(told["content"].get(kind).is_some(), "{} answers {expected} with {kind}", row.0);
            }
        }
    }
}

#[tokio::test]
async fn an_act_that_is_done_twice_answers_as_the_first_time() {
    for row in ROWS.iter().filter(|row| row.0.starts_with("PUT ")) {
        // These two say what they changed by being asked again: a new password, a new picture.
        if matches!(row.0, "PUT /me/password" | "PUT /me/picture") {
            continue;
        }
        let world = World::new(row).await;
        let owner = world.owner(row);
        let first = world.send("PUT", row, Some(owner)).await;
        let second = world.send("PUT", row, Some(owner)).await;
        assert_eq!((first.status, &first.body), (second.status, &second.body), "{}", row.0);
    }
}

#[tokio::test]
async fn reading_changes_nothing_r11_10() {
    let world = World::given(Pending, false).await;
    let folder = tempfile::tempdir().expect("a folder");
    let rows = |name: &'static str| {
        let (path, app, database) = (folder.path().join(name), world.kith.app.clone(), world.kith.database());
        async move {
            if database.is_postgres() {
                return database.contents().into_bytes();
            }
            app.store().engine().backup(&path).await.expect("a copy");
            std::fs::read(path).expect("the copy")
        }
    };
    // What follows commits has come to its end, or it would go on while things are read.
    kith_app::followers::run_followers_once(&world.kith.app).await.expect("the journal is followed");
    if world.kith.database().is_postgres() {
        // The journal is numbered beside what is asked for.
        let mut stands = world.kith.database().contents();
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            let later = world.kith.database().contents();
            if later == stands {
                break;
            }
            stands = later;
        }
    }
    let before = rows("before").await;
    for row in ROWS.iter().filter(|row| row.0.starts_with("GET ")) {
        for by in [&world.ana, &world.ben, &world.dan] {
            for method in ["GET", "HEAD"] {
                let answer = world.send(method, row, Some(by)).await;
                assert!(!answer.status.is_server_error(), "{method} {}", row.0);
            }
        }
    }
    // HEAD of what only changes is nothing at all.
    for row in ROWS.iter().filter(|row| !row.0.starts_with("GET ") && row.0 != "POST /accounts") {
        let answer = world.send("HEAD", row, Some(&world.ana)).await;
        assert!(!answer.status.is_server_error(), "HEAD {}", row.0);
    }
    let after = rows("after").await;
    assert!(before == after, "a GET or HEAD has changed something: {}", first_change(&before, &after));
    let _ = world.send("PUT", row_of("PUT /notifications/read"), Some(&world.ana)).await;
    assert!(before != rows("changed").await, "a change would have been noticed");
}

/// The first line that differs, where the two are text.
fn first_change(before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let differs = before.lines().zip(after.lines()).find(|(one, other)| one != other);
    differs.map_or_else(|| "its length".to_owned(), |(one, other)| format!("{one:.500} is now {other:.500}"))
}

fn row_of(route: &str) -> &'static Row {
    ROWS.iter().find(|row| row.0 == route).expect("a row")
}

#[tokio::test]
async fn the_moderators_area_is_not_there_for_others() {
    let world = World::given(Pending, false).await;
    let never = |method| request(method, "/api/v1/never/was", Some(world.dan.token.as_str()), &Value::Null);
    for row in ROWS.iter().filter(|row| row.1 == Mo) {
        let (method, _) = row.0.split_once(' ').expect("a method");
        for by in [None, Some(&world.dan), Some(&world.ana)] {
            let answer = world.send(method, row, by).await;
            let nothing = send(&world.router, never(method)).await;
            assert_eq!((answer.status, answer.body), (nothing.status, nothing.body), "{}", row.0);
        }
    }
}

#[tokio::test]
async fn what_is_not_theirs_is_the_same_as_what_never_was() {
    let world = World::given(Pending, false).await;
    let dans = Some(world.dan.token.as_str());
    for what in ["", "/withdrawal", "/view", "/acceptance", "/dismissal", "/mark", "/terms-refusal"] {
        let method = if what.is_empty() { "GET" } else { "PUT" };
        let theirs = format!("/api/v1/invitations/{}{what}", world.invitation);
        let nobodys = format!("/api/v1/invitations/123456789{what}");
        let theirs = send(&world.router, request(method, &theirs, dans, &Value::Null)).await;
        let nobodys = send(&world.router, request(method, &nobodys, dans, &Value::Null)).await;
        assert_eq!((theirs.status, theirs.body), (nobodys.status, nobodys.body), "{what}");
    }
    for what in ["", "/refusal", "/dismissal"] {
        let method = if what.is_empty() { "GET" } else { "PUT" };
        let theirs = format!("/api/v1/outreach/{}{what}", world.outreach);
        let nobodys = format!("/api/v1/outreach/123456789{what}");
        let theirs = send(&world.router, request(method, &theirs, dans, &Value::Null)).await;
        let nobodys = send(&world.router, request(method, &nobodys, dans, &Value::Null)).await;
        assert_eq!((theirs.status, theirs.body), (nobodys.status, nobodys.body), "{what}");
    }
    let block = format!("/api/v1/blocks/{}", world.dan.id);
    send(&world.router, request("PUT", &block, Some(world.ana.token.as_str()), &Value::Null)).await;
    for what in ["", "/relationship", "/shared-connections", "/connections", "/starters"] {
        let hidden = format!("/api/v1/members/{}{what}", world.ana.id);
        let never = format!("/api/v1/members/123456789{what}");
        let hidden = send(&world.router, request("GET", &hidden, dans, &Value::Null)).await;
        let never = send(&world.router, request("GET", &never, dans, &Value::Null)).await;
        assert_eq!((hidden.status.as_u16(), hidden.body), (404, never.body), "{what}");
    }
    let send_to =
        |to: String| send(&world.router, request("POST", "/api/v1/invitations", dans, &json!({"to": to})));
    let hidden = send_to(world.ana.id.to_string()).await;
    assert_eq!((hidden.status.as_u16(), hidden.body), (404, send_to("123456789".to_owned()).await.body));
}
