//! What is said to who sits at the terminal.

use std::io::Write;

use ground::error::AppError;
use ground::{texts, ui};

/// Why a command did not do what it should, in words.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Says something on standard output.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// An outcome of the application in words for a terminal.
pub fn words(error: AppError) -> Failure {
    let l = texts::Locale::En;
    match error {
        AppError::Invalid(errors) => {
            let lines: Vec<String> = errors.0.iter().map(|(field, problem)| format!("{field}: {}", ui::problem(l, problem))).collect();
            lines.join("; ").into()
        }
        AppError::Refused(why) => why.text(l).into(),
        AppError::NotFound => "not found".into(),
        AppError::SignInFirst | AppError::SecondFactorFirst => "not allowed".into(),
        AppError::Busy | AppError::Twice => "busy, try again".into(),
        AppError::Unexpected(incident) | AppError::Unavailable(incident) => {
            format!("unexpected error, see the log at incident {}", incident.0).into()
        }
    }
}
