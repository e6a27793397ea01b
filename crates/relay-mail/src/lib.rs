//! Mail nouns and framing that SMTP and POP3 share: addresses, paths, content, lines, dots, limits.
