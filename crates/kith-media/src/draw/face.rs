//! Faces, and what is worn on them.

use super::bust::{Head, MIDDLE};
use super::chance::Chance;
use super::hair::Cut;
use super::palette::{Colour, Palette};
use super::raster::{Canvas, Mask, Path, Point};

/// Ears and face; the face's mask, for what must not leave it.
pub(super) fn draw(
    canvas: &mut Canvas,
    palette: &Palette,
    head: &Head,
    cut: Cut,
    feminine: bool,
    chance: &mut Chance,
) -> Mask {
    let skin = palette.skin;
    if !cut.hides_ears() {
        for side in [-1.0, 1.0] {
            let x = MIDDLE + side * (head.half - 0.5);
            canvas.fill(&Path::ellipse((x, head.eyes() + 4.0), 8.0, 12.0), skin.darker(0.06));
            canvas.fill(&Path::ellipse((x + side * 1.0, head.eyes() + 4.0), 3.6, 6.6), skin.darker(0.17));
        }
    }
    let outline = head.outline(0.0);
    canvas.fill(&outline, skin);
    let mask = canvas.mask(&outline);
    // Light falls from the left: one cheek lies in a soft shadow.
    let shade = Path::from((MIDDLE + head.half * 0.55, head.top))
        .curve(
            (MIDDLE + head.half * 0.95, head.top + 40.0),
            (MIDDLE + head.half * 0.8, head.chin - 30.0),
            (MIDDLE + 6.0, head.chin + 2.0),
        )
        .line((256.0, head.chin + 2.0))
        .line((256.0, head.top))
        .close();
    canvas.fill_within(&shade, skin.darker(0.12), 0.55, &mask);
    let blush = Colour::hex(0xE05A5A);
    let strength = if feminine { chance.between(0.12, 0.24) } else { chance.between(0.05, 0.13) };
    for side in [-1.0, 1.0] {
        let cheek = (MIDDLE + side * head.half * 0.58, head.eyes() + 22.0);
        canvas.fill_within(&Path::ellipse(cheek, 10.0, 7.0), blush, strength, &mask);
    }
    mask
}

pub(super) fn features(
    canvas: &mut Canvas,
    palette: &Palette,
    head: &Head,
    cut: Cut,
    feminine: bool,
    chance: &mut Chance,
) {
    let skin = palette.skin;
    let ink = Colour::hex(0x2B2024);
    let eyes = head.eyes();
    let apart = head.half * chance.between(0.4, 0.46);
    // Brows take the colour of the hair, but never vanish.
    let brow = if cut == Cut::Scarf {
        skin.darker(0.6)
    } else if palette.hair.lightness() > skin.lightness() - 0.12 {
        skin.darker(0.45)
    } else {
        palette.hair.darker(0.15)
    };
    let lift = chance.between(-1.5, 3.0);
    let thick = if feminine { chance.between(2.6, 3.6) } else { chance.between(3.6, 5.2) };
    let style = chance.pick(&[0, 0, 0, 1, 2]);
    for side in [-1.0, 1.0] {
        let x = |offset: f32| MIDDLE + side * (apart + offset);
        let high = eyes - 14.5 - lift.max(0.0);
        canvas.stroke(
            [
                (x(-8.5), high + 1.5),
                (x(-4.0), high - 2.5 - lift * 0.4),
                (x(4.0), high - 3.0),
                (x(9.0), high + 1.0),
            ],
            thick,
            brow,
        );
        match style {
            // Dark ovals with a glint.
            0 => {
                canvas.fill(&Path::ellipse((x(0.0), eyes), 3.9, 4.9), ink);
                canvas.fill(
                    &Path::ellipse((MIDDLE + side * apart + 1.3, eyes - 1.7), 1.2, 1.3),
                    Colour::hex(0xFFFFFF),
                );
            }
            // Open, with white and iris.
            1 => {
                let white = Path::from((x(-7.5), eyes + 0.5))
                    .curve((x(-3.5), eyes - 6.0), (x(3.5), eyes - 6.0), (x(7.5), eyes))
                    .curve((x(3.5), eyes + 5.0), (x(-3.5), eyes + 5.0), (x(-7.5), eyes + 0.5))
                    .close();
                canvas.fill(&white, Colour::hex(0xFBF7F2));
                canvas.fill(&Path::ellipse((x(0.0), eyes - 0.4), 3.7, 4.1), ink);
                canvas.fill(
                    &Path::ellipse((MIDDLE + side * apart + 1.2, eyes - 1.8), 1.1, 1.1),
                    Colour::hex(0xFFFFFF),
                );
                canvas.stroke(
                    [(x(-7.8), eyes), (x(-3.5), eyes - 6.4), (x(3.5), eyes - 6.4), (x(7.8), eyes - 0.5)],
                    1.7,
                    ink,
                );
            }
            // Laughing.
            _ => canvas.stroke(
                [(x(-6.5), eyes + 1.5), (x(-3.0), eyes - 4.0), (x(3.0), eyes - 4.0), (x(6.5), eyes + 1.5)],
                2.6,
                ink,
            ),
        }
        if feminine && style != 2 && chance.happens(0.75) {
            canvas.stroke(
                [(x(4.0), eyes - 3.2), (x(6.0), eyes - 4.0), (x(7.4), eyes - 4.6), (x(8.8), eyes - 6.2)],
                1.5,
                ink,
            );
        }
    }
    let nose = eyes + (head.chin - eyes) * 0.4;
    let shade = skin.darker(0.26);
    match chance.pick(&[0, 1, 2]) {
        0 => canvas.stroke(
            [
                (MIDDLE - 5.0, nose),
                (MIDDLE - 2.5, nose + 4.0),
                (MIDDLE + 2.5, nose + 4.0),
                (MIDDLE + 5.0, nose),
            ],
            2.4,
            shade,
        ),
        1 => canvas.stroke(
            [
                (MIDDLE + 1.0, nose - 15.0),
                (MIDDLE + 3.5, nose - 7.0),
                (MIDDLE + 9.0, nose + 2.0),
                (MIDDLE - 1.5, nose + 2.6),
            ],
            2.3,
            shade,
        ),
        _ => {
            let tip = Path::from((MIDDLE - 0.5, nose - 13.0))
                .curve((MIDDLE + 2.5, nose - 7.0), (MIDDLE + 8.0, nose - 1.0), (MIDDLE + 6.0, nose + 2.0))
                .curve((MIDDLE + 4.0, nose + 5.0), (MIDDLE - 4.0, nose + 5.0), (MIDDLE - 5.0, nose + 2.0))
                .curve((MIDDLE - 2.0, nose + 3.0), (MIDDLE + 2.0, nose), (MIDDLE - 0.5, nose - 13.0))
                .close();
            canvas.tint(&tip, skin.darker(0.22), 0.75);
        }
    }
    mouth(canvas, palette, head, feminine, chance);
}

fn mouth(canvas: &mut Canvas, palette: &Palette, head: &Head, feminine: bool, chance: &mut Chance) {
    let y = head.eyes() + (head.chin - head.eyes()) * 0.645;
    let wide = chance.between(10.0, 14.5);
    let smile = chance.between(4.0, 8.5);
    let lip = if feminine {
        palette.skin.towards(Colour::hex(0xB83A48), chance.between(0.4, 0.75))
    } else {
        palette.skin.towards(Colour::hex(0x8E3B3E), 0.45)
    };
    let line = [
        (MIDDLE - wide, y),
        (MIDDLE - wide * 0.5, y + smile),
        (MIDDLE + wide * 0.5, y + smile),
        (MIDDLE + wide, y),
    ];
    match chance.pick(&[0, 0, 1, 2]) {
        // A closed smile.
        0 => canvas.stroke(line, if feminine { 3.2 } else { 2.8 }, lip.darker(0.1)),
        // An open one, with teeth.
        1 => {
            let open = Path::from((MIDDLE - wide, y - 1.0))
                .curve(
                    (MIDDLE - wide * 0.5, y + 1.0),
                    (MIDDLE + wide * 0.5, y + 1.0),
                    (MIDDLE + wide, y - 1.0),
                )
                .curve(
                    (MIDDLE + wide * 0.7, y + smile + 7.0),
                    (MIDDLE - wide * 0.7, y + smile + 7.0),
                    (MIDDLE - wide, y - 1.0),
                )
                .close();
            let mask = canvas.mask(&open);
            canvas.fill(&open, lip.darker(0.45));
            canvas.fill_within(
                &Path::rounded(MIDDLE - wide, y - 3.0, MIDDLE + wide, y + 4.4, 2.0),
                Colour::hex(0xFDFAF5),
                1.0,
                &mask,
            );
        }
        // Lips.
        _ => {
            let lips = Path::from((MIDDLE - wide * 0.85, y + 1.0))
                .curve((MIDDLE - wide * 0.4, y - 3.4), (MIDDLE - 2.0, y - 3.0), (MIDDLE, y - 1.4))
                .curve(
                    (MIDDLE + 2.0, y - 3.0),
                    (MIDDLE + wide * 0.4, y - 3.4),
                    (MIDDLE + wide * 0.85, y + 1.0),
                )
                .curve(
                    (MIDDLE + wide * 0.4, y + 7.5),
                    (MIDDLE - wide * 0.4, y + 7.5),
                    (MIDDLE - wide * 0.85, y + 1.0),
                )
                .close();
            canvas.fill(&lips, lip);
            canvas.stroke(
                [
                    (MIDDLE - wide * 0.8, y + 1.0),
                    (MIDDLE - wide * 0.3, y + 2.6),
                    (MIDDLE + wide * 0.3, y + 2.6),
                    (MIDDLE + wide * 0.8, y + 1.0),
                ],
                1.4,
                lip.darker(0.35),
            );
        }
    }
}

pub(super) fn beard(canvas: &mut Canvas, palette: &Palette, head: &Head, face: &Mask, chance: &mut Chance) {
    let colour = palette.hair.darker(0.06);
    let mouth = head.eyes() + (head.chin - head.eyes()) * 0.645;
    let full = |upper: f32| {
        Path::from((MIDDLE - head.half - 4.0, head.eyes() + upper))
            .curve(
                (MIDDLE - head.half * 0.86, mouth - 10.0),
                (MIDDLE - 24.0, mouth - 14.0),
                (MIDDLE, mouth - 9.0),
            )
            .curve(
                (MIDDLE + 24.0, mouth - 14.0),
                (MIDDLE + head.half * 0.86, mouth - 10.0),
                (MIDDLE + head.half + 4.0, head.eyes() + upper),
            )
            .line((MIDDLE + head.half + 4.0, head.chin + 20.0))
            .line((MIDDLE - head.half - 4.0, head.chin + 20.0))
            .close()
    };
    match chance.pick(&[0, 1, 1, 2, 3]) {
        // Three days old.
        0 => canvas.fill_within(&full(2.0), colour, 0.3, face),
        // Full.
        1 => {
            canvas.fill_within(&full(-4.0), colour, 1.0, face);
            let tuft = Path::from((MIDDLE - head.jaw + 1.0, head.chin - 24.0))
                .curve(
                    (MIDDLE - head.jaw * 0.8, head.chin + 8.0),
                    (MIDDLE - 14.0, head.chin + 11.0),
                    (MIDDLE, head.chin + 11.0),
                )
                .curve(
                    (MIDDLE + 14.0, head.chin + 11.0),
                    (MIDDLE + head.jaw * 0.8, head.chin + 8.0),
                    (MIDDLE + head.jaw - 1.0, head.chin - 24.0),
                )
                .close();
            canvas.fill(&tuft, colour);
            canvas.fill(&Path::ellipse((MIDDLE, mouth + 3.0), 16.5, 8.5), palette.skin.darker(0.06));
        }
        // A moustache.
        2 => moustache(canvas, mouth, colour),
        // Around the mouth.
        _ => {
            moustache(canvas, mouth, colour);
            let goatee = Path::from((MIDDLE - 13.0, mouth + 13.0))
                .curve(
                    (MIDDLE - 8.0, mouth + 16.0),
                    (MIDDLE + 8.0, mouth + 16.0),
                    (MIDDLE + 13.0, mouth + 13.0),
                )
                .curve(
                    (MIDDLE + 13.0, head.chin + 6.0),
                    (MIDDLE - 13.0, head.chin + 6.0),
                    (MIDDLE - 13.0, mouth + 13.0),
                )
                .close();
            canvas.fill(&goatee, colour);
        }
    }
}

fn moustache(canvas: &mut Canvas, mouth: f32, colour: Colour) {
    let shape = Path::from((MIDDLE, mouth - 9.0))
        .curve((MIDDLE + 8.0, mouth - 11.0), (MIDDLE + 16.0, mouth - 5.0), (MIDDLE + 20.0, mouth + 1.0))
        .curve((MIDDLE + 12.0, mouth), (MIDDLE + 5.0, mouth - 1.5), (MIDDLE, mouth - 3.0))
        .curve((MIDDLE - 5.0, mouth - 1.5), (MIDDLE - 12.0, mouth), (MIDDLE - 20.0, mouth + 1.0))
        .curve((MIDDLE - 16.0, mouth - 5.0), (MIDDLE - 8.0, mouth - 11.0), (MIDDLE, mouth - 9.0))
        .close();
    canvas.fill(&shape, colour);
}

pub(super) fn glasses(canvas: &mut Canvas, palette: &Palette, head: &Head, chance: &mut Chance) {
    let frame = chance.pick(&[
        Colour::hex(0x2A262B),
        Colour::hex(0x2A262B),
        Colour::hex(0x6B462F),
        palette.accent.darker(0.2),
        Colour::hex(0x9A8458),
    ]);
    let y = head.eyes() + 1.0;
    let thick = chance.between(2.4, 4.0);
    let apart = head.half * 0.45;
    let round = chance.happens(0.55);
    for side in [-1.0, 1.0] {
        let centre: Point = (MIDDLE + side * apart, y);
        let (lens, ring) = if round {
            (Path::ellipse(centre, 15.0, 14.5), Path::ring(centre, 15.5, 15.0, thick))
        } else {
            let (left, right) = (centre.0 - 16.0, centre.0 + 16.0);
            let hole = Path::rounded(left + thick, y - 11.5 + thick, right - thick, y + 12.5 - thick, 5.0);
            (
                Path::rounded(left, y - 11.5, right, y + 12.5, 7.0),
                Path::rounded(left, y - 11.5, right, y + 12.5, 7.0).without(hole),
            )
        };
        canvas.tint(&lens, Colour::hex(0xFFFFFF), 0.16);
        canvas.fill(&ring, frame);
        let (hinge, temple) = (centre.0 + side * 15.0, MIDDLE + side * (head.half - 0.5));
        canvas.stroke(
            [(hinge, y - 4.0), (hinge + side * 2.0, y - 4.0), (temple, y - 4.0), (temple, y - 3.0)],
            thick * 0.8,
            frame,
        );
    }
    let inner = apart - 14.5;
    canvas.stroke(
        [
            (MIDDLE - inner, y - 3.0),
            (MIDDLE - inner * 0.4, y - 6.0),
            (MIDDLE + inner * 0.4, y - 6.0),
            (MIDDLE + inner, y - 3.0),
        ],
        thick * 0.9,
        frame,
    );
}

pub(super) fn earrings(canvas: &mut Canvas, palette: &Palette, head: &Head, chance: &mut Chance) {
    let metal =
        chance.pick(&[Colour::hex(0xE3B85B), Colour::hex(0xE3B85B), Colour::hex(0xDDDDE2), palette.accent]);
    let hoops = chance.happens(0.4);
    for side in [-1.0, 1.0] {
        let lobe: Point = (MIDDLE + side * (head.half + 3.0), head.eyes() + 17.0);
        if hoops {
            canvas.fill(&Path::ring((lobe.0, lobe.1 + 7.0), 7.0, 8.5, 2.0), metal);
        } else {
            canvas.fill(&Path::ellipse((lobe.0, lobe.1 + 1.0), 3.2, 3.2), metal);
        }
    }
}
