//! Sittings as pages see them.

use chrono::{DateTime, NaiveDate, Utc};

use super::rules::{Ballot, Choice, SittingKind, SittingState};
use ground::ids::{PersonId, SittingFileId, SittingId};

/// How the reader stands to a sitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A member of it.
    Member,
    /// An officer in whose reach it is; keeps the minute.
    Secretary,
    /// Reads, changes nothing.
    Reader,
}

/// A sitting: what it is about, and how far its minute is.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// Key.
    pub id: SittingId,
    /// What it is about.
    pub kind: SittingKind,
    /// Its key.
    pub subject_id: i64,
    /// What it is called, in Arabic.
    pub title: String,
    /// What is on the agenda; may be empty.
    pub agenda: String,
    /// The day, as `2026-12-24`.
    pub held_on: NaiveDate,
    /// Where the committee meets.
    pub venue: String,
    /// Where it stands.
    pub state: SittingState,
    /// Number of its minute, once votes are counted.
    pub number: Option<String>,
    /// Fingerprint of its minute, once votes are counted.
    pub digest: Option<String>,
    /// Seed of the lots among equals.
    pub seed: String,
    /// Why it was called off; else empty.
    pub words: String,
    /// When votes were counted.
    pub counted_at: Option<DateTime<Utc>>,
}

/// A tie that a member disclosed.
#[derive(Debug, Clone)]
pub struct Tie {
    /// Who, by name.
    pub member: String,
    /// To which file, by its number.
    pub reference: String,
    /// Which; empty for whoever may not see the file.
    pub words: String,
}

/// A member of a sitting.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub id: PersonId,
    /// Name when the sitting was called.
    pub name: String,
    /// Since when present.
    pub present_at: Option<DateTime<Utc>>,
    /// When the minute was signed.
    pub signed_at: Option<DateTime<Utc>>,
}

/// A file as the reader may see it.
#[derive(Debug, Clone)]
pub struct FileView {
    /// Key.
    pub id: SittingFileId,
    /// Its reference number.
    pub reference: String,
    /// Whom it is about.
    pub name: String,
    /// What the committee has to know, lines.
    pub details: String,
    /// Votes for it as the minute has them; none before they are counted.
    pub yes: Option<i64>,
    /// Votes against it, likewise.
    pub no: Option<i64>,
    /// Its place in the order; none when it was not accepted, or not yet.
    pub position: Option<i64>,
    /// Why, for the person; empty before votes are counted.
    pub reason: String,
    /// The place that a proposal gives it, if there is one.
    pub proposed: Option<i64>,
    /// The votes on it; only for who keeps the minute, and for members once they are counted.
    pub ballot: Option<Ballot>,
    /// How the reader voted.
    pub own: Option<Choice>,
    /// The reader declared a conflict, or it is the reader's own: nothing of it is shown.
    pub hidden: bool,
    /// How many members declared a conflict.
    pub conflicts: usize,
}

/// A sitting on one page.
#[derive(Debug, Clone)]
pub struct SittingView {
    /// The sitting.
    pub sitting: Sitting,
    /// How the reader stands to it.
    pub part: Part,
    /// Its members.
    pub members: Vec<Member>,
    /// The reader among them.
    pub me: Option<Member>,
    /// What is before it.
    pub files: Vec<FileView>,
    /// Which ties were disclosed, in the order of the files; only once votes are counted.
    pub ties: Vec<Tie>,
    /// Who counted the votes and wrote the minute, by name.
    pub secretary: Option<String>,
}

/// Whether something of this kind is before the committee now, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The sitting.
    pub id: SittingId,
    /// Where it stands.
    pub state: SittingState,
}
