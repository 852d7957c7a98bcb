//! Puts the browser half beside the server's code, if it was built, and compresses it as small as it gets: that takes
//! too long at each start. Without it (plain `cargo test`) the server runs all the same: every page works without JavaScript.
//! Large files that are needed now and then are put there compressed only.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Files of `assets` that stand in the program compressed.
const PACKED: [&str; 7] = [
    "fonts/NotoNaskhArabic-Regular.ttf",
    "fonts/NotoNaskhArabic-Bold.ttf",
    "fonts/NotoSans-Regular.ttf",
    "fonts/NotoSans-Bold.ttf",
    "fonts/NotoSansTifinagh-Regular.ttf",
    "samples/sample-families.csv",
    "samples/sample-products.csv",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=SOUQ_HALF");
    small_binary();
    // Cargo reads it from the folder in which it is called.
    if env::var_os("JEMALLOC_SYS_WITH_MALLOC_CONF").is_none() {
        println!("cargo::warning=built outside the project's folder: .cargo/config.toml, which sets the allocator, was not read");
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let half = env::var("SOUQ_HALF").map_or_else(|_| root.join("../target/half"), PathBuf::from);
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    for (built, name) in [("souq.js", "souq.js"), ("souq_bg.wasm", "souq.wasm")] {
        let from = half.join(built);
        println!("cargo::rerun-if-changed={}", from.display());
        let bytes = if Path::new(&from).exists() { fs::read(&from)? } else { Vec::new() };
        pack(&bytes, &out.join(format!("{name}.br")))?;
        fs::write(out.join(name), bytes)?;
    }
    for asset in PACKED {
        let from = root.join("../assets").join(asset);
        println!("cargo::rerun-if-changed={}", from.display());
        let name = asset.rsplit('/').next().unwrap_or(asset);
        pack_asset(&from, &out.join(format!("{name}.br")))?;
    }
    Ok(())
}

/// Compresses a file of `assets` unless that was done since it changed.
fn pack_asset(from: &Path, to: &Path) -> io::Result<()> {
    let changed = |file: &Path| fs::metadata(file).and_then(|found| found.modified());
    let made = changed(to).is_ok_and(|made| changed(from).is_ok_and(|changed| changed < made));
    if made { Ok(()) } else { pack(&fs::read(from)?, to) }
}

fn pack(bytes: &[u8], to: &Path) -> io::Result<()> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &params)?;
    fs::write(to, small)
}

/// In a release, functions of the same bytes stand once, and addresses of tables are packed. Asked only of the linker that rustc
/// brings for this target (lld).
fn small_binary() {
    let is = |key: &str, value: &str| env::var(key).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("TARGET", "x86_64-unknown-linux-gnu") {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all,-z,pack-relative-relocs");
    }
}
