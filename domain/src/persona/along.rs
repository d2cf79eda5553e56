//! What Santa is told, and what a child's pictures say, in the rarer moments of a call: when a child stays silent, when the
//! line was lost and found again.

use crate::{Language, wire::CallCues};

/// The cues of this file; the others are left empty.
pub(super) fn cues(language: Language) -> CallCues {
    let [rhyme, reconnected, wishes_heard, yes, no, wave] = match language {
        Language::Da => [
            "Barnet er stadig stille, og det er helt i orden. Sig et kort, hyggeligt julerim på dansk på to eller fire linjer. \
Spørg ikke om noget, og kommentér ikke stilheden.",
            "Forbindelsen var væk et øjeblik, og I er lige kommet sammen igen. Undskyld med et smil på dansk, at der er dårlig \
forbindelse fra kanen, og tag så tråden op, hvor I slap. Hils ikke forfra, og præsentér dig ikke igen.",
            "De ønsker, du har fortalt mig indtil nu, husker jeg: {wishes}.",
            "Ja!",
            "Nej.",
            "(Barnet vinker til dig med et billede.) Hej!",
        ],
        Language::En => [
            "The child is still quiet, and that is quite all right. Say a short, cosy Christmas rhyme in English of two or four \
lines. Ask nothing and don't remark on the silence.",
            "The connection was lost for a moment and you have just found each other again. Apologise in English with a smile \
for the sleigh's poor connection, then pick up where you left off. Don't greet or introduce yourself anew.",
            "The wishes that you have told me so far, I remember: {wishes}.",
            "Yes!",
            "No.",
            "(The child waves to you with a picture.) Hello!",
        ],
    };
    CallCues {
        rhyme: rhyme.to_owned(),
        reconnected: reconnected.to_owned(),
        wishes_heard: wishes_heard.to_owned(),
        yes: yes.to_owned(),
        no: no.to_owned(),
        wave: wave.to_owned(),
        ..CallCues::default()
    }
}
