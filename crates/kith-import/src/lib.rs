//! Reading files that people bring along.
//!
//! What comes out of here has been checked and bounded: limits on every count, one clear sentence for every
//! file that is not what it should be, and no panic whatever the bytes are.

#![forbid(unsafe_code)]

pub mod edge_list;
