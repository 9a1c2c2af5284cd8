//! How a member wants it.

pub mod api;
