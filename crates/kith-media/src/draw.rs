//! Stand-in portraits for members of the demo: flat drawings of people who do not exist.
//!
//! A number decides everything: the background, the clothes, the shape of the head, skin, hair, glasses, beard.
//! Its lowest two bits wish for a look (0 feminine, 1 masculine, else either), the next three for a tone of
//! skin from 0, the lightest, to 7; the rest is chance.

mod bust;
mod chance;
mod clothes;
mod face;
mod hair;
mod palette;
mod raster;

use image::RgbImage;

use crate::encode::{jpeg, shrink};
use crate::upload::{MEDIUM, Portrait, Rendition, SMALL};

/// Side of a drawing in pixels.
pub const SIDE: u32 = 256;

/// The drawing of this number, square, [`SIDE`] pixels a side.
#[must_use]
pub fn picture(seed: u64) -> RgbImage {
    bust::draw(seed).into_image()
}

/// The drawing of this number in the three files that an upload gives; the large one is [`SIDE`] pixels a side.
/// Takes a few milliseconds, nearly all of them for the encoding.
#[must_use]
pub fn portrait(seed: u64) -> Portrait {
    let large = picture(seed);
    let rendition = |picture: &RgbImage| Rendition {
        side: picture.width(),
        // Encoding into memory a picture of this size does not fail.
        bytes: jpeg(picture).unwrap_or_default(),
    };
    let medium = shrink(&large, MEDIUM);
    let small = medium.as_ref().and_then(|medium| shrink(medium, SMALL));
    Portrait {
        medium: rendition(medium.as_ref().unwrap_or(&large)),
        small: rendition(small.as_ref().unwrap_or(&large)),
        large: rendition(&large),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_drawing_and_others_others() {
        assert_eq!(picture(7), picture(7));
        let mut seen = std::collections::HashSet::new();
        for seed in 0..200u64 {
            seen.insert(picture(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)).into_raw());
        }
        assert_eq!(seen.len(), 200);
    }

    #[test]
    fn every_wish_is_drawn_in_its_tone() {
        let mean = |seed: u64| {
            // The bridge of the nose shows skin in every drawing, glasses or not, hair or not.
            let picture = picture(seed);
            let pixels =
                (112..124).map(|y| picture.get_pixel(128, y).0.iter().map(|&c| u32::from(c)).sum::<u32>());
            pixels.sum::<u32>() / 12 / 3
        };
        for look in 0..3 {
            let light: u32 = (0..20).map(|n| mean(n << 5 | look)).sum();
            let dark: u32 = (0..20).map(|n| mean(n << 5 | 7 << 2 | look)).sum();
            assert!(light > dark + 20 * 80, "{look}: {light} {dark}");
        }
    }

    #[test]
    fn files_have_the_three_sizes() {
        let portrait = portrait(99);
        for (rendition, side) in
            [(&portrait.large, SIDE), (&portrait.medium, MEDIUM), (&portrait.small, SMALL)]
        {
            let opened = image::load_from_memory(&rendition.bytes).unwrap();
            assert_eq!((opened.width(), opened.height(), rendition.side), (side, side, side));
        }
    }
}
