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

pub(super) const DELETE_ACCOUNT_MAIL: CodeMail = CodeMail {
    subject: "{code} deletes your Call Santa account",
    hello: "Hello!",
    before: "You are about to delete your account and everything in it. Here is the code that confirms it:",
    after: "Type it on the page where you asked for it. The code works for 10 minutes, and only once.",
    not_you: "Wasn't this you? Then somebody is signed in to your account. Give the code to nobody, and sign out everywhere under \"Your account\".",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};

pub(super) const LEAVE_KID_MODE_MAIL: CodeMail = CodeMail {
    subject: "{code} gives the screen back to you",
    hello: "Hello!",
    before: "Here is the code that turns the child's screen into yours again:",
    after: "Type it on the screen where you asked for it. The code works for 10 minutes, and only once.",
    not_you: "Wasn't this you? Then a child has probably pressed the button. You can safely delete this email.",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};
