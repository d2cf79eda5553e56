//! Replies: every answer of the edge leaves through here, so that each carries the header table.

use domain::wire::{Problem, headers};
use serde::Serialize;
use worker::{Headers, Response, ResponseBuilder};

use crate::error::Fault;

/// An answer on its way out.
pub(crate) struct Reply {
    status: u16,
    content_type: &'static str,
    body: Option<String>,
    cookies: Vec<String>,
    file_name: Option<&'static str>,
    leaves_letters: bool,
    location: Option<String>,
    #[cfg(feature = "test-clock")]
    cost: Option<String>,
}

impl Reply {
    /// 200 with a body.
    pub(crate) fn ok<T: Serialize>(value: &T) -> Result<Self, Fault> {
        Self::json(200, value)
    }

    /// 200 with a body that the browser saves as a file, laid out for reading.
    pub(crate) fn file<T: Serialize>(name: &'static str, value: &T) -> Result<Self, Fault> {
        use crate::error::During;
        let body = serde_json::to_string_pretty(value).during("writing a file")?;
        Ok(Self {
            body: Some(body),
            file_name: Some(name),
            ..Self::json(200, &())?
        })
    }

    /// 201 with what was made.
    pub(crate) fn created<T: Serialize>(value: &T) -> Result<Self, Fault> {
        Self::json(201, value)
    }

    /// 202: it will be seen to, and nothing more is said.
    pub(crate) fn accepted() -> Self {
        Self::empty(202)
    }

    /// 204: done.
    pub(crate) fn done() -> Self {
        Self::empty(204)
    }

    /// 303: the answer is a page, there.
    pub(crate) fn elsewhere(location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::empty(303)
        }
    }

    /// A refusal or a fault.
    pub(crate) fn problem(problem: &Problem) -> Self {
        Self {
            status: problem.status,
            content_type: "application/problem+json",
            body: serde_json::to_string(problem).ok(),
            cookies: Vec::new(),
            file_name: None,
            leaves_letters: false,
            location: None,
            #[cfg(feature = "test-clock")]
            cost: None,
        }
    }

    /// The same answer, with a cookie set.
    pub(crate) fn with_cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// The same answer, with what its statements cost; a test build says so.
    #[cfg(feature = "test-clock")]
    pub(crate) fn with_cost(mut self, cost: String) -> Self {
        self.cost = Some(cost);
        self
    }

    /// The same answer, with letters in the outbox to be sent right after it.
    pub(crate) fn with_letters(mut self) -> Self {
        self.leaves_letters = true;
        self
    }

    /// Whether letters wait to be sent.
    pub(crate) fn leaves_letters(&self) -> bool {
        self.leaves_letters
    }

    fn json<T: Serialize>(status: u16, value: &T) -> Result<Self, Fault> {
        use crate::error::During;
        Ok(Self {
            status,
            content_type: "application/json",
            body: Some(serde_json::to_string(value).during("writing an answer")?),
            cookies: Vec::new(),
            file_name: None,
            leaves_letters: false,
            location: None,
            #[cfg(feature = "test-clock")]
            cost: None,
        })
    }

    fn empty(status: u16) -> Self {
        Self {
            status,
            content_type: "",
            body: None,
            cookies: Vec::new(),
            file_name: None,
            leaves_letters: false,
            location: None,
            #[cfg(feature = "test-clock")]
            cost: None,
        }
    }

    /// The runtime's response.
    pub(crate) fn into_response(self) -> worker::Result<Response> {
        let own = Headers::new();
        for (name, value) in headers::for_answers() {
            own.set(name, &value)?;
        }
        for cookie in &self.cookies {
            own.append("Set-Cookie", cookie)?;
        }
        if let Some(name) = self.file_name {
            own.set(
                "Content-Disposition",
                &format!("attachment; filename=\"{name}\""),
            )?;
        }
        if let Some(location) = &self.location {
            own.set("Location", location)?;
        }
        #[cfg(feature = "test-clock")]
        if let Some(cost) = &self.cost {
            own.set("X-D1-Cost", cost)?;
        }
        let builder = ResponseBuilder::new().with_status(self.status);
        Ok(match self.body {
            Some(body) => {
                own.set("Content-Type", self.content_type)?;
                builder.with_headers(own).fixed(body.into_bytes())
            }
            None => builder.with_headers(own).empty(),
        })
    }
}
