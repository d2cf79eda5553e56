//! English.

use super::{CodeMail, Letters, NoticeMail, Notices, Payments};

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

pub(super) const CHANGE_EMAIL_MAIL: CodeMail = CodeMail {
    subject: "{code} changes your Call Santa e-mail address",
    hello: "Hello!",
    before: "You are about to move your account to another e-mail address. Here is the code that confirms it is you:",
    after: "Type it on the page where you asked for it. The code works for 10 minutes, and only once. After that we send a code to the new address.",
    not_you: "Wasn't this you? Then somebody is signed in to your account. Give the code to nobody, and sign out everywhere under \"Your account\".",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};

pub(super) const ADDRESS_MAIL: CodeMail = CodeMail {
    subject: "{code} confirms your new address at Call Santa",
    hello: "Hello!",
    before: "Here is the code that moves your Call Santa account to this address:",
    after: "Type it on the page where you asked for it. The code works for 10 minutes, and only once.",
    not_you: "Didn't ask for a code? Then somebody has probably mistyped their own address. You can safely delete this email.",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};

pub(super) const ADD_PASSKEY_MAIL: CodeMail = CodeMail {
    subject: "{code} adds a passkey at Call Santa",
    hello: "Hello!",
    before: "You are about to add a passkey to your account. Here is the code that confirms it is you:",
    after: "Type it on the page where you asked for it. The code works for 10 minutes, and only once.",
    not_you: "Wasn't this you? Then somebody is signed in to your account. Give the code to nobody, and sign out everywhere under \"Your account\".",
    regards: "Warm wishes,\nthe elves at Call Santa",
    support: "Need a hand? Write to {support}.",
};

pub(super) const REMOVE_PASSKEY_MAIL: CodeMail = CodeMail {
    subject: "{code} removes a passkey at Call Santa",
    before: "You are about to remove a passkey from your account. Here is the code that confirms it is you:",
    ..ADD_PASSKEY_MAIL
};

pub(super) const NOTICES: Notices = Notices {
    new_device: NoticeMail {
        subject: "New sign-in to your account: {device}",
        body: "Hello!\n\nSomebody has just signed in to your Call Santa account from {device}, which we have not seen there \
               before.\n\nIf it was you, all is well.\n\n\
               If it wasn't, open {origin}/konto and choose \"Sign out everywhere\". Change the password of your e-mail too: \
               that is the key to the door.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    account_deleted: NoticeMail {
        subject: "Your Call Santa account is deleted",
        body: "Hello!\n\nYour account is deleted, and everything about you and the children with it. In the database's backups \
               it is gone for good in 30 days.\n\n\
               You are always welcome back.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nWasn't it you who deleted it? Write to {support}.",
    },
    account_idle: NoticeMail {
        subject: "Shall we keep your Call Santa account?",
        body: "Hello!\n\nIt is a long time since you called Santa. We don't hold on to what nobody uses, so in {days} days we \
               will delete your account and everything in it, including any minutes that are left.\n\n\
               If you paid for minutes that you have not used, write to {support} before then, and we will send the money for \
               them back.\n\n\
               If you would like to keep it, sign in at {origin} before {days} days have passed. Otherwise there is nothing to \
               do.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    address_left: NoticeMail {
        subject: "Your Call Santa address has changed",
        body: "Hello!\n\nYour Call Santa account now belongs to another e-mail address. Codes and letters no longer come here, \
               and every other browser is signed out.\n\n\
               If it was you, all is well.\n\n\
               If it wasn't, write to {support} at once, from this address if you can. We will help you.\n\n\
               Warm wishes,\nthe elves at Call Santa",
    },
    address_taken_up: NoticeMail {
        subject: "Welcome to your new Call Santa address",
        body: "Hello!\n\nYour Call Santa account now belongs to this address. This is where codes come when you sign in. Your \
               passkeys work as before, and every other browser is signed out.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nWasn't this you? Write to {support}.",
    },
    address_wanted: NoticeMail {
        subject: "Somebody wanted to use your Call Santa address",
        body: "Hello!\n\nSomebody tried to move another Call Santa account to this address. It already belongs to your account, \
               so nothing has happened, and they are not told that you are with us.\n\n\
               Was it you? Then sign in at {origin} with this address. If you would rather have the other account here, delete \
               the one that belongs here first.\n\n\
               If it wasn't you, somebody has probably mistyped. There is nothing to do.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    passkey_added: NoticeMail {
        subject: "A new passkey for your account",
        body: "Hello!\n\nA passkey has just been added to your Call Santa account, from {device}. It can be used to sign \
               in.\n\n\
               If it was you, all is well.\n\n\
               If it wasn't, open {origin}/konto/nogler and remove it. After that, sign out everywhere under \"Your \
               account\".\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    passkey_removed: NoticeMail {
        subject: "A passkey was removed from your account",
        body: "Hello!\n\nA passkey has just been removed from your Call Santa account, from {device}. It can no longer be used \
               to sign in. A code by mail works as always.\n\n\
               If it was you, all is well.\n\n\
               If it wasn't, open {origin}/konto and choose \"Sign out everywhere\".\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    grown_up_wanted: NoticeMail {
        subject: "Santa asked for a grown-up",
        body: "Hello!\n\nIn a call a moment ago Santa asked the child to fetch a grown-up. That is all we know: we neither hear \
               the conversation nor keep it.\n\n\
               Go to the child and take your time together. In Denmark BørneTelefonen helps on 116 111, children and grown-ups \
               alike; elsewhere in the EU 116 111 reaches a child helpline too. If anybody is in danger, call 112.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    device: "{browser} on {system}",
    unknown_device: "an unknown browser",
};

pub(super) const LETTERS: Letters = Letters {
    consent: NoticeMail {
        subject: "Your consent at Call Santa",
        body: "Hello!\n\nOn {day} you gave your consent at Call Santa. Here it is in writing:\n\n{scope}\n\n\
               The text was the one of {version}, shown in {shown_in}. You can read it again, change your answer or withdraw it \
               whenever you like, under \"Your account\" at {origin}/konto.\n\n\
               If it was you, there is nothing more to do.\n\n\
               [This wasn't me: delete it all]({origin}/samtykke/ikke-mig#{token})\n\n\
               The link works for 30 days. It shows first what will be deleted, and nothing happens until you press the button.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    consent_with_calls: "– You hold custody of the child or children.\n\
                         – We may keep what you write about your child.\n\
                         – Your child's voice and profile may be sent to OpenAI during a call, and you know that Santa is an AI.",
    consent_without_calls: "– You hold custody of the child or children.\n\
                            – We may keep what you write about your child.\n\
                            – You have not agreed that anything may be sent to OpenAI, so no calls can be made.",
    danish: "Danish",
    english: "English",
    policy: NoticeMail {
        subject: "Our privacy policy has changed",
        body: "Hello!\n\nWe have changed our privacy policy and terms. What is new, in short: {news}\n\n\
               [Read all of it]({origin}/privacy)\n\n\
               There is nothing for you to do. If you would rather not stay, you can delete your account at {origin}/konto.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    policy_news: (
        "2026-11-23",
        "You choose whether we may write to you with tips and Christmas news, and we confirm your consent by mail.",
    ),
    season: NoticeMail {
        subject: "The countdown has begun",
        body: "Hello!\n\nIt is December, and up north there is sawing, hammering and wrapping until late in the evening. Santa \
               can't wait to hear what is on the wish list this year.\n\n\
               If there are new wishes, write them down before you call. Then he has read them when he picks up.\n\n\
               [Call Santa]({origin}/)\n\n\
               Merry December!\nThe elves at Call Santa\n\n\
               You get this letter because you said yes to Christmas news from us. There is one a year.\n\n\
               [No more of these, thanks]({origin}/breve/afmeld#{token})\n\nNeed a hand? Write to {support}.",
    },
    tips: NoticeMail {
        subject: "Three small tips for the next call",
        body: "Hello!\n\nNow you have tried calling Santa. Here are three small tips for the next time:\n\n\
               – Find a quiet spot. He hears your child better there.\n\
               – Write what is on your child's mind in the profile: a lost tooth, a new cat, a baby brother on the way. It gives \
               him something to ask about.\n\
               – Sit along. The best calls are the ones you go on talking about afterwards.\n\n\
               [To your page]({origin}/)\n\n\
               Warm wishes,\nthe elves at Call Santa\n\n\
               You get this letter because you said yes to tips from us.\n\n\
               [No more of these, thanks]({origin}/breve/afmeld#{token})\n\nNeed a hand? Write to {support}.",
    },
};

pub(super) const PAYMENTS: Payments = Payments {
    product: "{credits} minutes with Santa",
    receipt: NoticeMail {
        subject: "Receipt: {credits} minutes with Santa",
        body: "Hello!\n\nThank you. Here is your receipt.\n\n\
               {credits} minutes with Santa\nTotal price: {price}\nVAT included ({percent} %): {vat}\n\
               Paid: {moment}\nPurchase number: {purchase}\n\n\
               Seller: {seller}\nCompany number (CVR): {number}\n{address}\n\n\
               {wish} You withdraw at {origin}/fortryd.\n\n\
               The minutes never expire. At {origin}/historik you see every purchase and call, and what is left.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    wish: "You asked us to begin at once: \"Start now. I pay for used minutes if I change my mind.\" (the text of \
           {version}). You may withdraw from the purchase for 14 days and get your money back for the minutes that are not \
           used.",
    no_wish: "You may withdraw from the purchase for 14 days and get all your money back, for used minutes too.",
    withdrawal: NoticeMail {
        subject: "You have withdrawn from your purchase: {refund} is on its way back",
        body: "Hello!\n\nWe received your withdrawal on {moment}. There is nothing more to do.\n\n\
               The purchase: {credits} minutes with Santa for {price}\nPurchase number: {purchase}\n\
               Minutes you give back: {returned}\nMoney you get back: {refund}\n\n\
               The money comes back the way you paid. That usually takes less than ten banking days.\n\n\
               Seller: {seller}\nCompany number (CVR): {number}\n{address}\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nWasn't it you? Write to {support}.",
    },
};
