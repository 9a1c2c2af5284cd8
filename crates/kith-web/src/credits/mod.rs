//! Members' credits.

pub mod api;
pub mod ui;
