//! Empty: without a build script, Cargo does not look at the features of build dependencies.

fn main() {}
