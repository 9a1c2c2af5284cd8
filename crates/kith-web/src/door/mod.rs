//! Whom members let in, and what they ask of whoever invites them (F7).

pub mod api;
pub mod ui;
pub mod wire;
pub mod words;
