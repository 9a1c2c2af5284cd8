//! What a file is, by its first bytes. Names and declared types are hearsay and never looked at.

use image::ImageFormat;

/// The formats that are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }

    pub(crate) fn for_decoder(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
        }
    }
}

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Picture(Format),
    /// Something else, named with its article where it is known.
    Other(Option<&'static str>),
}

pub(crate) fn sniff(bytes: &[u8]) -> Content {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Content::Picture(Format::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Content::Picture(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Content::Picture(Format::WebP),
        _ => Content::Other(name(bytes)),
    }
}

/// People mostly send what their telephone or drawing program saved. Naming it tells them what to do.
fn name(bytes: &[u8]) -> Option<&'static str> {
    if let [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] = bytes {
        return Some(match brand.get(..4) {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") => {
                "an HEIC photo, as some telephones save them"
            }
            Some(b"avif" | b"avis") => "an AVIF picture",
            _ => "a video",
        });
    }
    match bytes {
        [b'G', b'I', b'F', b'8', ..] => return Some("a GIF"),
        [b'B', b'M', ..] if bytes.len() > 26 => return Some("a BMP picture"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => return Some("a TIFF picture"),
        [b'%', b'P', b'D', b'F', b'-', ..] => return Some("a PDF document"),
        [b'P', b'K', 3, 4, ..] => return Some("a ZIP archive or an office document"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', b' ', ..] => return Some("a JPEG XL picture"),
        _ => {}
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("<svg") || (start.starts_with("<?xml") && start.contains("<svg")) {
        Some("an SVG drawing")
    } else if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Some("a web page")
    } else {
        None
    }
}
