//! Byte streams between simulated hosts, links, faults and DNS; knows no mail.
