//! Conversations between connections.

pub mod api;
pub(crate) mod page;
pub mod ui;
