//! Other members: their profiles, and how they stand to the one who asks.

pub mod api;
pub(crate) mod routes;
pub mod ui;
pub mod wire;
