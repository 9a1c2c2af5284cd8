//! How to come to where an act can be done.

use super::*;

impl Act {
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
}
