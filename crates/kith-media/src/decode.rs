//! From untrusted bytes to pixels, inside limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageReader};

use crate::container::{self, MAX_SCANS};
use crate::limits::Limits;
use crate::refused::PictureRefused;
use crate::sniff::{Content, Format, sniff};

/// A decoded picture, not yet turned upright.
pub(crate) struct Decoded {
    /// Pixels as stored.
    pub(crate) pixels: DynamicImage,
    /// How the camera was held.
    pub(crate) orientation: Orientation,
    /// The colour profile the numbers are meant in, if the file carries one.
    pub(crate) profile: Option<Vec<u8>>,
    /// What it was.
    pub(crate) format: Format,
}

/// Decodes, after everything that can be known from the header has been checked.
pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, PictureRefused> {
    if bytes.is_empty() {
        return Err(PictureRefused::Empty);
    }
    if bytes.len() > limits.max_bytes {
        return Err(PictureRefused::TooLargeFile { limit: limits.max_bytes, size: bytes.len() });
    }
    let format = match sniff(bytes) {
        Content::Picture(format) => format,
        Content::Other(found) => return Err(PictureRefused::NotAPicture { found }),
    };
    let broken = || PictureRefused::Broken { format: format.name() };

    let held_per_pixel = match format {
        Format::Jpeg => {
            let outline = container::jpeg(bytes).ok_or_else(broken)?;
            if !outline.complete || outline.scans > MAX_SCANS {
                return Err(broken());
            }
            // A progressive file's coefficients: two bytes for each of three channels.
            if outline.progressive { 6 } else { 0 }
        }
        // The frame and the canvas it is laid on.
        Format::WebP => 4,
        Format::Png => 0,
    };

    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.for_decoder());
    // The decoder's own limits are a second fence: they cover tables that a header does not show. The
    // sides are checked below, where a refusal can name them.
    let mut fence = image::Limits::no_limits();
    fence.max_alloc = Some(limits.max_memory);
    reader.limits(fence);
    let mut decoder = reader.into_decoder().map_err(|_| broken())?;

    let (width, height) = decoder.dimensions();
    let per_pixel = u64::from(decoder.color_type().bytes_per_pixel()) + held_per_pixel;
    check_size(width, height, per_pixel, limits)?;
    if format == Format::WebP && !container::webp_frames_fit(bytes, width, height) {
        return Err(broken());
    }

    // Metadata that cannot be read is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let coloured = matches!(
        decoder.color_type(),
        ColorType::Rgb8 | ColorType::Rgba8 | ColorType::Rgb16 | ColorType::Rgba16
    );
    let profile = if coloured { decoder.icc_profile().ok().flatten() } else { None };
    let pixels = DynamicImage::from_decoder(decoder).map_err(|_| broken())?;
    Ok(Decoded { pixels, orientation, profile, format })
}

fn check_size(width: u32, height: u32, per_pixel: u64, limits: &Limits) -> Result<(), PictureRefused> {
    let max_pixels = limits.max_pixels.min(limits.max_memory / per_pixel.max(1));
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > limits.max_side || pixels > max_pixels {
        return Err(PictureRefused::TooManyPixels { width, height, max_side: limits.max_side, max_pixels });
    }
    if width.min(height) < limits.min_side {
        return Err(PictureRefused::TooSmall { width, height, min_side: limits.min_side });
    }
    Ok(())
}
