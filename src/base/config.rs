//! The configuration file as a partial patch: what is absent keeps its default; every mistake names file and line.
