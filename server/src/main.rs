//! `souq`: one binary for the web server, the worker and administration.

mod cli;

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Gives memory back that was taken for a photo or a crowd (docs/decisions/0028).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
