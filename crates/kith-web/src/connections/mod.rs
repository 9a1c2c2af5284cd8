//! Connections and blocks.

pub mod api;
pub mod wire;
