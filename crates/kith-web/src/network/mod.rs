//! Invitations by the box they lie in.

pub mod ui;
