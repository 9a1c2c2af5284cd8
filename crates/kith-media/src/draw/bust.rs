//! Head and shoulders, from the background forwards.

use super::SIDE;
use super::chance::Chance;
use super::hair::{self, Cut};
use super::palette::Palette;
use super::raster::{Canvas, Path};
use super::{clothes, face};

/// The drawing's middle.
pub(super) const MIDDLE: f32 = 128.0;

/// The shape of a head; lengths in pixels of a 256-pixel drawing.
pub(super) struct Head {
    pub(super) top: f32,
    pub(super) chin: f32,
    /// Half its width at the temples.
    pub(super) half: f32,
    /// Half its width at the jaw.
    pub(super) jaw: f32,
}

impl Head {
    /// The height of the eyes.
    pub(super) fn eyes(&self) -> f32 {
        self.top + (self.chin - self.top) * 0.52
    }

    /// Its outline, grown by so much on all sides but the chin.
    pub(super) fn outline(&self, grown: f32) -> Path {
        let (half, jaw) = (self.half + grown, self.jaw + grown * 0.5);
        let (top, chin) = (self.top - grown, self.chin);
        let temple = top + (chin - top) * 0.42;
        let cheek = top + (chin - top) * 0.78;
        Path::from((MIDDLE, top))
            .curve((MIDDLE + half * 0.62, top), (MIDDLE + half, temple - 30.0), (MIDDLE + half, temple))
            .curve((MIDDLE + half, temple + 16.0), (MIDDLE + jaw + 5.0, cheek - 12.0), (MIDDLE + jaw, cheek))
            .curve((MIDDLE + jaw * 0.86, cheek + 13.0), (MIDDLE + jaw * 0.45, chin), (MIDDLE, chin))
            .curve((MIDDLE - jaw * 0.45, chin), (MIDDLE - jaw * 0.86, cheek + 13.0), (MIDDLE - jaw, cheek))
            .curve(
                (MIDDLE - jaw - 5.0, cheek - 12.0),
                (MIDDLE - half, temple + 16.0),
                (MIDDLE - half, temple),
            )
            .curve((MIDDLE - half, temple - 30.0), (MIDDLE - half * 0.62, top), (MIDDLE, top))
            .close()
    }
}

/// Draws the bust of this number.
pub(super) fn draw(seed: u64) -> Canvas {
    let mut chance = Chance::new(seed ^ 0x6B69_7468);
    let tone = (seed >> 2 & 7) as usize;
    let feminine = match seed & 3 {
        0 => true,
        1 => false,
        _ => chance.happens(0.5),
    };
    let palette = Palette::choose(tone, &mut chance);
    let head = if feminine {
        Head {
            top: chance.between(61.0, 67.0),
            chin: chance.between(168.0, 174.0),
            half: chance.between(41.0, 45.5),
            jaw: chance.between(33.0, 38.0),
        }
    } else {
        Head {
            top: chance.between(58.0, 65.0),
            chin: chance.between(170.0, 177.0),
            half: chance.between(42.0, 47.0),
            jaw: chance.between(36.5, 42.5),
        }
    };
    let mut cut = if feminine { chance.pick(hair::FEMININE) } else { chance.pick(hair::MASCULINE) };
    if cut == Cut::Afro && tone < 4 {
        cut = Cut::Curly;
    }

    let mut canvas = Canvas::new(SIDE as usize, palette.background);
    background(&mut canvas, &palette, &mut chance);
    hair::behind(&mut canvas, cut, &head, &palette);
    clothes::draw(&mut canvas, &palette, &head, feminine, &mut chance);
    let face = face::draw(&mut canvas, &palette, &head, cut, feminine, &mut chance);
    if !feminine && chance.happens(0.42) {
        face::beard(&mut canvas, &palette, &head, &face, &mut chance);
    }
    face::features(&mut canvas, &palette, &head, cut, feminine, &mut chance);
    hair::before(&mut canvas, cut, &head, &palette, &face);
    if chance.happens(0.3) {
        face::glasses(&mut canvas, &palette, &head, &mut chance);
    }
    if feminine && !cut.hides_ears() && chance.happens(0.45) {
        face::earrings(&mut canvas, &palette, &head, &mut chance);
    }
    canvas
}

fn background(canvas: &mut Canvas, palette: &Palette, chance: &mut Chance) {
    let base = palette.background;
    let other = if base.lightness() > 0.6 { base.darker(0.07) } else { base.lighter(0.14) };
    match chance.pick(&[0, 1, 2, 3]) {
        // A sun behind the head.
        0 => canvas.fill(&Path::ellipse((MIDDLE, 122.0), 92.0, 92.0), other),
        // A slope.
        1 => {
            let (left, right) = (chance.between(40.0, 210.0), chance.between(40.0, 210.0));
            let slope =
                Path::from((0.0, left)).line((256.0, right)).line((256.0, 256.0)).line((0.0, 256.0)).close();
            canvas.fill(&slope, other);
        }
        // A soft hill.
        2 => {
            let height = chance.between(90.0, 150.0);
            let hill = Path::from((0.0, height + 40.0))
                .curve((70.0, height - 30.0), (150.0, height - 10.0), (256.0, height + 30.0))
                .line((256.0, 256.0))
                .line((0.0, 256.0))
                .close();
            canvas.fill(&hill, other);
        }
        _ => {}
    }
}
