//! The file that holds the server secret: made once, read by every backend, never shown.

use crate::error::Error;
use crate::{settings, store};
use badges_core::secret::{KeyFileFault, NoRandomness, ServerSecret};
use pgrx::pg_sys;
use std::cell::RefCell;
use std::ffi::CStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use zeroize::Zeroizing;

/// A longer file is no key file.
const MAX_LENGTH: u64 = 64 * 1024;

/// Tells one state of the file from another without reading it.
#[derive(PartialEq, Eq, Clone)]
struct Stamp {
    path: PathBuf,
    device: u64,
    inode: u64,
    modified: (i64, i64),
    length: u64,
    mode: u32,
}

thread_local! {
    /// What this backend read last; read again when the file changes.
    static CACHE: RefCell<Option<(Stamp, Rc<ServerSecret>)>> = const { RefCell::new(None) };
}

/// The server secret.
///
/// The file is made when it is missing and nothing in this database depends on an older one.
///
/// # Errors
/// 55000 if it is missing but needed, unreadable, open to others, or not a key file.
pub fn secret() -> Result<Rc<ServerSecret>, Error> {
    match existing_secret()? {
        Some(secret) => Ok(secret),
        None => {
            let path = path();
            create(&path)?;
            known(&path)?.ok_or_else(|| unusable(&path, "it vanished after it was made"))
        }
    }
}

/// The server secret, if there is one yet; for look-ups, which find nothing where nothing was made with it.
///
/// # Errors
/// As [`secret`].
pub fn existing_secret() -> Result<Option<Rc<ServerSecret>>, Error> {
    let path = path();
    if let Some(secret) = known(&path)? {
        return Ok(Some(secret));
    }
    if !store::depends_on_key_file()? {
        return Ok(None);
    }
    // Between the two questions another session may have made the file and what depends on it.
    known(&path)?.map(Some).ok_or_else(|| missing(&path))
}

/// Whether there is a file, usable or not.
pub fn is_there() -> bool {
    path().exists()
}

/// What makes the file easier to read or to replace than it should be, and the way out.
pub fn exposure() -> Option<(String, &'static str)> {
    let path = path();
    let file = fs::metadata(&path).ok()?;
    let server = fs::metadata(data_directory()).ok()?.uid();
    if file.uid() != server && file.uid() != 0 {
        return Some((
            format!("the key file {} belongs to another user than the server's", path.display()),
            "Give it to the operating system user that PostgreSQL runs as: chown.",
        ));
    }
    // With the sticky bit, only its owner replaces a file.
    let folder = path.parent()?;
    let mode = fs::metadata(folder).ok()?.mode();
    (mode & 0o002 != 0 && mode & 0o1000 == 0).then(|| {
        (
            format!("everybody may replace files in {}, the folder of the key file", folder.display()),
            "Take the right to write there from others (chmod o-w), or move the file and set badges.key_file.",
        )
    })
}

/// The secret in the file; `None` without a file.
fn known(path: &Path) -> Result<Option<Rc<ServerSecret>>, Error> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(path, &error.to_string())),
    };
    let stamp = stamp(path, &metadata);
    let cached = CACHE.with_borrow(|cache| {
        cache.as_ref().filter(|(known, _)| *known == stamp).map(|(_, secret)| Rc::clone(secret))
    });
    if cached.is_some() {
        return Ok(cached);
    }
    let secret = Rc::new(read(path, &metadata)?);
    CACHE.with_borrow_mut(|cache| *cache = Some((stamp, Rc::clone(&secret))));
    Ok(Some(secret))
}

fn path() -> PathBuf {
    let configured = PathBuf::from(settings::key_file());
    if configured.is_absolute() {
        return configured;
    }
    data_directory().join(configured)
}

fn data_directory() -> PathBuf {
    // SAFETY: the server sets DataDir before it loads any library, and never changes it.
    let path = unsafe { CStr::from_ptr(pg_sys::DataDir) };
    path.to_string_lossy().into_owned().into()
}

fn stamp(path: &Path, metadata: &Metadata) -> Stamp {
    Stamp {
        path: path.to_owned(),
        device: metadata.dev(),
        inode: metadata.ino(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        length: metadata.len(),
        mode: metadata.mode(),
    }
}

fn read(path: &Path, metadata: &Metadata) -> Result<ServerSecret, Error> {
    // Opening a pipe would wait for somebody to write to it, and no cancelling would end that.
    if !metadata.is_file() {
        return Err(unusable(path, "it is no regular file"));
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(unusable(path, "others than its owner may read or write it"));
    }
    let mut text =
        Zeroizing::new(String::with_capacity(usize::try_from(metadata.len().min(MAX_LENGTH)).unwrap_or(0)));
    File::open(path)
        .and_then(|file| file.take(MAX_LENGTH).read_to_string(&mut text))
        .map_err(|error| unusable(path, &error.to_string()))?;
    ServerSecret::parse(&text).map_err(|fault| match fault {
        KeyFileFault::Empty => unusable(path, "it holds no key"),
        KeyFileFault::Line(line) => unusable(path, &format!("line {line} is no key")),
    })
}

/// Makes the file, unless another backend is faster. It appears whole or not at all: written and synced
/// under a name of its own, then linked.
fn create(path: &Path) -> Result<(), Error> {
    // SAFETY: reads a flag in shared memory.
    if unsafe { pg_sys::RecoveryInProgress() } {
        return Err(missing(path));
    }
    let text = ServerSecret::generate_file()
        .map_err(|NoRandomness| unusable(path, "the operating system gave no random bytes for a new one"))?;
    let temporary = path.with_extension(format!("new.{}", std::process::id()));
    // What lies there is that of a process that died just here, perhaps a name of the key file in use, or a trap: it is
    // never written to.
    let _ = fs::remove_file(&temporary);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| match fs::hard_link(&temporary, path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        })
        .and_then(|()| match path.parent() {
            Some(directory) => File::open(directory).and_then(|directory| directory.sync_all()),
            None => Ok(()),
        });
    let removed = fs::remove_file(&temporary);
    written.and(removed).map_err(|error| unusable(path, &error.to_string()))
}

fn missing(path: &Path) -> Error {
    Error::Configuration {
        reason: format!("the key file {} is missing", path.display()),
        hint: "What is stored here was made with it: copy the file from the server, or the backup, where it was made, \
               or point badges.key_file at it."
            .into(),
    }
}

fn unusable(path: &Path, reason: &str) -> Error {
    Error::Configuration {
        reason: format!("the key file {} cannot be used: {reason}", path.display()),
        hint:
            "badges.key_file must name a file that the server's operating system user owns, with mode 0600, \
               made by this extension or copied from the server where it was made."
                .into(),
    }
}
