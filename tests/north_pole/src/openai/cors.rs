//! Cross-origin rules of the call route, as strict as the real ones: a browser that adds a header the service
//! does not know is refused in the preflight.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const ALLOWED_HEADERS: [&str; 3] = ["authorization", "content-type", "x-openai-agents-sdk"];

/// Answers preflights and opens every other answer to any origin.
pub(crate) async fn open_to_browsers(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS {
        preflight(request.headers())
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Location"),
    );
    response
}

fn preflight(headers: &HeaderMap) -> Response {
    let asked = headers
        .get(ACCESS_CONTROL_REQUEST_HEADERS)
        .and_then(|asked| asked.to_str().ok())
        .unwrap_or_default();
    let unknown = asked
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .any(|name| !name.is_empty() && !ALLOWED_HEADERS.contains(&name.as_str()));
    if unknown {
        return (StatusCode::BAD_REQUEST, "Disallowed CORS headers").into_response();
    }
    (
        StatusCode::NO_CONTENT,
        [
            (
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_static("GET, POST, OPTIONS"),
            ),
            (
                ACCESS_CONTROL_ALLOW_HEADERS,
                HeaderValue::from_static("Authorization, Content-Type, X-OpenAI-Agents-SDK"),
            ),
            (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")),
        ],
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_headers_pass_the_preflight() {
        for (asked, status) in [
            ("authorization,content-type", StatusCode::NO_CONTENT),
            (
                "Authorization, Content-Type, X-OpenAI-Agents-SDK",
                StatusCode::NO_CONTENT,
            ),
            ("", StatusCode::NO_CONTENT),
            (
                "authorization,openai-safety-identifier",
                StatusCode::BAD_REQUEST,
            ),
            ("x-call-id", StatusCode::BAD_REQUEST),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                ACCESS_CONTROL_REQUEST_HEADERS,
                HeaderValue::from_str(asked).unwrap(),
            );
            assert_eq!(preflight(&headers).status(), status, "{asked}");
        }
    }
}
