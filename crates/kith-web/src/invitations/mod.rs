//! Invitations: inviting, answering, taking back.

pub mod api;
mod checked;
pub mod note_api;
pub mod note_ui;
pub(crate) mod body;
pub mod sending;
pub mod shown;
pub mod ui;
pub mod wire;
