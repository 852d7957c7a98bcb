//! Pictures for the demo town, drawn by the project: a motif for each craft, another one for each
//! product. No foreign photo is needed for a market that looks alive.

use image::{Rgb, RgbImage};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

type Color = [f32; 3];

const PAPER: Color = [0.95, 0.91, 0.84];
/// Sets of three colours from rugs, clay, palm, bread and dates.
const PALETTES: [[Color; 3]; 6] = [
    [[0.23, 0.20, 0.44], [0.77, 0.39, 0.23], [0.95, 0.87, 0.72]],
    [[0.55, 0.18, 0.16], [0.90, 0.70, 0.36], [0.18, 0.25, 0.30]],
    [[0.20, 0.38, 0.30], [0.86, 0.62, 0.36], [0.95, 0.91, 0.80]],
    [[0.42, 0.26, 0.15], [0.88, 0.74, 0.52], [0.67, 0.33, 0.18]],
    [[0.16, 0.34, 0.46], [0.93, 0.80, 0.58], [0.74, 0.30, 0.26]],
    [[0.36, 0.16, 0.32], [0.85, 0.55, 0.42], [0.96, 0.90, 0.82]],
];

/// A small generator: the same seed gives the same picture on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f32) / (1_u64 << 24) as f32
    }

    fn pick(&mut self, most: usize) -> usize {
        ((self.roll() * most as f32) as usize).min(most.saturating_sub(1))
    }
}

fn mix(a: Color, b: Color, t: f32) -> Color {
    let t = t.clamp(0.0, 1.0);
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t]
}

fn smooth(edge: f32, width: f32, value: f32) -> f32 {
    ((value - edge) / width + 0.5).clamp(0.0, 1.0)
}

/// The picture of a product.
pub fn draw(craft: &str, seed: u64) -> RgbImage {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x50_55_51);
    dice.roll();
    let palette = PALETTES[dice.pick(PALETTES.len())];
    let (scale, turn, phase) = (0.8 + dice.roll() * 0.7, dice.roll(), dice.roll() * 6.3);
    let motif: fn(f32, f32, f32, f32, f32, &[Color; 3]) -> Color = match craft {
        "weaving" => rug,
        "embroidery" | "dress" => stitches,
        "pottery" => jar,
        "palm" => coil,
        "bread" | "dairy" => loaf,
        "sweets" | "pantry" => lozenges,
        "dates" | "oilhoney" => ovals,
        "metal" | "leather" => rosette,
        _ => waves,
    };
    let mut picture = RgbImage::new(WIDTH, HEIGHT);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (u, v) = ((x as f32 - WIDTH as f32 / 2.0) / HEIGHT as f32, y as f32 / HEIGHT as f32 - 0.5);
        let color = motif(u, v, scale, turn, phase, &palette);
        // A soft light from above and a little grain, as of cloth.
        let grain = ((x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263)) >> 13 & 0xFF) as f32 / 255.0;
        let light = 1.06 - 0.28 * (u * u + (v + 0.15) * (v + 0.15)) + (grain - 0.5) * 0.035;
        *pixel = Rgb(color.map(|c| ((c * light).clamp(0.0, 1.0) * 255.0) as u8));
    }
    picture
}

/// Bands of diamonds, as on a kilim.
fn rug(u: f32, v: f32, scale: f32, turn: f32, _: f32, p: &[Color; 3]) -> Color {
    let n = 5.0 * scale + 2.0;
    let band = (v * n).floor();
    let (x, y) = ((u * n * 1.2 + turn).rem_euclid(1.0) - 0.5, (v * n).rem_euclid(1.0) - 0.5);
    let diamond = x.abs() + y.abs();
    let ground = p[(band.rem_euclid(3.0)) as usize % 3];
    let inner = p[(band.rem_euclid(3.0) as usize + 1) % 3];
    let core = p[(band.rem_euclid(3.0) as usize + 2) % 3];
    let thread = 0.5 + 0.5 * (v * 720.0).sin();
    let color = mix(mix(core, inner, smooth(0.16, 0.02, diamond)), ground, smooth(0.38, 0.02, diamond));
    mix(color, [0.0; 3], 0.06 * thread)
}

/// Crosses of thread around stars on cloth.
fn stitches(u: f32, v: f32, scale: f32, turn: f32, _: f32, p: &[Color; 3]) -> Color {
    let n = 4.0 * scale + 1.5;
    let (x, y) = ((u * n + turn).rem_euclid(1.0) - 0.5, (v * n + turn).rem_euclid(1.0) - 0.5);
    let (r, a) = (x.hypot(y), y.atan2(x));
    let star = r * (1.0 + 0.28 * (a * 8.0).cos());
    let cell = ((x * 26.0).rem_euclid(1.0) - 0.5).abs() - ((y * 26.0).rem_euclid(1.0) - 0.5).abs();
    let stitch = 1.0 - smooth(0.16, 0.1, cell.abs());
    let inside = 1.0 - smooth(0.33, 0.02, star);
    let ring = 1.0 - smooth(0.03, 0.015, (r - 0.44).abs());
    let cloth = mix(p[2], PAPER, 0.55);
    mix(mix(cloth, p[0], inside * (0.35 + 0.65 * stitch)), p[1], ring * (0.3 + 0.7 * stitch))
}

/// A jar with painted bands on a shelf.
fn jar(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let wall = mix(PAPER, p[2], 0.25 + 0.2 * v);
    let t = (v + 0.38) / 0.74;
    let neck = 0.1 + 0.05 * turn;
    let belly = 0.23 + 0.09 * scale;
    let half = if !(0.0..=1.0).contains(&t) {
        0.0
    } else if t < 0.16 {
        neck + 0.05 * (1.0 - t / 0.16)
    } else {
        neck + (belly - neck) * ((t - 0.16) / 0.84 * 2.6).sin().max(0.32 * (1.0 - (t - 0.9).max(0.0) * 4.0))
    };
    if u.abs() > half {
        let shelf = smooth(0.34, 0.01, v);
        return mix(wall, p[0], shelf * 0.75);
    }
    let clay = mix([0.76, 0.43, 0.27], p[1], 0.35);
    let round = 1.0 - 0.45 * (u / half.max(0.01) + 0.25).powi(2);
    let zigzag = (((u / half.max(0.01)).asin() * 7.0 + phase).sin() * 0.022 + (t * 9.0).fract() * 0.0).abs();
    let band = [0.34, 0.5, 0.66].iter().map(|at| 1.0 - smooth(0.02, 0.008, (t - at - zigzag).abs())).fold(0.0, f32::max);
    mix([0.0; 3], mix(clay, mix(p[0], PAPER, 0.1), band), round)
}

/// Coils of a basket, dyed in turns.
fn coil(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let (r, a) = (u.hypot(v), v.atan2(u));
    let rings = 13.0 * scale + 4.0;
    let ring = (r * rings + a / std::f32::consts::TAU).fract();
    let number = (r * rings + a / std::f32::consts::TAU).floor();
    let strand = 0.5 + 0.5 * (a * (6.0 + number * 6.0) + phase).sin();
    let straw = [0.87, 0.74, 0.48];
    let dyed = ((number * (1.7 + turn)).sin() > 0.35) && ((a * 8.0 + number * 0.4).sin() > -0.2);
    let base = if dyed { p[0] } else { straw };
    let color = mix(
        mix(base, p[1], if dyed { 0.25 * strand } else { 0.08 }),
        [0.25, 0.17, 0.08],
        0.35 * (1.0 - (ring * std::f32::consts::PI).sin()),
    );
    mix(mix(color, [1.0; 3], 0.12 * strand), mix(PAPER, p[2], 0.3), smooth(0.46, 0.01, r))
}

/// Round loaves with a pressed pattern.
fn loaf(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let cloth = mix(PAPER, p[2], 0.2 + 0.1 * ((u * 40.0).sin() * (v * 40.0).sin()));
    let centers = [(-0.34, -0.12), (0.3, -0.2), (0.02, 0.2), (-0.42, 0.36), (0.47, 0.3)];
    let mut color = cloth;
    for (n, (cx, cy)) in centers.iter().enumerate() {
        let size = (0.19 + 0.05 * ((n as f32 + phase).sin())) * (0.8 + 0.25 * scale);
        let (x, y) = (u - cx, v - cy);
        let (r, a) = (x.hypot(y) / size, y.atan2(x));
        let crust = mix([0.93, 0.75, 0.46], [0.62, 0.36, 0.16], r * r);
        let petals = 1.0 - smooth(0.1, 0.06, ((a * (5.0 + (turn * 4.0).floor())).sin() * 0.5 + r - 0.55).abs());
        let baked = mix(crust, [0.45, 0.25, 0.12], 0.5 * petals);
        color = mix(mix(color, [0.2, 0.14, 0.1], 0.35 * (1.0 - smooth(1.12, 0.2, r))), baked, 1.0 - smooth(1.0, 0.03, r));
    }
    color
}

/// Lozenges in rows, as maqroud on a tray.
fn lozenges(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let n = 3.6 * scale + 1.4;
    let (x, y) = (u * n + v * n * 0.35 + turn, v * n * 1.5);
    let (cx, cy) = (x.fract().abs() - 0.5, y.rem_euclid(1.0) - 0.5);
    let d = cx.abs().max(cy.abs() * 0.95);
    let tray = mix([0.72, 0.66, 0.58], p[0], 0.35);
    let crust = mix([0.86, 0.62, 0.30], p[1], 0.25 + 0.15 * (x.floor() * 1.7 + y.floor() + phase).sin());
    let filling = mix([0.38, 0.20, 0.10], p[0], 0.2);
    let lines = 0.5 + 0.5 * (cx * 60.0).sin();
    let cake = mix(mix(crust, [1.0, 0.95, 0.8], 0.16 * lines), filling, 1.0 - smooth(0.13, 0.03, cy.abs()));
    mix(cake, tray, smooth(0.42, 0.03, d))
}

/// Dates, olives, drops.
fn ovals(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let n = 5.2 * scale + 1.0;
    let row = (v * n).floor();
    let (x, y) = ((u * n * 0.62 + row * 0.5 + turn).rem_euclid(1.0) - 0.5, (v * n).rem_euclid(1.0) - 0.5);
    let column = (u * n * 0.62 + row * 0.5 + turn).floor();
    let lean = 0.5 * (column * 2.3 + row * 1.9 + phase).sin();
    let (a, b) = (x * lean.cos() - y * lean.sin() * 0.6, x * lean.sin() * 0.6 + y * lean.cos());
    let r = (a / 0.44).hypot(b / 0.36);
    let skin = mix([0.30, 0.15, 0.08], mix([0.70, 0.42, 0.14], p[0], 0.2), 0.5 + 0.5 * (column * 3.1 + row * 5.7 + phase).sin());
    let shine = 1.0 - smooth(0.16, 0.14, (a + 0.14).hypot(b + 0.12));
    mix(mix(skin, [1.0, 0.93, 0.8], 0.45 * shine), mix(PAPER, p[1], 0.35), smooth(0.98, 0.06, r))
}

/// Rosettes in rings, as tooled leather or chased silver.
fn rosette(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let (r, a) = (u.hypot(v) * (1.5 + scale), v.atan2(u));
    let petals = 6.0 + (turn * 7.0).floor();
    let wave = (a * petals + phase).cos();
    let lines = (r * 13.0 + wave * 1.4).sin();
    let dots = (a * petals * 3.0).sin() * (r * 34.0).sin();
    let ground = mix(p[0], [0.1, 0.08, 0.08], 0.15);
    let metal = mix([0.86, 0.84, 0.80], p[1], 0.45);
    let figure = smooth(0.15, 0.25, lines) * 0.85 + smooth(0.6, 0.2, dots) * 0.3;
    mix(mix(ground, metal, figure), mix(PAPER, p[2], 0.45), smooth(1.42, 0.02, r + 0.02 * wave))
}

/// Rising waves, as of incense.
fn waves(u: f32, v: f32, scale: f32, turn: f32, phase: f32, p: &[Color; 3]) -> Color {
    let bend = (v * 7.0 * scale + phase).sin() * 0.09 + (v * 15.0 + turn * 6.0).sin() * 0.03;
    let strands = ((u + bend) * 24.0 * scale).sin();
    let fade = (0.5 - v).clamp(0.0, 1.0);
    mix(mix(p[0], p[1], fade), mix(PAPER, p[2], 0.5), 0.75 * smooth(0.1, 0.8, strands) * (0.4 + 0.6 * fade))
}
