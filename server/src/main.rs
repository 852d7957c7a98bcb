//! souq
fn main() {}
