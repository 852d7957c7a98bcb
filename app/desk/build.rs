//! Makes code of the texts of this wing.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    texts::generate()
}
