//! A line from somebody who knows both (F19): asked for by S, written by M, read by R.

pub mod api;
pub mod ui;
pub mod wire;
