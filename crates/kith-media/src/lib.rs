//! Pictures of people: those that members upload, and those drawn for members of the demo.
//!
//! [`portrait`] takes whatever bytes a client sent and gives back three square JPEG files that
//! are safe to serve, or a [`PictureRefused`] whose text can be shown to the member as it is.
//!
//! [`draw`] makes friendly stand-in portraits from a number.
//!
//! Nothing here reads a file, a clock or a source of randomness: the same bytes give the same files.

#![forbid(unsafe_code)]

mod colour;
mod container;
mod decode;
pub mod draw;
mod encode;
mod limits;
mod refused;
mod sniff;
#[cfg(test)]
mod tests;
mod upload;

pub use encode::CONTENT_TYPE;
pub use limits::{Limits, MAX_BYTES};
pub use refused::PictureRefused;
pub use upload::{LARGE, MEDIUM, Portrait, Rendition, SMALL, portrait, portrait_within};
