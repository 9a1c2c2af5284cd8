//! Messages to people one is not connected with.

pub mod api;
pub mod ui;
pub mod wire;
