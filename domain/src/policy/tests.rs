//! What the texts that ship say, in both languages, under every setting of a deployment.

use super::{
    Facts, VERSION,
    document::{Block, Document, Piece, pieces},
    has_changed_since,
};
use crate::{Language, wire::Config};

fn privacy(language: Language) -> &'static str {
    match language {
        Language::Da => include_str!("../../../app/locales/policy/privacy.da.md"),
        Language::En => include_str!("../../../app/locales/policy/privacy.en.md"),
    }
}

fn terms(language: Language) -> &'static str {
    match language {
        Language::Da => include_str!("../../../app/locales/policy/terms.da.md"),
        Language::En => include_str!("../../../app/locales/policy/terms.en.md"),
    }
}

fn config() -> Config {
    Config {
        operator_name: "Nordpolen ApS".into(),
        operator_number: "DK 12345678".into(),
        operator_address: "Granvej 24, 8000 Aarhus C".into(),
        support_email: "support@example.dk".into(),
        mail_provider: "Postnissen".into(),
        voice_model: "gpt-realtime-test".into(),
        zero_data_retention: false,
        payments: false,
        packs: Vec::new(),
        vat_percent: 25,
        bookkeeping_years: 5,
        stun_hosts: Vec::new(),
        welcome_credits: 5,
        inbox_url: None,
    }
}

/// The whole text as a reader gets it.
fn shown(text: &str, config: &Config) -> String {
    let facts = Facts::of(config);
    let document = Document::read(text).unwrap();
    let mut lines = vec![document.title];
    for section in document.sections {
        lines.push(section.title);
        for block in section
            .blocks
            .iter()
            .filter(|block| facts.hold(&block.condition))
        {
            for text in &block.texts {
                lines.push(
                    pieces(text)
                        .into_iter()
                        .map(|piece| match piece {
                            Piece::Plain(words) | Piece::Strong(words) => facts.fill(words),
                            Piece::Link(label, place) => format!(
                                "{} ({})",
                                facts.fill(label),
                                facts
                                    .address(place)
                                    .unwrap_or_else(|| panic!("no place {place}"))
                            ),
                        })
                        .collect(),
                );
            }
        }
    }
    lines.join("\n")
}

/// Every setting that changes the texts.
fn settings() -> Vec<Config> {
    let mut all = Vec::new();
    for bits in 0..8_u8 {
        all.push(Config {
            zero_data_retention: bits & 1 != 0,
            payments: bits & 2 != 0,
            stun_hosts: if bits & 4 != 0 {
                vec!["stun.example.dk".into()]
            } else {
                Vec::new()
            },
            ..config()
        });
    }
    all
}

#[test]
fn nothing_is_left_unfilled_and_every_link_leads_somewhere() {
    for config in settings() {
        for text in Language::ALL
            .into_iter()
            .flat_map(|l| [privacy(l), terms(l)])
        {
            let shown = shown(text, &config);
            for mark in ["{", "}", "**", "](", "\n?", "\n- "] {
                assert!(!shown.contains(mark), "{mark:?} is left in {shown}");
            }
        }
    }
}

/// A text without its words: per section its anchor, per block the condition, the count of texts, the places linked to.
fn frame(text: &str) -> Vec<(String, Vec<String>)> {
    let outline = |block: &Block| {
        let texts = block.texts.iter();
        let mut places: Vec<_> = texts
            .flat_map(|text| pieces(text))
            .filter_map(|piece| match piece {
                Piece::Link(_, place) => Some(place),
                _ => None,
            })
            .collect();
        places.sort_unstable();
        let (condition, count) = (&block.condition, block.texts.len());
        format!("{condition} {} {count} {places:?}", block.is_list)
    };
    let sections = Document::read(text).unwrap().sections.into_iter();
    sections
        .map(|section| (section.anchor, section.blocks.iter().map(outline).collect()))
        .collect()
}

#[test]
fn all_languages_say_the_same_things_in_the_same_places() {
    for text in [privacy, terms] {
        for language in Language::ALL {
            assert_eq!(
                frame(text(language)),
                frame(text(Language::default())),
                "{language:?}"
            );
        }
    }
}

/// R1, P3: what is said of OpenAI's half follows the flag.
#[test]
fn r1_openais_half_is_promised_only_where_it_is_confirmed() {
    let words = Language::each_with([
        (
            "op til 30 dage for at opdage misbrug",
            "intet af den bliver liggende",
        ),
        ("up to 30 days to detect misuse", "none of it stays"),
    ]);
    for (language, (kept, confirmed)) in words {
        let open = shown(privacy(language), &config());
        assert!(
            open.contains(kept) && !open.contains(confirmed),
            "{language:?}"
        );
        let zero = shown(
            privacy(language),
            &Config {
                zero_data_retention: true,
                ..config()
            },
        );
        assert!(
            zero.contains(confirmed) && !zero.contains(kept),
            "{language:?}"
        );
    }
}

/// R3, P12, P25: every processor by name, with its own policy where it has one, and where in the world it is.
#[test]
fn r3_every_processor_is_named_in_both_languages() {
    for config in settings() {
        for language in Language::ALL {
            let shown = shown(privacy(language), &config);
            let mut wanted = vec![
                "OpenAI",
                "(https://openai.com/policies/eu-privacy-policy/)",
                "gpt-realtime-test",
                "Cloudflare",
                "(https://www.cloudflare.com/privacypolicy/)",
                "Postnissen",
                "Stripe",
                "Data Privacy Framework",
            ];
            wanted.extend(config.stun_hosts.iter().map(String::as_str));
            for name in wanted {
                assert!(shown.contains(name), "{language:?}: {name}");
            }
            assert_eq!(
                shown.contains("(https://stripe.com/privacy)"),
                config.payments
            );
            assert_eq!(
                shown.contains("stun.example.dk"),
                !config.stun_hosts.is_empty()
            );
        }
    }
}

/// P8, P27: who answers, within which time, on which grounds, and where to complain.
#[test]
fn p27_rights_have_a_contact_a_time_legal_bases_and_a_way_to_complain() {
    let words = Language::each_with([
        [
            "senest en måned",
            "litra a",
            "litra b",
            "litra c",
            "litra f",
            "begrænse",
            "indsigelse",
            "få en kopi",
        ],
        [
            "one month",
            "6(1)(a)",
            "point (b)",
            "point (c)",
            "point (f)",
            "restrict",
            "object",
            "get a copy",
        ],
    ]);
    for (language, words) in words {
        let shown = shown(privacy(language), &config());
        for word in words.into_iter().chain([
            "Nordpolen ApS",
            "DK 12345678",
            "Granvej 24, 8000 Aarhus C",
            "support@example.dk (mailto:support@example.dk)",
            "Datatilsynet",
            "Carl Jacobsens Vej 35",
            "(https://www.datatilsynet.dk/)",
        ]) {
            assert!(shown.contains(word), "{language:?}: {word}");
        }
    }
}

/// P23: what "within 30 days" means is said.
#[test]
fn p23_the_thirty_days_are_explained() {
    for (language, words) in Language::each_with(["30 dage", "30 days"]) {
        let shown = shown(
            privacy(language),
            &Config {
                zero_data_retention: true,
                ..config()
            },
        );
        assert!(shown.matches(words).count() >= 2, "{language:?}");
    }
}

/// What is not sold is not described as if it were.
#[test]
fn p6_payments_are_described_only_where_there_are_any() {
    for config in settings() {
        for (language, (years, none)) in Language::each_with([
            ("i 5 år", "ikke købes noget her endnu"),
            ("for 5 years", "can be bought here yet"),
        ]) {
            let shown = shown(privacy(language), &config);
            assert_eq!(shown.contains(years), config.payments, "{language:?}");
            assert_eq!(shown.contains(none), !config.payments, "{language:?}");
        }
    }
}

/// R4, P18, P21: that Santa is an AI, for whom the service is, and the American rules.
#[test]
fn r4_both_texts_say_that_santa_is_an_ai() {
    for (language, (in_privacy, in_terms, ages)) in Language::each_with([
        (
            "en AI og ikke et menneske",
            "Julemanden er en AI",
            "fra 3 til 12 år",
        ),
        ("an AI and not a person", "Santa is an AI", "from 3 to 12"),
    ]) {
        for (text, words) in [(privacy(language), in_privacy), (terms(language), in_terms)] {
            let shown = shown(text, &config());
            assert!(shown.contains(words) && shown.contains(ages), "{words}");
        }
        assert!(privacy(language).contains("COPPA"), "{language:?}");
    }
}

#[test]
fn a_text_out_of_form_is_refused() {
    for text in [
        "No title",
        "# T\n\n## No anchor\n\nText",
        "# T\n\n?alone",
        "# T\n\n### Deep",
    ] {
        assert!(Document::read(text).is_err(), "{text:?}");
    }
}

#[test]
fn marks_are_taken_apart_and_open_ones_are_plain() {
    use Piece::{Link, Plain, Strong};
    let table: [(&str, &[Piece<'_>]); 5] = [
        ("æ **b** c", &[Plain("æ "), Strong("b"), Plain(" c")]),
        (
            "[x](y), [z](w)",
            &[Link("x", "y"), Plain(", "), Link("z", "w")],
        ),
        ("**open", &[Plain("**open")]),
        ("[open](y", &[Plain("[open](y")]),
        ("<b>no</b>", &[Plain("<b>no</b>")]),
    ];
    for (text, expected) in table {
        assert_eq!(pieces(text), expected);
    }
}

#[test]
fn a_fact_with_marks_in_it_is_taken_as_it_is() {
    let facts = Facts::of(&Config {
        operator_name: "{support} **A/S**".into(),
        ..config()
    });
    assert_eq!(facts.fill("{operator}!"), "{support} **A/S**!");
}

#[test]
fn p26_whoever_saw_another_version_or_none_is_told() {
    assert!(has_changed_since(None));
    assert!(has_changed_since(Some("2020-01-01")));
    assert!(!has_changed_since(Some(VERSION)));
}
