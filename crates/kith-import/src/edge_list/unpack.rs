//! From the bytes on disk to bounded text.

use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

use super::refused::Refused;

/// Largest zstd window taken, as a power of two: 128 MiB, what `zstd` itself accepts without being told.
const MAX_WINDOW_LOG: u32 = 27;

type Source<R> = BufReader<io::Chain<Cursor<Vec<u8>>, Counted<R>>>;

/// Text out of a file that may be packed, bounded in length.
pub(super) struct Unpacked<R: Read> {
    packing: Packing<R>,
    left: u64,
    limit: u64,
}

enum Packing<R: Read> {
    Plain(Source<R>),
    Gzip(Box<MultiGzDecoder<Source<R>>>),
    Zstd(Box<ZstdDecoder<'static, Source<R>>>),
}

impl<R: Read> Packing<R> {
    fn name(&self) -> &'static str {
        match self {
            Self::Plain(_) => "plain",
            Self::Gzip(_) => "gzip",
            Self::Zstd(_) => "zstd",
        }
    }
}

/// The file itself. Counts what is taken, for progress, and remembers whether it was the file that failed:
/// a disk error must not be told as damaged data.
struct Counted<R> {
    inner: R,
    bytes: u64,
    failed: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(into) {
            Ok(taken) => {
                self.bytes += taken as u64;
                Ok(taken)
            }
            Err(error) => {
                self.failed |= error.kind() != io::ErrorKind::Interrupted;
                Err(error)
            }
        }
    }
}

/// Looks at the first bytes and opens what they announce.
pub(super) fn unpack<R: Read>(source: R, max_text: u64) -> Result<BufReader<Unpacked<R>>, Refused> {
    const BUFFER: usize = 256 * 1024;

    let mut source = Counted { inner: source, bytes: 0, failed: false };
    let mut head = Vec::new();
    source.by_ref().take(8).read_to_end(&mut head).map_err(Refused::unreadable)?;
    let kind = kind(&head)?;
    let source = BufReader::with_capacity(BUFFER, Cursor::new(head).chain(source));
    let packing = match kind {
        Kind::Plain => Packing::Plain(source),
        Kind::Gzip => Packing::Gzip(Box::new(MultiGzDecoder::new(source))),
        Kind::Zstd => {
            let mut decoder = ZstdDecoder::with_buffer(source).map_err(Refused::unreadable)?;
            decoder.window_log_max(MAX_WINDOW_LOG).map_err(Refused::unreadable)?;
            Packing::Zstd(Box::new(decoder))
        }
    };
    Ok(BufReader::with_capacity(BUFFER, Unpacked { packing, left: max_text, limit: max_text }))
}

enum Kind {
    Plain,
    Gzip,
    Zstd,
}

fn kind(head: &[u8]) -> Result<Kind, Refused> {
    match head {
        [0x1F, 0x8B, ..] => Ok(Kind::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Ok(Kind::Zstd),
        // zstd's skippable frames, which some tools put first.
        [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Ok(Kind::Zstd),
        [b'P', b'K', 3, 4, ..] => Err(Refused::OtherKind("a ZIP archive or a spreadsheet")),
        [b'B', b'Z', b'h', ..] => Err(Refused::OtherKind("a bzip2 file")),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Err(Refused::OtherKind("an xz file")),
        [b'7', b'z', 0xBC, 0xAF, ..] => Err(Refused::OtherKind("a 7-Zip archive")),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Err(Refused::OtherKind("text in UTF-16")),
        [b'S', b'Q', b'L', b'i', b't', b'e', ..] => Err(Refused::OtherKind("an SQLite database")),
        _ => Ok(Kind::Plain),
    }
}

impl<R: Read> Unpacked<R> {
    /// Bytes of the file taken so far, packed or not.
    pub(super) fn bytes_read(&self) -> u64 {
        self.source().bytes
    }

    fn source(&self) -> &Counted<R> {
        let source = match &self.packing {
            Packing::Plain(source) => source,
            Packing::Gzip(decoder) => decoder.get_ref(),
            Packing::Zstd(decoder) => decoder.get_ref(),
        };
        source.get_ref().get_ref().1
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let result = match &mut self.packing {
            Packing::Plain(source) => source.read(into),
            Packing::Gzip(decoder) => decoder.read(into),
            Packing::Zstd(decoder) => decoder.read(into),
        };
        let taken = match result {
            Ok(taken) => taken as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted || self.source().failed => {
                return Err(error);
            }
            Err(_) => return Err(io::Error::other(Trouble::Damaged(self.packing.name()))),
        };
        self.left =
            self.left.checked_sub(taken).ok_or_else(|| io::Error::other(Trouble::TooMuch(self.limit)))?;
        Ok(taken as usize)
    }
}

/// What goes wrong while unpacking, on its way through [`io::Error`].
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("damaged {0} data")]
    Damaged(&'static str),
    #[error("more than {0} bytes")]
    TooMuch(u64),
}

/// The refusal behind an error from reading, after `lines` whole lines.
pub(super) fn explain(error: io::Error, lines: u64) -> Refused {
    match error.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(Trouble::Damaged(packing)) => Refused::Damaged { packing, lines },
        Some(Trouble::TooMuch(limit)) => Refused::TooMuchText { limit: *limit, lines },
        None => Refused::unreadable(error),
    }
}
