//! Neck, shoulders and what is worn on them.

use super::bust::{Head, MIDDLE};
use super::chance::Chance;
use super::palette::{Colour, Palette};
use super::raster::{Canvas, Path};

/// What is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Garment {
    Round,
    Deep,
    Jacket,
    Shirt,
    Rolled,
    Hood,
}

/// Some are worn more often than others.
const GARMENTS: &[Garment] = &[
    Garment::Round,
    Garment::Round,
    Garment::Deep,
    Garment::Jacket,
    Garment::Jacket,
    Garment::Shirt,
    Garment::Rolled,
    Garment::Hood,
];

/// Draws them.
pub(super) fn draw(canvas: &mut Canvas, palette: &Palette, head: &Head, feminine: bool, chance: &mut Chance) {
    let wide = if feminine { chance.between(74.0, 86.0) } else { chance.between(90.0, 104.0) };
    let neck = if feminine { chance.between(15.5, 18.0) } else { chance.between(20.0, 23.5) };
    let shoulder = if feminine { 212.0 } else { 207.0 };
    let skin = palette.skin;
    let garment = chance.pick(GARMENTS);
    let cloth = palette.clothes;
    let fold = if cloth.lightness() > 0.75 { cloth.darker(0.12) } else { cloth.darker(0.22) };
    if garment == Garment::Hood {
        canvas.fill(&Path::ellipse((MIDDLE, 201.0), neck + 31.0, 25.0), fold);
    }
    // The neck widens into the shoulders.
    let base = Path::from((MIDDLE - neck, head.chin - 22.0))
        .line((MIDDLE + neck, head.chin - 22.0))
        .line((MIDDLE + neck, 192.0))
        .curve((MIDDLE + neck, 202.0), (MIDDLE + neck + 14.0, 207.0), (MIDDLE + neck + 26.0, 211.0))
        .line((MIDDLE + 40.0, 240.0))
        .line((MIDDLE - 40.0, 240.0))
        .line((MIDDLE - neck - 26.0, 211.0))
        .curve((MIDDLE - neck - 14.0, 207.0), (MIDDLE - neck, 202.0), (MIDDLE - neck, 192.0))
        .close();
    let neck_mask = canvas.mask(&base);
    canvas.fill(&base, skin.darker(0.05));
    // The chin's shadow.
    canvas.fill_within(
        &Path::ellipse((MIDDLE, head.chin - 8.0), neck + 16.0, 23.0),
        skin.darker(0.2),
        1.0,
        &neck_mask,
    );

    let opening = if feminine { chance.between(25.0, 31.0) } else { chance.between(26.0, 29.0) };
    let collar = 199.0;
    let body = |opening: f32, depth: f32| {
        Path::from((MIDDLE - opening, collar))
            .curve(
                (MIDDLE - opening * 0.7, collar + depth),
                (MIDDLE + opening * 0.7, collar + depth),
                (MIDDLE + opening, collar),
            )
            .curve(
                (MIDDLE + wide * 0.62, shoulder - 4.0),
                (MIDDLE + wide, shoulder + 4.0),
                (MIDDLE + wide + 9.0, 262.0),
            )
            .line((MIDDLE - wide - 9.0, 262.0))
            .curve(
                (MIDDLE - wide, shoulder + 4.0),
                (MIDDLE - wide * 0.62, shoulder - 4.0),
                (MIDDLE - opening, collar),
            )
            .close()
    };
    match garment {
        // A round neck, at times striped.
        Garment::Round => {
            let shirt = body(opening, 25.0);
            let mask = canvas.mask(&shirt);
            canvas.fill(&shirt, cloth);
            if chance.happens(0.3) {
                for stripe in 0..4 {
                    let y = 219.0 + stripe as f32 * 14.0;
                    canvas.fill_within(
                        &Path::rounded(0.0, y, 256.0, y + 6.0, 0.1),
                        palette.accent,
                        0.9,
                        &mask,
                    );
                }
            }
            rim(canvas, opening, collar, 25.0, fold);
        }
        // A deep neck.
        Garment::Deep => {
            let shirt = Path::from((MIDDLE - opening, collar))
                .line((MIDDLE, collar + 40.0))
                .line((MIDDLE + opening, collar))
                .curve(
                    (MIDDLE + wide * 0.62, shoulder - 4.0),
                    (MIDDLE + wide, shoulder + 4.0),
                    (MIDDLE + wide + 9.0, 262.0),
                )
                .line((MIDDLE - wide - 9.0, 262.0))
                .curve(
                    (MIDDLE - wide, shoulder + 4.0),
                    (MIDDLE - wide * 0.62, shoulder - 4.0),
                    (MIDDLE - opening, collar),
                )
                .close();
            canvas.fill(&shirt, cloth);
        }
        // A jacket over a shirt.
        Garment::Jacket => {
            let shirt = if cloth.lightness() > 0.6 { palette.accent } else { Colour::hex(0xF3F0EA) };
            canvas.fill(&body(opening - 2.0, 22.0), shirt);
            for mirror in [false, true] {
                let side = |path: Path| if mirror { path.mirrored() } else { path };
                let half = Path::from((MIDDLE - opening - 2.0, collar - 1.0))
                    .line((MIDDLE - 3.0, 258.0))
                    .line((MIDDLE - wide - 9.0, 262.0))
                    .curve(
                        (MIDDLE - wide, shoulder + 4.0),
                        (MIDDLE - wide * 0.62, shoulder - 4.0),
                        (MIDDLE - opening - 2.0, collar - 1.0),
                    )
                    .close();
                canvas.fill(&side(half), cloth);
                let lapel = Path::from((MIDDLE - opening - 3.0, collar - 2.0))
                    .line((MIDDLE - 4.0, 257.0))
                    .line((MIDDLE - 26.0, 236.0))
                    .line((MIDDLE - 36.0, 233.0))
                    .line((MIDDLE - 33.0, 225.0))
                    .line((MIDDLE - opening - 14.0, collar + 4.0))
                    .close();
                canvas.fill(&side(lapel), fold);
            }
        }
        // A collared shirt.
        Garment::Shirt => {
            canvas.fill(&body(opening, 24.0), cloth);
            for mirror in [false, true] {
                let leaf = Path::from((MIDDLE - opening + 1.0, collar - 5.0))
                    .line((MIDDLE - 2.0, collar + 21.0))
                    .line((MIDDLE - 17.0, collar + 34.0))
                    .line((MIDDLE - opening - 8.0, collar + 4.0))
                    .close();
                canvas.fill(
                    &if mirror { leaf.mirrored() } else { leaf },
                    if cloth.lightness() > 0.75 { fold } else { cloth.lighter(0.18) },
                );
            }
            canvas.stroke([(MIDDLE, 226.0), (MIDDLE, 236.0), (MIDDLE, 246.0), (MIDDLE, 256.0)], 1.6, fold);
        }
        // A high, rolled neck.
        Garment::Rolled => {
            canvas.fill(&body(opening, 20.0), cloth);
            canvas.fill(
                &Path::rounded(MIDDLE - neck - 6.0, head.chin + 8.0, MIDDLE + neck + 6.0, 214.0, 10.0),
                cloth,
            );
            canvas.stroke(
                [
                    (MIDDLE - neck - 4.0, 209.0),
                    (MIDDLE - 8.0, 214.0),
                    (MIDDLE + 8.0, 214.0),
                    (MIDDLE + neck + 4.0, 209.0),
                ],
                2.2,
                fold,
            );
        }
        // A hood, which lies behind the neck and was drawn before it.
        Garment::Hood => {
            canvas.fill(&body(opening + 4.0, 30.0), cloth);
            rim(canvas, opening + 4.0, collar, 30.0, fold);
            for x in [MIDDLE - 13.0, MIDDLE + 13.0] {
                canvas.stroke([(x, 223.0), (x, 231.0), (x - 1.0, 238.0), (x, 246.0)], 2.4, palette.accent);
            }
        }
    }
}

fn rim(canvas: &mut Canvas, opening: f32, collar: f32, depth: f32, colour: Colour) {
    canvas.stroke(
        [
            (MIDDLE - opening, collar + 0.5),
            (MIDDLE - opening * 0.7, collar + depth),
            (MIDDLE + opening * 0.7, collar + depth),
            (MIDDLE + opening, collar + 0.5),
        ],
        3.2,
        colour,
    );
}
