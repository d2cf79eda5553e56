//! Danish.

use super::CodeMail;

pub(super) const CODE_MAIL: CodeMail = CodeMail {
    subject: "{code} er din kode til Call Santa",
    hello: "Hej!",
    before: "Her er koden, der lukker dig ind hos julemanden:",
    after: "Skriv den på siden, hvor du bad om den. Koden virker i 10 minutter og kun én gang.",
    not_you: "Har du ikke bedt om en kode? Så kan du roligt slette denne mail. Ingen kan logge ind uden koden.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};
