//! Finding people.

pub mod ui;
