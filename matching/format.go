package matching

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

// formats by name, in the order in which help shows them.
var formats = []string{rowfile.CSV, rowfile.Fixed, rowfile.XLSX, rowfile.Parquet, rowfile.Camt053, rowfile.MT940}

// endings tell the format where the config does not. Any other is CSV.
var endings = map[string]string{
	".xlsx": rowfile.XLSX, ".parquet": rowfile.Parquet, ".pq": rowfile.Parquet, ".xml": rowfile.Camt053,
	".sta": rowfile.MT940, ".mt940": rowfile.MT940, ".940": rowfile.MT940,
}

// FixedColumn is a column of a file of fixed width: its characters From to To,
// of which the first is 1. The last may go to the end of the line, with To 0.
type FixedColumn struct {
	Name     string // name
	From, To int    // from, to
}

// form is how a file with that name is to be read.
func (s *side) form(name string) rowfile.Form {
	f := s.reading
	if f.Format == "" {
		f.Format = endings[strings.ToLower(filepath.Ext(name))]
	}
	if f.Format == "" {
		f.Format = rowfile.CSV
	}
	if f.Delimiter == "" {
		if f.Delimiter = ","; strings.EqualFold(filepath.Ext(name), ".tsv") {
			f.Delimiter = "\t"
		}
	}
	f.Named, f.Date = s.named, s.layout.write
	return f
}

// plain reports whether the scanner can read the file as it is.
func (s *side) plain(f rowfile.Form, start []byte) bool {
	return f.Format == rowfile.CSV && (f.Encoding == "" && !rowfile.UTF16(start) || f.Encoding == "utf-8" && !rowfile.UTF16(start)) &&
		len(f.Delimiter) == 1 && f.Quote == '"' && f.Escape == 0
}

// read readies the settings of a side's file.
func (s *side) read(c *Config, i int) error {
	pick := func(both Sides) string { return [2]string{both.Left, both.Right}[i] }
	f := &s.reading
	if f.Format = pick(c.Format); f.Format != "" && !slices.Contains(formats, f.Format) {
		return badValue("format", "%q is none of %s; the nearest is %s", f.Format, strings.Join(formats, ", "), nearest(f.Format, formats))
	}
	s.formed = f.Format != ""
	if f.Encoding = strings.ToLower(pick(c.Encoding)); f.Encoding != "" && !slices.Contains(rowfile.Encodings, f.Encoding) {
		return badValue("encoding", "%q is none of %s; the nearest is %s", f.Encoding, strings.Join(rowfile.Encodings, ", "), nearest(f.Encoding, rowfile.Encodings))
	}
	f.Sheet = pick(c.Sheet)
	for _, check := range []error{s.dialect(pick(c.Delimiter), pick(c.Quote), pick(c.Escape)), s.columns(c.Columns[i]), s.header(c.Header[i])} {
		if check != nil {
			return check
		}
	}
	if s.layout.text != isoDate && (f.Format == rowfile.Camt053 || f.Format == rowfile.MT940) {
		return badValue("date_format", "the dates of %s are always YYYY-MM-DD; write date_format: {left: …} or {right: …} for the other side alone", f.Format)
	}
	return nil
}

// dialect readies what stands between and around the fields of CSV.
func (s *side) dialect(delimiter, quote, escape string) error {
	f := &s.reading
	if f.Delimiter = delimiter; delimiter == "tab" {
		f.Delimiter = "\t"
	}
	if strings.ContainsAny(f.Delimiter, "\r\n\x00") || len(f.Delimiter) > 16 {
		return badValue("delimiter", "%q holds a line end, or is longer than 16 bytes", delimiter)
	}
	switch {
	case quote == "":
		f.Quote = '"'
	case quote == "none":
	case len(quote) == 1 && quote[0] > ' ' && quote[0] <= '~':
		f.Quote = quote[0]
	default:
		return badValue("quote", "%q is neither one character such as ' nor none", quote)
	}
	switch {
	case escape == "" || escape == "none":
	case len(escape) == 1 && escape[0] > ' ' && escape[0] <= '~' && escape[0] != f.Quote:
		f.Escape = escape[0]
	default:
		return badValue("escape", `%q is not one character such as \; without it quotes within quotes are doubled`, escape)
	}
	for _, mark := range []byte{f.Quote, f.Escape} {
		if mark != 0 && strings.IndexByte(f.Delimiter, mark) >= 0 {
			return badValue("delimiter", "%q holds %q, which quotes or escapes", delimiter, string(mark))
		}
	}
	return nil
}

// header takes the names of the columns of a file without a header row.
func (s *side) header(names []string) error {
	for i, name := range names {
		if name == "" {
			return badValue("header", "the %d. column has no name; name every column, in the order of the file", i+1)
		}
		if slices.Contains(names[:i], name) {
			return badValue("header", "two columns are called %q", name)
		}
	}
	if s.reading.Header = names; len(names) == 0 {
		s.reading.Header = nil
		return nil
	}
	return headed(s.reading)
}

// headed refuses names for the columns of a file that has names of its own.
func headed(f rowfile.Form) error {
	switch {
	case f.Header == nil:
	case f.Format == rowfile.Fixed:
		return badValue("header", "the columns of fixed width are named under columns; leave header out")
	case f.Format == rowfile.Parquet || f.Format == rowfile.Camt053 || f.Format == rowfile.MT940:
		return badValue("header", "%s names its columns itself; leave header out, or write {left: […]} or {right: […]} for the other side alone", f.Format)
	}
	return nil
}

func (s *side) columns(all []FixedColumn) error {
	f, past := &s.reading, 0
	for i, c := range all {
		switch {
		case c.Name == "":
			return badValue("columns", "a column has no name")
		case slices.ContainsFunc(all[:i], func(o FixedColumn) bool { return o.Name == c.Name }):
			return badValue("columns", "two columns are called %q", c.Name)
		case c.From <= past || c.To != 0 && c.To < c.From || c.To == 0 && i < len(all)-1 || c.To > rowfile.MaxRow:
			return badValue("columns", "%q stands from %d to %d; columns stand in their order, from and to are numbers of characters from 1, and only the last may leave out to", c.Name, c.From, c.To)
		}
		past = c.To
		f.Columns = append(f.Columns, rowfile.Column(c))
	}
	switch {
	case f.Format == rowfile.Fixed && len(all) == 0:
		return badValue("columns", "fixed width needs columns: [{name: …, from: 1, to: 10}, …]")
	case f.Format != rowfile.Fixed && len(all) > 0:
		return badValue("columns", "columns are for format: fixed")
	}
	return nil
}
