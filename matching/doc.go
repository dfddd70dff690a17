// Package matching reconciles two lists of rows one to one: it says which row
// of the left answers which row of the right, exactly and in the same way every
// time, whatever the order of work or the number of processors.
//
// # What a match is
//
// Rows are compared within groups of byte-for-byte equal keys. A candidate is a
// pair whose amounts and dates lie within their tolerances (inclusive).
// Candidates are sorted by (|amount difference|, |days|, left row, right row)
// and taken from the front while both rows are free: these pairs are matched,
// and exact where nothing differs. The same is then done, without tolerances,
// over the rows of the group that are left: these pairs are partial, and name
// the fields that failed. Every row ends in exactly one of matched, partial,
// unmatched and bad; the counts are checked before a result is handed out.
//
// # Exactness
//
// Amounts are whole numbers of 10⁻¹² in 128 bits, so every amount of up to 24
// digits before and 12 after the point is held, subtracted and compared without
// rounding. Dates are whole days of the Gregorian calendar, years 1 to 9999.
// Keys are found by hash and then compared as bytes.
//
// # How it works, and what it costs
//
// Both sides are cut into pieces of about 1 MiB that any worker parses; each
// row leaves one record in one of 256 partitions, chosen by the hash of its
// key; partitions are then joined one by one, each by one worker. Memory is 40
// bytes and the key for each row, and in a Result 4 bytes for each left row, 1
// for each right row and 40 for each pair that differs. A group of n × m rows takes
// memory in proportion to n + m, never n × m; its time is near
// (n + m)·log(n + m) for ordinary data and n·m·log n at the very worst.
//
// # CSV
//
// UTF-8 with or without a byte order mark, one header row, RFC 4180 quoting,
// line ends LF or CRLF. Empty lines are no rows and are not counted. A row with
// more or fewer fields than the header is a bad row, RAGGED_ROW. What makes the
// rest of a file untrustworthy stops the work with an *Error that names file,
// row and column: a NUL byte, bytes that are not UTF-8, a quote inside an
// unquoted field, a quote never closed, a row beyond 16 MiB, a last row that
// breaks off.
package matching
