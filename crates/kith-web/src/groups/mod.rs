//! Groups.

pub mod api;
