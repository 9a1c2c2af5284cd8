//! A small rasteriser: filled paths with exact area coverage, so that edges are smooth.
//!
//! Each edge adds, to the pixels it crosses, how much of them lies to its right; a running sum over a row then
//! gives the coverage. Parts of one path that overlap must turn the same way.

use image::RgbImage;

use super::palette::Colour;

/// A point, in pixels of a 256-pixel drawing.
pub(super) type Point = (f32, f32);

/// A closed outline, or several.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    edges: Vec<(Point, Point)>,
    start: Point,
    at: Point,
}

impl Path {
    pub(super) fn from(start: Point) -> Self {
        Self { edges: Vec::new(), start, at: start }
    }

    pub(super) fn line(mut self, to: Point) -> Self {
        self.edges.push((self.at, to));
        self.at = to;
        self
    }

    /// A cubic curve by its two control points.
    pub(super) fn curve(mut self, one: Point, two: Point, to: Point) -> Self {
        const STEPS: usize = 14;
        let from = self.at;
        for step in 1..=STEPS {
            let t = step as f32 / STEPS as f32;
            let u = 1.0 - t;
            let along = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            self = self.line((along(from.0, one.0, two.0, to.0), along(from.1, one.1, two.1, to.1)));
        }
        self
    }

    /// Closes the outline; what follows begins a new one.
    pub(super) fn close(mut self) -> Self {
        if self.at != self.start {
            self.edges.push((self.at, self.start));
        }
        self.at = self.start;
        self
    }

    pub(super) fn ellipse(centre: Point, across: f32, up: f32) -> Self {
        const STEPS: usize = 48;
        let at = |step: usize| {
            let (sin, cos) = (step as f32 / STEPS as f32 * std::f32::consts::TAU).sin_cos();
            (centre.0 + across * cos, centre.1 + up * sin)
        };
        (1..STEPS).fold(Self::from(at(0)), |path, step| path.line(at(step))).close()
    }

    /// A ring, as of spectacles.
    pub(super) fn ring(centre: Point, across: f32, up: f32, thick: f32) -> Self {
        let outer = Self::ellipse(centre, across, up);
        let inner = Self::ellipse(centre, across - thick, up - thick);
        outer.without(inner)
    }

    /// A rectangle with round corners.
    pub(super) fn rounded(left: f32, top: f32, right: f32, bottom: f32, radius: f32) -> Self {
        let soft = radius * 0.45;
        Self::from((left + radius, top))
            .line((right - radius, top))
            .curve((right - soft, top), (right, top + soft), (right, top + radius))
            .line((right, bottom - radius))
            .curve((right, bottom - soft), (right - soft, bottom), (right - radius, bottom))
            .line((left + radius, bottom))
            .curve((left + soft, bottom), (left, bottom - soft), (left, bottom - radius))
            .line((left, top + radius))
            .curve((left, top + soft), (left + soft, top), (left + radius, top))
            .close()
    }

    /// With a hole of this shape, which turns the same way as the path itself.
    pub(super) fn without(mut self, hole: Self) -> Self {
        self.edges.extend(hole.edges.into_iter().map(|(from, to)| (to, from)));
        self
    }

    /// The same outline on the other side of the drawing's middle.
    pub(super) fn mirrored(mut self) -> Self {
        let flip = |(x, y): Point| (256.0 - x, y);
        // Swapping the ends keeps the direction of turning.
        for edge in &mut self.edges {
            *edge = (flip(edge.1), flip(edge.0));
        }
        self
    }
}

/// How much of each pixel something covers.
pub(super) struct Mask {
    coverage: Vec<f32>,
    /// Rows that are not empty.
    rows: std::ops::Range<usize>,
}

/// A drawing in progress.
pub(super) struct Canvas {
    side: usize,
    pixels: Vec<[f32; 3]>,
    /// Changes in coverage along each row; zero between fills.
    changes: Vec<f32>,
}

impl Canvas {
    pub(super) fn new(side: usize, colour: Colour) -> Self {
        Self { side, pixels: vec![colour.0; side * side], changes: vec![0.0; (side + 2) * side] }
    }

    /// What the path covers, for [`Canvas::fill_within`].
    pub(super) fn mask(&mut self, path: &Path) -> Mask {
        let rows = self.trace(path);
        let mut coverage = vec![0.0; self.side * self.side];
        for row in rows.clone() {
            let mut sum = 0.0;
            for column in 0..self.side {
                sum += std::mem::take(&mut self.changes[row * (self.side + 2) + column]);
                coverage[row * self.side + column] = sum.abs().min(1.0);
            }
            self.clear_end(row);
        }
        Mask { coverage, rows }
    }

    /// Fills the path.
    pub(super) fn fill(&mut self, path: &Path, colour: Colour) {
        self.paint(path, colour, 1.0, None);
    }

    /// Fills the path, letting through what is below; `opacity` from 0 to 1.
    pub(super) fn tint(&mut self, path: &Path, colour: Colour, opacity: f32) {
        self.paint(path, colour, opacity, None);
    }

    /// Fills what the path and the mask share.
    pub(super) fn fill_within(&mut self, path: &Path, colour: Colour, opacity: f32, mask: &Mask) {
        self.paint(path, colour, opacity, Some(mask));
    }

    /// A line with round ends through a cubic curve.
    pub(super) fn stroke(&mut self, points: [Point; 4], thick: f32, colour: Colour) {
        const STEPS: usize = 12;
        let [a, b, c, d] = points;
        let at = |t: f32| {
            let u = 1.0 - t;
            let along = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            (along(a.0, b.0, c.0, d.0), along(a.1, b.1, c.1, d.1))
        };
        let half = thick / 2.0;
        let side = |step: usize, sign: f32| {
            let t = step as f32 / STEPS as f32;
            let (before, after) = (at((t - 0.02).max(0.0)), at((t + 0.02).min(1.0)));
            let (dx, dy) = (after.0 - before.0, after.1 - before.1);
            let length = dx.hypot(dy).max(1e-3);
            let (x, y) = at(t);
            (x - sign * dy / length * half, y + sign * dx / length * half)
        };
        let there = (1..=STEPS).fold(Path::from(side(0, 1.0)), |path, step| path.line(side(step, 1.0)));
        let outline = (0..=STEPS).rev().fold(there, |path, step| path.line(side(step, -1.0))).close();
        self.fill(&outline, colour);
        self.fill(&Path::ellipse(a, half, half), colour);
        self.fill(&Path::ellipse(d, half, half), colour);
    }

    pub(super) fn into_image(self) -> RgbImage {
        let side = self.side as u32;
        let mut image = RgbImage::new(side, side);
        for (to, from) in image.pixels_mut().zip(&self.pixels) {
            // The cast keeps to 0–255 by itself.
            to.0 = from.map(|channel| (channel + 0.5) as u8);
        }
        image
    }

    fn paint(&mut self, path: &Path, colour: Colour, opacity: f32, mask: Option<&Mask>) {
        let rows = self.trace(path);
        for row in rows {
            let shown = mask.is_none_or(|mask| mask.rows.contains(&row));
            let mut sum = 0.0;
            for column in 0..self.side {
                sum += std::mem::take(&mut self.changes[row * (self.side + 2) + column]);
                if !shown || sum.abs() < 1.0 / 512.0 {
                    continue;
                }
                let index = row * self.side + column;
                let mut part = sum.abs().min(1.0) * opacity;
                if let Some(mask) = mask {
                    part *= mask.coverage[index];
                }
                for (below, above) in self.pixels[index].iter_mut().zip(colour.0) {
                    *below += (above - *below) * part;
                }
            }
            self.clear_end(row);
        }
    }

    fn clear_end(&mut self, row: usize) {
        let end = (row + 1) * (self.side + 2);
        self.changes[end - 2..end].fill(0.0);
    }

    /// Adds every edge's changes; the rows they touch.
    fn trace(&mut self, path: &Path) -> std::ops::Range<usize> {
        let scale = self.side as f32 / 256.0;
        let limit = self.side as f32;
        let (mut top, mut bottom) = (limit, 0.0f32);
        for &(from, to) in &path.edges {
            let (from, to) = ((from.0 * scale, from.1 * scale), (to.0 * scale, to.1 * scale));
            top = top.min(from.1).min(to.1);
            bottom = bottom.max(from.1).max(to.1);
            self.edge(from, to);
        }
        top.clamp(0.0, limit) as usize..(bottom.clamp(0.0, limit).ceil() as usize).min(self.side)
    }

    fn edge(&mut self, from: Point, to: Point) {
        if from.1 == to.1 {
            return;
        }
        let (direction, upper, lower) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        let slope = (lower.0 - upper.0) / (lower.1 - upper.1);
        let limit = self.side as f32;
        let (start, end) = (upper.1.max(0.0), lower.1.min(limit));
        let mut row = start as usize;
        while (row as f32) < end {
            let (y0, y1) = (start.max(row as f32), end.min(row as f32 + 1.0));
            let x0 = (upper.0 + (y0 - upper.1) * slope).clamp(0.0, limit);
            let x1 = (upper.0 + (y1 - upper.1) * slope).clamp(0.0, limit);
            self.row(row, direction * (y1 - y0), x0.min(x1), x0.max(x1));
            row += 1;
        }
    }

    /// Spreads an edge that passes this row from `left` to `right` and covers `height` of it.
    fn row(&mut self, row: usize, height: f32, left: f32, right: f32) {
        let base = row * (self.side + 2);
        let (first, last) = (left as usize, right as usize);
        if first == last {
            let middle = (left + right) / 2.0 - first as f32;
            self.changes[base + first] += height * (1.0 - middle);
            self.changes[base + first + 1] += height * middle;
            return;
        }
        // The area to the right of the edge up to each pixel's right border, differenced.
        let per_pixel = height / (right - left);
        let mut before = 0.0;
        let mut carried = 0.0;
        for column in first..=last {
            let x = ((column + 1) as f32).min(right);
            let entered = x - left.max(column as f32);
            let crossed = entered * per_pixel;
            // Within this pixel: half of what it crosses here, plus all that crossed before.
            let rest = (column + 1) as f32 - x;
            let area = before + crossed * (entered / 2.0 + rest);
            self.changes[base + column] += area - carried;
            carried = area;
            before += crossed;
        }
        self.changes[base + last + 1] += height - carried;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Colour = Colour::hex(0);
    const WHITE: Colour = Colour::hex(0xFF_FF_FF);

    /// How many pixels' worth of white the path covers.
    fn area(path: &Path) -> f32 {
        let mut canvas = Canvas::new(256, BLACK);
        canvas.fill(path, WHITE);
        assert!(canvas.changes.iter().all(|&change| change == 0.0), "nothing is left for the next fill");
        canvas.pixels.iter().map(|pixel| pixel[0] / 255.0).sum()
    }

    #[test]
    fn coverage_is_the_area() {
        let square =
            Path::from((10.25, 20.5)).line((30.75, 20.5)).line((30.75, 41.0)).line((10.25, 41.0)).close();
        assert!((area(&square) - 20.5 * 20.5).abs() < 0.01);
        let triangle = Path::from((5.0, 5.0)).line((205.3, 80.1)).line((60.7, 190.9)).close();
        let exact = ((205.3 - 5.0) * (190.9 - 5.0) - (60.7 - 5.0) * (80.1 - 5.0)) / 2.0;
        assert!((area(&triangle) - exact).abs() < exact * 1e-3, "{} {exact}", area(&triangle));
        let disc = Path::ellipse((128.0, 128.0), 50.0, 50.0);
        assert!((area(&disc) / (std::f32::consts::PI * 2_500.0) - 1.0).abs() < 0.01);
        let ring = Path::ring((128.0, 128.0), 50.0, 50.0, 10.0);
        assert!((area(&ring) / (std::f32::consts::PI * 900.0) - 1.0).abs() < 0.01);
        assert!((area(&triangle.clone().mirrored()) - area(&triangle)).abs() < 0.5);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let huge = Path::from((-100.0, -50.0))
            .line((400.0, -50.0))
            .line((400.0, 300.0))
            .line((-100.0, 300.0))
            .close();
        assert!((area(&huge) - 65_536.0).abs() < 1.0);
        let left = Path::ellipse((0.0, 128.0), 40.0, 40.0);
        assert!((area(&left) / (std::f32::consts::PI * 800.0) - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_mask_bounds_what_is_painted() {
        let mut canvas = Canvas::new(256, BLACK);
        let mask = canvas.mask(&Path::rounded(50.0, 50.0, 100.0, 100.0, 0.0));
        canvas.fill_within(&Path::ellipse((50.0, 50.0), 30.0, 30.0), WHITE, 1.0, &mask);
        let painted: f32 = canvas.pixels.iter().map(|pixel| pixel[0] / 255.0).sum();
        assert!((painted / (std::f32::consts::PI * 225.0) - 1.0).abs() < 0.02, "{painted}");
    }
}
