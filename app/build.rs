//! Turns `locales/{ar,en}/*.yaml` into code. A text that is missing, misspelt or left over in one
//! of the languages stops the build.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use leptos_i18n_parser::parse_locales::options::{Config, FileFormat, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    // The browser half holds no texts: islands get their words as props.
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return Ok(());
    }
    let mut areas = Vec::new();
    for entry in fs::read_dir("locales/ar")? {
        if let Some(name) = entry?.path().file_stem().and_then(|stem| stem.to_str()) {
            areas.push(name.to_owned());
        }
    }
    areas.sort();
    let options = ParseOptions::new().file_format(FileFormat::Yaml).interpolate_display(true);
    let config = Config::new("ar")?.add_locale("en")?.add_namespaces(areas)?.parse_options(options);
    let parsed = parse_locales(None, config)?;
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    let attributes = "#![allow(missing_docs, unused, clippy::all, clippy::unwrap_used, clippy::expect_used)]".parse()?;
    let code = leptos_i18n_codegen::gen_code(&parsed, None, false, Some(&attributes), false)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("i18n.rs"), code.to_string())?;
    Ok(())
}
