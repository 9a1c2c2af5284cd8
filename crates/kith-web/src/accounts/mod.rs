//! Accounts and sessions: opening one, signing in and out.

pub mod api;
pub mod ui;
