//! Colours that go together.

use super::chance::Chance;

/// A colour, red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colour(pub(super) [f32; 3]);

impl Colour {
    pub(super) const fn hex(rgb: u32) -> Self {
        Self([(rgb >> 16 & 0xFF) as f32, (rgb >> 8 & 0xFF) as f32, (rgb & 0xFF) as f32])
    }

    /// Part of the way to another.
    pub(super) fn towards(self, other: Self, part: f32) -> Self {
        let mut mixed = self.0;
        for (mine, theirs) in mixed.iter_mut().zip(other.0) {
            *mine += (theirs - *mine) * part;
        }
        Self(mixed)
    }

    pub(super) fn darker(self, part: f32) -> Self {
        // Towards a dark violet and not black: shadows stay alive.
        self.towards(Self::hex(0x2A1A2E), part)
    }

    pub(super) fn lighter(self, part: f32) -> Self {
        self.towards(Self::hex(0xFFFAF2), part)
    }

    /// Perceived lightness, 0 to 1.
    pub(super) fn lightness(self) -> f32 {
        let [red, green, blue] = self.0;
        (0.299 * red + 0.587 * green + 0.114 * blue) / 255.0
    }

    /// How far two colours are apart, 0 to about 1.7.
    fn apart(self, other: Self) -> f32 {
        self.0.iter().zip(other.0).map(|(a, b)| ((a - b) / 255.0).powi(2)).sum::<f32>().sqrt()
    }
}

/// The colours of one drawing.
pub(super) struct Palette {
    pub(super) background: Colour,
    pub(super) skin: Colour,
    pub(super) hair: Colour,
    pub(super) clothes: Colour,
    pub(super) accent: Colour,
}

impl Palette {
    pub(super) fn choose(tone: usize, chance: &mut Chance) -> Self {
        let skin = SKINS[tone.min(SKINS.len() - 1)];
        let hairs: &[Colour] = match tone {
            0..=1 => LIGHT_HAIR,
            2..=3 => BROWN_HAIR,
            _ => DARK_HAIR,
        };
        let hair = if chance.happens(0.03) { chance.pick(DYED_HAIR) } else { chance.pick(hairs) };
        let background = far_from(&[skin, hair], BACKGROUNDS, 0.3, chance);
        let clothes = far_from(&[background, skin, hair], CLOTHES, 0.28, chance);
        let accent = far_from(&[clothes, background, skin], CLOTHES, 0.3, chance);
        Self { background, skin, hair, clothes, accent }
    }
}

/// One of `choices` that can be told from all of `others`; after some tries, any.
fn far_from(others: &[Colour], choices: &[Colour], least: f32, chance: &mut Chance) -> Colour {
    let mut choice = chance.pick(choices);
    for _ in 0..12 {
        if others.iter().all(|other| choice.apart(*other) > least) {
            break;
        }
        choice = chance.pick(choices);
    }
    choice
}

const SKINS: [Colour; 8] = [
    Colour::hex(0xFBDFCC),
    Colour::hex(0xF4CDB0),
    Colour::hex(0xEAB893),
    Colour::hex(0xDBA279),
    Colour::hex(0xC2875B),
    Colour::hex(0xA46D46),
    Colour::hex(0x825336),
    Colour::hex(0x623D29),
];

const LIGHT_HAIR: &[Colour] = &[
    Colour::hex(0xE6C485),
    Colour::hex(0xD0A25C),
    Colour::hex(0xA87542),
    Colour::hex(0x845533),
    Colour::hex(0x5E3D2A),
    Colour::hex(0x3F2C23),
    Colour::hex(0x2C2524),
    Colour::hex(0xB85B32),
    Colour::hex(0xBDB8B2),
    Colour::hex(0xE5E1DB),
];

const BROWN_HAIR: &[Colour] = &[
    Colour::hex(0x6B452E),
    Colour::hex(0x4B3327),
    Colour::hex(0x382923),
    Colour::hex(0x2B2324),
    Colour::hex(0x232026),
    Colour::hex(0x2B2324),
    Colour::hex(0xA39D99),
];

const DARK_HAIR: &[Colour] = &[
    Colour::hex(0x251F23),
    Colour::hex(0x2E2422),
    Colour::hex(0x1E1C22),
    Colour::hex(0x3A2A24),
    Colour::hex(0x251F23),
    Colour::hex(0x8F8A88),
];

const DYED_HAIR: &[Colour] = &[Colour::hex(0x3F7C85), Colour::hex(0xC06C84), Colour::hex(0x6C5B7B)];

const BACKGROUNDS: &[Colour] = &[
    Colour::hex(0xEADCC8),
    Colour::hex(0xCBDEDA),
    Colour::hex(0xDAD6EA),
    Colour::hex(0xF2D3CB),
    Colour::hex(0xD3E2C6),
    Colour::hex(0xC6DAEA),
    Colour::hex(0xF1E1AF),
    Colour::hex(0xE3C8D6),
    Colour::hex(0xB9D0C0),
    Colour::hex(0x9FBFC9),
    Colour::hex(0xE9B892),
    Colour::hex(0x8FA88D),
    Colour::hex(0x5F7F90),
    Colour::hex(0xA99BC4),
    Colour::hex(0xD98E79),
    Colour::hex(0xE0B05A),
];

const CLOTHES: &[Colour] = &[
    Colour::hex(0x2F4858),
    Colour::hex(0x466A8A),
    Colour::hex(0x7A4E5B),
    Colour::hex(0xB96270),
    Colour::hex(0x4F6D4A),
    Colour::hex(0x8C6A3F),
    Colour::hex(0xC97747),
    Colour::hex(0xE0A85C),
    Colour::hex(0x34433C),
    Colour::hex(0x5C5474),
    Colour::hex(0xEFEBE4),
    Colour::hex(0x222D3A),
    Colour::hex(0xA24048),
    Colour::hex(0x6D91A4),
    Colour::hex(0xD6A6A4),
    Colour::hex(0x3B6668),
    Colour::hex(0xDCD6C4),
];
