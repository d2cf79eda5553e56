//! English.

use super::CodeMail;

pub(super) const CODE_MAIL: CodeMail = CodeMail {
    subject: "{code} is your Call Santa code",
    hello: "Hello!",
    before: "Here is the code that lets you in to see Santa:",
    after: "Type it on the page where you asked for it. The code works for 10 minutes, and only once.",
    not_you: "Didn't ask for a code? Then you can safely delete this email. Nobody can sign in without the code.",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};
