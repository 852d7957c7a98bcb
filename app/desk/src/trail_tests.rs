//! The trail as the auditor looks through it.
#![allow(clippy::unwrap_used)]

use cases::casework::{self, CaseKind, QueueFilter};
use desk::trail::{filter_of, trail};
use ground::ctx::Ctx;
use ground::days::day_in_tripoli;
use ground::form::Form;
use ground::history::Filter;
use ground::texts::Locale;
use testing::{on_both, person};

const OFFICER: &str = "0910000001";
const AUDITOR: &str = "0910000010";

on_both! {
    async fn the_trail_is_narrowed_by_file_day_and_kind_and_leads_to_files(ctx: &Ctx) {
        let (officer, auditor) = (person(ctx, OFFICER).await, person(ctx, AUDITOR).await);
        let filter = QueueFilter { kind: Some(CaseKind::Product), ..QueueFilter::default() };
        let case = casework::queue(&officer, &filter).await.unwrap().0.remove(0);
        casework::take(&officer, case.id).await.unwrap();
        let asked = async |pairs: [(&str, String); 2]| trail(&auditor, &filter_of(&Form::of(pairs)), 100).await.unwrap();
        let today = day_in_tripoli(ctx.now);
        let found = asked([("file", case.reference.to_lowercase()), ("from", today.to_string())]).await;
        assert!(found.iter().any(|line| line.row.act == "case.take"), "{found:?}");
        assert!(found.iter().all(|line| line.link.as_deref() == Some(format!("/desk/cases/{}", case.id).as_str())));
        let yesterday = today.pred_opt().unwrap().to_string();
        assert!(asked([("file", case.reference.clone()), ("to", yesterday)]).await.iter().all(|line| line.row.act != "case.take"));
        let roles = asked([("act", "role.".into()), ("to", today.to_string())]).await;
        assert!(roles.iter().any(|line| line.name.is_some()) && roles.iter().all(|line| line.row.act.starts_with("role.")));
    }

    async fn acts_and_subjects_of_the_town_have_words_in_both_languages(ctx: &Ctx) {
        let auditor = person(ctx, AUDITOR).await;
        let lines = trail(&auditor, &Filter::default(), 10_000).await.unwrap();
        assert!(lines.len() > 20, "{}", lines.len());
        for line in &lines {
            for l in [Locale::Ar, Locale::En] {
                let [_, _, _, act, code, subject, ..] = desk::trail_cells(l, line);
                assert_ne!(act, code);
                assert!(!subject.is_empty());
            }
            let [_, _, _, _, _, subject, ..] = desk::trail_cells(Locale::Ar, line);
            assert!(!subject.starts_with(&line.row.subject_kind), "{subject}");
        }
    }
}
