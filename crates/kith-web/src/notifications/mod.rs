//! News on the site, in a list and live.

pub mod api;
pub mod live;
pub mod ui;
