//! SQLite's errors as sentences with a kind, classified once.

use crate::base::{Error, Kind};
use rusqlite::ErrorCode;

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        let (kind, key) = match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (Kind::Busy, "db.busy"),
            Some(ErrorCode::DiskFull) => (Kind::User, "db.full"),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => (Kind::User, "db.read_only"),
            Some(ErrorCode::NotADatabase) => (Kind::User, "db.not_a_database"),
            Some(ErrorCode::DatabaseCorrupt) => (Kind::User, "db.corrupt"),
            Some(ErrorCode::CannotOpen) => (Kind::User, "db.cannot_open"),
            Some(ErrorCode::ConstraintViolation) => (Kind::User, "db.constraint"),
            Some(ErrorCode::SystemIoFailure) => (Kind::User, "db.io"),
            _ => (Kind::User, "db.sql"),
        };
        Error::new(kind, key).with("cause", &cause).because(&cause)
    }
}
