//! Draws many stand-in portraits onto one sheet, to be looked at:
//! `cargo run --example contact_sheet -p kith-media -- FILE.png [FIRST] [COUNT]`.

use std::time::Instant;

use image::RgbImage;
use image::imageops::replace;
use kith_media::draw::{SIDE, picture, portrait};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "sheet.png".to_owned());
    let first: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or_default();
    let count: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(40);
    let columns = 8;
    let rows = count.div_ceil(columns) as u32;
    let mut sheet = RgbImage::new(columns as u32 * SIDE, rows * SIDE);
    let started = Instant::now();
    for number in 0..count {
        let place = |n: u64| (n as u32 * SIDE) as i64;
        // Looks and tones in turn, the rest by chance.
        let chance = (first + number).wrapping_mul(0x9E37_79B9_7F4A_7C15) << 5;
        let seed = chance | ((number % 8) << 2) | ((number / columns) % 2);
        replace(&mut sheet, &picture(seed), place(number % columns), place(number / columns));
    }
    println!("{count} drawings in {:?}", started.elapsed());
    let started = Instant::now();
    let bytes: usize = (0..count).map(|seed| portrait(seed << 5)).map(|one| one.large.bytes.len()).sum();
    println!("as files in {:?}, {} bytes each", started.elapsed(), bytes / count as usize);
    if let Err(error) = sheet.save(&file) {
        eprintln!("{file}: {error}");
    }
}
