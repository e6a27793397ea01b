//! Trace and state turned into plain view models; no DOM.
