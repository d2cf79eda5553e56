//! The few HTML pages: one layout, no scripts.

/// A whole page in English. A page that `refreshes` loads itself again every two seconds.
pub(crate) fn layout(title: &str, refreshes: bool, body: &str) -> String {
    layout_in("en", title, refreshes, body)
}

/// A whole page in this language.
pub(crate) fn layout_in(language: &str, title: &str, refreshes: bool, body: &str) -> String {
    let refresh = if refreshes {
        "<meta http-equiv=\"refresh\" content=\"2\">"
    } else {
        ""
    };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">{refresh}\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} – North Pole</title><style>{STYLE}</style>\
         </head><body><header><a href=\"/\">North Pole</a> <a href=\"/inbox\">Inbox</a> <a href=\"/stripe\">Payments</a> \
         <a href=\"/reports\">Reports</a> \
         <a href=\"/faults\">Faults</a></header><main><h1>{title}</h1>{body}</main></body></html>"
    )
}

/// The page at the root.
pub(crate) fn welcome() -> String {
    layout(
        "North Pole",
        false,
        "<p>The local stand-in for OpenAI's Realtime API, Stripe and the mail provider, so that Call Santa runs with no key \
         and no network. Nothing here is kept: everything goes when the program ends.</p>\
         <ul><li><a href=\"/inbox\">Inbox</a>: mail that was sent, with sign-in codes in large figures \
         (<a href=\"/inbox.json\">as JSON</a>)</li>\
         <li><a href=\"/stripe\">Payments</a>: each Checkout session, to pay, refund or dispute \
         (<a href=\"/stripe/report\">all as JSON</a>)</li>\
         <li><a href=\"/reports\">Reports</a>: what each call was like</li>\
         <li><a href=\"/faults\">Faults</a>: what shall go wrong (POST to set, DELETE to clear)</li>\
         <li><a href=\"/voice.wav?language=da&amp;voice=santa&amp;text=Ho+ho+ho,+jeg+er+julemanden\">Santa's voice</a>, \
         <a href=\"/voice.wav?language=da&amp;voice=child&amp;text=Hej+julemand\">a child's voice</a></li></ul>\
         <p class=\"quiet\">OpenAI's base URL is this address with <code>/v1</code>, the key \
         <code>sk-north-pole</code>. Mail goes to <code>POST /emails</code>, with the key <code>re_north_pole</code>. \
         Stripe's API is this address, with the key <code>sk_test_north_pole</code>.</p>",
    )
}

/// Text made safe for HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1d2a3a;--paper:#f4f7fa;--card:#fff;--red:#b3261e;--quiet:#5c6b7c}\
@media(prefers-color-scheme:dark){:root{--ink:#e8eef5;--paper:#101923;--card:#18242f;--red:#ff8a80;--quiet:#9fb0c0}}\
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}\
header{padding:.8rem 1.2rem;display:flex;gap:1.2rem;border-bottom:3px solid var(--red)}\
header a{color:inherit;text-decoration:none}header a:first-child{font-weight:700}\
main{max-width:44rem;margin:0 auto;padding:1.2rem}a{color:var(--red)}\
article{background:var(--card);border-radius:12px;padding:1rem 1.2rem;margin:0 0 1rem;box-shadow:0 1px 4px #0002}\
h2{margin:0;font-size:1.1rem}.quiet{color:var(--quiet);margin:.2rem 0}\
.code{font:700 2.6rem/1.2 ui-monospace,monospace;letter-spacing:.18em;margin:.6rem 0;color:var(--red)}\
.sum{float:right;font-variant-numeric:tabular-nums}form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}\
button{font:inherit;padding:.6rem 1.1rem;border:1px solid var(--quiet);border-radius:10px;background:var(--card);\
color:var(--ink);cursor:pointer}button[value=pay]{background:var(--red);border-color:var(--red);color:var(--paper)}\
label{flex-basis:100%}input{font:inherit;padding:.4rem;width:8rem}\
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.6rem 0 0}";
