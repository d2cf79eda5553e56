//! Danish.

use super::{CodeMail, Letters, NoticeMail, Notices, Payments};

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

pub(super) const CHANGE_EMAIL_MAIL: CodeMail = CodeMail {
    subject: "{code} skifter din e-mailadresse hos Call Santa",
    hello: "Hej!",
    before: "Du er ved at flytte din konto til en anden e-mailadresse. Her er koden, der bekræfter, at det er dig:",
    after: "Skriv den på siden, hvor du bad om den. Koden virker i 10 minutter og kun én gang. Bagefter sender vi en kode til den nye adresse.",
    not_you: "Var det ikke dig? Så er der nogen, der er logget ind på din konto. Giv ikke koden til nogen, og log ud alle steder under »Din konto«.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};

pub(super) const ADDRESS_MAIL: CodeMail = CodeMail {
    subject: "{code} bekræfter din nye adresse hos Call Santa",
    hello: "Hej!",
    before: "Her er koden, der flytter din konto hos Call Santa til den her adresse:",
    after: "Skriv den på siden, hvor du bad om den. Koden virker i 10 minutter og kun én gang.",
    not_you: "Har du ikke bedt om en kode? Så har nogen nok tastet din adresse ved en fejl. Du kan roligt slette denne mail.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};

pub(super) const ADD_PASSKEY_MAIL: CodeMail = CodeMail {
    subject: "{code} tilføjer en adgangsnøgle hos Call Santa",
    hello: "Hej!",
    before: "Du er ved at tilføje en adgangsnøgle til din konto. Her er koden, der bekræfter, at det er dig:",
    after: "Skriv den på siden, hvor du bad om den. Koden virker i 10 minutter og kun én gang.",
    not_you: "Var det ikke dig? Så er der nogen, der er logget ind på din konto. Giv ikke koden til nogen, og log ud alle steder under »Din konto«.",
    regards: "Kærlig hilsen\nnisserne hos Call Santa",
    support: "Brug for hjælp? Skriv til {support}.",
};

pub(super) const REMOVE_PASSKEY_MAIL: CodeMail = CodeMail {
    subject: "{code} fjerner en adgangsnøgle hos Call Santa",
    before: "Du er ved at fjerne en adgangsnøgle fra din konto. Her er koden, der bekræfter, at det er dig:",
    ..ADD_PASSKEY_MAIL
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
               I er altid velkomne igen.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nVar det ikke dig, der slettede den? Skriv til {support}.",
    },
    account_idle: NoticeMail {
        subject: "Skal vi beholde din konto hos Call Santa?",
        body: "Hej!\n\nDet er længe siden, I har ringet til julemanden. Vi gemmer ikke på noget, der ikke bliver brugt, så om \
               {days} dage sletter vi din konto og alt, hvad der hører til den, også minutter, der er tilbage.\n\n\
               Har du betalt for minutter, du ikke har brugt, så skriv til {support} inden da, og vi sender pengene for dem \
               tilbage.\n\n\
               Vil du beholde den, så log ind på {origin}, inden der er gået {days} dage. Ellers skal du ikke gøre noget.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    address_left: NoticeMail {
        subject: "Din adresse hos Call Santa er ændret",
        body: "Hej!\n\nDin konto hos Call Santa hører nu til en anden e-mailadresse. Koder og breve kommer ikke længere hertil, \
               og alle andre browsere er logget ud.\n\n\
               Var det dig, er alt, som det skal være.\n\n\
               Var det ikke dig, så skriv til {support} med det samme, helst fra den her adresse. Så hjælper vi dig.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa",
    },
    address_taken_up: NoticeMail {
        subject: "Velkommen på din nye adresse hos Call Santa",
        body: "Hej!\n\nDin konto hos Call Santa hører nu til den her adresse. Det er her, du får koder, når du logger ind. Dine \
               adgangsnøgler virker som før, og alle andre browsere er logget ud.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nVar det ikke dig? Skriv til {support}.",
    },
    address_wanted: NoticeMail {
        subject: "Nogen ville bruge din adresse hos Call Santa",
        body: "Hej!\n\nNogen har prøvet at flytte en anden konto hos Call Santa til den her adresse. Den hører allerede til din \
               konto, så der er ikke sket noget, og den anden får ikke at vide, at du er hos os.\n\n\
               Var det dig selv? Så log ind på {origin} med den her adresse. Vil du hellere have den anden konto hertil, så slet \
               først den, der hører til her.\n\n\
               Var det ikke dig, har nogen nok tastet forkert. Du skal ikke gøre noget.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    passkey_added: NoticeMail {
        subject: "En ny adgangsnøgle til din konto",
        body: "Hej!\n\nDer er lige blevet tilføjet en adgangsnøgle til din konto hos Call Santa, fra {device}. Den kan bruges til \
               at logge ind.\n\n\
               Var det dig, er alt, som det skal være.\n\n\
               Var det ikke dig, så åbn {origin}/konto/nogler, og fjern den. Log bagefter ud alle steder under »Din konto«.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    passkey_removed: NoticeMail {
        subject: "En adgangsnøgle er fjernet fra din konto",
        body: "Hej!\n\nDer er lige blevet fjernet en adgangsnøgle fra din konto hos Call Santa, fra {device}. Den kan ikke længere \
               bruges til at logge ind. En kode på mail virker som altid.\n\n\
               Var det dig, er alt, som det skal være.\n\n\
               Var det ikke dig, så åbn {origin}/konto, og vælg »Log ud alle steder«.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    grown_up_wanted: NoticeMail {
        subject: "Julemanden har bedt om en voksen",
        body: "Hej!\n\nI et opkald for lidt siden bad Julemanden barnet om at hente en voksen. Mere ved vi ikke: samtalen bliver \
               hverken hørt eller gemt af os.\n\n\
               Gå hen til barnet, og giv jer god tid sammen. BørneTelefonen kan også hjælpe på 116 111, både børn og voksne. \
               Er nogen i fare, så ring 112.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    device: "{browser} på {system}",
    unknown_device: "en ukendt browser",
};

pub(super) const LETTERS: Letters = Letters {
    consent: NoticeMail {
        subject: "Dit samtykke hos Call Santa",
        body: "Hej!\n\nDen {day} gav du dit samtykke hos Call Santa. Her er det på skrift:\n\n{scope}\n\n\
               Teksten var den fra {version}, vist på {shown_in}. Du kan læse den igen, rette dit ja eller trække det tilbage, \
               når du vil, under »Din konto« på {origin}/konto.\n\n\
               Var det dig, skal du ikke gøre mere.\n\n\
               [Det var ikke mig: slet alt]({origin}/samtykke/ikke-mig#{token})\n\n\
               Linket virker i 30 dage. Det viser først, hvad der bliver slettet, og intet sker, før du selv trykker på knappen.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    consent_with_calls: "– Du har forældremyndigheden over barnet eller børnene.\n\
                         – Vi må gemme det, du skriver om dit barn.\n\
                         – Barnets stemme og profil må sendes til OpenAI under et opkald, og du ved, at julemanden er en AI.",
    consent_without_calls: "– Du har forældremyndigheden over barnet eller børnene.\n\
                            – Vi må gemme det, du skriver om dit barn.\n\
                            – Du har ikke sagt ja til, at noget må sendes til OpenAI. Derfor kan der ikke ringes op.",
    danish: "dansk",
    english: "engelsk",
    policy: NoticeMail {
        subject: "Vores privatlivspolitik er ændret",
        body: "Hej!\n\nVi har ændret vores privatlivspolitik og vilkår. Det nye, kort sagt: {news}\n\n\
               [Læs det hele]({origin}/privatliv)\n\n\
               Du skal ikke gøre noget. Vil du ikke være med længere, kan du slette kontoen på {origin}/konto.\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\nBrug for hjælp? Skriv til {support}.",
    },
    policy_news: (
        "2026-11-23",
        "Du vælger selv, om vi må skrive til dig med tips og julenyt, og vi bekræfter dit samtykke i en mail.",
    ),
    season: NoticeMail {
        subject: "Nu tæller vi ned til jul",
        body: "Hej!\n\nSå blev det december, og i Grønland bliver der savet, sømmet og pakket ind til langt ud på aftenen. \
               Julemanden glæder sig til at høre, hvad der står på ønskesedlen i år.\n\n\
               Er der kommet nye ønsker til, så skriv dem ind, før I ringer. Så har han læst dem, når han tager telefonen.\n\n\
               [Ring til julemanden]({origin}/)\n\n\
               Glædelig december!\nNisserne hos Call Santa\n\n\
               Du får brevet her, fordi du har sagt ja til julenyt fra os. Der kommer ét om året.\n\n\
               [Nej tak til flere]({origin}/breve/afmeld#{token})\n\nBrug for hjælp? Skriv til {support}.",
    },
    tips: NoticeMail {
        subject: "Tre små råd til næste opkald",
        body: "Hej!\n\nNu har I prøvet at ringe til julemanden. Her er tre små råd til næste gang:\n\n\
               – Find et sted, hvor der er stille. Så hører han bedre efter.\n\
               – Skriv det, der fylder, i profilen: en tabt tand, en ny kat, en lillebror på vej. Så har han noget at spørge til.\n\
               – Sid med. De bedste samtaler er dem, I snakker videre om bagefter.\n\n\
               [Til jeres side]({origin}/)\n\n\
               Kærlig hilsen\nnisserne hos Call Santa\n\n\
               Du får brevet her, fordi du har sagt ja til tips fra os.\n\n\
               [Nej tak til flere]({origin}/breve/afmeld#{token})\n\nBrug for hjælp? Skriv til {support}.",
    },
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
