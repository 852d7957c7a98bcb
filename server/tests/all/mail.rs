//! Mails leave when they can: SMTP that is away, slow of mind or cut off costs no page and no mail.

use std::sync::{Arc, Mutex};

use ground::db::Db;
use ground::outbox::{Invitation, Mail, Urgent};
use server::config::MailTo;
use server::mailer::Mailer;
use server::state::State;
use server::worker;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::on_each;
use crate::place::Place;
use crate::worker::until;

/// What a server that is not well says after a mail was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Well,
    /// 4xx after the data.
    Later,
    /// 5xx for the recipient.
    Never,
    /// Takes the data and hangs up without a word.
    Cut,
    /// Does not know us.
    SignIn,
    /// Takes nothing from us.
    Sender,
    /// Takes nothing of this kind.
    Policy,
    /// Says nothing more to who writes to Salma.
    Slow,
}

/// A little SMTP server on this machine; keeps what it took.
async fn smtp(mood: Arc<Mutex<Mood>>, taken: Arc<Mutex<Vec<String>>>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (mood, taken) = (*mood.lock().unwrap(), taken.clone());
            tokio::spawn(converse(socket, mood, taken));
        }
    });
    port
}

async fn converse(socket: TcpStream, mood: Mood, taken: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 here\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" if mood == Mood::SignIn => b"250-here\r\n250 AUTH PLAIN LOGIN\r\n",
            "EHLO" => b"250 here\r\n",
            "AUTH" => b"535 5.7.8 we do not know you\r\n",
            "MAIL" if mood == Mood::Sender => b"550 5.1.8 no such sender\r\n",
            "RCPT" if mood == Mood::Policy => b"550 5.7.1 relaying denied\r\n",
            "RCPT" if mood == Mood::Slow && line.contains("salma") => std::future::pending().await,
            "RCPT" if mood == Mood::Never => b"550 5.1.1 nobody by this name\r\n",
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                match mood {
                    Mood::Later => b"451 try later\r\n",
                    mood => {
                        taken.lock().unwrap().push(mail);
                        if mood == Mood::Cut {
                            return Ok(());
                        }
                        b"250 taken\r\n"
                    }
                }
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 fine\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

/// Leaves a mail for the worker.
pub async fn leave(db: &Db, n: usize) {
    let tx = db.begin().await.unwrap();
    tx.later(server::clock::now(), &mail(n, "salma@example.ly")).await.unwrap();
    tx.commit().await.unwrap();
}

fn mail(n: usize, to: &str) -> Mail {
    Mail {
        to: to.into(),
        subject: format!("رسالة {n}"),
        text: "نص".into(),
        html: "<p>نص</p>".into(),
        invitation: Some(Invitation { method: "REQUEST".into(), text: format!("BEGIN:VCALENDAR\r\nX-N:{n}\r\nEND:VCALENDAR\r\n") }),
        message_id: format!("<constant-{n}@souq.example>"),
    }
}

/// Everything that is due.
async fn all(state: &State) {
    while worker::drain(state).await.unwrap() > 0 {}
}

/// What waits is due at once: nobody waits in a test.
async fn due(place: &Place) {
    place.run("UPDATE outbox SET due_at = created_at WHERE state = 'waiting'").await;
}

on_each! {
    async fn every_mail_is_sent_after_the_servers_return_with_its_own_number(place: &Place) {
        let (mood, taken) = (Arc::new(Mutex::new(Mood::Later)), Arc::new(Mutex::new(Vec::new())));
        let port = smtp(mood.clone(), taken.clone()).await;
        let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
        let state = State { mailer, ..place.state.clone() };
        place.run("DELETE FROM outbox").await;
        for n in 0..3 {
            leave(&state.db, n).await;
        }
        // 4xx: kept, with the error and a later turn, and said to the administrator.
        all(&state).await;
        let admin = place.sign_in("0910000011").await;
        let page = crate::place::body(place.get_as(&admin, "/ar/desk/mails").await).await;
        assert!(page.contains("خادم البريد لا يستلم رسائلنا") && page.contains("try later"));
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 1 AND last_error IS NOT NULL").await, 3);
        assert_eq!(worker::drain(&state).await.unwrap(), 0, "not before its turn");
        // Cut after the data: the mail may have arrived, so it is sent again under the same number.
        *mood.lock().unwrap() = Mood::Cut;
        due(place).await;
        all(&state).await;
        *mood.lock().unwrap() = Mood::Well;
        due(place).await;
        all(&state).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'done'").await, 3);
        let mails = taken.lock().unwrap().clone();
        // Programs that know calendars find the times as a part of their own.
        assert!(mails.iter().all(|mail| mail.contains("text/calendar; method=REQUEST; charset=utf-8")));
        for n in 0..3 {
            let id = format!("constant-{n}@souq.example");
            assert!(mails.iter().filter(|mail| mail.contains(&id)).count() >= 1, "{id}");
        }
        assert!(mails.iter().all(|mail| mail.contains("constant-")));
    }
}

on_each! {
    async fn a_mail_that_nobody_takes_is_shown_to_the_administrator(place: &Place) {
        let port = smtp(Arc::new(Mutex::new(Mood::Never)), Arc::default()).await;
        let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
        let state = State { mailer, ..place.state.clone() };
        place.run("DELETE FROM outbox").await;
        place.run("UPDATE person SET email = 'salma@example.ly', email_confirmed_at = created_at WHERE phone = '0920000001'").await;
        leave(&state.db, 1).await;
        all(&state).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'dead'").await, 1);
        // Whose address it is reads so, the officer who looks at the family too, and nothing more is sent there.
        let family = place.sign_in("0920000001").await;
        for (path, words) in [("/ar/inbox", "salma@example.ly"), ("/ar/me/account", "لا تصل إلى هذا العنوان")] {
            assert!(crate::place::body(place.get_as(&family, path).await).await.contains(words), "{path}");
        }
        let id = place.number("SELECT f.id FROM family f JOIN person p ON p.id = f.owner_id WHERE p.phone = '0920000001'").await;
        let officer = place.sign_in("0910000001").await;
        assert!(crate::place::body(place.get_as(&officer, &format!("/ar/desk/families/{id}")).await).await.contains("لا تصله رسائلنا"));
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await, 0);
        // Saved as it is, it is confirmed anew.
        place.post_as(&family, "/ar/me/account", "email=salma%40example.ly&locale=ar").await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting'").await, 1);
        place.run("DELETE FROM outbox WHERE state = 'waiting'").await;
        let admin = place.sign_in("0910000011").await;
        let page = crate::place::body(place.get_as(&admin, "/ar/desk/mails").await).await;
        assert!(page.contains("nobody by this name"));
        let task = place.number("SELECT id FROM outbox WHERE state = 'dead'").await;
        place.post_as(&admin, &format!("/ar/desk/mails/{task}/revive"), "").await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 0").await, 1);
        // Shown with what it is about and for whom, but not with the address; what nobody needs any more goes, and the trail keeps it.
        place.run(&format!("UPDATE outbox SET state = 'dead' WHERE id = {task}")).await;
        let page = crate::place::body(place.get_as(&admin, "/ar/desk/mails").await).await;
        assert!(page.contains("s…@example.ly") && !page.contains("salma@example.ly"), "{page}");
        assert!(crate::place::body(place.get_as(&admin, "/ar/desk").await).await.contains("عمل متعثر واحد"));
        for _ in 0..2 {
            place.post_as(&admin, &format!("/ar/desk/mails/{task}/discard"), "").await;
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'dead'").await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM audit WHERE act = 'mail.discard'").await, 1);
    }
}

on_each! {
    async fn pages_do_not_wait_for_a_server_that_is_away(place: &Place) {
        // Nobody listens there.
        let mailer = Mailer::open(&MailTo::Smtp("smtp://127.0.0.1:1".into()), "Souq <souq@localhost>").unwrap();
        let state = State { mailer, ..place.state.clone() };
        place.run("DELETE FROM outbox").await;
        let form = "name=%D8%B3%D8%A7%D9%84%D9%85%D8%A9&phone=0925550001&password=nakhla-jadida-9&email=salma%40example.ly";
        assert_eq!(place.post("/ar/join", form).await.status(), axum::http::StatusCode::SEE_OTHER);
        all(&state).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 1").await, 1);
        // The same mail goes by another way once it is there.
        due(place).await;
        all(&place.state).await;
        let sent = place.mails.lock().unwrap().clone();
        assert_eq!(sent.len(), 1);
        assert!(sent[0].html.contains("dir=\"rtl\"") && sent[0].text.contains("/ar/confirm-email?token="));
    }
}

// Rows as the versions before wrote them: the names stay for as long as rows may wait.
on_each! {
    async fn tasks_that_wait_are_read_by_a_later_version(place: &Place) {
        use ground::outbox::{self, Claimed, Task};
        place.run("DELETE FROM outbox").await;
        for task in [
            r#"{"task":"mail","to":"a@b.ly","subject":"س","text":"ن","html":"<p>ن</p>","invitation":null,"message_id":"<1@x>"}"#,
            r#"{"task":"mail","to":"a@b.ly","subject":"س","text":"ن","html":"<p>ن</p>","message_id":"<2@x>"}"#,
            r#"{"task":"erase","address":"00ff"}"#,
            r#"{"task":"reindex","craft":"glass","municipality":null}"#,
            r#"{"task":"import","job":7}"#,
            r#"{"task":"issue","cohort":5,"by":3}"#,
            r#"{"task":"of_a_later_version","n":1}"#,
            r#"{"task":"import"}"#,
            "no JSON",
        ] {
            let columns = "task, state, attempts, due_at, created_at";
            let now = "2026-11-24 08:00:00+00:00";
            place.run(&format!("INSERT INTO outbox ({columns}) VALUES ('{task}', 'waiting', 0, '{now}', '{now}')")).await;
        }
        let claimed = outbox::claim(&place.state.db, server::clock::now(), outbox::Lane::Work, 50).await.unwrap();
        fn known<T: Task>(claimed: &[Claimed]) -> usize {
            claimed.iter().filter_map(Claimed::read::<T>).count()
        }
        let counts = [
            known::<Mail>(&claimed),
            known::<people::Erase>(&claimed),
            known::<people::Reindex>(&claimed),
            known::<desk::Import>(&claimed),
            known::<training::issuing::Issue>(&claimed),
        ];
        assert_eq!((counts, claimed.len()), ([2, 1, 1, 1, 1], 9));
        assert_eq!(claimed[2].read::<people::Erase>().unwrap().address, "00ff");
        assert_eq!(claimed[5].read::<training::issuing::Issue>().unwrap(), training::issuing::Issue { cohort: 5, by: 3 });
        // What this version does not know waits for the one that does.
        place.run("UPDATE outbox SET claimed_until = NULL").await;
        place.run("DELETE FROM outbox WHERE task NOT LIKE '%later_version%'").await;
        assert_eq!(worker::drain(&place.state).await.unwrap(), 1);
        assert_eq!(outbox::waiting(&place.state.db).await.unwrap(), 1);
    }
}

on_each! {
    async fn what_is_ours_to_mend_is_said_of_no_address_and_waits(place: &Place) {
        place.run("DELETE FROM outbox").await;
        let (mood, taken) = (Arc::new(Mutex::new(Mood::Well)), Arc::new(Mutex::new(Vec::new())));
        let port = smtp(mood.clone(), taken.clone()).await;
        for (n, ours) in [(0, Mood::SignIn), (1, Mood::Sender), (2, Mood::Policy)] {
            *mood.lock().unwrap() = ours;
            let who = if ours == Mood::SignIn { "souq:wrong@" } else { "" };
            let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://{who}127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
            leave(&place.state.db, n).await;
            all(&State { mailer, ..place.state.clone() }).await;
            let held = place.number("SELECT COUNT(*) FROM outbox WHERE state = 'waiting' AND attempts = 1").await;
            assert_eq!(held, i64::try_from(n).unwrap() + 1, "{ours:?}: {}", place.text("SELECT last_error FROM outbox ORDER BY id DESC").await);
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM person WHERE email_refused_at IS NOT NULL").await, 0);
        assert!(taken.lock().unwrap().is_empty());
        // Mended, all of them leave.
        *mood.lock().unwrap() = Mood::Well;
        due(place).await;
        let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
        all(&State { mailer, ..place.state.clone() }).await;
        assert_eq!(taken.lock().unwrap().len(), 3);
    }
}

on_each! {
    async fn a_link_does_not_wait_behind_notices(place: &Place) {
        place.run("DELETE FROM outbox").await;
        let (mood, taken) = (Arc::new(Mutex::new(Mood::Slow)), Arc::new(Mutex::new(Vec::new())));
        let port = smtp(mood, taken.clone()).await;
        let mailer = Mailer::open(&MailTo::Smtp(format!("smtp://127.0.0.1:{port}")), "Souq <souq@localhost>").unwrap();
        let state = State { mailer, ..place.state.clone() };
        for n in 0..40 {
            leave(&state.db, n).await;
        }
        let (_tell, stop) = watch::channel(false);
        let working = tokio::spawn(worker::work(state.clone(), stop));
        until(place, "SELECT COUNT(*) FROM outbox WHERE claimed_by IS NOT NULL", 4).await;
        let tx = state.db.begin().await.unwrap();
        tx.later(server::clock::now(), &Urgent(mail(41, "huda@example.ly"))).await.unwrap();
        tx.commit().await.unwrap();
        until(place, "SELECT COUNT(*) FROM outbox WHERE lane = 'urgent' AND state = 'done'", 1).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM outbox WHERE lane = 'mail' AND state = 'waiting'").await, 40);
        assert_eq!(taken.lock().unwrap().len(), 1);
        working.abort();
    }
}
