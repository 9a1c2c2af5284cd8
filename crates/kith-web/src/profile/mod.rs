//! Profiles: one's own, and what others see of it.

pub mod api;
mod history;
mod picture;
pub mod wire;

pub(crate) use picture::serve as serve_picture;
