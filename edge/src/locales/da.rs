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

pub(super) const DELETE_ACCOUNT_MAIL: CodeMail = CodeMail {
    subject: "{code} sletter din konto hos Call Santa",
    hello: "Hej!",
    before: "Du er ved at slette din konto og alt, hvad der hører til den. Her er koden, der bekræfter det:",
    after: "Skriv den på siden, hvor du bad om den. Koden virker i 10 minutter og kun én gang.",
    not_you: "Var det ikke dig? Så er der nogen, der er logget ind på din konto. Giv ikke koden til nogen, og log ud alle steder under »Din konto«.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};

pub(super) const LEAVE_KID_MODE_MAIL: CodeMail = CodeMail {
    subject: "{code} giver dig skærmen tilbage",
    hello: "Hej!",
    before: "Her er koden, der gør barnets skærm til din igen:",
    after: "Skriv den på skærmen, hvor du bad om den. Koden virker i 10 minutter og kun én gang.",
    not_you: "Var det ikke dig? Så har et barn nok trykket på knappen. Du kan roligt slette denne mail.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};
