//! Rules as properties of whatever anybody might do.

mod bands;
mod boundaries;
mod ground;
mod limits;
mod silence;
