//! Profiles: one's own, and what others see of it.

pub mod api;
pub mod edit;
mod edit_page;
mod history;
mod picture;
pub mod wire;

pub use edit_page::{PartLine, part_lines};
pub(crate) use picture::serve as serve_picture;
