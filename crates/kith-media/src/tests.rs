//! What uploads meet: good pictures, wrong files, bombs and noise.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{
    DynamicImage, ExtendedColorType, GenericImageView, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage,
};
use proptest::prelude::*;

use crate::container::MAX_SCANS;
use crate::upload::make;
use crate::{LARGE, Limits, MEDIUM, PictureRefused, Portrait, SMALL, portrait, portrait_within};

const RED: [u8; 3] = [200, 30, 30];
const GREEN: [u8; 3] = [30, 180, 40];
const BLUE: [u8; 3] = [30, 40, 200];
const YELLOW: [u8; 3] = [220, 210, 40];

/// Four quarters: red, green / blue, yellow. Every rotation and mirroring of it is different.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

fn as_jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 95);
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    file
}

fn as_png(picture: &DynamicImage) -> Vec<u8> {
    let mut file = Vec::new();
    picture.write_with_encoder(PngEncoder::new(&mut file)).unwrap();
    file
}

fn as_webp(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    picture.write_with_encoder(WebPEncoder::new_lossless(&mut file)).unwrap();
    file
}

fn open(file: &[u8]) -> RgbImage {
    image::load_from_memory(file).unwrap().into_rgb8()
}

fn near(picture: &RgbImage, x: u32, y: u32, expected: [u8; 3]) -> bool {
    picture.get_pixel(x, y).0.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 16)
}

/// Colours at the middle of the four quarters, by name, upper left first.
fn corners(portrait: &Portrait) -> String {
    let picture = open(&portrait.large.bytes);
    let side = picture.width();
    [(1, 1), (3, 1), (1, 3), (3, 3)]
        .map(|(x, y)| {
            let (x, y) = (x * side / 4, y * side / 4);
            [(RED, 'r'), (GREEN, 'g'), (BLUE, 'b'), (YELLOW, 'y')]
                .into_iter()
                .find_map(|(colour, name)| near(&picture, x, y, colour).then_some(name))
                .unwrap_or('?')
        })
        .iter()
        .collect()
}

/// A little-endian EXIF block with an orientation, a camera's name, and a place.
fn exif(orientation: u16) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let entry = |block: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        block.extend(tag.to_le_bytes());
        block.extend(kind.to_le_bytes());
        block.extend(count.to_le_bytes());
        block.extend(value);
    };
    block.extend(3u16.to_le_bytes());
    entry(&mut block, 0x010F, 2, 12, 50u32.to_le_bytes());
    entry(&mut block, 0x0112, 3, 1, u32::from(orientation).to_le_bytes());
    entry(&mut block, 0x8825, 4, 1, 62u32.to_le_bytes());
    block.extend([0; 4]);
    assert_eq!(block.len(), 50);
    block.extend(b"SecretCamera");
    block.extend(1u16.to_le_bytes());
    entry(&mut block, 0x0012, 2, 12, 80u32.to_le_bytes());
    block.extend([0; 4]);
    block.extend(b"WGS-84-HOME\0");
    block
}

fn with_exif(picture: &RgbImage, block: Vec<u8>) -> [Vec<u8>; 3] {
    let (width, height) = picture.dimensions();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 95);
    encoder.set_exif_metadata(block.clone()).unwrap();
    encoder.write_image(picture, width, height, ExtendedColorType::Rgb8).unwrap();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_exif_metadata(block.clone()).unwrap();
    encoder.write_image(picture, width, height, ExtendedColorType::Rgb8).unwrap();
    let mut webp = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut webp);
    encoder.set_exif_metadata(block).unwrap();
    encoder.write_image(picture, width, height, ExtendedColorType::Rgb8).unwrap();
    [jpeg, png, webp]
}

fn contains(file: &[u8], needle: &[u8]) -> bool {
    file.windows(needle.len()).any(|window| window == needle)
}

/// A PNG whose header claims a size, with a body that is none.
fn png_header(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
        })
    }
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], body: &[u8]| {
        file.extend((body.len() as u32).to_be_bytes());
        let from = file.len();
        file.extend(kind);
        file.extend(body);
        file.extend(crc(&file[from..]).to_be_bytes());
    };
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([depth, colour, 0, 0, 0]);
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &[0x78, 0x9C, 0x63, 0x00]);
    chunk(b"IEND", &[]);
    file
}

#[test]
fn every_format_gives_three_square_sizes_from_the_middle() {
    // Twice as wide as high: the outer quarters of the width are cut away, the four colours still meet in
    // the middle.
    let picture = quarters(1400, 700);
    let png = as_png(&DynamicImage::ImageRgb8(picture.clone()));
    for file in [as_jpeg(&picture), png, as_webp(&picture)] {
        let portrait = portrait(&file).unwrap();
        assert_eq!(corners(&portrait), "rgby");
        for (rendition, side) in
            [(&portrait.large, LARGE), (&portrait.medium, MEDIUM), (&portrait.small, SMALL)]
        {
            assert_eq!(rendition.side, side);
            assert_eq!(open(&rendition.bytes).dimensions(), (side, side));
            assert_eq!(image::guess_format(&rendition.bytes).unwrap(), image::ImageFormat::Jpeg);
        }
    }
}

#[test]
fn small_pictures_are_not_enlarged() {
    let portrait = portrait(&as_jpeg(&quarters(100, 120))).unwrap();
    assert_eq!([portrait.large.side, portrait.medium.side, portrait.small.side], [100, 100, 64]);
    assert_eq!(open(&portrait.large.bytes).dimensions(), (100, 100));
}

#[test]
fn pictures_are_turned_as_the_camera_was_held_and_metadata_stays_behind() {
    // What a viewer shows for each of the eight orientations of a stored red, green / blue, yellow.
    let shown = ["rgby", "gryb", "ybgr", "byrg", "rbgy", "bryg", "ygbr", "gyrb"];
    for (orientation, shown) in (1..).zip(shown) {
        for file in with_exif(&quarters(300, 200), exif(orientation)) {
            assert!(contains(&file, b"WGS-84-HOME") && contains(&file, b"SecretCamera"));
            let portrait = portrait(&file).unwrap();
            assert_eq!(corners(&portrait), shown, "orientation {orientation}");
            for rendition in [&portrait.large, &portrait.medium, &portrait.small] {
                for trace in [&b"WGS-84"[..], b"SecretCamera", b"Exif", b"ICC_PROFILE", b"http"] {
                    assert!(!contains(&rendition.bytes, trace));
                }
            }
        }
    }
}

#[test]
fn unreadable_metadata_is_no_reason_to_refuse() {
    for block in [vec![], vec![0xFF; 40], b"II*\0\xFF\xFF\xFF\xFF".to_vec(), exif(9)] {
        for file in with_exif(&quarters(200, 200), block) {
            assert_eq!(corners(&portrait(&file).unwrap()), "rgby");
        }
    }
}

#[test]
fn wide_colours_are_converted_before_their_profile_goes() {
    let mut wide = Vec::new();
    let mut encoder = PngEncoder::new(&mut wide);
    encoder.set_icc_profile(moxcms::ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    let picture = RgbImage::from_pixel(100, 100, Rgb([200, 100, 90]));
    encoder.write_image(&picture, 100, 100, ExtendedColorType::Rgb8).unwrap();
    // Display P3's 200, 100, 90 is sRGB's 213, 95, 84.
    let converted = open(&portrait(&wide).unwrap().large.bytes).get_pixel(50, 50).0;
    assert!(converted.iter().zip([213u8, 95, 84]).all(|(a, b)| a.abs_diff(b) <= 4), "{converted:?}");
    let untouched = open(&portrait(&as_png(&picture.into())).unwrap().large.bytes);
    assert!(near(&untouched, 50, 50, [200, 100, 90]));
}

#[test]
fn transparent_parts_show_white() {
    let picture =
        RgbaImage::from_fn(
            200,
            200,
            |x, _| {
                if x < 100 { Rgba([0, 0, 0, 0]) } else { Rgba([200, 30, 30, 255]) }
            },
        );
    let shown = open(&portrait(&as_png(&picture.into())).unwrap().large.bytes);
    assert!(near(&shown, 30, 100, [255, 255, 255]) && near(&shown, 170, 100, RED));
}

#[test]
fn every_kind_of_pixel_is_taken() {
    let colour = DynamicImage::ImageRgb8(quarters(90, 90));
    let kinds = [
        colour.to_luma8().into(),
        colour.to_luma_alpha8().into(),
        colour.to_rgba8().into(),
        colour.to_luma16().into(),
        colour.to_luma_alpha16().into(),
        colour.to_rgb16().into(),
        colour.to_rgba16().into(),
    ];
    for kind in kinds {
        let shown = open(&portrait(&as_png(&kind)).unwrap().large.bytes);
        let expected = kind.to_rgb8().get_pixel(20, 20).0;
        assert!(near(&shown, 20, 20, expected), "{:?}", kind.color());
    }
}

#[test]
fn of_an_animation_the_first_frame_is_taken() {
    // Two lossless frames, red then blue, assembled by hand from still files.
    let still = |colour| as_webp(&RgbImage::from_pixel(80, 80, Rgb(colour)));
    let mut chunks = Vec::new();
    chunks.extend(b"VP8X\x0a\0\0\0\x02\0\0\0\x4f\0\0\x4f\0\0");
    chunks.extend(b"ANIM\x06\0\0\0\xff\xff\xff\xff\0\0");
    for file in [still(RED), still(BLUE)] {
        let mut frame = [0u8; 16].to_vec();
        frame[6] = 79;
        frame[9] = 79;
        frame[12] = 100;
        frame.extend(&file[12..]);
        chunks.extend(b"ANMF");
        chunks.extend((frame.len() as u32).to_le_bytes());
        chunks.extend(frame);
    }
    let mut file = b"RIFF".to_vec();
    file.extend((chunks.len() as u32 + 4).to_le_bytes());
    file.extend(b"WEBP");
    file.extend(chunks);
    let shown = open(&portrait(&file).unwrap().large.bytes);
    assert!(near(&shown, 40, 40, RED));
}

#[test]
fn other_files_are_named() {
    let cases: [(&[u8], &str); 8] = [
        (b"GIF89a\x01\0\x01\0\0\0\0;", "a GIF"),
        (b"\xEF\xBB\xBF <?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (b"<svg onload='alert(1)'>", "an SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "an HEIC photo"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a video"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04", "a ZIP"),
        (b"hello", "not a picture"),
    ];
    for (file, named) in cases {
        let refused = portrait(file).unwrap_err();
        assert_eq!(refused.code(), "not_a_picture");
        assert!(refused.to_string().contains(named), "{refused}");
    }
    assert_eq!(portrait(b"").unwrap_err(), PictureRefused::Empty);
}

#[test]
fn the_limit_in_bytes_is_exact_and_named() {
    let mut file = as_jpeg(&quarters(100, 100));
    let limits = Limits { max_bytes: file.len(), ..Limits::default() };
    assert!(portrait_within(&file, &limits).is_ok());
    file.push(0);
    let refused = portrait_within(&file, &limits).unwrap_err();
    assert_eq!(refused, PictureRefused::TooLargeFile { limit: limits.max_bytes, size: file.len() });
    let text =
        PictureRefused::TooLargeFile { limit: crate::MAX_BYTES, size: crate::MAX_BYTES + 1 }.to_string();
    assert!(text.contains("5.1 MB") && text.contains("at most 5 MB"), "{text}");
}

#[test]
fn sizes_have_a_lower_bound() {
    assert!(portrait(&as_jpeg(&quarters(64, 64))).is_ok());
    let refused = portrait(&as_jpeg(&quarters(63, 500))).unwrap_err();
    assert_eq!(refused, PictureRefused::TooSmall { width: 63, height: 500, min_side: 64 });
    assert!(refused.to_string().contains("63 × 500"));
}

#[test]
fn bombs_are_refused_by_their_header() {
    let mut webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0\x2f".to_vec();
    webp.extend((16_382u32 | 16_382 << 14).to_le_bytes());
    webp.extend([0; 9]);
    let mut jpeg = as_jpeg(&quarters(100, 100));
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFD, 0xE8, 0xFD, 0xE8]);
    let bombs = [
        png_header(30_000, 30_000, 1, 0),
        png_header(30_000, 30_000, 16, 6),
        png_header(u32::MAX >> 1, u32::MAX >> 1, 8, 6),
        png_header(12_001, 64, 8, 2),
        webp,
        jpeg,
    ];
    for bomb in bombs {
        let started = Instant::now();
        let refused = portrait(&bomb).unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(1), "took {:?}", started.elapsed());
        assert!(matches!(refused.code(), "too_many_pixels" | "broken"), "{refused}");
    }
    assert_eq!(portrait(&png_header(30_000, 30_000, 1, 0)).unwrap_err().code(), "too_many_pixels");
}

#[test]
fn deep_pixels_lower_the_limit_instead_of_breaking_it() {
    // 49 megapixels pass at four bytes a pixel and not at eight.
    let refused = portrait(&png_header(7_000, 7_000, 16, 6)).unwrap_err();
    let PictureRefused::TooManyPixels { max_pixels, .. } = refused else { panic!("{refused}") };
    assert_eq!(max_pixels, Limits::default().max_memory / 8);
}

#[test]
fn a_jpeg_of_endless_scans_is_refused() {
    let file = as_jpeg(&quarters(100, 100));
    let scan = file.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
    let end = file.len() - 2;
    let mut many = file[..end].to_vec();
    for _ in 0..MAX_SCANS {
        many.extend(&file[scan..end]);
    }
    many.extend(&file[end..]);
    assert_eq!(portrait(&many).unwrap_err(), PictureRefused::Broken { format: "JPEG" });
}

#[test]
fn files_cut_short_are_refused() {
    let picture = quarters(160, 160);
    for file in [as_jpeg(&picture), as_png(&picture.clone().into()), as_webp(&picture)] {
        // The last bytes may be an end marker that says nothing about pixels.
        for keep in (0..file.len() - 16).step_by(file.len() / 60 + 1) {
            let refused = make(&file[..keep], &Limits::default());
            assert!(refused.is_err(), "{keep} of {} bytes were enough", file.len());
        }
    }
}

fn samples() -> Vec<Vec<u8>> {
    let noisy = RgbImage::from_fn(70, 66, |x, y| Rgb([(x * 3) as u8, (y * 3) as u8, (x ^ y) as u8]));
    let mut samples = with_exif(&noisy, exif(6)).to_vec();
    samples.push(as_png(&DynamicImage::ImageRgb8(noisy.clone()).into_rgba16().into()));
    samples.push(as_webp(&noisy));
    samples
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    // These call `make`: the fence around the decoders is not what is tested.

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..2_000), head in 0..4usize) {
        let heads: [&[u8]; 4] =
            [b"", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", b"\x89PNG\r\n\x1a\n", b"RIFF\xFF\0\0\0WEBPVP8 "];
        let mut file = heads[head].to_vec();
        file.extend(bytes);
        let _ = make(&file, &Limits::default());
    }

    #[test]
    fn flipped_bits_never_panic(
        which in 0..5usize,
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..12),
        cut in any::<prop::sample::Index>(),
        truncate in any::<bool>(),
    ) {
        let mut file = samples().swap_remove(which);
        for (at, bit) in flips {
            let at = at.index(file.len());
            file[at] ^= 1 << bit;
        }
        if truncate {
            file.truncate(cut.index(file.len()));
        }
        let limits = Limits { max_pixels: 1_000_000, max_memory: 16 << 20, ..Limits::default() };
        if let Ok(portrait) = make(&file, &limits) {
            let opened = image::load(Cursor::new(&portrait.large.bytes), image::ImageFormat::Jpeg).unwrap();
            prop_assert_eq!(opened.dimensions(), (portrait.large.side, portrait.large.side));
        }
    }
}
