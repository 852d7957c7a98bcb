//! Forms with files: photos of a product, documents of a family. Plain multipart; the island sends the
//! same form with smaller photos.

use axum::Extension;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use bytes::{Bytes, BytesMut};
use cases::casework;
use ground::actor::Role;
use ground::ctx::Ctx;
use ground::error::{AppError, FieldErrors, Problem};
use ground::form::{Check, Form};
use ground::ids::{CaseId, CohortId, CourseId, EnrolmentId, FairId, FamilyId, LessonId, ModuleId, ProductId, QuestionId};
use ground::route::{Access, Answer, Entry, post};
use ground::text;
use ground::ui::{Done, done};
use market::catalogue;
use market::families::{self, DocumentFile};
use people::media::MOST_MEGABYTES;

use crate::state::State;
use crate::trouble::{away, unexpected};
use photos::{self, NotTaken, Prepared};

/// Lines of the URL table that receive files.
pub fn entries() -> Vec<Entry> {
    vec![
        post("/me/products/{product}/photos", Access::SignedIn, product_photos),
        post("/me/family/documents/upload", Access::SignedIn, own_document),
        post("/desk/families/{family}/application/documents/upload", Access::Staff(Role::CASEWORKERS), helped_document),
        post("/desk/cases/{case}/documents", Access::Staff(Role::CASEWORKERS), case_document),
        post("/desk/fairs/{fair}/hall/picture", Access::Staff(fairs::STAFF), hall_picture),
        post("/desk/fairs/{fair}/files/upload", Access::Staff(fairs::STAFF), fair_file),
        post("/desk/fairs/{fair}/photos/upload", Access::Staff(fairs::STAFF), fair_photo),
        post("/desk/training/courses/{course}/logo", Access::Staff(training::PLANNERS), partner_logo),
        post("/desk/training/cohorts/{cohort}/materials", Access::Staff(training::TEACHERS), material),
        post("/me/training/{enrolment}/answers/{question}", Access::SignedIn, answer_file),
        post("/me/training/{enrolment}/homework", Access::SignedIn, homework),
    ]
}

/// A multipart form, or another one: whose page it is is asked before what was sent.
type Sending = Result<Multipart, MultipartRejection>;

/// What a multipart form sends: texts, and files with their name.
#[derive(Default)]
struct Sent {
    texts: Vec<(String, String)>,
    files: Vec<(String, Bytes)>,
}

async fn receive(form: Sending, field: &str, most_files: usize) -> Result<Sent, AppError> {
    let mut sent = Sent::default();
    receive_into(&mut sent, form, field, most_files).await?;
    if sent.files.is_empty() { Err(FieldErrors::one(field, Problem::Required).into()) } else { Ok(sent) }
}

/// The same where a file may be missing; what was typed before something went wrong is kept.
async fn receive_into(sent: &mut Sent, form: Sending, field: &str, most_files: usize) -> Result<(), AppError> {
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

fn taken(field: &str, prepared: Result<Prepared, NotTaken>) -> Result<Prepared, AppError> {
    prepared.map_err(|why| match why {
        NotTaken::Wrong(problem) => FieldErrors::one(field, problem).into(),
        NotTaken::Broken(error) => unexpected(error),
    })
}

/// Bytes first, row second: a row never points to nothing.
async fn store(state: &State, prepared: Prepared) -> Result<people::media::NewMedia, AppError> {
    for (name, bytes) in prepared.files {
        state.blobs.put(&name, bytes).await.map_err(away)?;
    }
    Ok(prepared.media)
}

async fn product_photos(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    // Whose it is comes before any byte is read.
    catalogue::may_add_photos(&ctx, ProductId(id)).await?;
    let added = async {
        let sent = receive(form, "photos", catalogue::MOST_PHOTOS).await?;
        let mut wrong = FieldErrors::default();
        for (name, bytes) in sent.files {
            // One that cannot be taken is named; the others are kept.
            let prepared = match taken("photos", photos::prepare(bytes).await) {
                Err(AppError::Invalid(errors)) => {
                    wrong.0.extend(errors.0.into_iter().map(|(field, problem)| (field, Problem::InFile(name.clone(), Box::new(problem)))));
                    continue;
                }
                prepared => prepared?,
            };
            let media = store(&state, prepared).await?;
            catalogue::add_photo(&ctx, ProductId(id), media).await?;
        }
        if wrong.0.is_empty() { Ok(()) } else { Err(wrong.into()) }
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("/me/products/{id}/photos"), Done::Added)),
        Err(AppError::Invalid(errors)) => catalogue::photos_again(&ctx, ProductId(id), errors).await,
        Err(error) => Err(error),
    }
}

async fn own_document(ctx: Ctx, Extension(state): Extension<State>, form: Sending) -> Answer {
    document(ctx, state, None, form).await
}

async fn helped_document(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    document(ctx, state, Some(FamilyId(id)), form).await
}

async fn case_document(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CaseId(id);
    let added = async {
        casework::may_add_document(&ctx, id).await?;
        for (name, bytes) in receive(form, "document", 1).await?.files {
            let prepared = taken("document", photos::prepare_document(bytes).await)?;
            let media = store(&state, prepared).await?;
            casework::add_document(&ctx, id, name.chars().take(80).collect(), media).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/cases/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => desk::case_with(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}

async fn document(ctx: Ctx, state: State, helped: Option<FamilyId>, form: Sending) -> Answer {
    let mut kind = String::new();
    let added = async {
        families::may_add_document(&ctx, helped).await?;
        let sent = receive(form, "document", 1).await?;
        kind = sent.texts.iter().find(|(name, _)| name == "kind").map(|(_, value)| value.clone()).unwrap_or_default();
        if !["identity", "family_register", "health_permit", "other"].contains(&kind.as_str()) {
            return Err(FieldErrors::one("kind", Problem::Required).into());
        }
        for (name, bytes) in sent.files {
            let prepared = taken("document", photos::prepare_document(bytes).await)?;
            let media = store(&state, prepared).await?;
            let name: String = name.chars().take(80).collect();
            families::add_document(&ctx, helped, DocumentFile { kind: kind.clone(), name, media }).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("{}/documents", families::application_base(helped)), Done::Added)),
        Err(AppError::Invalid(errors)) => families::documents_again(&ctx, helped, kind, errors).await,
        Err(error) => Err(error),
    }
}

/// What was typed beside a file, as a form that can be shown again.
fn typed(texts: Vec<(String, String)>) -> Form {
    let mut form = Form::default();
    for (name, value) in texts {
        form.set(&name, value);
    }
    form
}

async fn stored_document(
    state: &State,
    field: &str,
    sent: Vec<(String, Bytes)>,
) -> Result<Option<(String, people::media::NewMedia)>, AppError> {
    match sent.into_iter().next() {
        Some((name, bytes)) => {
            let prepared = taken(field, photos::prepare_document(bytes).await)?;
            Ok(Some((name.chars().take(80).collect(), store(state, prepared).await?)))
        }
        None => Ok(None),
    }
}

async fn hall_picture(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    fairs::hall::may_set_picture(&ctx, id).await?;
    let set = async {
        for (_, bytes) in receive(form, "picture", 1).await?.files {
            let media = store(&state, taken("picture", photos::prepare(bytes).await)?).await?;
            fairs::hall::set_picture(&ctx, id, Some(media)).await?;
        }
        Ok(())
    };
    match set.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/hall"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::hall_with(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}

async fn fair_file(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    let added = async {
        fairs::keeping::may_add_file(&ctx, id).await?;
        let sent = receive(form, "file", 1).await?;
        if let Some((name, media)) = stored_document(&state, "file", sent.files).await? {
            fairs::keeping::add_file(&ctx, id, name, media).await?;
        }
        Ok(())
    };
    match added.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/files"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::kept_with(&ctx, id, Form::default(), errors).await,
        Err(error) => Err(error),
    }
}

async fn fair_photo(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = FairId(id);
    let mut kept = Form::default();
    let added = async {
        fairs::keeping::may_add_photo(&ctx, id).await?;
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, form, "photo", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        let mut check = Check::new(&kept);
        let alt = check.needed_line("alt", 3, 120);
        if sent.files.is_empty() {
            check.wrong("photo", Problem::Required);
        }
        check.done()?;
        for (_, bytes) in sent.files {
            let media = store(&state, taken("photo", photos::prepare(bytes).await)?).await?;
            fairs::keeping::add_photo(&ctx, id, alt.clone(), media).await?;
        }
        Ok(())
    };
    match added.await.map_err(ground::error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/fairs/{id}/files"), Done::Added)),
        Err(AppError::Invalid(errors)) => fairs::kept_with(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}

async fn partner_logo(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CourseId(id);
    training::may_set_logo(&ctx, id).await?;
    let set = async {
        for (_, bytes) in receive(form, "logo", 1).await?.files {
            let media = store(&state, taken("logo", photos::prepare(bytes).await)?).await?;
            training::set_logo(&ctx, id, Some(media)).await?;
        }
        Ok(())
    };
    match set.await {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/courses/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::course_again(&ctx, id, errors).await,
        Err(error) => Err(error),
    }
}

async fn material(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = CohortId(id);
    let mut kept = Form::default();
    // Whose it is comes before any byte is read.
    training::classroom::desk_classroom(&ctx, id).await?;
    let added = async {
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, form, "material", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        if sent.files.is_empty() {
            return Err(FieldErrors::one("material", Problem::Required).into());
        }
        let module = kept.get("module").parse::<ModuleId>().map_err(|_| FieldErrors::one("module", Problem::NotAChoice))?;
        if let Some((name, media)) = stored_document(&state, "material", sent.files).await? {
            training::classroom::add_material(&ctx, id, module, name, media).await?;
        }
        Ok(())
    };
    match added.await.map_err(ground::error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/desk/training/cohorts/{id}/room"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::desk_classroom_again(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}

async fn answer_file(
    ctx: Ctx,
    Extension(state): Extension<State>,
    Path((_, id, question)): Path<(String, i64, i64)>,
    form: Sending,
) -> Answer {
    let (id, question) = (EnrolmentId(id), QuestionId(question));
    let added = async {
        training::classroom::may_answer(&ctx, id, question).await?;
        let sent = receive(form, "file", 1).await?;
        if let Some((name, media)) = stored_document(&state, "file", sent.files).await? {
            training::classroom::answer_with_file(&ctx, id, question, name, media).await?;
        }
        Ok(())
    };
    match added.await.map_err(ground::error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/training/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::classroom_again(&ctx, id, Form::default(), errors).await,
        Err(error) => Err(error),
    }
}

async fn homework(ctx: Ctx, Extension(state): Extension<State>, Path((_, id)): Path<(String, i64)>, form: Sending) -> Answer {
    let id = EnrolmentId(id);
    let mut kept = Form::default();
    training::classroom::classroom(&ctx, id).await?;
    let sent = async {
        let mut sent = Sent::default();
        let received = receive_into(&mut sent, form, "homework", 1).await;
        kept = typed(std::mem::take(&mut sent.texts));
        received?;
        let lesson = kept.get("lesson").parse::<LessonId>().map_err(|_| FieldErrors::one("lesson", Problem::NotAChoice))?;
        training::classroom::may_send(&ctx, id, lesson).await?;
        let media = stored_document(&state, "homework", sent.files).await?.map(|(_, media)| media);
        let words = text::clean(kept.get("words"));
        if words.chars().count() > 1_000 {
            return Err(FieldErrors::one("words", Problem::TooLong(1_000)).into());
        }
        training::classroom::send_homework(&ctx, id, lesson, words, media).await
    };
    match sent.await.map_err(ground::error::kept) {
        Ok(()) => Ok(done(&ctx, &format!("/me/training/{id}"), Done::Added)),
        Err(AppError::Invalid(errors)) => training::classroom_again(&ctx, id, kept, errors).await,
        Err(error) => Err(error),
    }
}
