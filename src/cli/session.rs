//! What most subcommands begin with: configuration, language, who is asking, the open file.

use super::{Globals, input};
use crate::base::{Clock, Config, Error, Kind, Lang, Language, Result, Zone};
use crate::db::{Db, Identity, Opening, setting};
use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// An open file with everything around it.
#[derive(Debug)]
pub struct Session {
    /// The file.
    pub db: Db,
    /// The sentences.
    pub lang: Lang,
    /// Configuration.
    pub config: Config,
    /// Where days begin.
    pub zone: Zone,
    /// JSON wanted.
    pub json: bool,
    /// No words wanted.
    pub quiet: bool,
}

impl Session {
    /// Opens the file; creates it only if `create`.
    ///
    /// # Errors
    /// A wrong configuration, and everything [`Db::open`] refuses.
    pub fn open(globals: &Globals, lang: &mut Lang, create: bool) -> Result<Session> {
        let config = config(globals)?;
        speak(lang, globals, &config);
        let path = database(globals, &config)?;
        let mut db = Db::open(Opening { path, create, me: identity(globals, &config), clock: Clock::from_env()? })?;
        adopt_name(&mut db, globals, &config)?;
        let zone = config.zone.as_deref().map_or_else(|| setting::zone(&db), Zone::parse)?;
        let (json, quiet) = (globals.json, globals.quiet);
        Ok(Session { db, lang: lang.clone(), config, zone, json, quiet })
    }
}

/// Reads the configuration file: `--config`, else the one in the usual place, if it is there.
///
/// # Errors
/// A named file that is missing, and every mistake in it.
pub fn config(globals: &Globals) -> Result<Config> {
    match &globals.config {
        Some(path) => Config::read(path),
        None => match folders().map(|f| f.config_dir().join("config.toml")) {
            Some(path) if path.exists() => Config::read(&path),
            _ => Ok(Config::default()),
        },
    }
}

/// Changes to the language by flag, environment, configuration, locale, if it is not spoken already.
pub fn speak(lang: &mut Lang, globals: &Globals, config: &Config) {
    let wanted = Language::choose(globals.lang.as_deref(), config.lang.as_deref(), |n| std::env::var(n).ok());
    if lang.language != wanted {
        *lang = Lang::load(wanted);
    }
}

/// The database: `--db` or `QUN_DB`, configuration, else `qun.db` in the user's data folder.
///
/// # Errors
/// When there is no home folder and none was named.
pub fn database(globals: &Globals, config: &Config) -> Result<PathBuf> {
    let named = globals.db.clone().or_else(|| config.db.clone());
    let path = match named {
        Some(path) if path.as_os_str().is_empty() => None,
        Some(path) => Some(path),
        None => folders().map(|f| f.data_dir().join("qun.db")),
    };
    path.ok_or_else(|| Error::new(Kind::Usage, "cli.no_home").hint("cli.no_home_hint"))
}

fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "qun")
}

/// Who acts and how we know. `SUDO_UID` is set by sudo and cannot be argued with; `--as` is only what was said.
#[must_use]
pub fn identity(globals: &Globals, config: &Config) -> Identity {
    let var = |name: &str| std::env::var(name).ok().filter(|v| !v.trim().is_empty());
    if let (Some(uid), Some(user)) = (var("SUDO_UID"), var("SUDO_USER")) {
        return Identity { name: user, proof: format!("sudo:{uid}") };
    }
    let uid = rustix::process::getuid().as_raw();
    if let Some(name) = globals.operator.clone().or_else(|| var("QUN_OPERATOR")) {
        return Identity { name, proof: format!("said, uid:{uid}") };
    }
    // A bare shell of a container or of cron has no such variables, but the box knows the login all the same.
    let known = || login_name(&input::text(Path::new("/etc/passwd")).unwrap_or_default(), uid);
    let login = || var("USER").or_else(|| var("LOGNAME")).or_else(known).unwrap_or_else(|| Identity::unnamed(uid));
    Identity { name: config.operator.clone().unwrap_or_else(login), proof: format!("uid:{uid}") }
}

/// The name of login `uid` in a password file: `name:x:uid:..` a line.
fn login_name(file: &str, uid: u32) -> Option<String> {
    let named = |line: &str| {
        let mut cells = line.split(':');
        let (name, number) = (cells.next()?, cells.nth(1)?);
        (number.parse() == Ok(uid) && !name.trim().is_empty()).then(|| name.to_owned())
    };
    file.lines().find_map(named)
}

/// The name somebody gave themselves on the first screen belongs to their login from then on.
fn adopt_name(db: &mut Db, globals: &Globals, config: &Config) -> Result<()> {
    if globals.operator.is_none()
        && config.operator.is_none()
        && db.me().proof.starts_with("uid:")
        && let Some(name) = setting::get(db, &format!("login.{}", db.me().proof))?
    {
        db.rename(&name);
    }
    Ok(())
}

/// Whether the locale promises UTF-8; without it only ASCII signs are drawn.
#[must_use]
pub fn utf8_locale(get: impl Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|n| get(n).filter(|v| !v.is_empty()));
    set.is_some_and(|v| v.to_ascii_lowercase().replace('-', "").contains("utf8"))
}

/// Whether this login may not run other programs: it was given a command by the key it came with, or was told so.
#[must_use]
pub fn restricted() -> bool {
    ["SSH_ORIGINAL_COMMAND", "QUN_RESTRICTED"].iter().any(|name| std::env::var(name).is_ok())
}

/// Whether the program of the configuration may be asked what it thinks of messages; if one is named and may not, that is
/// worth a sentence.
#[must_use]
pub fn may_ask(quiet: bool, lang: &Lang, config: &Config) -> bool {
    if restricted() && !config.screening.scorer.is_empty() {
        super::output::say(quiet, lang.text("rules.scorer_restricted"));
    }
    !restricted()
}

/// Whether `path` looks like a file name rather than a mistyped option.
#[must_use]
pub fn exists(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_named_as_the_box_names_it() {
        let file = "root:x:0:0:root:/root:/bin/sh\n# no\n:x:7::\nbroken\nzhou:x:1000:1000:周宁,,,:/home/zhou:/bin/sh\n";
        assert_eq!(login_name(file, 1000).as_deref(), Some("zhou"));
        assert_eq!(login_name(file, 0).as_deref(), Some("root"));
        assert_eq!((login_name(file, 7), login_name(file, 10), login_name("", 0)), (None, None, None));
        let me = Identity { name: Identity::unnamed(1000), proof: "uid:1000".into() };
        assert!(me.is_unnamed("user1000") && !me.is_unnamed("user100") && !me.is_unnamed("周宁"));
    }

    #[test]
    fn utf8_is_read_from_the_first_locale_that_is_set() {
        let env = |pairs: &'static [(&str, &str)]| {
            move |n: &str| pairs.iter().find(|(k, _)| *k == n).map(|(_, v)| (*v).to_owned())
        };
        assert!(utf8_locale(env(&[("LANG", "zh_CN.UTF-8")])));
        assert!(utf8_locale(env(&[("LC_ALL", ""), ("LANG", "en_US.utf8")])));
        assert!(!utf8_locale(env(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")])));
        assert!(!utf8_locale(env(&[])));
    }
}
