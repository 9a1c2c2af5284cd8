//! What the network is for, and its rules in plain words with its own numbers.

pub mod ui;
