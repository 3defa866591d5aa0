//! Exports and event logs in: bytes -> `Record`. One table of formats; knows no database.
