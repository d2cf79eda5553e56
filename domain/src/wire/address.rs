//! What an address of a page says besides its path, read alike by the app and by the edge.

/// What a page's language is named by, where the way in leads from a page in that language.
pub const LANGUAGE: &str = "sprog";

/// What a query says under `name`; with or without its `?`.
pub fn asked<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(own, value)| (own == name).then_some(value))
}
