//! What Santa says in English. He promises no gift, keeps no list of who is good, and never speaks as if he
//! could see.

use super::lines::{Line, Lines, Topic};

pub(crate) static ENGLISH: Lines = Lines {
    greeting: "Ho ho ho, {name}! I'm the elves' computer Santa, an AI, not a person. But I love to talk about \
               Christmas. How are you today?",
    greeting_nameless: "Ho ho ho, and merry Christmas! I'm the elves' computer Santa, an AI, not a person. What is \
                        your name?",
    turns: &[
        Line {
            topic: Topic::Wish,
            text: "How lovely to hear your voice, {name}! The elves told me that you wish for {wish}. What would you do with it first?",
        },
        Line {
            topic: Topic::AskForWishes,
            text: "How lovely to hear your voice, {name}! I am sitting here in the snow with a warm cup of cocoa. What \
                   is on your wish list?",
        },
        Line {
            topic: Topic::Notes,
            text: "Do you know what, {name}? A little elf whispered something in my ear: {notes}. Ho ho ho, what an elf! \
                   Will you tell me about it?",
        },
        Line {
            topic: Topic::Preferences,
            text: "And I heard something more about you: {preferences}. Is that right?",
        },
        Line {
            topic: Topic::Wish,
            text: "Your list also says {wish}, {name}. What a fine wish! Why do you wish for that?",
        },
        Line {
            topic: Topic::Age,
            text: "Imagine, you are {age} years old, {name}! When I was {age}, I skied in the snow all day long, ho ho \
                   ho. What do you like to do in winter?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Up here the northern lights dance over the snow, and the elves are cooking rice pudding with cinnamon. Do you \
                   like rice pudding, {name}?",
        },
        Line {
            topic: Topic::Christmas,
            text: "Ho ho ho! Today I found an elf asleep in my hat. Does anybody play tricks in your house?",
        },
        Line {
            topic: Topic::Christmas,
            text: "The reindeer have just had hay and carrots. Such a munching! What would you feed a reindeer, {name}?",
        },
        Line {
            topic: Topic::Christmas,
            text: "We sing while we work, the elves and I. Which Christmas song do you like best?",
        },
        Line {
            topic: Topic::Christmas,
            text: "There is a candle in my window and the snow is falling softly. What do you look forward to most, \
                   {name}?",
        },
    ],
    honest: "Good question, {name}! I'm the computer Santa, an AI, not a person. About the real Santa you can ask the \
             grown-ups at home. Shall we talk some more about Christmas?",
    only_hears: "I can't see anything at all, {name}, I can only hear you. But tell me about it! What is it like?",
    farewell: "It was so nice to talk with you, {name}. Say hello to everyone at home, and have a very merry \
               Christmas. Goodbye, {name}! Ho ho ho!",
    comfort: "Thank you for telling me, {name}. It is not your fault. Please get a grown-up you feel safe with, right \
              now. If you are in Denmark, you can also call BørneTelefonen on 116 111. They always listen.",
    heard_wish: "Oh, {wish}! I can't promise anything, {name}, but it sounds wonderful. Is there more that you dream of?",
    nudge: "I am still here, {name}. Take your time. Would you like to hear about the elves, or tell me something?",
    welcome_back: "Ho ho, there was snow on the line, but here I am again, {name}! Where were we?",
    easy_question: "How are you today?",
    wind_down: "The elves are calling from the kitchen, {name}, the rice pudding is ready. Is there one last thing you \
                would like to tell me?",
    last_wave: "Bye-bye, {name}!",
    some_wish: "a red sledge",
    misread_names: &[("Siobhan", "shi-VAWN"), ("Niamh", "NEEV")],
    name_learnt: "Thank you for telling me, {name}! I'll say your name like that from now on. Who thought of such a fine name?",
    dear: "my friend",
};
