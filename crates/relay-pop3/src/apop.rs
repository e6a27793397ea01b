//! The digest of APOP (RFC 1939 §7).

use core::fmt::Write as _;

use md5::{Digest as _, Md5};

/// MD5 of the greeting's timestamp, brackets included, followed by the shared secret; 32
/// lower-case hexadecimal digits.
///
/// MD5 is broken. It is here because the protocol wants it, and it keeps the secret off the wire
/// only from those who do not try.
pub fn digest(timestamp: &str, secret: &str) -> String {
    let octets = Md5::new().chain_update(timestamp).chain_update(secret).finalize();
    octets.iter().fold(String::with_capacity(32), |mut hex, octet| {
        write!(hex, "{octet:02x}").expect("writing to a String cannot fail");
        hex
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_of_the_rfc() {
        let digest = super::digest("<1896.697170952@dbc.mtview.ca.us>", "tanstaaf");
        assert_eq!(digest, "c4c9334bac560ecc979e58001b3e22fb");
    }
}
