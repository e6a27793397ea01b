//! A trace in other people's formats.
