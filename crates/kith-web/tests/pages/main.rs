//! The pages of the main job, as a browser without a script gets them.

mod browser;
mod door_policy;
mod doors;
mod hidden;
mod home;
mod hostile;
mod invitations;
mod pictures;
#[path = "../api/support.rs"]
mod support;
