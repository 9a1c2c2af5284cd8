//! What a picture may cost before it is looked at.

/// The largest upload that [`crate::portrait`] accepts, in bytes: 5 MiB.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Bounds within which a picture is decoded.
///
/// All are checked against the file's header, before memory for its pixels is asked for: a small
/// file that claims to be enormous costs nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as uploaded.
    pub max_bytes: usize,
    /// Pixels along the longer side.
    pub max_side: u32,
    /// Pixels in all.
    pub max_pixels: u64,
    /// Bytes that decoding may hold at once, the decoder's own tables included. This is what bounds
    /// formats that need more than the usual three or four bytes for each pixel: 16-bit PNG,
    /// progressive JPEG.
    pub max_memory: u64,
    /// Pixels along the shorter side, at least.
    pub min_side: u32,
}

impl Default for Limits {
    /// What the product uses: 5 MiB, 12,000 pixels a side, 50 megapixels, 256 MiB of memory, and
    /// no side under 64 pixels. A telephone's 48-megapixel photo passes; a bomb does not.
    fn default() -> Self {
        Self {
            max_bytes: MAX_BYTES,
            max_side: 12_000,
            max_pixels: 50_000_000,
            max_memory: 256 * 1024 * 1024,
            min_side: 64,
        }
    }
}
