//! What a member keeps about their connections, for themselves alone (F18).

pub mod api;
mod day;
pub mod ui;
