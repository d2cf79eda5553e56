//! Answers kept under the key of their request, so that the same request has its effect once.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::http::StatusCode;
use serde_json::Value;

use super::refusal::Refusal;

/// The longest key that is taken.
const LONGEST_KEY: usize = 255;

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// Its status.
    pub(super) status: StatusCode,
    /// Its body.
    pub(super) body: Value,
}

impl From<&Refusal> for Answer {
    fn from(refusal: &Refusal) -> Self {
        Self {
            status: refusal.status,
            body: refusal.body(),
        }
    }
}

#[derive(Debug)]
struct Kept {
    path: String,
    parameters: Value,
    answer: Answer,
}

/// All answers that were given under a key.
#[derive(Debug, Default)]
pub(super) struct Answered {
    kept: Mutex<HashMap<String, Kept>>,
}

impl Answered {
    /// The answer that this request got before. The same key with anything else is refused.
    pub(super) fn find(
        &self,
        key: &str,
        path: &str,
        parameters: &Value,
    ) -> Result<Option<Answer>, Refusal> {
        if key.len() > LONGEST_KEY {
            return Err(Refusal::key_too_long());
        }
        match crate::lock(&self.kept).get(key) {
            None => Ok(None),
            Some(kept) if kept.path != path => Err(Refusal::key_reused(key, true)),
            Some(kept) if kept.parameters != *parameters => Err(Refusal::key_reused(key, false)),
            Some(kept) => Ok(Some(kept.answer.clone())),
        }
    }

    /// Keeps an answer.
    pub(super) fn keep(&self, key: &str, path: &str, parameters: Value, answer: Answer) {
        let kept = Kept {
            path: path.to_owned(),
            parameters,
            answer,
        };
        crate::lock(&self.kept).insert(key.to_owned(), kept);
    }
}
