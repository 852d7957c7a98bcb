//! The command line.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ground::actor::{Role, Scope};
use ground::ctx::Ctx;
use ground::error::AppError;
use ground::ids::BranchId;
use ground::{history, texts, ui};
use people::accounts::{self, NewAccount};
use sea_orm::DbBackend;
use server::config::Config;
use server::front::Front;
use server::state::State;
use server::{backup, blobs::Blobs, clock, health, import, listen, log, seed, web, worker};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

#[derive(Parser)]
#[command(name = "souq", version, about = "Market and training platform of Libya's productive families")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
    Backup {
        /// Folder to write to; photos that are there already are not copied again.
        to: PathBuf,
    },
    /// Prints the URL table.
    Routes,
}

#[derive(Subcommand)]
enum Admin {
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
    },
    /// Ends a role.
    Revoke {
        /// Phone.
        phone: String,
        /// Role.
        role: String,
    },
    /// The present code of the demo town's second factor.
    Code,
    /// Walks the chain of the audit trail.
    #[command(subcommand)]
    Audit(Audit),
}

#[derive(Subcommand)]
enum Audit {
    /// Says whether every row follows from the one before it.
    Verify,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Runs the command that was asked for.
pub async fn run() -> ExitCode {
    let _ = dotenvy::dotenv();
    let cli = Cli::parse();
    let config = match Config::read(|name| std::env::var(name).ok()) {
        Ok(config) => config,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "souq: {error}");
            return ExitCode::from(2);
        }
    };
    log::start(!config.development);
    match perform(cli.command, config).await {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "souq: {error}");
            ExitCode::FAILURE
        }
    }
}

/// An outcome of the application in words for a terminal.
fn words(error: AppError) -> Failure {
    let l = texts::Locale::En;
    match error {
        AppError::Invalid(errors) => {
            let lines: Vec<String> = errors.0.iter().map(|(field, problem)| format!("{field}: {}", ui::problem(l, problem))).collect();
            lines.join("; ").into()
        }
        AppError::Refused(why) => ui::reason(l, why).into(),
        AppError::NotFound => "not found".into(),
        AppError::SignInFirst | AppError::SecondFactorFirst => "not allowed".into(),
        AppError::Busy => "busy, try again".into(),
        AppError::Unexpected(incident) | AppError::Unavailable(incident) => {
            format!("unexpected error, see the log at incident {}", incident.0).into()
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
    let state = State::open(config).await?;
    let ctx = world::console(state.db.clone(), state.site.clone(), clock::now());
    match command {
        Command::Serve { demo } => serve(state, &ctx, demo).await?,
        Command::Work => work(state).await?,
        Command::Migrate => say("the schema is up to date"),
        Command::Seed { products, trainees, guests } => seed_with(&state, &ctx, products, trainees, guests).await?,
        Command::Import { families, products, photos, dry_run, all_or_nothing } => {
            let options = import::Options { dry_run, all_or_nothing, photos };
            return import_files(&ctx, &state.blobs, families, products, &options).await;
        }
        Command::Admin(admin) => return administer(&ctx, admin).await,
        Command::Backup { to } => say(&backup::run(&state, &to).await?),
        Command::Routes => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn stop_signal() -> Result<watch::Receiver<bool>, Failure> {
    let (tell, stop) = watch::channel(false);
    let (mut term, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = tell.send(true);
    });
    Ok(stop)
}

async fn serve(state: State, ctx: &Ctx, demo: bool) -> Result<(), Failure> {
    health::start_metrics();
    if demo && world::is_empty(ctx).await.map_err(words)? {
        say("An empty database: building the demo town …");
        let products = seed::town(ctx, &state.blobs).await.map_err(words)?;
        say(&format!("{} families, {products} products", world::FAMILIES.len()));
    }
    let stop = stop_signal()?;
    let listener = TcpListener::bind(state.config.addr).await.map_err(|error| format!("SOUQ_ADDR={}: {error}", state.config.addr))?;
    say(&format!("Souq is at {}", state.config.public_url));
    if demo {
        say(&seed::sign_ins());
    }
    state.pages.look().await;
    let pages = state.pages.clone();
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(std::time::Duration::from_secs(1));
        loop {
            tick.tick().await;
            pages.look().await;
        }
    });
    listen_to_others(&state);
    let working = tokio::spawn(worker::work(state.clone(), stop.clone()));
    let db = state.db.clone();
    listen::serve(listener, Front::new(&state), stop).await;
    working.await?;
    // The last to close a SQLite file puts what is in its journal into it.
    Ok(db.close().await?)
}

async fn work(state: State) -> Result<(), Failure> {
    listen_to_others(&state);
    worker::work(state, stop_signal()?).await;
    Ok(())
}

/// On PostgreSQL other processes tell when pages or tasks have changed.
fn listen_to_others(state: &State) {
    if state.db.backend() == DbBackend::Postgres {
        tokio::spawn(worker::listen(state.clone(), state.config.database_url.clone()));
    }
}

async fn seed_with(
    state: &State,
    ctx: &Ctx,
    products: Option<usize>,
    trainees: Option<usize>,
    guests: Option<usize>,
) -> Result<(), Failure> {
    if world::is_empty(ctx).await.map_err(words)? || products.is_none() {
        let made = seed::town(ctx, &state.blobs).await.map_err(words)?;
        say(&format!("{} families, {made} products", world::FAMILIES.len()));
    }
    if let Some(products) = products {
        world::stress(ctx, products, |done| say(&format!("{done} of {products}"))).await.map_err(words)?;
    }
    if let Some(trainees) = trainees {
        let (phones, [open, offered]) = world::stress_cohorts(ctx, trainees).await.map_err(words)?;
        say(&format!("sign-up: {open}\nconfirmation: {offered}\ntrainees: {}", phones.join(" ")));
    }
    if let Some(guests) = guests {
        let booths = guests as i64 * 3 / 5;
        let (fair, slug) = world::stress_fair(ctx, guests, booths).await.map_err(words)?;
        say(&format!("fair: {fair} {slug} {booths}"));
    }
    say(&seed::sign_ins());
    Ok(())
}

async fn import_files(
    ctx: &Ctx,
    blobs: &Blobs,
    families: Option<PathBuf>,
    products: Option<PathBuf>,
    options: &import::Options,
) -> Result<ExitCode, Failure> {
    let open = |path: Option<PathBuf>| -> Result<Option<Box<dyn std::io::Read + Send>>, Failure> {
        match path {
            Some(path) => {
                let file = std::fs::File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                Ok(Some(Box::new(std::io::BufReader::new(file))))
            }
            None => Ok(None),
        }
    };
    let files = import::Files { families: open(families)?, products: open(products)? };
    let report = import::run(ctx, blobs, files, options, import::Progress::Terminal).await.map_err(words)?;
    for error in &report.errors {
        say(&format!(
            "{} line {} column {}: {:?} — {}",
            error.file,
            error.line,
            error.column,
            error.value,
            error.problem.right(texts::Locale::En)
        ));
    }
    let verb = if report.written { "written" } else { "would be written" };
    say(&format!(
        "{verb}: families {} new, {} known; products {} new, {} known; {} bad rows",
        report.families_new, report.families_known, report.products_new, report.products_known, report.bad
    ));
    Ok(if report.bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn administer(ctx: &Ctx, admin: Admin) -> Result<ExitCode, Failure> {
    let phone_of = |typed: &str| accounts::phone(typed).map_err(|problem| -> Failure { ui::problem(texts::Locale::En, &problem).into() });
    let role_of = |code: &str| -> Result<Role, Failure> {
        let all = Role::ALL.map(Role::code).join(", ");
        Role::from_code(code).ok_or_else(|| format!("role {code:?} is not one of {all}").into())
    };
    match admin {
        Admin::Create { phone, name } => {
            let phone = phone_of(&phone)?;
            let _ = write!(std::io::stderr(), "Password: ");
            let mut password = String::new();
            std::io::stdin().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            accounts::password(&password, &phone, &name)
                .map_err(|problem| -> Failure { ui::problem(texts::Locale::En, &problem).into() })?;
            let new = NewAccount { name, phone, email: None, password }.hashed().await.map_err(words)?;
            let tx = ctx.begin().await.map_err(words)?;
            accounts::create_account(&tx, ctx, new).await.map_err(words)?;
            tx.commit().await?;
            say("created");
        }
        Admin::Grant { phone, role, branch, municipality } => {
            let (phone, role) = (phone_of(&phone)?, role_of(&role)?);
            let person = accounts::person_by_phone(ctx.db.read(), &phone).await.map_err(words)?.ok_or("nobody has this phone")?;
            let scope = match (branch, municipality) {
                (Some(_), Some(_)) => return Err("a role reaches a branch or a municipality, not both".into()),
                (Some(branch), None) => Scope::Branch(BranchId(branch)),
                (None, Some(code)) => Scope::Municipality(code),
                (None, None) => Scope::Whole,
            };
            let tx = ctx.begin().await.map_err(words)?;
            accounts::grant(&tx, ctx, person, role, scope, None).await.map_err(words)?;
            tx.commit().await?;
            say("granted");
        }
        Admin::Revoke { phone, role } => {
            let (phone, role) = (phone_of(&phone)?, role_of(&role)?);
            let person = accounts::person_by_phone(ctx.db.read(), &phone).await.map_err(words)?.ok_or("nobody has this phone")?;
            let tx = ctx.begin().await.map_err(words)?;
            let ended = accounts::revoke_all(&tx, ctx, person, role).await.map_err(words)?;
            tx.commit().await?;
            say(&format!("{ended} ended"));
        }
        Admin::Audit(Audit::Verify) => {
            return match history::verify(ctx).await.map_err(words)? {
                Ok(rows) => {
                    say(&format!("the chain holds: {rows} rows"));
                    Ok(ExitCode::SUCCESS)
                }
                Err(id) => {
                    say(&format!("the chain is broken at row {id}"));
                    Ok(ExitCode::FAILURE)
                }
            };
        }
        Admin::Code => {}
    }
    Ok(ExitCode::SUCCESS)
}
