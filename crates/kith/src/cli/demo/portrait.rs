//! Faces for people who do not exist: a few soft shapes, decided by a number.

use kith_media::{LARGE, MEDIUM, SMALL};

/// Drawn smaller than the largest size: soft shapes lose nothing, and thousands are drawn at once.
const SIDE: u32 = 224;
/// How many pixels an edge takes to fade, against the side of the picture.
const SOFT: f32 = 1.6 / SIDE as f32;

const SKIN: [Colour; 8] = [
    [250, 224, 205],
    [243, 208, 180],
    [232, 188, 152],
    [214, 164, 122],
    [188, 136, 95],
    [154, 106, 72],
    [120, 79, 53],
    [90, 57, 40],
];
const HAIR: [Colour; 8] = [
    [38, 30, 28],
    [58, 41, 32],
    [86, 57, 38],
    [122, 78, 46],
    [161, 108, 60],
    [203, 164, 104],
    [152, 70, 44],
    [156, 152, 150],
];
const CLOTH: [Colour; 8] = [
    [52, 73, 94],
    [110, 60, 70],
    [62, 97, 80],
    [176, 128, 62],
    [88, 78, 128],
    [200, 196, 186],
    [44, 44, 48],
    [142, 84, 60],
];
const GROUND: [Colour; 8] = [
    [214, 226, 232],
    [233, 224, 210],
    [216, 229, 215],
    [236, 218, 214],
    [222, 217, 234],
    [241, 232, 200],
    [206, 222, 222],
    [226, 226, 226],
];

type Colour = [u8; 3];

/// The picture of a seed in its sizes, each with the length of its edge in pixels. The lowest two bits of the seed
/// wish for long hair (0) or short hair (1), the next three for a tone of skin, 0 the lightest.
pub(super) fn portrait(seed: u64) -> Vec<(u32, Vec<u8>)> {
    match kith_media::drawn(SIDE, draw(seed)) {
        Some(made) => {
            vec![(SMALL, made.small.bytes), (MEDIUM, made.medium.bytes), (LARGE, made.large.bytes)]
        }
        None => Vec::new(),
    }
}

/// What a seed decides.
struct Face {
    skin: Colour,
    hair: Colour,
    cloth: Colour,
    ground: Colour,
    long: bool,
    bald: bool,
    glasses: bool,
    beard: bool,
    width: f32,
    parting: f32,
    smile: f32,
}

impl Face {
    fn of(seed: u64) -> Self {
        // A round of splitmix64, so that neighbouring seeds look nothing like each other.
        let mut mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mut draw = |below: u64| {
            let drawn = mixed % below;
            mixed = (mixed / below) ^ mixed.rotate_left(29);
            drawn
        };
        let tone = (seed >> 2 & 7) as usize;
        let look = match seed & 3 {
            0 => 0,
            1 => 1,
            _ => draw(2),
        };
        // Fair hair goes with fair skin; grey comes to everybody.
        let hairs = if tone < 3 { 7 } else { 3 };
        let grey = draw(9) == 0;
        let part = |drawn: u64| drawn as f32 / 100.0;
        Self {
            skin: SKIN[tone],
            hair: if grey { HAIR[7] } else { HAIR[draw(hairs) as usize] },
            cloth: CLOTH[draw(8) as usize],
            ground: GROUND[draw(8) as usize],
            long: look == 0 && draw(4) > 0,
            bald: look == 1 && draw(9) == 0,
            glasses: draw(5) == 0,
            beard: look == 1 && draw(3) == 0,
            width: 0.172 + part(draw(100)) * 0.026,
            parting: part(draw(100)) * 0.16 - 0.08,
            smile: part(draw(100)) * 0.02 + 0.012,
        }
    }
}

fn draw(seed: u64) -> Vec<u8> {
    let face = Face::of(seed);
    let mut pixels = Vec::with_capacity((SIDE * SIDE * 3) as usize);
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (x, y) = ((column as f32 + 0.5) / SIDE as f32 - 0.5, (row as f32 + 0.5) / SIDE as f32);
            pixels.extend(face.at(x, y).map(|channel| channel as u8));
        }
    }
    pixels
}

impl Face {
    /// The colour at a place: 0 is the middle across, and the top down.
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let w = self.width;
        let mut colour = shade(self.ground, 1.04 - 0.10 * y);
        let hair = self.hair.map(f32::from);
        if self.long {
            over(&mut colour, hair, ellipse(x, y - 0.52, w + 0.055, 0.31));
        }
        over(&mut colour, shade(self.cloth, 1.0 - x * 0.25), ellipse(x, y - 1.06, 0.40, 0.32));
        over(&mut colour, shade(self.skin, 0.88), ellipse(x, y - 0.69, w * 0.52, 0.14));
        if !self.bald {
            over(&mut colour, hair, ellipse(x, y - 0.385, w + 0.035, 0.225));
        }
        let head = ellipse(x, y - 0.44, w, 0.225);
        over(&mut colour, shade(self.skin, 1.02 - x * 0.3), head);
        if self.beard {
            let chin = ellipse(x, y - 0.56, w * 0.92, 0.12) * edge(0.515 + x * x * 2.0 - y);
            over(&mut colour, hair, (chin * head).max(chin * ellipse(x, y - 0.46, w, 0.225)));
        }
        if !self.bald {
            // The fringe: hair over the forehead, parted somewhere.
            let from_parting = (x - self.parting).abs();
            over(&mut colour, hair, head * edge(y - 0.315 - from_parting * 0.22));
        }
        for eye in [-1.0, 1.0] {
            let dx = x - eye * w * 0.40;
            over(&mut colour, [44.0, 36.0, 34.0], ellipse(dx, y - 0.445, 0.013, 0.017));
            over(&mut colour, hair.map(|c| c * 0.8), ellipse(dx, y - 0.405 + dx * dx * 6.0, 0.034, 0.006));
            if self.glasses {
                let ring = ellipse(dx, y - 0.445, 0.054, 0.048) - ellipse(dx, y - 0.445, 0.046, 0.040);
                over(&mut colour, [52.0, 50.0, 54.0], ring.max(0.0));
            }
        }
        over(&mut colour, shade(self.skin, 0.84), ellipse(x, y - 0.495, 0.012, 0.022));
        let lip = y - 0.575 + x * x * self.smile * 160.0;
        over(&mut colour, shade(self.skin, 0.60), ellipse(x, lip, 0.052, 0.008));
        colour
    }
}

/// How much of a pixel lies in an ellipse around 0.
fn ellipse(x: f32, y: f32, rx: f32, ry: f32) -> f32 {
    let length = (x / rx).hypot(y / ry);
    edge((length - 1.0) * rx.min(ry))
}

/// 1 where `distance` is below 0, 0 above, and soft between.
fn edge(distance: f32) -> f32 {
    (0.5 - distance / SOFT).clamp(0.0, 1.0)
}

fn over(below: &mut [f32; 3], colour: [f32; 3], share: f32) {
    for (below, colour) in below.iter_mut().zip(colour) {
        *below += (colour - *below) * share;
    }
}

fn shade(colour: Colour, by: f32) -> [f32; 3] {
    colour.map(|channel| (f32::from(channel) * by).min(255.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_its_own_face_in_three_sizes() {
        let (one, other) = (portrait(11 << 5), portrait(12 << 5));
        assert_eq!(one.iter().map(|(side, _)| *side).collect::<Vec<_>>(), [SMALL, MEDIUM, LARGE]);
        assert_ne!(one, other);
        assert_eq!(one, portrait(11 << 5));
        assert!(one.iter().all(|(_, bytes)| bytes.starts_with(&[0xff, 0xd8])), "JPEG");
    }
}
