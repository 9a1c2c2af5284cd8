//! Doing each act.

use super::*;

impl Act {
    /// Does it. Whatever is refused was done before, and is not known to have been.
    pub(crate) async fn done(self, app: &App, scene: &Scene) -> Result<(), Failure<String>> {
        let (ana, ben) = (&scene.ana, &scene.ben);
        let id = scene.invitations.first().copied().unwrap_or(InvitationId(0));
        match self {
            Act::Send => {
                let ask = invitations::SendInvitation::one_click(ben.id, Place::Profile);
                ended(invitations::send(app, ana.actor, ask).await)
            }
            Act::EditNote => ended(invitations::edit_note(app, ana.actor, id, Some(NOTE)).await),
            Act::AskForVouch => ended(vouches::ask(app, ana.actor, id, ben.id).await),
            Act::WriteVouch => ended(vouches::write(app, ben.actor, id, "I know them both.").await),
            Act::DeclineVouch => ended(vouches::decline(app, ben.actor, id).await),
            Act::View => ended(invitations::view(app, ben.actor, id).await),
            Act::Accept => ended(invitations::accept(app, ben.actor, id, Terms::default()).await),
            Act::AcceptOnTerms => ended(invitations::accept(app, ben.actor, id, following()).await),
            Act::DeclineTerms => ended(invitations::decline_terms(app, ana.actor, id).await),
            Act::ChangeTerms => {
                let pause = PauseWish::Begin(PitchPause::Quarter);
                ended(invitations::change_terms(app, ben.actor, ana.id, TermsScope::Limited, pause).await)
            }
            Act::ReportPitch => ended(messages::report_pitch(app, ben.actor, ana.id, scene.message).await),
            Act::Ignore => ended(invitations::ignore(app, ben.actor, id).await),
            Act::AskBack => ended(invitations::ask(app, ben.actor, id, question()).await),
            Act::Reply => {
                let answer = QuestionAnswer::parse("From the harbour.").expect("an answer");
                ended(invitations::reply(app, ana.actor, id, answer).await)
            }
            Act::SetAside => ended(invitations::set_aside(app, ben.actor, id, in_a_month(app), true).await),
            Act::BringBack => ended(invitations::bring_back(app, ben.actor, id).await),
            Act::Mark => ended(invitations::mark(app, ben.actor, id).await),
            Act::TakeMarkBack => ended(invitations::take_back_mark(app, ben.actor, id).await),
            Act::Withdraw => ended(invitations::withdraw(app, ana.actor, id).await),
            Act::WithdrawSeveral => {
                done(invitations::withdraw_several(app, ana.actor, &scene.invitations).await)
            }
            Act::IgnoreSeveral => done(invitations::ignore_several(app, ben.actor, &scene.invitations).await),
            Act::TakeBackSeveral => {
                done(invitations::take_back_dismissals(app, ben.actor, &scene.invitations).await)
            }
            Act::TidyOverdue => done(invitations::tidy_overdue(app, ana.id, app.now()).await),
            Act::Undo => ended(invitations::undo(app, ana.actor, id).await),
            Act::TakeBack => ended(invitations::take_back_dismissal(app, ben.actor, id).await),
            Act::Report => {
                let reason = ReportReason::parse("It sells something.").expect("a reason");
                ended(invitations::report(app, ben.actor, id, reason).await)
            }
            Act::Disconnect => done(connections::disconnect(app, ben.actor, ana.id).await),
            Act::Block => ended(connections::block(app, ben.actor, ana.id).await),
            Act::Unblock => done(connections::unblock(app, ben.actor, ana.id).await),
            Act::Write => ended(messages::write(app, ana.actor, ben.id, "Are you there?", None).await),
            Act::AskToMeet => ended(introductions::ask(app, ana.actor, meeting(mia(scene), ben)).await),
            Act::WithdrawMeeting => ended(introductions::withdraw(app, ana.actor, scene.introduction).await),
            Act::Forward => {
                let words = "You two should talk.";
                ended(introductions::forward(app, mia(scene).actor, scene.introduction, words).await)
            }
            Act::DismissMeeting => {
                let how = Dismissal::ForGood;
                ended(introductions::dismiss(app, mia(scene).actor, scene.introduction, how).await)
            }
            Act::AgreeToMeet => ended(introductions::agree(app, ben.actor, scene.introduction).await),
            Act::WriteToThree => {
                ended(introductions::write_talk(app, ana.actor, scene.introduction, "Hello!", None).await)
            }
            Act::ReadThree => {
                let (id, up_to) = (scene.introduction, scene.message);
                ended(introductions::mark_read(app, ben.actor, id, up_to).await)
            }
            Act::LeaveThree => ended(introductions::leave(app, mia(scene).actor, scene.introduction).await),
            Act::ReportMember => ended(moderation::report_member(app, ben.actor, complaint(ana)).await),
            Act::Suspend => ended(moderation::suspend(app, Authority::Operator, ana.id, WHY).await),
            Act::Restore => ended(moderation::restore(app, Authority::Operator, ana.id, WHY).await),
            Act::TakeCase => ended(moderation::take(app, moderator(scene), scene.case).await),
            Act::GiveCaseBack => ended(moderation::give_back(app, moderator(scene), scene.case).await),
            Act::OpenComplaint => {
                ended(moderation::open_complaint(app, moderator(scene), scene.case, WHY).await)
            }
            Act::DecideCase => ended(moderation::decide(app, moderator(scene), scene.case, warned()).await),
            Act::AcknowledgeWarning => done(moderation::acknowledge(app, ana.actor, scene.warning).await),
            Act::WriteToStranger => ended(outreach::send(app, ana.actor, letter(ben)).await),
            Act::AnswerStranger => ended(outreach::answer(app, ben.actor, scene.outreach, "Yes.").await),
            Act::RefuseStranger => ended(outreach::refuse(app, ben.actor, scene.outreach).await),
            Act::PutStrangerAside => ended(outreach::put_aside(app, ben.actor, scene.outreach).await),
            Act::TakeStrangerBack => ended(outreach::take_back(app, ben.actor, scene.outreach).await),
            Act::ReportStranger => {
                ended(outreach::report(app, ben.actor, scene.outreach, "It sells something.").await)
            }
            Act::GrantCredits => ended(credits::grant(app, Authority::Operator, ana.id, 3).await),
            Act::PutPlan => {
                let plan = "premium".parse().expect("a plan");
                ended(credits::put_plan(app, Authority::Operator, ana.id, &plan).await)
            }
            Act::FollowMember => ended(follows::follow(app, ana.actor, ben.id).await),
            Act::UnfollowMember => done(follows::unfollow(app, ana.actor, ben.id).await),
            Act::RemoveFollower => done(follows::remove_follower(app, ben.actor, ana.id).await),
            Act::ReadMessages => done(messages::mark_read(app, ben.actor, ana.id, scene.message).await),
            Act::ReadNews => done(notifications::mark_read(app, ana.actor, None).await),
            Act::OpenAccount => ended(accounts::add(app, somebody(scene.number)).await),
            Act::SignUp => ended(accounts::sign_up(app, sign_up(scene.number)).await),
            Act::Approve => ended(accounts::approve(app, Authority::Operator, scene.member).await),
            Act::ChangePassword => {
                ended(accounts::change_password(app, ana.actor, PASSWORD, OTHER_PASSWORD).await)
            }
            Act::Close => ended(accounts::close(app, ana.actor, PASSWORD).await),
            Act::TidyDeparted => done(accounts::tidy_departed(app).await),
            Act::SignIn => {
                let ask = SignIn {
                    email: ana.email.clone(),
                    password: PASSWORD.to_owned(),
                    label: "test".to_owned(),
                    kind: SessionKind::Browser,
                };
                ended(sessions::sign_in(app, ask).await)
            }
            Act::OpenSession => done(sessions::open(app, ana.id, SessionKind::Api, "test").await),
            Act::Authenticate => done(sessions::authenticate(app, ana.token.as_str()).await),
            Act::SignOut => done(sessions::sign_out(app, ana.actor).await),
            Act::Revoke => done(sessions::revoke(app, ana.actor, ana.actor.session).await),
            Act::RevokeOthers => done(sessions::revoke_others(app, ana.actor).await),
            Act::BeginRequest => done(idempotency::begin(app, ana.actor, &key(), [7; 32]).await),
            Act::Answer => done(idempotency::answered(app, ana.actor, &key(), 201, "{}").await),
            Act::Forget => done(idempotency::forget(app, ana.actor, &key()).await),
            Act::AddPosition => ended(profile::add_position(app, ana.actor, position()).await),
            Act::RemovePosition => done(profile::remove_position(app, ana.actor, scene.position).await),
            Act::AddEducation => ended(profile::add_education(app, ana.actor, education()).await),
            Act::RemoveEducation => done(profile::remove_education(app, ana.actor, scene.education).await),
            Act::SetInterests => {
                let interests = ["Sailing".to_owned(), "Tar".to_owned()];
                ended(profile::set_interests(app, ana.actor, &interests, None).await)
            }
            Act::SetPicture => ended(profile::set_picture(app, ana.actor, picture()).await),
            Act::ClearPicture => done(profile::clear_picture(app, ana.actor).await),
            Act::Edit => {
                let ask = EditProfile {
                    name: Edit::Set("Ana Lee".to_owned()),
                    handle: Edit::Set(format!("ana-lee-{}", scene.number)),
                    headline: Edit::Set("Pilot".to_owned()),
                    ..EditProfile::default()
                };
                ended(profile::edit(app, ana.actor, ask, None).await)
            }
            Act::EditSettings => {
                let ask = EditSettings { shortcuts: Some(false), ..EditSettings::default() };
                ended(settings::edit(app, ana.actor, ask, None).await)
            }
            Act::PutDoor => {
                let policy = DoorPolicy { note: true, ..DoorPolicy::default() };
                ended(door_policy::put(app, ana.actor, policy, None).await)
            }
            Act::Found => {
                ended(groups::found(app, ana.actor, &format!("Group {}", scene.number), None).await)
            }
            Act::Join => ended(groups::join(app, ana.actor, scene.group).await),
            Act::Leave => done(groups::leave(app, ana.actor, scene.group).await),
            Act::Agree => {
                let version = standing::agreement().version;
                ended(standing::agree(app, ana.actor, version, true).await)
            }
            Act::Lift => ended(standing::lift(app, Authority::Operator, ana.id).await),
            Act::Restrict => {
                let by = scene.moderators[0].actor;
                ended(standing::restrict(app, by, restricting(ana)).await)
            }
            Act::Appeal => ended(standing::appeal(app, ana.actor, scene.restriction, WHY).await),
            Act::AnswerAppeal => {
                let (by, of) = (scene.moderators[1].actor, scene.restriction);
                ended(standing::answer_appeal(app, by, ana.id, of, AppealOutcome::Lifted, WHY).await)
            }
            Act::AskForMore => ended(standing::ask_for_more(app, ana.actor, WHY).await),
            Act::DecideRequest => {
                let by = scene.moderators[0].actor;
                ended(standing::decide_request(app, by, ana.id, scene.request, Verdict::Grant(100)).await)
            }
            Act::Bands => done(standing::bands(app, ana.actor).await),
            Act::PutMemory => ended(memory::put(app, ana.actor, ben.id, remembered()).await),
            Act::ForgetMemory => done(memory::forget(app, ana.actor, ben.id).await),
            Act::Dismiss => ended(suggestions::dismiss(app, ana.actor, ben.id).await),
            Act::Knock => done(doors::knock(app, &ana.email).await),
            Act::Follow => done(followers::run_followers_once(app).await),
            Act::ClaimNode => {
                let clock = Clock::manual(app.now());
                claimed(Node::claim(app.store(), &clock, Span::seconds(1)).await)
            }
            Act::RenewNode => claimed(node(scene).renew().await),
            Act::GiveNodeBack => done(node(scene).give_back().await),
            Act::Populate => ended(population::populate(app, past(scene.number)).await),
            Act::FillWithGraph => ended(population::fill_with_graph(app, graph(scene.number), |_| {}).await),
        }
    }
}
