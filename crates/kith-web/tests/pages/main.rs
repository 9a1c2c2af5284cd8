//! The pages of the main job, as a browser without a script gets them.

mod browser;
mod invitations;
#[path = "../api/support.rs"]
#[expect(dead_code, reason = "the tests of the API use the rest of it")]
mod support;
