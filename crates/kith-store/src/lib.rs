//! kith-store

pub mod engine;
