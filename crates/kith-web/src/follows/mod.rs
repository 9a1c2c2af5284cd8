//! Following.

pub mod api;
pub mod ui;
