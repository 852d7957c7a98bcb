//! kill −9 in the middle of writes, again and again: no acknowledged write is lost, nothing is half written, the file is
//! sound, and the server is ready again. `SOUQ_TORTURE` sets the rounds: 20 in `make test`, 500 in `make torture`.
#![allow(clippy::unwrap_used)]

mod process;

use process::{How, Work, Writers, ask, file_of, is_sound, start};

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_write_is_lost() {
    let rounds: u64 = std::env::var("SOUQ_TORTURE").map_or(20, |rounds| rounds.parse().unwrap());
    let data = tempfile::tempdir().unwrap();
    let (data, url) = (data.path(), file_of(data.path()));
    let mut server = start(data, &How { demo: true, ..How::default() });
    let writers = Writers::new(&server, &url, 4).await;
    let mut all = 0;
    for round in 0..rounds {
        let work = writers.work(server.address);
        // So many writes were acknowledged; others are on their way.
        Work::until(&work.acknowledged, 3 + (round * 7) % 23);
        server.kill();
        all += work.end();
        server = start(data, &How::default());
        assert_eq!(ask(server.address, "GET", "/readyz", "", "").unwrap().0, 200, "round {round}");
        writers.check(&url, &format!("round {round}")).await;
        assert!(is_sound(data).await, "round {round}");
    }
    server.kill();
    assert!(all >= rounds * 3, "{all} acknowledged writes in {rounds} rounds");
}
