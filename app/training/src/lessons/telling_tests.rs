//! What people are told: times for their calendars, and reminders, on real databases.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};

use super::selection_tests::open;
use super::tests::{OFFICER, announce, day, join, later, phone, rows};
use ground::ctx::Ctx;
use ground::days::read_clock;
use ground::outbox::{self, Mail};
use testing::{on_both, person};
use training::courses::cohorts;
use training::enrolment::offers::{self, Answer};
use training::entity::lesson;
use training::lessons::acts::LessonForm;
use training::{acts, lessons};

fn lesson(begins: &str) -> LessonForm {
    LessonForm {
        begins: read_clock(begins).unwrap(),
        ends: read_clock("12:00").unwrap(),
        venue: "القاعة الكبرى".into(),
        link: String::new(),
        topic: "الخامات".into(),
        trainer: None,
    }
}

/// Mails that wait to leave, oldest first; each is seen once.
async fn mails(ctx: &Ctx, at: DateTime<Utc>) -> Vec<Mail> {
    let claimed = outbox::claim(&ctx.db, at, outbox::Lane::Mail, 1_000).await.unwrap();
    let tx = ctx.begin().await.unwrap();
    tx.run("DELETE FROM outbox", vec![]).await.unwrap();
    tx.commit().await.unwrap();
    claimed.iter().filter_map(outbox::Claimed::read).collect()
}

/// The lines of a calendar that begin with a name, unfolded.
fn lines(calendar: &str, name: &str) -> Vec<String> {
    let whole = calendar.replace("\r\n ", "").replace("\r\n\t", "");
    whole.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect()
}

/// The family has a mail address.
async fn with_mail(ctx: &Ctx, n: usize) {
    let tx = ctx.begin().await.unwrap();
    let sql = "UPDATE person SET email = 'family@souq.example', email_confirmed_at = created_at, mail_notices = TRUE WHERE phone = $1";
    assert_eq!(tx.run(sql, vec![phone(n).into()]).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_calendar_follows_the_seat(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        with_mail(ctx, 1).await;
        join(ctx, cohort, 1).await.unwrap();
        let officer = later(&person(ctx, OFFICER).await, 11);
        lessons::acts::add(&officer, cohort, (day(ctx, 40), day(ctx, 44)), lesson("09:00")).await.unwrap();
        announce(ctx, cohort).await;
        mails(ctx, later(ctx, 12).now).await;
        let family = later(&person(ctx, &phone(1)).await, 12);
        offers::answer(&family, rows(ctx, cohort).await[0].id, Answer::Confirm, String::new()).await.unwrap();
        let set = lesson::of_cohort(ctx.db.read(), cohort).await.unwrap();
        let known = mails(ctx, later(ctx, 13).now).await.remove(0).invitation.unwrap();
        assert_eq!((known.method.as_str(), lines(&known.text, "UID").len()), ("PUBLISH", set.len()));
        // One lesson at another hour: the same event, one step on.
        let first = &set[0];
        lessons::acts::change(&officer, first.id, first.day, lesson("10:00")).await.unwrap();
        let moved = mails(ctx, later(ctx, 13).now).await.remove(0).invitation.unwrap();
        assert_eq!(moved.method, "REQUEST");
        assert_eq!(lines(&moved.text, "UID"), lines(&known.text, "UID")[..1]);
        assert_eq!((lines(&known.text, "SEQUENCE")[0].as_str(), lines(&moved.text, "SEQUENCE")[0].as_str()), ("SEQUENCE:0", "SEQUENCE:1"));
        assert_eq!(lines(&moved.text, "ATTENDEE"), ["ATTENDEE:mailto:family@souq.example"]);
        // Left out, then the whole cohort.
        lessons::acts::remove(&officer, first.id).await.unwrap();
        let out = mails(ctx, later(ctx, 13).now).await.remove(0).invitation.unwrap();
        assert_eq!((out.method.as_str(), lines(&out.text, "SEQUENCE")), ("CANCEL", vec!["SEQUENCE:2".to_owned()]));
        cohorts::cancel(&officer, cohort, "تعذّر انعقاد الدورة").await.unwrap();
        let off = mails(ctx, later(ctx, 13).now).await.remove(0).invitation.unwrap();
        assert_eq!((off.method.as_str(), lines(&off.text, "STATUS:CANCELLED").len()), ("CANCEL", set.len() - 1));
    }

    async fn who_holds_a_seat_is_reminded_a_week_and_a_day_before(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        with_mail(ctx, 1).await;
        for n in 1..=2 {
            join(ctx, cohort, n).await.unwrap();
        }
        announce(ctx, cohort).await;
        let family = later(&person(ctx, &phone(1)).await, 12);
        offers::answer(&family, rows(ctx, cohort).await[0].id, Answer::Confirm, String::new()).await.unwrap();
        mails(ctx, later(ctx, 13).now).await;
        // The first day is the fortieth.
        for (at, expected) in [(32, 0), (33, 1), (33, 0), (36, 0), (39, 1), (39, 0)] {
            acts::daily(&later(ctx, at)).await.unwrap();
            let sent = mails(ctx, later(ctx, at).now + Duration::hours(1)).await;
            assert_eq!(sent.len(), expected, "day {at}: {:?}", sent.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
        }
    }
}
