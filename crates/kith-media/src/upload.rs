//! What happens to a picture between upload and shelf.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, RgbImage};

use crate::colour;
use crate::decode::{Decoded, decode};
use crate::encode::{jpeg, shrink, square};
use crate::limits::Limits;
use crate::refused::PictureRefused;
use crate::sniff::{Content, sniff};

/// Side of the large rendition in pixels, for a profile's head.
pub const LARGE: u32 = 512;
/// Side of the medium rendition in pixels, for cards.
pub const MEDIUM: u32 = 160;
/// Side of the small rendition in pixels, for lists.
pub const SMALL: u32 = 64;

/// One square file of a portrait. Its media type is [`crate::CONTENT_TYPE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Pixels a side.
    pub side: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A portrait in its three sizes, ready to be served. A picture is never enlarged: where what was
/// uploaded is smaller than a size, that rendition has the picture's own side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    /// At most [`LARGE`] pixels a side.
    pub large: Rendition,
    /// At most [`MEDIUM`] pixels a side.
    pub medium: Rendition,
    /// At most [`SMALL`] pixels a side.
    pub small: Rendition,
}

/// Makes a portrait of an upload: [`portrait_within`] the default [`Limits`].
///
/// # Errors
///
/// As [`portrait_within`].
pub fn portrait(bytes: &[u8]) -> Result<Portrait, PictureRefused> {
    portrait_within(bytes, &Limits::default())
}

/// Makes a portrait of an upload.
///
/// The content alone decides what the file is. It is decoded within `limits`, turned as the camera was
/// held, cut to its central square, converted to sRGB, laid on white where it is transparent, scaled, and
/// written anew; of an animation the first frame is taken. Nothing but pixels crosses over: place,
/// time, device, thumbnails and comments stay behind.
///
/// This is work for a blocking thread: up to `limits.max_memory` bytes and about a second for the
/// largest pictures.
///
/// # Errors
///
/// [`PictureRefused`] says in a sentence for the member what is wrong.
pub fn portrait_within(bytes: &[u8], limits: &Limits) -> Result<Portrait, PictureRefused> {
    // The decoders are other people's code fed with strangers' bytes. They are not known to panic; should
    // one, it is this picture that is at fault and not the request. The closure shares no state.
    catch_unwind(AssertUnwindSafe(|| make(bytes, limits))).unwrap_or_else(|_| {
        Err(match sniff(bytes) {
            Content::Picture(format) => PictureRefused::Broken { format: format.name() },
            Content::Other(found) => PictureRefused::NotAPicture { found },
        })
    })
}

pub(crate) fn make(bytes: &[u8], limits: &Limits) -> Result<Portrait, PictureRefused> {
    let decoded = decode(bytes, limits)?;
    let broken = PictureRefused::Broken { format: decoded.format.name() };
    upright_square(decoded).and_then(|picture| renditions(&picture)).ok_or(broken)
}

/// The central square at its largest useful size, upright, opaque, in sRGB.
///
/// Scaling comes first: what follows then works on a quarter of a megapixel, whatever came in.
fn upright_square(decoded: Decoded) -> Option<RgbImage> {
    let Decoded { pixels, orientation, profile, format: _ } = decoded;
    let (width, height) = (pixels.width(), pixels.height());
    let side = width.min(height);
    let to = side.min(LARGE);
    let mut scaled = DynamicImage::new(to, to, pixels.color());
    square(&pixels, (width - side) / 2, (height - side) / 2, side, &mut scaled)?;
    drop(pixels);
    scaled.apply_orientation(orientation);
    Some(colour::to_srgb(on_white(scaled), profile.as_deref()))
}

/// Transparent parts show white: the paper that most logos and cut-out portraits were made for.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let transparent = picture.into_rgba8();
    let mut opaque = RgbImage::new(transparent.width(), transparent.height());
    for (to, from) in opaque.pixels_mut().zip(transparent.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        to.0 = [red, green, blue].map(|channel| ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8);
    }
    opaque
}

pub(crate) fn renditions(picture: &RgbImage) -> Option<Portrait> {
    let medium = shrink(picture, MEDIUM)?;
    let small = shrink(&medium, SMALL)?;
    let rendition = |picture: &RgbImage| Some(Rendition { side: picture.width(), bytes: jpeg(picture)? });
    Some(Portrait { large: rendition(picture)?, medium: rendition(&medium)?, small: rendition(&small)? })
}
