//! What families are told of lessons and of the end of a cohort.

use serde::{Deserialize, Serialize};

use ground::days;
use ground::t;
use ground::text;
use ground::texts::Locale;
use people::notifications::Told;

/// A notice of this part of training, as it is stored. Days stand as `2026-12-01`, hours as `08:30`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// Lessons were put into the timetable.
    LessonsSet {
        /// Course.
        title: String,
        /// How many.
        count: u64,
        /// Day of the first.
        day: String,
        /// When it begins.
        begins: String,
    },
    /// A lesson was moved.
    LessonMoved {
        /// Course.
        title: String,
        /// Its day now.
        day: String,
        /// When it begins.
        begins: String,
    },
    /// A lesson is left out.
    LessonLeftOut {
        /// Course.
        title: String,
        /// Its day.
        day: String,
        /// When it would have begun.
        begins: String,
    },
    /// The rule of the cohort is met.
    CourseCompleted {
        /// Course.
        title: String,
    },
    /// It is not.
    CourseNotCompleted {
        /// Course.
        title: String,
        /// Attended part of the hours, percent.
        share: i64,
        /// What is needed.
        least: i64,
    },
}

impl Told for Notice {
    fn title(&self, l: Locale) -> String {
        match self {
            Notice::LessonsSet { title, .. } => t!(l, training.notice_lessons_set, title = text::isolated(title)),
            Notice::LessonMoved { title, .. } => t!(l, training.notice_lesson_moved, title = text::isolated(title)),
            Notice::LessonLeftOut { title, .. } => t!(l, training.notice_lesson_left_out, title = text::isolated(title)),
            Notice::CourseCompleted { title } => t!(l, training.notice_course_completed, title = text::isolated(title)),
            Notice::CourseNotCompleted { title, .. } => t!(l, training.notice_course_not_completed, title = text::isolated(title)),
        }
    }

    fn text(&self, l: Locale) -> String {
        match self {
            Notice::LessonsSet { day: on, begins, count, .. } => {
                t!(l, training.notice_lessons_set_text, count = *count, day = days::stored_date(l, on), time = days::stored_hour(l, begins))
            }
            Notice::LessonMoved { day: on, begins, .. } => {
                t!(l, training.notice_lesson_moved_text, day = days::stored_date(l, on), time = days::stored_hour(l, begins))
            }
            Notice::LessonLeftOut { day: on, begins, .. } => {
                t!(l, training.notice_lesson_left_out_text, day = days::stored_date(l, on), time = days::stored_hour(l, begins))
            }
            Notice::CourseCompleted { .. } => t!(l, training.notice_course_completed_text),
            Notice::CourseNotCompleted { share, least, .. } => {
                t!(l, training.notice_course_not_completed_text, share = *share, least = *least)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stored_is_read_and_has_words() {
        for stored in [
            r#"{"notice":"lessons_set","title":"دورة","count":3,"day":"2026-12-01","begins":"09:00"}"#,
            r#"{"notice":"lesson_moved","title":"دورة","day":"2026-12-01","begins":"09:00"}"#,
            r#"{"notice":"lesson_left_out","title":"دورة","day":"2026-12-01","begins":"09:00"}"#,
            r#"{"notice":"course_completed","title":"دورة"}"#,
            r#"{"notice":"course_not_completed","title":"دورة","share":40,"least":80}"#,
        ] {
            let notice: Notice = serde_json::from_str(stored).unwrap();
            assert_eq!(serde_json::to_string(&notice).unwrap(), stored);
            for l in [Locale::Ar, Locale::En] {
                assert!(!notice.title(l).is_empty() && !notice.text(l).is_empty(), "{stored}");
            }
        }
    }
}
