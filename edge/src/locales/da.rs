//! Danish.

use super::{CodeMail, NoticeMail, Notices};

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

pub(super) const NOTICES: Notices = Notices {
    new_device: NoticeMail {
        subject: "Nyt log ind på din konto: {device}",
        body: "Hej!\n\nDer er lige blevet logget ind på din konto hos Call Santa fra {device}, som vi ikke har set der før.\n\n\
               Var det dig, er alt, som det skal være.\n\n\
               Var det ikke dig, så åbn {origin}/konto, og vælg »Log ud alle steder«. Skift også adgangskoden til din mail: \
               det er den, der lukker ind.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    account_deleted: NoticeMail {
        subject: "Din konto hos Call Santa er slettet",
        body: "Hej!\n\nDin konto er slettet, og alt om dig og børnene er slettet med den. I databasens sikkerhedskopier er det \
               helt væk om 30 dage.\n\n\
               Tak, fordi I ringede. I er altid velkomne igen.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nVar det ikke dig, der slettede den? Skriv til {support}.",
    },
    account_idle: NoticeMail {
        subject: "Skal vi beholde din konto hos Call Santa?",
        body: "Hej!\n\nDet er længe siden, I har ringet til julemanden. Vi gemmer ikke på noget, der ikke bliver brugt, så om \
               {days} dage sletter vi din konto og alt, hvad der hører til den, også minutter, der er tilbage.\n\n\
               Vil du beholde den, så log ind på {origin}, inden der er gået {days} dage. Ellers skal du ikke gøre noget.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    device: "{browser} på {system}",
    unknown_device: "en ukendt browser",
};
