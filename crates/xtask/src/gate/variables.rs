//! The variables of the environment that a stage's result depends on.

use std::ffi::OsString;

/// How the names begin of all that compilers, tests, mail clients, Node and browsers are known to read,
/// and of where they look for programs and settings. A variable that differs from window to window, such
/// as SHLVL, must not be among them: nothing would ever be as before.
const BEGINNINGS: &[&str] = &[
    // Our own tests and programs.
    "BLESS",
    "CHROME",
    "CI",
    "FIREFOX",
    "FORCE_COLOR",
    "NO_COLOR",
    "PROPTEST_",
    "RELAYSCOPE",
    // Rust, and the compiler of C that it links with.
    "CARGO",
    "CC",
    "CFLAGS",
    "RUST",
    "TARGET_CC",
    // Whatever program.
    "DYLD_",
    "HOME",
    "LANG",
    "LC_",
    "LD_",
    "PATH",
    "SOURCE_DATE_EPOCH",
    "TEMP",
    "TMP",
    "TZ",
    "XDG_CACHE_",
    "XDG_CONFIG_",
    "XDG_DATA_",
    // Mail clients, and what runs them.
    "CURL_",
    "EMAIL",
    "FETCHMAIL",
    "HOSTNAME",
    "LOGNAME",
    "NETRC",
    "PERL",
    "PYENV_",
    "PYTHON",
    "SSL_",
    "SWAKS_",
    "USER",
    "WIRESHARK_",
    // Node, and what runs in it.
    "DEBUG",
    "DOCUSAURUS_",
    "MDBOOK_",
    "NODE_",
    "NPM_",
    "PLAYWRIGHT_",
    "PWDEBUG",
    "PWTEST_",
    "PW_",
    "TRUNK_",
    "TS_",
    "WASM_BINDGEN_",
    // Browsers.
    "CHROMIUM_",
    "FONTCONFIG_",
    "MOZ_",
];

/// Those of the variables that matter, with their values, in the order of their names.
pub(super) fn variables(all: impl Iterator<Item = (OsString, OsString)>) -> String {
    let mut lines: Vec<String> = all
        .filter(|(name, _)| matters(&name.to_string_lossy().to_uppercase()))
        .map(|pair| format!("{pair:?}"))
        .collect();
    lines.sort();
    lines.join("\n")
}

fn matters(name: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning)) || name.ends_with("_PROXY")
}

#[cfg(test)]
mod tests {
    use super::variables;

    fn told(all: &[(&str, &str)]) -> String {
        variables(all.iter().map(|(name, value)| (name.into(), value.into())))
    }

    #[test]
    fn what_a_test_may_read_is_told_with_its_value() {
        let names =
            ["BLESS", "RUSTFLAGS", "PATH", "PROPTEST_CASES", "npm_config_cache", "http_proxy"];
        for name in names {
            assert!(told(&[(name, "1")]).contains(name), "{name}");
            assert_ne!(told(&[(name, "1")]), told(&[(name, "2")]), "{name}");
        }
    }

    #[test]
    fn what_differs_from_window_to_window_is_not() {
        assert_eq!(told(&[("SHLVL", "2"), ("PWD", "/"), ("OLDPWD", "/"), ("WINDOWID", "7")]), "");
    }

    #[test]
    fn the_order_does_not_matter() {
        let (one, two) = (("LANG", "C"), ("HOME", "/root"));
        assert_eq!(told(&[one, two]), told(&[two, one]));
    }
}
