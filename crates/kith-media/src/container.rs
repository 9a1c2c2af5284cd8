//! A walk over a file's outer structure, before a decoder is trusted with it.
//!
//! Three things are found here that the decoders do not guard against: a JPEG that was cut short (it
//! would be shown half grey), a JPEG of thousands of empty scans (each costs a pass over all
//! pixels, and a few megabytes hold enough of them for hours), and a WebP whose inner frame is larger
//! than its canvas (the decoder would ask for the frame's memory first).

/// A JPEG's outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JpegOutline {
    /// Whether its coefficients arrive in several passes, and so are all held in memory.
    pub(crate) progressive: bool,
    /// How many passes there are.
    pub(crate) scans: usize,
    /// Whether an end marker follows the pixels.
    pub(crate) complete: bool,
}

/// Encoders write about ten scans; nothing sensible writes a hundred.
pub(crate) const MAX_SCANS: usize = 100;

/// Walks a JPEG's markers. `None` where they make no sense.
pub(crate) fn jpeg(bytes: &[u8]) -> Option<JpegOutline> {
    let mut outline = JpegOutline { progressive: false, scans: 0, complete: false };
    let mut at = 2;
    loop {
        // Between segments, and after a scan's data, whatever comes next begins with 0xFF; a marker
        // may be preceded by any number of fill bytes.
        let marker = match next_marker(bytes, &mut at) {
            Some(marker) => marker,
            None => return Some(outline),
        };
        match marker {
            0xD9 => {
                outline.complete = outline.scans > 0;
                return Some(outline);
            }
            // Markers without a body: TEM, RSTn, a second SOI.
            0x01 | 0xD0..=0xD8 => continue,
            0xC2 | 0xC6 | 0xCA | 0xCE => outline.progressive = true,
            0xDA => outline.scans += 1,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        if length < 2 {
            return None;
        }
        at += length;
        if outline.scans > MAX_SCANS {
            return Some(outline);
        }
    }
}

/// The next marker's code, with `at` moved past it. Skips entropy-coded data, in which 0xFF is
/// always followed by zero or by a restart marker.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let ff = *at + bytes.get(*at..)?.iter().position(|&byte| byte == 0xFF)?;
        *at = ff + 1;
        match *bytes.get(ff + 1)? {
            0x00 | 0xD0..=0xD7 => *at = ff + 2,
            0xFF => {}
            marker => {
                *at = ff + 2;
                return Some(marker);
            }
        }
    }
}

/// Whether every lossy frame of a WebP stays within a canvas of `width` × `height`.
pub(crate) fn webp_frames_fit(bytes: &[u8], width: u32, height: u32) -> bool {
    fn walk(mut chunks: &[u8], width: u32, height: u32) -> bool {
        while let Some((fourcc, rest)) = chunks.split_first_chunk::<4>() {
            let Some((length, rest)) = rest.split_first_chunk::<4>() else { return true };
            let length = u32::from_le_bytes(*length) as usize;
            let body = &rest[..length.min(rest.len())];
            let fits = match fourcc {
                b"VP8 " => frame_fits(body, width, height),
                // An animation's frame: sixteen bytes of its own, then chunks again.
                b"ANMF" => body.get(16..).is_none_or(|inner| walk(inner, width, height)),
                _ => true,
            };
            if !fits {
                return false;
            }
            chunks = rest.get(length.saturating_add(length & 1)..).unwrap_or_default();
        }
        true
    }

    fn frame_fits(body: &[u8], width: u32, height: u32) -> bool {
        // Three bytes of frame tag, three of start code, then 14 bits each of width and height.
        let &[_, _, _, _, _, _, w0, w1, h0, h1, ..] = body else { return false };
        let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
        side(w0, w1) <= width && side(h0, h1) <= height
    }

    walk(bytes.get(12..).unwrap_or_default(), width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_are_counted_and_thumbnails_inside_segments_are_not() {
        let mut file = vec![0xFF, 0xD8];
        // An application segment that holds a whole little JPEG.
        file.extend([0xFF, 0xE1, 0x00, 0x08, 0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD9]);
        file.extend([0xFF, 0xC2, 0x00, 0x02]);
        for _ in 0..3 {
            file.extend([0xFF, 0xDA, 0x00, 0x02, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0]);
        }
        let cut = jpeg(&file).expect("markers make sense");
        assert_eq!(cut, JpegOutline { progressive: true, scans: 3, complete: false });
        file.extend([0xFF, 0xD9]);
        assert!(jpeg(&file).expect("markers make sense").complete);
    }

    #[test]
    fn a_segment_shorter_than_its_own_length_field_makes_no_sense() {
        assert_eq!(jpeg(&[0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x01, 0x00]), None);
    }

    #[test]
    fn a_lossy_frame_larger_than_its_canvas_is_seen() {
        let mut file = b"RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a".to_vec();
        file.extend([0xFF, 0x3F, 0xFF, 0x3F]);
        assert!(!webp_frames_fit(&file, 100, 100));
        assert!(webp_frames_fit(&file, 16_383, 16_383));
    }
}
