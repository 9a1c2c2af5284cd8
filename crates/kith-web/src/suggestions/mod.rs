//! People one may know.

pub mod api;
