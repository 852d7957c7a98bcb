//! The command line.

mod admin;
mod commands;
mod importing;
mod seeding;
mod serving;
mod terminal;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use people::accounts;
use server::config::Config;
use server::log::{self, Lines};
use server::state::{Schema, State, keys_there};
use server::{backup, clock, import, machine, web};

use self::commands::{Admin, Cli, Command, Copied};
use self::terminal::{Failure, say};

/// Runs the command that was asked for.
pub async fn run() -> ExitCode {
    machine::keep_files_private();
    let cli = Cli::parse();
    // Settings that cannot be read are not taken for none.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        let _ = writeln!(std::io::stderr(), "souq: .env: {error}");
        return ExitCode::from(2);
    }
    let config = match Config::read(|name| std::env::var(name).ok()) {
        Ok(config) => config,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "souq: {error}");
            return ExitCode::from(2);
        }
    };
    log::start(if config.development { Lines::Text } else { Lines::Json });
    match perform(cli.command, config).await {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "souq: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(command: Command, config: Config) -> Result<ExitCode, Failure> {
    if let Command::Routes = command {
        for entry in web::table() {
            say(&format!("{:<5} /{{lang}}{:<60} {:?}", entry.method, entry.path, entry.access));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Admin(Admin::Code) = command {
        say(&accounts::totp_code(world::DEMO_TOTP_SECRET, clock::now().timestamp()).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    match &command {
        Command::Backup { check: Some(Copied::Verify { folder }), .. } => {
            say(&backup::verify(folder).await?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Restore { from } => {
            let keys = if config.keys.is_empty() { keys_there(&config.data)? } else { config.keys.clone() };
            say(&backup::restore(&Config { keys, ..config }, from).await?);
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let looks = matches!(command, Command::Backup { .. } | Command::Admin(Admin::Audit(_)));
    let schema = if looks { Schema::AsItStands } else { Schema::UpToDate };
    let state = State::open(config, schema).await?;
    let ctx = world::console(state.db.clone(), state.site.clone(), clock::now());
    match command {
        Command::Serve { demo: false } => serving::serve(state).await?,
        Command::Serve { demo: true } => serving::serve_demo(state, &ctx).await?,
        Command::Work => serving::work(state).await?,
        Command::Migrate => say("the schema is up to date"),
        Command::Seed { products, trainees, guests } => seeding::seed_with(&state, &ctx, products, trainees, guests).await?,
        Command::Import { families, products, photos, dry_run, all_or_nothing } => {
            let options = import::Options { dry_run, all_or_nothing, photos };
            return importing::import_files(&ctx, &state.blobs, families, products, &options).await;
        }
        Command::Admin(admin) => return admin::administer(&ctx, admin).await,
        Command::Backup { to: Some(to), .. } => say(&backup::run(&state, &to).await?),
        Command::Backup { .. } | Command::Restore { .. } | Command::Routes => {}
    }
    Ok(ExitCode::SUCCESS)
}
