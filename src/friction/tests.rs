//! Friction on accounts that are written down here.
