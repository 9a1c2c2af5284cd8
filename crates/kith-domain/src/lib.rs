//! The rules of a network of invitations, pure: facts and a command in, changes or a refusal out.
//!
//! Nothing here waits, stores, reads a clock or draws a random number. Each rule is named by its id
//! (`R8.4`) where it is decided.

pub mod change;
pub mod common_ground;
pub mod connections;
pub mod contact_details;
pub mod credits;
pub mod door;
pub mod follows;
pub mod id;
pub mod introductions;
pub mod invitations;
pub mod memory;
pub mod messages;
pub mod moderation;
pub mod outreach;
pub mod policy;
pub mod profile;
pub mod relation;
pub mod standing;
pub mod text;
pub mod time;
pub mod vouch;
