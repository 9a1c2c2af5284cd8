//! Why an upload is not taken.

use std::fmt;

/// Why a picture was not taken. The text of each is a whole sentence for the member who uploaded it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefused {
    /// The file is larger than the limit. Both in bytes.
    #[error(
        "This file has {}, and a picture may have at most {}. Save it smaller and try again.",
        Mebibytes(*.size),
        Mebibytes(*.limit)
    )]
    TooLargeFile {
        /// The limit, in bytes.
        limit: usize,
        /// What was sent, in bytes.
        size: usize,
    },
    /// Nothing was sent.
    #[error("The file is empty. Choose a JPEG, PNG or WebP picture.")]
    Empty,
    /// The content is none of JPEG, PNG and WebP, whatever the file is called.
    #[error("{}", not_a_picture(*.found))]
    NotAPicture {
        /// What the content looks like, with its article ("a GIF", "an SVG drawing"), where it is known.
        found: Option<&'static str>,
    },
    /// The picture's header claims more than may be decoded.
    #[error(
        "This picture is {width} × {height} pixels, which is more than can be taken: at most {max_side} \
         pixels a side and {} megapixels in all for a picture of this kind. Scale it down and try again.",
        .max_pixels / 1_000_000
    )]
    TooManyPixels {
        /// Claimed width in pixels.
        width: u32,
        /// Claimed height in pixels.
        height: u32,
        /// The most pixels a side may have.
        max_side: u32,
        /// The most pixels in all, for this format.
        max_pixels: u64,
    },
    /// The picture is too small to show a face.
    #[error("This picture is {width} × {height} pixels. It must be at least {min_side} × {min_side}.")]
    TooSmall {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The fewest pixels a side may have.
        min_side: u32,
    },
    /// The file begins as a picture and does not go on as one: damaged, cut short, or made to harm.
    #[error("This {format} file is damaged or incomplete and cannot be opened. Save it again and retry.")]
    Broken {
        /// "JPEG", "PNG" or "WebP".
        format: &'static str,
    },
}

impl PictureRefused {
    /// A stable code for the API's `errors[].code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLargeFile { .. } => "too_large_file",
            Self::Empty | Self::NotAPicture { .. } => "not_a_picture",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::TooSmall { .. } => "too_small",
            Self::Broken { .. } => "broken",
        }
    }
}

fn not_a_picture(found: Option<&'static str>) -> String {
    match found {
        Some(found) => format!("This is {found}. Only JPEG, PNG and WebP pictures can be used."),
        None => "This is not a picture in JPEG, PNG or WebP form.".to_owned(),
    }
}

/// Bytes for people: "4.8 MB", in the mebibytes that file managers show under that name.
struct Mebibytes(usize);

impl fmt::Display for Mebibytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Rounded up to a tenth, so that a file one byte over the limit never reads as equal to it.
        let tenths = self.0.saturating_mul(10).div_ceil(1024 * 1024);
        match tenths % 10 {
            0 => write!(f, "{} MB", tenths / 10),
            rest => write!(f, "{}.{rest} MB", tenths / 10),
        }
    }
}
