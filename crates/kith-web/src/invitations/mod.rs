//! Invitations: inviting, answering, taking back.

pub mod api;
mod body;
pub mod wire;
