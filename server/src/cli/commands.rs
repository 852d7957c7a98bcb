//! The commands of `souq` and their options.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// The command line.
#[derive(Parser)]
#[command(name = "souq", version, about = "Market and training platform of Libya's productive families")]
pub struct Cli {
    #[command(subcommand)]
    /// What to do.
    pub command: Command,
}

/// A command.
#[derive(Subcommand)]
pub enum Command {
    /// Web server and worker in one process.
    Serve {
        /// Fills an empty database with the demo town first.
        #[arg(long)]
        demo: bool,
    },
    /// The worker alone.
    Work,
    /// Brings the schema up to date.
    Migrate,
    /// Fills an empty database with the demo town.
    Seed {
        /// Adds so many products for benchmarks.
        #[arg(long)]
        products: Option<usize>,
        /// Adds so many families with a cohort to sign up for and one that has offered them seats, for benchmarks.
        #[arg(long)]
        trainees: Option<usize>,
        /// Adds so many families that come to a fair with three booths for five of them, for benchmarks.
        #[arg(long)]
        guests: Option<usize>,
    },
    /// Imports families and products from CSV files.
    Import {
        /// Families.
        #[arg(long)]
        families: Option<PathBuf>,
        /// Products.
        #[arg(long)]
        products: Option<PathBuf>,
        /// Folder with the photos that the `image` column names.
        #[arg(long)]
        photos: Option<PathBuf>,
        /// Checks and reports only.
        #[arg(long)]
        dry_run: bool,
        /// One bad row keeps all rows out.
        #[arg(long)]
        all_or_nothing: bool,
    },
    /// People, roles, audit trail.
    #[command(subcommand)]
    Admin(Admin),
    /// Copies the database and all photos and documents while they are in use.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Backup {
        /// Folder to write to; photos that are there already are not copied again.
        #[arg(required = true)]
        to: Option<PathBuf>,
        #[command(subcommand)]
        /// Instead of copying.
        check: Option<Copied>,
    },
    /// Writes a copy to the database and the store of the settings, which have nothing yet.
    Restore {
        /// Folder of the copy.
        from: PathBuf,
    },
    /// Prints the URL table.
    Routes,
}

/// What is done with a copy.
#[derive(Subcommand)]
pub enum Copied {
    /// Says whether a copy is whole.
    Verify {
        /// Its folder.
        folder: PathBuf,
    },
}

/// Administration.
#[derive(Subcommand)]
pub enum Admin {
    /// Makes an account; asks for the password on standard input.
    Create {
        /// Phone.
        phone: String,
        /// Name.
        name: String,
    },
    /// Gives a role.
    Grant {
        /// Phone.
        phone: String,
        /// Role, such as `officer` or `administrator`.
        role: String,
        /// Branch by its number.
        #[arg(long)]
        branch: Option<i64>,
        /// Municipality by its code.
        #[arg(long)]
        municipality: Option<String>,
        /// Number of the decision by which it is given.
        #[arg(long, default_value = "")]
        basis: String,
    },
    /// Ends a role.
    Revoke {
        /// Phone.
        phone: String,
        /// Role.
        role: String,
    },
    /// Prints a link that sets a new password, for who has no confirmed address; once, for half an hour.
    Reset {
        /// Phone.
        phone: String,
    },
    /// The present code of the demo town's second factor.
    Code,
    /// Walks the chain of the audit trail.
    #[command(subcommand)]
    Audit(Audit),
}

/// The audit trail.
#[derive(Subcommand)]
pub enum Audit {
    /// Says whether every row follows from the one before it.
    Verify,
}
