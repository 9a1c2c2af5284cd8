//! Hair: what falls behind the shoulders, and what lies on the face.

use super::bust::{Head, MIDDLE};
use super::palette::{Colour, Palette};
use super::raster::{Canvas, Mask, Path};

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Cropped,
    Buzzed,
    SideParted,
    Quiff,
    Curly,
    Bald,
    Receding,
    Topknot,
    Afro,
    Bob,
    LongStraight,
    LongWavy,
    Bun,
    Ponytail,
    Pixie,
    Fringe,
    Braids,
    Scarf,
    Beanie,
}

pub(super) const MASCULINE: &[Cut] = &[
    Cut::Cropped,
    Cut::Cropped,
    Cut::SideParted,
    Cut::SideParted,
    Cut::Quiff,
    Cut::Quiff,
    Cut::Buzzed,
    Cut::Curly,
    Cut::Curly,
    Cut::Bald,
    Cut::Receding,
    Cut::Topknot,
    Cut::Afro,
    Cut::Beanie,
];

pub(super) const FEMININE: &[Cut] = &[
    Cut::Bob,
    Cut::Bob,
    Cut::LongStraight,
    Cut::LongStraight,
    Cut::LongWavy,
    Cut::LongWavy,
    Cut::Bun,
    Cut::Bun,
    Cut::Ponytail,
    Cut::Pixie,
    Cut::Fringe,
    Cut::Fringe,
    Cut::Afro,
    Cut::Braids,
    Cut::Curly,
    Cut::Scarf,
];

impl Cut {
    /// Whether ears are covered.
    pub(super) fn hides_ears(self) -> bool {
        match self {
            Self::Bob | Self::LongStraight | Self::LongWavy | Self::Fringe | Self::Scarf | Self::Afro => true,
            Self::Cropped
            | Self::Buzzed
            | Self::SideParted
            | Self::Quiff
            | Self::Curly
            | Self::Bald
            | Self::Receding
            | Self::Topknot
            | Self::Bun
            | Self::Ponytail
            | Self::Pixie
            | Self::Braids
            | Self::Beanie => false,
        }
    }
}

/// What lies behind head and shoulders.
pub(super) fn behind(canvas: &mut Canvas, cut: Cut, head: &Head, palette: &Palette) {
    let hair = palette.hair;
    let back = hair.darker(0.16);
    let crown = head.top - 11.0;
    match cut {
        Cut::Bob | Cut::Fringe => {
            let wide = head.half + 15.0;
            let ends = if cut == Cut::Bob { head.chin - 2.0 } else { head.chin + 30.0 };
            canvas.fill(&curtain(crown, wide, wide + 3.0, ends), back);
        }
        Cut::LongStraight => canvas.fill(&curtain(crown, head.half + 13.0, head.half + 19.0, 240.0), back),
        Cut::LongWavy => {
            canvas.fill(&curtain(crown, head.half + 14.0, head.half + 14.0, 222.0), back);
            for (row, y) in [140.0, 168.0, 196.0, 222.0].into_iter().enumerate() {
                for side in [-1.0, 1.0] {
                    let out = head.half + if row % 2 == 0 { 8.0 } else { 12.0 };
                    canvas.fill(&Path::ellipse((MIDDLE + side * out, y), 17.0, 21.0), back);
                }
            }
        }
        Cut::Bun => canvas.fill(&Path::ellipse((MIDDLE, head.top - 16.0), 23.0, 21.0), back),
        Cut::Topknot => canvas.fill(&Path::ellipse((MIDDLE, head.top - 13.0), 14.0, 13.0), back),
        Cut::Ponytail => {
            let tail = Path::from((MIDDLE + 14.0, head.top + 6.0))
                .curve((MIDDLE + 76.0, head.top - 8.0), (MIDDLE + 82.0, 130.0), (MIDDLE + 64.0, 206.0))
                .curve((MIDDLE + 58.0, 218.0), (MIDDLE + 50.0, 214.0), (MIDDLE + 48.0, 202.0))
                .curve((MIDDLE + 52.0, 150.0), (MIDDLE + 46.0, 110.0), (MIDDLE + 14.0, head.top + 26.0))
                .close();
            canvas.fill(&tail, back);
        }
        Cut::Afro => {
            canvas.fill(&Path::ellipse((MIDDLE, head.top + 36.0), head.half + 31.0, 68.0), hair.darker(0.06))
        }
        Cut::Curly => curls(canvas, head, hair.darker(0.1), 8.0),
        Cut::Scarf => {
            let scarf = palette.accent;
            canvas.fill(
                &curtain(head.top - 13.0, head.half + 13.0, head.half + 20.0, 226.0),
                scarf.darker(0.18),
            );
        }
        Cut::Cropped
        | Cut::Buzzed
        | Cut::SideParted
        | Cut::Quiff
        | Cut::Bald
        | Cut::Receding
        | Cut::Pixie
        | Cut::Braids
        | Cut::Beanie => {}
    }
}

/// What lies on head and face.
pub(super) fn before(canvas: &mut Canvas, cut: Cut, head: &Head, palette: &Palette, face: &Mask) {
    let hair = palette.hair;
    let shine = hair.lighter(0.13);
    let brow = head.eyes() - 21.0;
    match cut {
        Cut::Bald => {
            let gleam = Path::ellipse((MIDDLE - 15.0, head.top + 15.0), 13.0, 6.0);
            canvas.fill_within(&gleam, palette.skin.lighter(0.5), 0.4, face);
        }
        Cut::Buzzed => canvas.fill_within(&cap(head, 1.0, brow - 6.0, brow - 8.0), hair, 0.62, face),
        Cut::Receding => {
            for mirror in [false, true] {
                let patch = Path::from((MIDDLE - head.half - 2.5, head.eyes() - 2.0))
                    .curve(
                        (MIDDLE - head.half - 5.0, head.top + 34.0),
                        (MIDDLE - head.half + 2.0, head.top + 16.0),
                        (MIDDLE - head.half * 0.62, head.top + 9.0),
                    )
                    .curve(
                        (MIDDLE - head.half * 0.72, head.top + 24.0),
                        (MIDDLE - head.half + 7.0, head.top + 34.0),
                        (MIDDLE - head.half + 5.0, head.eyes() - 10.0),
                    )
                    .close();
                canvas.fill(&if mirror { patch.mirrored() } else { patch }, hair);
            }
        }
        Cut::Cropped => canvas.fill(&cap(head, 4.5, brow - 5.0, brow - 9.0), hair),
        Cut::Topknot | Cut::Bun | Cut::Ponytail => {
            canvas.fill(&cap(head, 4.5, brow - 2.0, brow - 16.0), hair);
            canvas.stroke(
                [
                    (MIDDLE - 22.0, head.top + 4.0),
                    (MIDDLE - 12.0, head.top - 2.5),
                    (MIDDLE - 4.0, head.top - 3.5),
                    (MIDDLE + 6.0, head.top - 2.5),
                ],
                2.2,
                shine,
            );
        }
        Cut::SideParted | Cut::Pixie => {
            let volume = if cut == Cut::Pixie { 8.0 } else { 7.0 };
            let low = if cut == Cut::Pixie { head.eyes() - 6.0 } else { head.eyes() - 12.0 };
            let sweep = Path::from((MIDDLE - head.half - 3.5, low))
                .curve(
                    (MIDDLE - head.half - 7.0, head.top + 16.0),
                    (MIDDLE - head.half * 0.7, head.top - volume),
                    (MIDDLE - 4.0, head.top - volume),
                )
                .curve(
                    (MIDDLE + head.half * 0.75, head.top - volume),
                    (MIDDLE + head.half + 6.0, head.top + 20.0),
                    (MIDDLE + head.half + 3.5, low),
                )
                .curve(
                    (MIDDLE + head.half - 2.0, brow + 2.0),
                    (MIDDLE + head.half - 6.0, brow - 6.0),
                    (MIDDLE + head.half - 9.0, brow - 12.0),
                )
                .curve(
                    (MIDDLE + 16.0, brow + 2.0),
                    (MIDDLE - 6.0, brow - 4.0),
                    (MIDDLE - 20.0, head.top + 14.0),
                )
                .curve(
                    (MIDDLE - 26.0, brow - 14.0),
                    (MIDDLE - head.half + 4.0, brow - 8.0),
                    (MIDDLE - head.half - 3.5, low),
                )
                .close();
            canvas.fill(&sweep, hair);
            canvas.stroke(
                [
                    (MIDDLE - 14.0, head.top + 6.0),
                    (MIDDLE - 2.0, head.top + 12.0),
                    (MIDDLE + 14.0, head.top + 14.0),
                    (MIDDLE + 28.0, head.top + 22.0),
                ],
                1.8,
                shine,
            );
        }
        Cut::Quiff => {
            let quiff = Path::from((MIDDLE - head.half - 3.0, head.eyes() - 8.0))
                .curve(
                    (MIDDLE - head.half - 7.0, head.top + 20.0),
                    (MIDDLE - head.half - 2.0, head.top - 6.0),
                    (MIDDLE - 22.0, head.top - 13.0),
                )
                .curve(
                    (MIDDLE + 4.0, head.top - 24.0),
                    (MIDDLE + head.half + 4.0, head.top - 18.0),
                    (MIDDLE + head.half - 2.0, head.top + 8.0),
                )
                .curve(
                    (MIDDLE + head.half + 7.0, head.top + 24.0),
                    (MIDDLE + head.half + 4.0, brow),
                    (MIDDLE + head.half + 3.0, head.eyes() - 8.0),
                )
                .curve(
                    (MIDDLE + head.half - 4.0, brow + 2.0),
                    (MIDDLE + head.half - 4.0, brow - 12.0),
                    (MIDDLE + head.half - 12.0, brow - 15.0),
                )
                .curve(
                    (MIDDLE + 10.0, brow - 19.0),
                    (MIDDLE - 12.0, brow - 18.0),
                    (MIDDLE - head.half + 12.0, brow - 12.0),
                )
                .curve(
                    (MIDDLE - head.half + 4.0, brow - 9.0),
                    (MIDDLE - head.half + 3.0, brow + 2.0),
                    (MIDDLE - head.half - 3.0, head.eyes() - 8.0),
                )
                .close();
            canvas.fill(&quiff, hair);
            canvas.stroke(
                [
                    (MIDDLE - 26.0, head.top + 6.0),
                    (MIDDLE - 12.0, head.top - 6.0),
                    (MIDDLE + 8.0, head.top - 9.0),
                    (MIDDLE + 26.0, head.top - 3.0),
                ],
                2.2,
                shine,
            );
        }
        Cut::Curly | Cut::Afro => {
            canvas.fill(
                &cap(head, 3.0, brow - 6.0, brow - 11.0),
                if cut == Cut::Afro { hair.darker(0.06) } else { hair },
            );
            let row = brow - 10.0;
            let colour = if cut == Cut::Afro { hair.darker(0.06) } else { hair };
            for step in -3..=3 {
                let x = MIDDLE + step as f32 * head.half * 0.27;
                let y = row + (step * step) as f32 * 0.9;
                canvas.fill(&Path::ellipse((x, y - 3.0), 9.0, 8.5), colour);
            }
            if cut == Cut::Curly {
                curls(canvas, head, hair, 3.0);
            }
        }
        Cut::Bob | Cut::LongStraight | Cut::LongWavy => {
            // Two strands from a parting, in the middle or beside it.
            let part = if cut == Cut::LongStraight { 0.0 } else { -13.0 };
            let ends = if cut == Cut::Bob { head.chin - 8.0 } else { head.chin + 10.0 };
            for (side, mirror) in [(-1.0, false), (1.0, true)] {
                let from = if mirror { -part } else { part };
                let strand = Path::from((MIDDLE + from + 1.0, head.top - 9.0))
                    .curve(
                        (MIDDLE - head.half * 0.8, head.top - 12.0),
                        (MIDDLE - head.half - 13.0, head.top + 20.0),
                        (MIDDLE - head.half - 13.0, head.eyes()),
                    )
                    .curve(
                        (MIDDLE - head.half - 15.0, ends - 26.0),
                        (MIDDLE - head.half - 14.0, ends - 8.0),
                        (MIDDLE - head.half - 7.0, ends),
                    )
                    .curve(
                        (MIDDLE - head.half + 4.0, ends - 8.0),
                        (MIDDLE - head.half - 2.0, head.eyes() + 24.0),
                        (MIDDLE - head.half + 3.0, head.eyes() - 6.0),
                    )
                    .curve(
                        (MIDDLE - head.half + 10.0, brow - 6.0),
                        (MIDDLE + from - 12.0, head.top + 24.0),
                        (MIDDLE + from + 1.0, head.top + 9.0),
                    )
                    .close();
                canvas.fill(&if mirror { strand.mirrored() } else { strand }, hair);
                let x = |inwards: f32| MIDDLE + side * (head.half + 4.0 - inwards);
                canvas.stroke(
                    [
                        (x(16.0), head.top + 8.0),
                        (x(5.0), head.top + 20.0),
                        (x(-1.0), head.eyes() - 16.0),
                        (x(-2.0), head.eyes()),
                    ],
                    2.0,
                    shine,
                );
            }
        }
        Cut::Fringe => {
            let fringe = Path::from((MIDDLE - head.half - 12.0, head.chin - 4.0))
                .curve(
                    (MIDDLE - head.half - 17.0, head.top + 30.0),
                    (MIDDLE - head.half * 0.85, head.top - 12.0),
                    (MIDDLE, head.top - 12.0),
                )
                .curve(
                    (MIDDLE + head.half * 0.85, head.top - 12.0),
                    (MIDDLE + head.half + 17.0, head.top + 30.0),
                    (MIDDLE + head.half + 12.0, head.chin - 4.0),
                )
                .curve(
                    (MIDDLE + head.half - 4.0, head.chin - 14.0),
                    (MIDDLE + head.half + 1.0, head.eyes() + 10.0),
                    (MIDDLE + head.half - 3.0, brow + 1.0),
                )
                .curve(
                    (MIDDLE + head.half * 0.5, brow + 5.0),
                    (MIDDLE - head.half * 0.5, brow + 5.0),
                    (MIDDLE - head.half + 3.0, brow + 1.0),
                )
                .curve(
                    (MIDDLE - head.half - 1.0, head.eyes() + 10.0),
                    (MIDDLE - head.half + 4.0, head.chin - 14.0),
                    (MIDDLE - head.half - 12.0, head.chin - 4.0),
                )
                .close();
            canvas.fill(&fringe, hair);
            canvas.stroke(
                [
                    (MIDDLE - 24.0, head.top + 10.0),
                    (MIDDLE - 12.0, head.top + 4.0),
                    (MIDDLE + 10.0, head.top + 4.0),
                    (MIDDLE + 22.0, head.top + 10.0),
                ],
                2.2,
                shine,
            );
        }
        Cut::Braids => {
            canvas.fill(&cap(head, 4.5, brow - 2.0, brow - 15.0), hair);
            for side in [-1.0, 1.0] {
                for knot in 0..6 {
                    let y = head.eyes() + 16.0 + knot as f32 * 17.0;
                    let x = MIDDLE + side * (head.half + 8.0 + knot as f32 * 0.6);
                    let colour = if knot % 2 == 0 { hair } else { hair.lighter(0.07) };
                    canvas.fill(&Path::ellipse((x, y), 10.0 - knot as f32 * 0.5, 10.5), colour);
                }
                let x = MIDDLE + side * (head.half + 12.0);
                canvas.fill(
                    &Path::rounded(x - 6.0, head.eyes() + 108.0, x + 6.0, head.eyes() + 115.0, 2.5),
                    palette.accent,
                );
            }
        }
        Cut::Scarf => scarf(canvas, head, palette.accent),
        Cut::Beanie => {
            let wool = palette.accent;
            let side = Path::from((MIDDLE - head.half - 2.0, head.eyes() + 4.0))
                .line((MIDDLE - head.half - 3.0, head.eyes() - 24.0))
                .line((MIDDLE + head.half + 3.0, head.eyes() - 24.0))
                .line((MIDDLE + head.half + 2.0, head.eyes() + 4.0))
                .line((MIDDLE + head.half - 6.0, head.eyes() - 12.0))
                .line((MIDDLE - head.half + 6.0, head.eyes() - 12.0))
                .close();
            canvas.fill(&side, hair);
            let hat = Path::from((MIDDLE - head.half - 6.0, brow + 2.0))
                .curve(
                    (MIDDLE - head.half - 8.0, head.top - 22.0),
                    (MIDDLE + head.half + 8.0, head.top - 22.0),
                    (MIDDLE + head.half + 6.0, brow + 2.0),
                )
                .close();
            canvas.fill(&hat, wool);
            canvas.fill(
                &Path::rounded(
                    MIDDLE - head.half - 8.0,
                    brow - 13.0,
                    MIDDLE + head.half + 8.0,
                    brow + 5.0,
                    7.0,
                ),
                wool.darker(0.16),
            );
        }
    }
}

/// Hair that covers the skull, down to a hairline that is `side` high at the temples and `front` in the middle.
fn cap(head: &Head, volume: f32, side: f32, front: f32) -> Path {
    let (half, low) = (head.half + volume * 0.55, head.eyes() - 5.0);
    Path::from((MIDDLE - half, low))
        .curve(
            (MIDDLE - half - 2.0, head.top + 24.0),
            (MIDDLE - half * 0.72, head.top - volume),
            (MIDDLE, head.top - volume),
        )
        .curve(
            (MIDDLE + half * 0.72, head.top - volume),
            (MIDDLE + half + 2.0, head.top + 24.0),
            (MIDDLE + half, low),
        )
        .curve(
            (MIDDLE + half - 5.0, low - 4.0),
            (MIDDLE + half - 6.0, side),
            (MIDDLE + half - 11.0, side - 5.0),
        )
        .curve(
            (MIDDLE + half * 0.45, front - 4.0),
            (MIDDLE - half * 0.45, front - 4.0),
            (MIDDLE - half + 11.0, side - 5.0),
        )
        .curve((MIDDLE - half + 6.0, side), (MIDDLE - half + 5.0, low - 4.0), (MIDDLE - half, low))
        .close()
}

/// Hair that hangs from the crown to `ends`, `upper` wide at the temples and `lower` at the ends.
fn curtain(crown: f32, upper: f32, lower: f32, ends: f32) -> Path {
    Path::from((MIDDLE, crown))
        .curve((MIDDLE + upper * 0.75, crown), (MIDDLE + upper, crown + 30.0), (MIDDLE + upper, crown + 62.0))
        .line((MIDDLE + lower, ends - 10.0))
        .curve((MIDDLE + lower, ends), (MIDDLE + lower - 8.0, ends), (MIDDLE + lower - 14.0, ends))
        .line((MIDDLE - lower + 14.0, ends))
        .curve((MIDDLE - lower + 8.0, ends), (MIDDLE - lower, ends), (MIDDLE - lower, ends - 10.0))
        .line((MIDDLE - upper, crown + 62.0))
        .curve((MIDDLE - upper, crown + 30.0), (MIDDLE - upper * 0.75, crown), (MIDDLE, crown))
        .close()
}

fn curls(canvas: &mut Canvas, head: &Head, colour: Colour, out: f32) {
    for step in 0..11 {
        let angle = (195.0 + step as f32 * 15.0).to_radians();
        let centre =
            (MIDDLE + angle.cos() * (head.half + out - 2.0), head.top + 47.0 + angle.sin() * (46.0 + out));
        canvas.fill(&Path::ellipse(centre, 13.0, 12.5), colour);
    }
}

fn scarf(canvas: &mut Canvas, head: &Head, cloth: Colour) {
    let opening = Path::from((MIDDLE, head.top + 13.0))
        .curve(
            (MIDDLE + head.half * 0.7, head.top + 13.0),
            (MIDDLE + head.half - 3.0, head.top + 32.0),
            (MIDDLE + head.half - 3.0, head.eyes() + 6.0),
        )
        .curve(
            (MIDDLE + head.half - 4.0, head.chin - 18.0),
            (MIDDLE + 17.0, head.chin - 1.0),
            (MIDDLE, head.chin - 1.0),
        )
        .curve(
            (MIDDLE - 17.0, head.chin - 1.0),
            (MIDDLE - head.half + 4.0, head.chin - 18.0),
            (MIDDLE - head.half + 3.0, head.eyes() + 6.0),
        )
        .curve(
            (MIDDLE - head.half + 3.0, head.top + 32.0),
            (MIDDLE - head.half * 0.7, head.top + 13.0),
            (MIDDLE, head.top + 13.0),
        )
        .close();
    let outer = Path::from((MIDDLE, head.top - 11.0))
        .curve(
            (MIDDLE + head.half, head.top - 11.0),
            (MIDDLE + head.half + 13.0, head.top + 24.0),
            (MIDDLE + head.half + 12.0, head.eyes() + 8.0),
        )
        .curve(
            (MIDDLE + head.half + 11.0, head.chin + 2.0),
            (MIDDLE + 56.0, head.chin + 28.0),
            (MIDDLE + 58.0, 228.0),
        )
        .curve((MIDDLE + 26.0, 246.0), (MIDDLE - 26.0, 246.0), (MIDDLE - 58.0, 228.0))
        .curve(
            (MIDDLE - 56.0, head.chin + 28.0),
            (MIDDLE - head.half - 11.0, head.chin + 2.0),
            (MIDDLE - head.half - 12.0, head.eyes() + 8.0),
        )
        .curve(
            (MIDDLE - head.half - 13.0, head.top + 24.0),
            (MIDDLE - head.half, head.top - 11.0),
            (MIDDLE, head.top - 11.0),
        )
        .close();
    canvas.fill(&outer.without(opening), cloth);
    let fold = cloth.darker(0.2);
    canvas.stroke(
        [
            (MIDDLE - 34.0, head.chin - 4.0),
            (MIDDLE - 14.0, head.chin + 20.0),
            (MIDDLE + 20.0, head.chin + 24.0),
            (MIDDLE + 44.0, head.chin + 12.0),
        ],
        2.4,
        fold,
    );
    canvas.stroke(
        [
            (MIDDLE - 42.0, head.chin + 22.0),
            (MIDDLE - 14.0, head.chin + 42.0),
            (MIDDLE + 18.0, head.chin + 44.0),
            (MIDDLE + 46.0, head.chin + 34.0),
        ],
        2.0,
        fold,
    );
}
