//! The web: pages and the API over the same use cases.

pub mod page;
