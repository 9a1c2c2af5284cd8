//! Introductions through somebody who knows both, and the conversation of three that a yes begins (R4.3–R4.5, F13).

pub mod api;
pub(crate) mod page;
pub mod talk;
pub mod ui;
pub(crate) mod wire;
