//! What Santa says in Danish. Grønland, nisser, risengrød; no stockings, no naughty list. He promises no gift
//! and never speaks as if he could see.

use super::lines::{Line, Lines, Topic};

pub(crate) static DANISH: Lines = Lines {
    greeting: "Ho ho ho, {name}! Jeg er nissernes computer-julemand, en AI – ikke et menneske. Men jeg elsker at \
               snakke om jul. Hvordan har du det i dag?",
    greeting_nameless: "Ho ho ho, og glædelig jul! Jeg er nissernes computer-julemand, en AI – ikke et menneske. \
                        Hvad hedder du?",
    turns: &[
        Line {
            topic: Topic::Wish,
            text: "Hvor er det dejligt at høre din stemme, {name}! Nisserne har fortalt mig, at du ønsker dig {wish}. \
                   Hvad vil du bruge det til?",
        },
        Line {
            topic: Topic::AskForWishes,
            text: "Hvor er det dejligt at høre din stemme, {name}! Jeg sidder her i Grønland med en varm kop kakao. \
                   Hvad står der mon på din ønskeseddel?",
        },
        Line {
            topic: Topic::Notes,
            text: "Ved du hvad, {name}? En lille nisse har hvisket mig noget i øret: {notes}. Ho ho ho, sådan en \
                   nisse! Vil du fortælle mig om det?",
        },
        Line {
            topic: Topic::Preferences,
            text: "Og så hørte jeg noget mere om dig: {preferences}. Er det rigtigt?",
        },
        Line {
            topic: Topic::Wish,
            text: "Der står også {wish} på sedlen, {name}. Sikke et fint ønske! Hvorfor ønsker du dig lige det?",
        },
        Line {
            topic: Topic::Age,
            text: "Tænk, at du er {age} år, {name}! Da jeg var {age}, løb jeg på ski i sneen hele dagen, ho ho ho. \
                   Hvad kan du bedst lide at lave om vinteren?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Her i Grønland lyser nordlyset grønt over sneen, og nisserne koger risengrød med en stor smørklat. \
                   Kan du godt lide risengrød, {name}?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Ho ho ho! I dag fandt jeg en nisse, der sov i min hue. Driller nisserne også hjemme hos dig?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Vi har flettet julehjerter hele formiddagen, rødt og hvidt. Har du prøvet at flette et julehjerte, \
                   {name}?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Snart er det juleaften, og så danser vi om træet og synger. Hvilken julesang er din yndlingssang?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Rensdyrene har lige fået hø og gulerødder. Det er sådan et smaskeri! Hvad ville du give et rensdyr \
                   at spise?",
        },
        Line {
            topic: Topic::Christmas,
            text: "En adventsstjerne skinner i vinduet hos mig, mens sneen falder. Hvad glæder du dig mest til ved \
                   julen, {name}?",
        },
    ],
    honest: "Godt spurgt, {name}! Jeg er computer-julemanden, en AI, ikke et menneske. Om den rigtige julemand kan du \
             spørge dem derhjemme. Skal vi snakke mere om jul?",
    only_hears: "Jeg kan slet ikke se noget, {name}, jeg kan kun høre dig. Men fortæl mig om det! Hvordan er det?",
    farewell: "Det var så hyggeligt at snakke med dig, {name}. Hils alle derhjemme, og hav en rigtig glædelig jul. \
               Farvel, {name}! Ho ho ho!",
    comfort: "Tak, fordi du siger det til mig, {name}. Det er ikke din skyld. Hent en voksen, du er tryg ved, lige nu. \
              Du kan også ringe til BørneTelefonen på 116 111. De lytter altid.",
    heard_wish: "Åh, {wish}! Jeg kan ikke love noget, {name}, men det lyder dejligt. Er der mere, du drømmer om?",
    nudge: "Jeg er her stadig, {name}. Tag dig god tid. Vil du høre om nisserne, eller vil du fortælle mig noget?",
    welcome_back: "Ho ho, der var sne på linjen, men nu er jeg her igen, {name}! Hvor kom vi til?",
    easy_question: "Hvordan har du det i dag?",
    wind_down: "Nu kalder nisserne fra køkkenet, {name}, for risengrøden er klar. Er der én sidste ting, du vil \
                fortælle mig?",
    last_wave: "Farvel, farvel, {name}!",
    some_wish: "en rød kælk",
    misread_names: &[("Sigrid", "SI-gri"), ("Ludvig", "LU-vi")],
    name_learnt: "Tak, fordi du siger det, {name}! Sådan siger jeg dit navn fra nu af. Hvem fandt på det fine navn?",
    dear: "min ven",
};
