//! What the browser sends, received piece by piece, made ready and put into the store.

use std::fs::File;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::http::StatusCode;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::Form;
use ground::text;
use people::media::{MOST_MEGABYTES, NewMedia};
use photos::{NotTaken, Prepared};
use tokio::io::AsyncWriteExt;

use super::places::UploadPlace;
use crate::state::State;
use crate::trouble::{away, unexpected};
use crate::worker;

/// Most characters of a file's name that are kept.
const MOST_OF_A_NAME: usize = 80;
/// Most bytes of a text beside a file.
const MOST_OF_A_TEXT: usize = 4 * 1024;

/// A multipart form, or another one: whose page it is is asked before what was sent.
pub type Sending = Result<Multipart, MultipartRejection>;

/// What a multipart form sends: texts, and files with their name.
#[derive(Default)]
pub struct Sent {
    /// Texts by the name of their field.
    pub texts: Vec<(String, String)>,
    /// Files without a name on the disk, gone when they are closed, with the name that they had at home.
    pub files: Vec<(String, File)>,
    /// Kept until everything that was sent is worked on.
    place: Option<UploadPlace>,
}

/// Why a part did not arrive.
pub enum NotArrived {
    /// It is larger than it may be.
    TooLarge,
    /// The form is none, or broke off.
    Broken,
    /// There is no room for it here.
    NoRoom(std::io::Error),
}

impl From<MultipartError> for NotArrived {
    fn from(error: MultipartError) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Self::TooLarge } else { Self::Broken }
    }
}

impl From<std::io::Error> for NotArrived {
    fn from(error: std::io::Error) -> Self {
        Self::NoRoom(error)
    }
}

/// Receives a part into a file that nobody else can open, and that is gone with the program; gives its size, too.
pub async fn arriving(state: &State, part: &mut Field<'_>, most_bytes: usize) -> Result<(File, usize), NotArrived> {
    let folder = state.config.data.clone();
    let file = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder)).await.map_err(std::io::Error::other)??;
    let mut file = tokio::fs::File::from_std(file);
    let mut came = 0;
    while let Some(chunk) = part.chunk().await? {
        came += chunk.len();
        // Refused while it arrives.
        if came > most_bytes {
            return Err(NotArrived::TooLarge);
        }
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok((file.into_std().await, came))
}

async fn typed_text(part: &mut Field<'_>) -> Result<String, NotArrived> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        if bytes.len() + chunk.len() > MOST_OF_A_TEXT {
            return Err(NotArrived::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Receives a form with one to `most_files` files in a field; files of other fields are passed over.
pub async fn receive(state: &State, ctx: &Ctx, form: Sending, field: &str, most_files: usize) -> Result<Sent, AppError> {
    let mut sent = Sent::default();
    receive_into(&mut sent, state, ctx, form, field, most_files).await?;
    if sent.files.is_empty() { Err(FieldErrors::one(field, Problem::Required).into()) } else { Ok(sent) }
}

/// The same where a file may be missing; what was typed before something went wrong is kept.
pub async fn receive_into(
    sent: &mut Sent,
    state: &State,
    ctx: &Ctx,
    form: Sending,
    field: &str,
    most_files: usize,
) -> Result<(), AppError> {
    let mut form = form.map_err(|_| FieldErrors::one(field, Problem::Required))?;
    sent.place = Some(state.uploads.place(ctx.actor.person()?.id).await?);
    let broken = |why| match why {
        NotArrived::TooLarge => FieldErrors::one(field, Problem::FileTooBig(MOST_MEGABYTES)).into(),
        NotArrived::Broken => FieldErrors::one(field, Problem::NotAPicture).into(),
        NotArrived::NoRoom(error) => away(error),
    };
    while let Some(mut part) = form.next_field().await.map_err(|error| broken(error.into()))? {
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(text::clean_line) {
            None => sent.texts.push((name, typed_text(&mut part).await.map_err(broken)?)),
            Some(file) if name == field => {
                let (bytes, came) = arriving(state, &mut part, MOST_MEGABYTES * 1024 * 1024).await.map_err(broken)?;
                // A file input that nothing was chosen in sends an empty file.
                if came > 0 {
                    sent.files.push((file, bytes));
                }
            }
            Some(_) => while part.chunk().await.map_err(|error| broken(error.into()))?.is_some() {},
        }
        if sent.files.len() > most_files {
            return Err(FieldErrors::one(field, Problem::AtMost(most_files)).into());
        }
    }
    Ok(())
}

/// A file made ready, or what is wrong with the field that it came in.
fn taken(field: &str, prepared: Result<Prepared, NotTaken>) -> Result<Prepared, AppError> {
    prepared.map_err(|why| match why {
        NotTaken::Wrong(problem) => FieldErrors::one(field, problem).into(),
        NotTaken::Broken(error) => unexpected(error),
    })
}

/// Bytes first, row second: a row never points to nothing. Where the act that writes the row says no, the bytes go again, unless
/// another row holds the same.
async fn stored<T>(state: &State, prepared: Prepared, row: impl AsyncFnOnce(NewMedia) -> Result<T, AppError>) -> Result<T, AppError> {
    let address = prepared.media.address.clone();
    let written = async {
        for (name, bytes) in prepared.files {
            state.blobs.put(&name, bytes).await.map_err(away)?;
        }
        row(prepared.media).await
    };
    let written = written.await;
    if written.is_err() {
        // What cannot be erased now, the sweep erases.
        let _ = worker::erase(state, &address).await;
    }
    written
}

/// A photo, made ready and stored, and the act that writes its row.
pub async fn store_photo<T>(
    state: &State,
    field: &str,
    file: File,
    row: impl AsyncFnOnce(NewMedia) -> Result<T, AppError>,
) -> Result<T, AppError> {
    stored(state, taken(field, photos::prepare(file).await)?, row).await
}

/// A document, made ready and stored, and the act that writes its row, which is given the name that it is shown under.
pub async fn store_document<T>(
    state: &State,
    field: &str,
    file: (String, File),
    row: impl AsyncFnOnce(String, NewMedia) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let (name, file) = file;
    let name = name.chars().take(MOST_OF_A_NAME).collect();
    stored(state, taken(field, photos::prepare_document(file).await)?, async |media| row(name, media).await).await
}

/// What was typed beside a file, as a form that can be shown again.
pub fn typed(texts: Vec<(String, String)>) -> Form {
    let mut form = Form::default();
    for (name, value) in texts {
        form.set(&name, value);
    }
    form
}
