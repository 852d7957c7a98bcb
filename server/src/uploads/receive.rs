//! What the browser sends, received piece by piece, made ready and put into the store.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use bytes::{Bytes, BytesMut};
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::Form;
use ground::text;
use people::media::{MOST_MEGABYTES, NewMedia};
use photos::{NotTaken, Prepared};

use crate::state::State;
use crate::trouble::{away, unexpected};

/// Most characters of a file's name that are kept.
const MOST_OF_A_NAME: usize = 80;

/// A multipart form, or another one: whose page it is is asked before what was sent.
pub type Sending = Result<Multipart, MultipartRejection>;

/// What a multipart form sends: texts, and files with their name.
#[derive(Default)]
pub struct Sent {
    /// Texts by the name of their field.
    pub texts: Vec<(String, String)>,
    /// Files, with the name that they had.
    pub files: Vec<(String, Bytes)>,
}

/// Receives a form with one to `most_files` files in a field; files of other fields are passed over.
pub async fn receive(form: Sending, field: &str, most_files: usize) -> Result<Sent, AppError> {
    let mut sent = Sent::default();
    receive_into(&mut sent, form, field, most_files).await?;
    if sent.files.is_empty() { Err(FieldErrors::one(field, Problem::Required).into()) } else { Ok(sent) }
}

/// The same where a file may be missing; what was typed before something went wrong is kept.
pub async fn receive_into(sent: &mut Sent, form: Sending, field: &str, most_files: usize) -> Result<(), AppError> {
    let mut form = form.map_err(|_| FieldErrors::one(field, Problem::Required))?;
    let broken = |_| AppError::Invalid(FieldErrors::one(field, Problem::NotAPicture));
    while let Some(mut part) = form.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(ToOwned::to_owned);
        let most = if file.is_some() { MOST_MEGABYTES * 1024 * 1024 } else { 4 * 1024 };
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            // Refused while it arrives, not after it has filled the memory.
            if bytes.len() + chunk.len() > most {
                return Err(FieldErrors::one(field, Problem::FileTooBig(MOST_MEGABYTES)).into());
            }
            bytes.extend_from_slice(&chunk);
        }
        match file {
            // A file input that nothing was chosen in sends an empty file.
            Some(_) if bytes.is_empty() => {}
            Some(file) if name == field => sent.files.push((text::clean_line(&file), bytes.freeze())),
            Some(_) => {}
            None => sent.texts.push((name, String::from_utf8_lossy(&bytes).into_owned())),
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

/// Bytes first, row second: a row never points to nothing.
async fn store(state: &State, prepared: Prepared) -> Result<NewMedia, AppError> {
    for (name, bytes) in prepared.files {
        state.blobs.put(&name, bytes).await.map_err(away)?;
    }
    Ok(prepared.media)
}

/// A photo, made ready and stored.
pub async fn stored_photo(state: &State, field: &str, bytes: Bytes) -> Result<NewMedia, AppError> {
    store(state, taken(field, photos::prepare(bytes).await)?).await
}

/// A document, made ready and stored, with the name that it is shown under.
pub async fn stored_document(state: &State, field: &str, file: (String, Bytes)) -> Result<(String, NewMedia), AppError> {
    let (name, bytes) = file;
    let media = store(state, taken(field, photos::prepare_document(bytes).await)?).await?;
    Ok((name.chars().take(MOST_OF_A_NAME).collect(), media))
}

/// What was typed beside a file, as a form that can be shown again.
pub fn typed(texts: Vec<(String, String)>) -> Form {
    let mut form = Form::default();
    for (name, value) in texts {
        form.set(&name, value);
    }
    form
}
