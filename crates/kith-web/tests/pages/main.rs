//! The pages of the main job, as a browser without a script gets them.

mod browser;
mod doors;
mod home;
mod invitations;
#[path = "../api/support.rs"]
mod support;
