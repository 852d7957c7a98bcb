//! Which products the words of a query fit, as the database's word index said. An answer stays until the words of a product
//! change that it can touch.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places that are kept in all answers together.
const MOST_PLACES: usize = 4_000_000;
/// Answers that are kept.
const MOST: usize = 512;

/// An answer.
#[derive(Debug)]
pub struct Fitting {
    /// Places with the weight of the words that stand in the title, by place.
    pub places: Vec<(u32, u8)>,
    /// Of each word its forms, one of which has to be there.
    pub forms: Vec<Vec<String>>,
}

impl Fitting {
    /// Whether a product with these words may fit now, or did.
    fn touched(&self, place: Option<u32>, words: &str) -> bool {
        let did = place.is_some_and(|place| self.places.binary_search_by_key(&place, |(place, _)| *place).is_ok());
        did || self.forms.iter().all(|forms| forms.iter().any(|form| words.contains(form.as_str())))
    }
}

#[derive(Debug, Default)]
struct Kept {
    by_expression: HashMap<String, (u64, Arc<Fitting>)>,
    places: usize,
    turn: u64,
    /// Rises with each change of words.
    changed: u64,
}

/// Answers by what was asked.
#[derive(Debug, Default)]
pub struct Questions(Mutex<Kept>);

impl Questions {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer that is kept, or the number to keep one by.
    pub fn find(&self, expression: &str) -> Result<Arc<Fitting>, u64> {
        let mut kept = self.kept();
        kept.turn += 1;
        let (turn, changed) = (kept.turn, kept.changed);
        match kept.by_expression.get_mut(expression) {
            Some((asked, found)) => {
                *asked = turn;
                Ok(found.clone())
            }
            None => Err(changed),
        }
    }

    /// Keeps an answer, unless words changed since it was asked for. Those that were asked for the longest time ago make room.
    pub fn keep(&self, expression: String, asked_at: u64, fitting: &Arc<Fitting>) {
        let mut kept = self.kept();
        if kept.changed != asked_at || fitting.places.len() > MOST_PLACES / 4 {
            return;
        }
        while kept.by_expression.len() >= MOST || kept.places + fitting.places.len() > MOST_PLACES {
            let Some(oldest) = kept.by_expression.iter().min_by_key(|(_, (asked, _))| *asked).map(|(key, _)| key.clone()) else { break };
            kept.forget(&oldest);
        }
        kept.turn += 1;
        kept.places += fitting.places.len();
        let turn = kept.turn;
        if let Some((_, before)) = kept.by_expression.insert(expression, (turn, fitting.clone())) {
            kept.places -= before.places.len();
        }
    }

    /// The words of a product are these now.
    pub fn words_changed(&self, place: Option<u32>, words: &str) {
        let mut kept = self.kept();
        kept.changed += 1;
        let touched: Vec<String> = kept
            .by_expression
            .iter()
            .filter(|(_, (_, fitting))| fitting.touched(place, words))
            .map(|(expression, _)| expression.clone())
            .collect();
        touched.iter().for_each(|expression| kept.forget(expression));
    }

    /// None is kept.
    pub fn clear(&self) {
        let mut kept = self.kept();
        *kept = Kept { changed: kept.changed + 1, turn: kept.turn, ..Kept::default() };
    }
}

impl Kept {
    fn forget(&mut self, expression: &str) {
        if let Some((_, fitting)) = self.by_expression.remove(expression) {
            self.places -= fitting.places.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitting(places: &[u32], words: &[&[&str]]) -> Arc<Fitting> {
        let forms = words.iter().map(|forms| forms.iter().map(|form| (*form).to_owned()).collect()).collect();
        Arc::new(Fitting { places: places.iter().map(|place| (*place, 0)).collect(), forms })
    }

    #[test]
    fn only_what_a_change_can_touch_is_asked_anew() {
        let questions = Questions::default();
        let basket = fitting(&[1, 4], &[&["سله", "قفه"]]);
        let red_rug = fitting(&[2], &[&["بساط"], &["احمر"]]);
        let Err(asked) = questions.find("basket") else { panic!("empty") };
        questions.keep("basket".into(), asked, &basket);
        questions.keep("red rug".into(), asked, &red_rug);
        questions.words_changed(Some(9), " خبز التنور ");
        assert!(questions.find("basket").is_ok() && questions.find("red rug").is_ok());
        // One of two words is not enough; a synonym is.
        questions.words_changed(Some(9), " بساط ازرق ");
        assert!(questions.find("red rug").is_ok());
        questions.words_changed(None, " قفه سعف ");
        assert!(questions.find("basket").is_err() && questions.find("red rug").is_ok());
        // What fitted before may not fit any more.
        questions.words_changed(Some(2), " شيء اخر ");
        assert!(questions.find("red rug").is_err());
    }

    #[test]
    fn an_answer_that_words_overtook_is_not_kept() {
        let questions = Questions::default();
        let Err(asked) = questions.find("basket") else { panic!("empty") };
        questions.words_changed(None, "خبز");
        questions.keep("basket".into(), asked, &fitting(&[1], &[&["سله"]]));
        assert!(questions.find("basket").is_err());
    }
}
