//! The `badges.*` settings: each defined, described and checked here, once.

use crate::error::Error;
use badges_core::openbadges::datatypes::{is_http_url, is_https_or_local};
use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting, PostgresGucEnum};
use pgrx::{pg_guard, pg_sys};
use std::ffi::{CStr, CString, c_char, c_void};

static BASE_URL: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"https://localhost"));
static DEFAULT_VERSION: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"3.0"));
static KEY_FILE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c"badges.key"));
static RP_ID: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static RP_NAME: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static RP_ORIGINS: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(Some(c""));
static LOGIN_TOKEN_TTL: GucSetting<i32> = GucSetting::<i32>::new(600);
static OTP_LENGTH: GucSetting<i32> = GucSetting::<i32>::new(6);
static SIGN_UP: GucSetting<bool> = GucSetting::<bool>::new(true);
static SIGN_COUNT_POLICY: GucSetting<SignCountPolicy> =
    GucSetting::<SignCountPolicy>::new(SignCountPolicy::Auto);

/// What a passkey whose counter runs backwards means.
#[derive(PostgresGucEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignCountPolicy {
    /// Refuse a single-device passkey, warn about a synchronised one.
    #[name = c"auto"]
    Auto,
    /// Refuse.
    #[name = c"reject"]
    Reject,
    /// Accept and mark the credential.
    #[name = c"warn"]
    Warn,
}

impl SignCountPolicy {
    /// Whether a counter that ran backwards makes the sign-in fail. A synchronised passkey has no one counter.
    pub fn refuses(self, synchronised: bool) -> bool {
        match self {
            SignCountPolicy::Auto => !synchronised,
            SignCountPolicy::Reject => true,
            SignCountPolicy::Warn => false,
        }
    }
}

/// What documents' URLs start with; without a slash at the end.
pub fn base_url() -> String {
    text(&BASE_URL).trim_end_matches('/').to_owned()
}

/// The version of Open Badges that is issued where a call names none.
pub fn default_version() -> String {
    text(&DEFAULT_VERSION)
}

/// Where the server secret lies; a relative path starts at the data directory.
pub fn key_file() -> String {
    text(&KEY_FILE)
}

/// Seconds for which a sign-in code or link is good.
pub fn login_token_ttl() -> i32 {
    LOGIN_TOKEN_TTL.get()
}

/// Digits in a sign-in code.
pub fn otp_length() -> usize {
    usize::try_from(OTP_LENGTH.get()).unwrap_or(6)
}

/// Whether an address without a user may sign in and thereby become one.
pub fn sign_up() -> bool {
    SIGN_UP.get()
}

/// The relying party that passkeys are made for.
pub struct RelyingParty {
    /// A domain.
    pub id: String,
    /// What a passkey dialogue shows; may be empty.
    pub name: String,
    /// Where its passkeys may be used; at least one.
    pub origins: Vec<String>,
}

/// The relying party.
///
/// # Errors
/// 55000 if its id or its origins are not set.
pub fn relying_party() -> Result<RelyingParty, Error> {
    Ok(RelyingParty { id: rp_id()?, name: text(&RP_NAME), origins: rp_origins()? })
}

/// The domain that passkeys belong to.
///
/// # Errors
/// 55000 if it is not set.
pub fn rp_id() -> Result<String, Error> {
    Some(text(&RP_ID)).filter(|id| !id.is_empty()).ok_or_else(|| Error::Configuration {
        reason: "badges.rp_id is not set, and passkeys belong to a domain".into(),
        hint: "Set it to the domain of the site: ALTER DATABASE ... SET badges.rp_id = 'example.org'.".into(),
    })
}

/// The origins that may use passkeys.
///
/// # Errors
/// 55000 if there are none.
pub fn rp_origins() -> Result<Vec<String>, Error> {
    let value = text(&RP_ORIGINS);
    if value.is_empty() {
        return Err(Error::Configuration {
            reason: "badges.rp_origins is not set, and passkeys are used at known origins only".into(),
            hint: "Set it to the origins of the site, separated by commas: \
                   ALTER DATABASE ... SET badges.rp_origins = 'https://example.org, https://www.example.org'."
                .into(),
        });
    }
    Ok(value.split(',').map(|origin| origin.trim().to_owned()).collect())
}

/// What a passkey whose counter runs backwards means.
pub fn sign_count_policy() -> SignCountPolicy {
    SIGN_COUNT_POLICY.get()
}

fn text(setting: &GucSetting<Option<CString>>) -> String {
    setting.get().map(|value| value.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Why a value is refused; `None` if it is fine.
type Check = fn(&str) -> Option<&'static str>;

fn base_url_fault(value: &str) -> Option<&'static str> {
    let Some((scheme, rest)) = value.split_once("://") else {
        return Some("It must be a URL such as https://badges.example.org.");
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty()
        || value.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\"<>\\".contains(c))
    {
        return Some("It must be a URL with a host and without query, fragment or spaces.");
    }
    match scheme {
        "https" | "http" if !is_http_url(value) => {
            Some("It must be a URL such as https://badges.example.org.")
        }
        "https" | "http" if is_https_or_local(value) => None,
        "http" => Some("It must start with https://; http:// is for localhost only."),
        _ => Some("It must start with https://."),
    }
}

fn version_fault(value: &str) -> Option<&'static str> {
    (!matches!(value, "2.0" | "3.0")).then_some("Open Badges \"2.0\" and \"3.0\" are what can be issued.")
}

fn key_file_fault(value: &str) -> Option<&'static str> {
    value.is_empty().then_some("It must name a file.")
}

fn rp_id_fault(value: &str) -> Option<&'static str> {
    let is_domain = value.is_empty()
        || value.split('.').all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        });
    (!is_domain).then_some("It must be a domain name in lower case, without scheme or port.")
}

fn rp_origins_fault(value: &str) -> Option<&'static str> {
    let is_origin = |origin: &str| {
        origin.starts_with("android:apk-key-hash:")
            || origin.split_once("://").is_some_and(|(scheme, host)| {
                matches!(scheme, "https" | "http") && !host.is_empty() && !host.contains('/')
            })
    };
    let all = value.is_empty() || value.split(',').map(str::trim).all(is_origin);
    (!all).then_some(
        "It must be a comma-separated list of origins such as https://example.org, without a path.",
    )
}

/// Runs a check on the value PostgreSQL proposes and leaves the reason as the error's detail.
///
/// # Safety
/// `proposed` must point to a pointer that is null or a C string, as PostgreSQL passes it to check hooks.
unsafe fn hook(proposed: *mut *mut c_char, check: Check) -> bool {
    // SAFETY: the caller vouches for the pointer.
    let Some(value) = (unsafe { proposed.as_ref() }).filter(|value| !value.is_null()) else {
        return true;
    };
    // SAFETY: as above; PostgreSQL ends the string with a zero byte.
    let value = unsafe { CStr::from_ptr(*value) };
    let fault = match value.to_str() {
        Ok(value) => check(value),
        Err(_) => Some("It must be UTF-8."),
    };
    if let Some(fault) = fault {
        let detail = CString::new(fault).unwrap_or_default();
        // SAFETY: the copy lives in the current memory context, which outlasts the report made of it.
        unsafe { pg_sys::GUC_check_errdetail_string = pg_sys::pstrdup(detail.as_ptr()) };
    }
    fault.is_none()
}

macro_rules! hooks {
    ($($name:ident => $check:ident),* $(,)?) => {$(
        #[pg_guard]
        unsafe extern "C-unwind" fn $name(
            proposed: *mut *mut c_char,
            _extra: *mut *mut c_void,
            _source: pg_sys::GucSource::Type,
        ) -> bool {
            // SAFETY: PostgreSQL calls check hooks with a valid pointer.
            unsafe { hook(proposed, $check) }
        }
    )*};
}

hooks! {
    check_base_url => base_url_fault,
    check_version => version_fault,
    check_key_file => key_file_fault,
    check_rp_id => rp_id_fault,
    check_rp_origins => rp_origins_fault,
}

/// Defines every setting. Called once, when the library is loaded.
pub fn define() {
    let string = |name, short, long, setting, context, check| {
        // SAFETY: the check hooks are guarded against panics and obey their contract.
        unsafe {
            GucRegistry::define_string_guc_with_hooks(
                name,
                short,
                long,
                setting,
                context,
                GucFlags::default(),
                check,
                None,
                None,
            );
        }
    };
    string(
        c"badges.base_url",
        c"What the URLs of hosted documents start with.",
        c"An https URL; issuers, badge classes and assertions get ids below it. Changing it affects new documents only.",
        &BASE_URL,
        GucContext::Suset,
        Some(check_base_url),
    );
    string(
        c"badges.default_version",
        c"The version of Open Badges that is issued where a call names none.",
        c"",
        &DEFAULT_VERSION,
        GucContext::Userset,
        Some(check_version),
    );
    string(
        c"badges.key_file",
        c"The file that holds the server secret.",
        c"A relative path starts at the data directory. The file is made with mode 0600 at first need.",
        &KEY_FILE,
        GucContext::Sighup,
        Some(check_key_file),
    );
    string(
        c"badges.rp_id",
        c"The WebAuthn relying party id: the domain that passkeys belong to.",
        c"",
        &RP_ID,
        GucContext::Suset,
        Some(check_rp_id),
    );
    string(
        c"badges.rp_name",
        c"The name a passkey dialogue shows for this site.",
        c"",
        &RP_NAME,
        GucContext::Suset,
        None,
    );
    string(
        c"badges.rp_origins",
        c"The origins that may use passkeys, separated by commas.",
        c"",
        &RP_ORIGINS,
        GucContext::Suset,
        Some(check_rp_origins),
    );
    GucRegistry::define_int_guc(
        c"badges.login_token_ttl",
        c"For how long a sign-in code or link is good.",
        c"NIST SP 800-63B allows at most ten minutes for a code.",
        &LOGIN_TOKEN_TTL,
        30,
        86_400,
        GucContext::Suset,
        GucFlags::UNIT_S,
    );
    GucRegistry::define_int_guc(
        c"badges.otp_length",
        c"Digits in a sign-in code.",
        c"",
        &OTP_LENGTH,
        6,
        10,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_bool_guc(
        c"badges.sign_up",
        c"Whether an address without a user may sign in and thereby become one.",
        c"",
        &SIGN_UP,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_enum_guc(
        c"badges.sign_count_policy",
        c"What a passkey whose counter runs backwards means.",
        c"auto refuses single-device passkeys and warns about synchronised ones.",
        &SIGN_COUNT_POLICY,
        GucContext::Suset,
        GucFlags::default(),
    );
    // SAFETY: a constant C string; called while the library is being loaded, as PostgreSQL asks.
    unsafe { pg_sys::MarkGUCPrefixReserved(c"badges".as_ptr()) };
}
