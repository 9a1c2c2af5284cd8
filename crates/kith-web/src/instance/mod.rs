//! What this network is, and what it allows.

pub mod api;
