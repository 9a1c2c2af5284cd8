//! Allowance and standing.

pub mod api;
