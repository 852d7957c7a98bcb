//! Who may send files now: one upload of a person, and a few of all, at a time. A place is taken before a byte of the body is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ground::error::AppError;
use ground::ids::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Uploads at a time.
const AT_ONCE: usize = 4;
/// How long an upload waits for its place: photos are sent one by one, and a second one may follow at once.
const WAIT: Duration = Duration::from_secs(10);

/// Places of uploads.
#[derive(Debug, Clone)]
pub struct Uploads(Arc<Places>);

#[derive(Debug)]
struct Places {
    all: Arc<Semaphore>,
    of_persons: Mutex<HashMap<PersonId, Arc<Semaphore>>>,
    wait: Duration,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub struct UploadPlace {
    _one_of_all: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
}

impl Default for Uploads {
    fn default() -> Self {
        Self::waiting(WAIT)
    }
}

impl Uploads {
    /// Places for which an upload waits so long.
    pub fn waiting(wait: Duration) -> Self {
        Self(Arc::new(Places { all: Arc::new(Semaphore::new(AT_ONCE)), of_persons: Mutex::default(), wait }))
    }

    fn of(&self, person: PersonId) -> Arc<Semaphore> {
        let mut persons = self.0.of_persons.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody holds or waits for the others.
        persons.retain(|_, turn| Arc::strong_count(turn) > 1);
        persons.entry(person).or_insert_with(|| Arc::new(Semaphore::new(1))).clone()
    }

    /// A place for an upload of a person; busy when there is none in time.
    pub async fn place(&self, person: PersonId) -> Result<UploadPlace, AppError> {
        let place = async {
            let own = self.of(person).acquire_owned().await.map_err(|_| AppError::Busy)?;
            let one_of_all = self.0.all.clone().acquire_owned().await.map_err(|_| AppError::Busy)?;
            Ok(UploadPlace { _one_of_all: one_of_all, _own: own })
        };
        let placed = tokio::time::timeout(self.0.wait, place).await;
        placed.unwrap_or_else(|_| {
            metrics::counter!("souq_uploads_refused_total").increment(1);
            Err(AppError::Busy)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_of_a_person_and_four_of_all() {
        let uploads = Uploads::waiting(Duration::from_millis(20));
        let first = uploads.place(PersonId(1)).await.unwrap();
        assert!(matches!(uploads.place(PersonId(1)).await, Err(AppError::Busy)));
        let mut others = Vec::new();
        for person in 2..=4 {
            others.push(uploads.place(PersonId(person)).await.unwrap());
        }
        assert!(matches!(uploads.place(PersonId(5)).await, Err(AppError::Busy)));
        drop(first);
        assert!(uploads.place(PersonId(5)).await.is_ok());
        drop(others);
        assert!(uploads.place(PersonId(1)).await.is_ok());
        assert_eq!(uploads.0.of_persons.lock().unwrap().len(), 1, "those who have ended are forgotten with the next one");
    }

    #[tokio::test]
    async fn the_next_photo_waits_for_the_one_before() {
        let uploads = Uploads::waiting(Duration::from_secs(60));
        let first = uploads.place(PersonId(1)).await.unwrap();
        let next = tokio::spawn({
            let uploads = uploads.clone();
            async move { uploads.place(PersonId(1)).await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(next.await.unwrap());
    }
}
