//! Conversations between connections.

pub mod api;
