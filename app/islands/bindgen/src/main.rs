//! `bindgen IN.wasm FOLDER`: writes the module that a page loads, and its script, as `souq_bg.wasm` and `souq.js`.
//!
//! The library has the version of the crate `wasm-bindgen` in `Cargo.lock`, and is built with everything else: nothing has
//! to be installed, and no second version can meet the first.

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(module), Some(folder), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: bindgen IN.wasm FOLDER".into());
    };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(module).out_name("souq").web(true)?.typescript(false).generate(folder)?;
    Ok(())
}
