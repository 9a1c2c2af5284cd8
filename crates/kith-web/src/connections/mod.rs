//! Connections and blocks.

pub mod api;
pub mod ui;
pub mod wire;
