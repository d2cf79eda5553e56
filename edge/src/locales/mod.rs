//! The words of our mail, one file a language. A key that one language lacks does not compile.

mod da;
mod en;

use domain::Language;

/// The mail that brings a sign-in code.
pub(crate) struct CodeMail {
    /// The subject; `{code}` stands for the code, so that it can be read without opening the mail.
    pub(crate) subject: &'static str,
    /// The greeting.
    pub(crate) hello: &'static str,
    /// What stands above the code.
    pub(crate) before: &'static str,
    /// What stands below it.
    pub(crate) after: &'static str,
    /// For who did not ask for it.
    pub(crate) not_you: &'static str,
    /// The closing.
    pub(crate) regards: &'static str,
    /// Where to get help; `{support}` stands for the address.
    pub(crate) support: &'static str,
}

/// The words of the mail that brings a sign-in code.
pub(crate) fn code_mail(language: Language) -> &'static CodeMail {
    match language {
        Language::Da => &da::CODE_MAIL,
        Language::En => &en::CODE_MAIL,
    }
}
