//! One error type. It carries a message key and its arguments, so every reader gets the sentence in
//! their own language; its kind decides the exit code, once, where the error is made.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The result of everything that can fail in qun.
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of failure it was; each has its exit code (design §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something in the world is not as needed: a file, a value, a terminal. Exit 1.
    User,
    /// The command line was wrong. Exit 2.
    Usage,
    /// A check found something. Exit 3.
    Findings,
    /// The file is held by somebody else for too long. Exit 4.
    Busy,
    /// Somebody else was faster. Exit 4.
    Conflict,
    /// The file was written by a newer qun. Exit 5.
    Newer,
    /// The reader of our output went away. Exit 0, silently.
    Closed,
}

impl Kind {
    /// The process exit code of this kind.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::User => 1,
            Self::Usage => 2,
            Self::Findings => 3,
            Self::Busy | Self::Conflict => 4,
            Self::Newer => 5,
        }
    }
}

/// A sentence not yet in any language: a catalogue key and the values of its `{names}`.
/// Also what the journal stores as its summary, so each reader sees it in their language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Says {
    /// The catalogue key, e.g. `queue.approved`.
    #[serde(rename = "k")]
    pub key: String,
    /// Values for `{name}` slots. A value starting with `@` followed by a key is itself looked up.
    #[serde(rename = "a", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Says {
    /// A sentence without arguments yet.
    #[must_use]
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: BTreeMap::new() }
    }

    /// Adds the value of `{name}`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// What went wrong, what to do next, and the technical cause for `--verbose` and logs.
#[derive(Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What happened and where.
    pub says: Says,
    /// What to do next.
    pub hint: Option<Box<Says>>,
    /// The cause as the library below said it.
    pub cause: Option<String>,
}

impl Error {
    /// An error of `kind` that says the sentence under `key`.
    #[must_use]
    pub fn new(kind: Kind, key: &str) -> Self {
        Self { kind, says: Says::new(key), hint: None, cause: None }
    }

    /// The common case: [`Kind::User`].
    #[must_use]
    pub fn user(key: &str) -> Self {
        Self::new(Kind::User, key)
    }

    /// Adds the value of `{name}` to the sentence (and to the hint, if it is there already).
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        let value = value.to_string();
        if let Some(hint) = self.hint.take() {
            self.hint = Some(Box::new(hint.with(name, &value)));
        }
        self.says = self.says.with(name, value);
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, key: &str) -> Self {
        let mut hint = Says::new(key);
        hint.args = self.says.args.clone();
        self.hint = Some(Box::new(hint));
        self
    }

    /// Adds the technical cause.
    #[must_use]
    pub fn because(mut self, cause: impl std::fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// Writing to `path` or reading from it failed.
    #[must_use]
    pub fn io(path: &std::path::Path, cause: &std::io::Error) -> Self {
        let key = match cause.kind() {
            std::io::ErrorKind::NotFound => "base.io_not_found",
            std::io::ErrorKind::PermissionDenied => "base.io_denied",
            std::io::ErrorKind::StorageFull => "base.io_full",
            std::io::ErrorKind::IsADirectory => "base.io_folder",
            _ => "base.io",
        };
        Self::user(key).with("path", path.display()).with("cause", cause).because(cause)
    }
}

impl std::fmt::Display for Error {
    /// The bare facts for logs and tests; people get [`crate::base::Lang::explain`].
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.says.key, self.says.args)?;
        if let Some(cause) = &self.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Writing to stdout: a closed pipe ends quietly, anything else is said.
impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        let kind = if cause.kind() == std::io::ErrorKind::BrokenPipe { Kind::Closed } else { Kind::User };
        Self::new(kind, "base.output").with("cause", &cause).because(&cause)
    }
}
