//! Allowance and standing.

pub mod api;
pub mod ui;
