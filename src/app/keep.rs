//! A text that could not be sent, in a file only its operator can read.

use crate::base::{Error, Result};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;

/// Writes `text`, as it is and nothing else, in place of what was kept before. The file lies where the login session's
/// private files do, else in the home folder; never beside the database, which others read.
///
/// # Errors
/// There is no such folder, or it cannot be written.
pub fn text(text: &str) -> Result<PathBuf> {
    let path = path().ok_or_else(|| Error::user("words.no_folder"))?;
    let failed = |e: &std::io::Error| Error::io(&path, e);
    // A file of that name may be another's, or a link: it goes first, and ours must be new.
    match std::fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(&e)),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(|e| failed(&e))?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(|e| failed(&e))?;
    file.write_all(text.as_bytes()).map_err(|e| failed(&e))?;
    Ok(path)
}

/// Takes the file away when the program ends: who it was for has it, or it can be made again.
pub fn forget() {
    if let Some(path) = path() {
        // There may be none.
        let _ = std::fs::remove_file(path);
    }
}

fn path() -> Option<PathBuf> {
    let folder = ["XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME"];
    let folder = folder.iter().find_map(|name| std::env::var_os(name).filter(|v| !v.is_empty()));
    Some(PathBuf::from(folder?).join(format!("qun-{}.txt", std::process::id())))
}
