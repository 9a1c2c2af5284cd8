//! A whole network written at once, with its past: for the demo, for imports and for measurements.
//!
//! The past is played through the rules, act by act in the order of time, and what it leaves behind is written in one
//! transaction. So nothing can be in a filled network that could not have come about in a living one.

mod graph;
mod past;
mod world;

pub use graph::{Graph, fill_with_graph};
pub use past::{
    Closeness, Fate, Founded, Invited, Past, PopulateRefused, Populated, Settler, Talk, populate,
};
