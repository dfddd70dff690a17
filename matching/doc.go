// Package matching reconciles two lists of rows: it says which row
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
// # Passes
//
// A config may name several passes instead of the one above. Each has keys, an
// amount and a date of its own, a tolerance as a decimal or as a share of one
// side's amount, a window in calendar or business days, transformations of any of
// its columns, and a filter that tells which rows it is for. Passes are gone
// through in their order; what one takes no later one sees. Fields are compared
// after their transformations; the score counts as equal only what is equal as it
// was written.
//
// The business days between two dates are those from the earlier, itself
// included, to the later, itself not. A row takes part in a pass if the filter
// lets it and none of its keys is blank there. It is bad if blank keys keep it
// out of all passes whose filters let it, or if the amount or the date of a pass
// that it takes part in cannot be read.
//
// Filters and derived columns are written in CEL. row.name and row["A name"]
// are texts; decimal("1.05") is an exact number with + − abs and comparisons;
// beside CEL's own functions there are those of its strings extension, version
// 4, and lookup("table", key) with or without a text for keys that it lacks. A row
// for which one fails, or costs more than a million steps, is bad,
// BAD_EXPRESSION.
//
// One to one (1:1), a pass matches as told above. Pairs are made partial only
// after the last pass, by each 1:1 pass in order, unless it proposes or says
// partial: false. Within one side, a pass pairs in the same way an amount above
// zero with one below that cancels it.
//
// For 1:N, N:1 and N:M, a candidate is a set of rows of the one side and a set
// of the other whose sums lie within the tolerance and whose dates all lie
// within the window of each other. A set on an N or M side has up to `most`
// rows, or is the whole of the group; any other is a single row. In a group
// with more than `search` rows on a side only whole groups are tried, and the
// group is counted as skipped. Candidates are sorted by (|difference of sums|,
// the largest |days|, number of rows, number of left rows, left rows, right
// rows) and taken from the front while all their rows are free.
//
// Under part_payments the rows of one side are owed, and those of the other pay
// them. A candidate is a row that is owed and a payment of its sign, within the
// window of its date and not above it by more than the tolerance. Candidates are
// sorted as those of 1:1 and taken from the front while the payment is free and
// what is owed is not settled within the tolerance nor would be overpaid by more
// than it. A row that is settled is matched with its payments; any other that
// was paid is unmatched, linked to them with its residual, and they are matched.
//
// Under ambiguous: hold, candidates that are alike in all of that but the rows
// themselves, and share a row, are not taken: all rows that hang together by
// them wait for a person, as do the rows of a pass that proposes. Both count as
// unmatched, and later passes do not see them.
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
// for each right row and 40 for each pair that differs; under passes about 50 for
// each set and 1 for each row. A group of n × m rows takes memory in proportion
// to n + m, never n × m; its time is near (n + m)·log(n + m) for ordinary data
// and n·m·log n at the very worst.
//
// Under Memory the records and keys beyond a share of what is allowed go to
// files, one for each worker, side and pass, and come back a partition at a
// time: the 256th part of a side, unless one key has more. Within RunWith so do
// sets, pairs that differ and bad rows, in sorted runs that are merged when they
// are written out. What comes out is the same.
//
// # Formats
//
// A side is CSV of any dialect and encoding, text of fixed width, XLSX, Parquet,
// camt.053 or MT940, as the config or the ending of its name says;
// docs/matching.md tells how each is read. All but plain CSV is written out as
// plain CSV on the way: within RunWith to a file beside the result, so that rows
// can be read again.
//
// # CSV
//
// Plain CSV is UTF-8 with or without a byte order mark, one header row unless the
// config names the columns, RFC 4180 quoting, line ends LF or CRLF. Empty lines
// are no rows and are not counted. A row with
// more or fewer fields than the header is a bad row, RAGGED_ROW. What makes the
// rest of a file untrustworthy stops the work with an *Error that names file,
// row and column: a NUL byte, bytes that are not UTF-8, a quote inside an
// unquoted field, a quote never closed, a row beyond 512 KiB, a last row
// that breaks off.
package matching
