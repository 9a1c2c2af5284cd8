//! The first page.

pub mod ui;
