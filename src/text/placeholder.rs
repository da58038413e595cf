//! Text that stands where an answer should: TBD, n/a, lorem ipsum, a prompt left as it was.
