//! Invitations: inviting, answering, taking back.

pub mod answering_api;
pub mod answering_ui;
pub mod api;
pub(crate) mod body;
mod checked;
pub mod note_api;
pub mod note_ui;
pub mod sending;
pub mod several_api;
pub mod several_ui;
pub mod shown;
pub mod terms_api;
pub mod terms_ui;
pub mod ui;
pub mod wire;
