//! How a member wants it.

pub mod api;
mod page;
pub mod ui;
