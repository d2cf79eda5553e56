//! The header table: what every answer carries, whether a file or the edge sends it.
//!
//! `cargo xtask build` writes it to `_headers` for the files; the edge puts the same on its own answers, which
//! `_headers` does not touch. No third party is named here but the one that the child's voice goes to.

/// A header's name and value.
pub type Header = (&'static str, String);

/// What the policy has to know of the deployment.
#[derive(Debug, Clone, Default)]
pub struct Environment<'a> {
    /// Where the browser may connect to, besides our own origin: OpenAI's origin, or the stand-in's.
    pub connect: &'a [&'a str],
    /// `sha256-…` of every inline style or script that the build wrote into the shell.
    pub inline_style_hashes: &'a [String],
}

/// The cookie that holds the language that was chosen in a browser, and nothing else. Pages write it, the edge reads it too.
pub const LANGUAGE_COOKIE: &str = "language";

/// A cookie's value, out of a `Cookie` header or of what a page is told of its cookies.
pub fn cookie<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(own, value)| (own == name).then_some(value))
}

/// For pages and their files.
pub fn for_pages(environment: &Environment<'_>) -> Vec<Header> {
    let mut headers = for_everything();
    headers.push(("Content-Security-Policy", page_policy(environment)));
    headers.push((
        "Permissions-Policy",
        "camera=(self), microphone=(self), screen-wake-lock=(self), autoplay=(self), fullscreen=(self), \
         publickey-credentials-get=(self), publickey-credentials-create=(self), geolocation=(), payment=(), usb=(), \
         display-capture=(), browsing-topics=()"
            .into(),
    ));
    headers.push(("Cross-Origin-Opener-Policy", "same-origin".into()));
    headers
}

/// For the edge's own answers: data that no cache may keep and no page may frame.
pub fn for_answers() -> Vec<Header> {
    let mut headers = for_everything();
    headers.push((
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'".into(),
    ));
    headers.push(("Cache-Control", "no-store".into()));
    headers
}

fn for_everything() -> Vec<Header> {
    vec![
        ("X-Content-Type-Options", "nosniff".into()),
        ("Referrer-Policy", "no-referrer".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        (
            "Strict-Transport-Security",
            "max-age=63072000; includeSubDomains".into(),
        ),
    ]
}

fn page_policy(environment: &Environment<'_>) -> String {
    let with = |base: &str, more: &mut dyn Iterator<Item = String>| {
        more.fold(base.to_owned(), |policy, source| policy + " " + &source)
    };
    let connect = with(
        "'self'",
        &mut environment.connect.iter().map(ToString::to_string),
    );
    let style = with(
        "'self'",
        &mut environment
            .inline_style_hashes
            .iter()
            .map(|hash| format!("'{hash}'")),
    );
    [
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        format!("style-src {style}"),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        "media-src 'self' blob: mediastream:".to_owned(),
        "worker-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("connect-src {connect}"),
        "base-uri 'none'".to_owned(),
        "form-action 'self'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> String {
        page_policy(&Environment {
            connect: &["https://api.openai.com"],
            inline_style_hashes: &["sha256-abc=".into()],
        })
    }

    #[test]
    fn nothing_inline_and_nothing_foreign_but_the_voice() {
        let policy = policy();
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(policy.contains("connect-src 'self' https://api.openai.com;"));
        assert!(policy.contains("style-src 'self' 'sha256-abc='"));
        assert_eq!(policy.matches("https://").count(), 1);
    }

    #[test]
    fn answers_are_never_cached_or_framed() {
        let headers = for_answers();
        assert!(headers.contains(&("Cache-Control", "no-store".into())));
        assert!(
            headers
                .iter()
                .any(|(n, v)| *n == "Content-Security-Policy"
                    && v.contains("frame-ancestors 'none'"))
        );
    }
}
