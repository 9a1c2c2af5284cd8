//! Invitations: inviting, answering, taking back.

pub mod api;
mod body;
pub mod sending;
pub mod shown;
pub mod ui;
pub mod wire;
