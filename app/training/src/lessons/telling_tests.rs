//! What people are told: times for their calendars, and reminders, on real databases.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Duration, Utc};

use super::selection_tests::open;
use super::tests::{OFFICER, announce, day, join, later, phone, rows};
use ground::ctx::Ctx;
use ground::days::read_clock;
use ground::outbox::{self, Invitation, Mail};
use testing::{on_both, person};
use training::courses::{self, cohorts};
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
        // One message for each event: calendars read no more than one.
        let off: Vec<_> = mails(ctx, later(ctx, 13).now).await.into_iter().filter_map(|mail| mail.invitation).collect();
        assert_eq!(off.len(), set.len() - 1);
        assert!(off.iter().all(|off| off.method == "CANCEL" && lines(&off.text, "UID").len() == 1));
    }

    async fn what_was_sent_is_taken_back(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        with_mail(ctx, 1).await;
        join(ctx, cohort, 1).await.unwrap();
        announce(ctx, cohort).await;
        mails(ctx, later(ctx, 12).now).await;
        let family = later(&person(ctx, &phone(1)).await, 12);
        let id = rows(ctx, cohort).await[0].id;
        offers::answer(&family, id, Answer::Confirm, String::new()).await.unwrap();
        let invitations = async |days: i64| -> Vec<Invitation> {
            mails(ctx, later(ctx, days).now).await.into_iter().filter_map(|mail| mail.invitation).collect()
        };
        let days = invitations(13).await.remove(0);
        assert_eq!(days.method, "REQUEST");
        assert_eq!(lines(&days.text, "ORGANIZER"), ["ORGANIZER:mailto:souq@souq.example"]);
        let whole = lines(&days.text, "UID");
        // Hours come in place of the days, which go.
        let officer = later(&person(ctx, OFFICER).await, 13);
        lessons::acts::add(&officer, cohort, (day(ctx, 40), day(ctx, 44)), lesson("09:00")).await.unwrap();
        let set = invitations(14).await;
        assert_eq!(set.iter().map(|one| one.method.as_str()).collect::<Vec<_>>(), ["PUBLISH", "CANCEL"]);
        assert_eq!(lines(&set[1].text, "UID"), whole);
        let sequence = |text: &str| lines(text, "SEQUENCE")[0].split(':').nth(1).unwrap().parse::<u32>().unwrap();
        assert!(sequence(&set[1].text) > sequence(&days.text));
        // Who gives the seat up has none of them left.
        offers::answer(&later(&family, 2), id, Answer::Withdraw, String::new()).await.unwrap();
        let out = invitations(15).await;
        let mut gone: Vec<String> = out.iter().flat_map(|one| lines(&one.text, "UID")).collect();
        let mut known = lines(&set[0].text, "UID");
        gone.sort();
        known.sort();
        assert_eq!(gone, known);
        assert!(out.iter().all(|one| one.method == "CANCEL" && lines(&one.text, "STATUS") == ["STATUS:CANCELLED"]));
    }

    async fn only_what_was_sent_and_is_to_come_is_taken_back(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        with_mail(ctx, 1).await;
        join(ctx, cohort, 1).await.unwrap();
        announce(ctx, cohort).await;
        mails(ctx, later(ctx, 12).now).await;
        let methods = async |days: i64| -> Vec<String> {
            mails(ctx, later(ctx, days).now).await.into_iter().filter_map(|mail| mail.invitation).map(|one| one.method).collect()
        };
        // Only offered a seat yet: the days without hours were never sent.
        let officer = person(ctx, OFFICER).await;
        lessons::acts::add(&later(&officer, 12), cohort, (day(ctx, 40), day(ctx, 44)), lesson("09:00")).await.unwrap();
        assert_eq!(methods(13).await, ["PUBLISH"]);
        let family = later(&person(ctx, &phone(1)).await, 13);
        offers::answer(&family, rows(ctx, cohort).await[0].id, Answer::Confirm, String::new()).await.unwrap();
        assert_eq!(methods(14).await, ["PUBLISH"]);
        // Called off after the first lesson, which stays.
        let all = lesson::of_cohort(ctx.db.read(), cohort).await.unwrap();
        let first = (40..=44).find(|days| day(ctx, *days) == all[0].day).unwrap();
        let officer = later(&officer, first);
        let officer = Ctx { now: officer.now + Duration::hours(1), ..officer };
        cohorts::cancel(&officer, cohort, "تعذّر إكمال الدورة").await.unwrap();
        assert_eq!(methods(first + 1).await, vec!["CANCEL"; all.len() - 1]);
    }

    async fn an_evening_after_midnight_stands_in_calendars(ctx: &Ctx) {
        let (_, cohort) = open(ctx, |form| form).await;
        let officer = later(&person(ctx, OFFICER).await, 11);
        let evening = LessonForm { ends: read_clock("00:30").unwrap(), ..lesson("21:00") };
        lessons::acts::add(&officer, cohort, (day(ctx, 40), day(ctx, 44)), evening).await.unwrap();
        let own = training::reads::of_cohort(&officer, cohort).await.unwrap();
        let text = courses::calendar::of_cohort(&officer, &own.0.slug, own.1.number).await.unwrap();
        let (begins, ends) = (lines(&text, "DTSTART").remove(0), lines(&text, "DTEND").remove(0));
        assert!(begins.ends_with("T190000Z") && ends.ends_with("T223000Z"), "{begins} {ends}");
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
