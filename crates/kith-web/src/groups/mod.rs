//! Groups.

pub mod api;
pub mod ui;
