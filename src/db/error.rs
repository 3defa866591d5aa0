//! SQLite's errors as sentences with a kind, classified once.

use crate::base::{Error, Kind};
use rusqlite::ErrorCode;

/// `SQLITE_IOERR_SHMSIZE`.
const SHM_CANNOT_GROW: i32 = 10 | 19 << 8;

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        // A full disk also shows as the shared index that cannot grow.
        let no_room = matches!(&cause, rusqlite::Error::SqliteFailure(e, _) if e.extended_code == SHM_CANNOT_GROW);
        let (kind, key) = match cause.sqlite_error_code() {
            _ if no_room => (Kind::User, "db.full"),
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
