//! Allowance and standing.

pub mod api;
pub mod more;
pub mod review;
pub mod review_ui;
pub mod ui;
mod words;
