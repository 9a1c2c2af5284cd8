//! Square renditions, scaled and written.
//!
//! They are JPEG: every browser, mail client and command-line tool shows it, and a photo of a face at
//! quality 85 takes about a tenth of what lossless WebP needs, the only WebP that can be written without
//! a C library. Files are written from pixels alone, so nothing a camera noted survives.

use fast_image_resize::{FilterType, IntoImageView, IntoImageViewMut, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};

/// The media type of every file that this crate makes.
pub const CONTENT_TYPE: &str = "image/jpeg";

const QUALITY: u8 = 85;

/// Scales the square of `side` pixels whose upper left corner is at `left`, `top` into `to`, which has the
/// same kind of pixels. `None` where the scaler does not know that kind.
pub(crate) fn square(
    from: &impl IntoImageView,
    left: u32,
    top: u32,
    side: u32,
    to: &mut impl IntoImageViewMut,
) -> Option<()> {
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).crop(
        f64::from(left),
        f64::from(top),
        f64::from(side),
        f64::from(side),
    );
    Resizer::new().resize(from, to, &options).ok()
}

/// The same square picture at `to` pixels a side. Never enlarges: what is smaller stays as it is.
pub(crate) fn shrink(picture: &RgbImage, to: u32) -> Option<RgbImage> {
    let side = picture.width();
    if to >= side {
        return Some(picture.clone());
    }
    let mut scaled = RgbImage::new(to, to);
    square(picture, 0, 0, side, &mut scaled)?;
    Some(scaled)
}

/// A JPEG file of the picture. `None` is not reachable for pictures within JPEG's 65,535 pixels a side.
pub(crate) fn jpeg(picture: &RgbImage) -> Option<Vec<u8>> {
    let mut file = Vec::with_capacity(picture.len() / 8);
    JpegEncoder::new_with_quality(&mut file, QUALITY)
        .encode(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .ok()?;
    Some(file)
}
