//! Sums of the files of a copy, in the form that `sha256sum -c` reads.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{FILES, Failure};

const NAME: &str = "files.sha256";

/// The SHA-256 of a file, in hex.
pub fn sum(file: &Path) -> Result<String, Failure> {
    let (mut hash, mut read) = (Sha256::new(), BufReader::with_capacity(64 * 1024, File::open(file)?));
    loop {
        let some = read.fill_buf()?;
        if some.is_empty() {
            break;
        }
        hash.update(some);
        let many = some.len();
        read.consume(many);
    }
    Ok(hex::encode(hash.finalize()))
}

/// Sums by path below the folder of the copy.
pub fn sums(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let file = folder.join(NAME);
    let lines = BufReader::new(File::open(&file).map_err(|error| format!("{}: {error}", file.display()))?).lines();
    let mut known = BTreeMap::new();
    for line in lines {
        let line = line?;
        let (sum, path) = line.split_once("  ").ok_or_else(|| format!("{}: {line}", file.display()))?;
        known.insert(path.to_owned(), sum.to_owned());
    }
    Ok(known)
}

/// Sums up the files of a copy that were not summed up in an earlier one to the same folder, and writes all sums down.
pub fn sum_all(folder: &Path) -> Result<(), Failure> {
    let known = if folder.join(NAME).exists() { sums(folder)? } else { BTreeMap::new() };
    let half = folder.join(format!("{NAME}.part"));
    let mut written = BufWriter::new(File::create(&half)?);
    for file in walk(folder.join(FILES))? {
        let path = file.strip_prefix(folder)?.to_str().ok_or("a path is not UTF-8")?.to_owned();
        let sum = known.get(&path).cloned().map_or_else(|| sum(&file), Ok)?;
        writeln!(written, "{sum}  {path}")?;
    }
    written.into_inner()?.sync_all()?;
    Ok(std::fs::rename(half, folder.join(NAME))?)
}

/// All files below a folder, in order.
fn walk(folder: PathBuf) -> Result<Vec<PathBuf>, Failure> {
    let (mut waiting, mut found) = (vec![folder], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() { waiting.push(entry.path()) } else { found.push(entry.path()) }
        }
    }
    found.sort();
    Ok(found)
}
