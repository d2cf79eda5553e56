//! English.

use super::{CodeMail, NoticeMail, Notices, Payments};

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
               Thank you for calling. You are always welcome back.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nWasn't it you who deleted it? Write to {support}.",
    },
    account_idle: NoticeMail {
        subject: "Shall we keep your Call Santa account?",
        body: "Hello!\n\nIt is a long time since you called Santa. We don't hold on to what nobody uses, so in {days} days we \
               will delete your account and everything in it, including any minutes that are left.\n\n\
               If you would like to keep it, sign in at {origin} before {days} days have passed. Otherwise there is nothing to \
               do.\n\n\
               Warm wishes,\nthe elves at Call Santa\n\nNeed a hand? Write to {support}.",
    },
    device: "{browser} on {system}",
    unknown_device: "an unknown browser",
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
