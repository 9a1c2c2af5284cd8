//! Colour profiles: telephones save in wider colour spaces than the one a file without profile is
//! shown in. Since the profile goes with the other metadata, the numbers must be converted first,
//! or every face turns a little grey.

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Profiles are a few hundred bytes for cameras, under a megabyte for presses.
const MAX_PROFILE: usize = 1024 * 1024;

/// The picture with its numbers converted to sRGB; as it was, where the profile is not usable.
pub(crate) fn to_srgb(picture: RgbImage, profile: Option<&[u8]>) -> RgbImage {
    match profile.filter(|bytes| bytes.len() <= MAX_PROFILE).and_then(|bytes| convert(&picture, bytes)) {
        Some(converted) => converted,
        None => picture,
    }
}

fn convert(picture: &RgbImage, profile: &[u8]) -> Option<RgbImage> {
    let from = ColorProfile::new_from_slice(profile).ok()?;
    if from.color_space != DataColorSpace::Rgb {
        return None;
    }
    let transform = from
        .create_transform_8bit(
            Layout::Rgb,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )
        .ok()?;
    let mut converted = RgbImage::new(picture.width(), picture.height());
    transform.transform(picture, &mut converted).ok()?;
    Some(converted)
}
