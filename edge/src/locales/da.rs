//! Danish.

use super::{CodeMail, NoticeMail, Notices, Payments};

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

pub(super) const PAYMENTS: Payments = Payments {
    product: "{credits} minutter med julemanden",
    receipt: NoticeMail {
        subject: "Kvittering: {credits} minutter med julemanden",
        body: "Hej!\n\nTak for købet. Her er din kvittering.\n\n\
               {credits} minutter med julemanden\nPris i alt: {price}\nHeraf moms ({percent} %): {vat}\n\
               Betalt: {moment}\nKøbsnummer: {purchase}\n\n\
               Sælger: {seller}\nCVR-nr.: {number}\n{address}\n\n\
               {wish} Du fortryder på {origin}/fortryd.\n\n\
               Minutterne udløber ikke. På {origin}/historik ser du alle køb og opkald, og hvad der er tilbage.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    wish: "Du bad os om at begynde med det samme: »Start nu. Jeg betaler for brugte minutter, hvis jeg fortryder.« (teksten \
           fra {version}). Du kan fortryde købet i 14 dage og får pengene tilbage for de minutter, der ikke er brugt.",
    no_wish: "Du kan fortryde købet i 14 dage og får alle pengene tilbage, også for minutter, der er brugt.",
    withdrawal: NoticeMail {
        subject: "Du har fortrudt dit køb: {refund} er på vej tilbage",
        body: "Hej!\n\nVi har modtaget din fortrydelse {moment}. Du skal ikke gøre mere.\n\n\
               Købet: {credits} minutter med julemanden til {price}\nKøbsnummer: {purchase}\n\
               Minutter, du giver tilbage: {returned}\nPenge, du får tilbage: {refund}\n\n\
               Pengene kommer samme vej, som du betalte. Det plejer at tage under ti bankdage.\n\n\
               Sælger: {seller}\nCVR-nr.: {number}\n{address}\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nVar det ikke dig? Skriv til {support}.",
    },
};
