//! Conversations between connections.

pub mod api;
mod page;
pub mod ui;
