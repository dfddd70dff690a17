package matching

import (
	"runtime"

	"github.com/countersign/countersign/matching/internal/rowfile"
)

// Sides holds one setting for each side, for instance the names by which the
// same column goes.
type Sides struct{ Left, Right string }

// Both is a setting that is the same on both sides.
func Both(s string) Sides { return Sides{s, s} }

// Config says when two rows belong together. ReadConfig reads it from YAML or
// JSON, where each setting has the name given here.
type Config struct {
	Keys              []Sides // keys: columns whose values must be equal; at least one
	Amount            Sides   // amount: its column; none and amounts are not compared
	AmountTolerance   string  // amount_tolerance: a decimal ≥ 0, inclusive; blank is zero
	Date              Sides   // date: its column; none and dates are not compared
	DateToleranceDays int     // date_tolerance_days: calendar days ≥ 0, inclusive
	OppositeSign      bool    // opposite_sign: the right amount is negated before anything else
	DateFormat        Sides   // date_format: of YYYY, MM, DD and separators; blank is YYYY-MM-DD
	Format            Sides   // format: csv, fixed, xlsx, parquet, camt.053 or mt940; blank goes by the file's ending
	Delimiter         Sides   // delimiter: of CSV, any text, or tab; blank is a comma
	Encoding          Sides   // encoding: utf-8, utf-16, latin-1 or windows-1252; blank is UTF-8, or UTF-16 with its mark
	Quote             Sides   // quote: of CSV, one ASCII character, or none; blank is "
	Escape            Sides   // escape: of CSV, one ASCII character such as a backslash; blank and quotes are doubled
	Sheet             Sides   // sheet: of XLSX; blank is the first

	// header: the columns of a CSV or XLSX that has no header row, for the left and
	// for the right.
	Header [2][]string

	// columns: of fixed width, for the left and for the right.
	Columns [2][]FixedColumn

	// Passes, where given, take the place of the settings above up to
	// OppositeSign, and what follows serves them.
	Passes   []Pass                       // passes
	Derive   []Derived                    // derive: [{name: …, left: …, right: …}], in this order
	Tables   map[string]map[string]string // tables: by name, what each text becomes
	Lookups  map[string]Lookup            // lookups: tables that lie in files; see ReadConfigFile
	Holidays []string                     // holidays: YYYY-MM-DD, no business days on either side
	Weekend  []string                     // weekend: blank is saturday and sunday
}

// side is the part of a config that concerns one side, made ready for use.
type side struct {
	keys         []string
	amount, date string
	negate       bool
	layout       dateLayout
	reading      rowfile.Form // as far as the config says
	formed       bool         // it names the format
	named        []string     // the columns whose values are needed
	taken        []string     // by passes: the columns of the file whose values are needed
	derived      []derivation
	tables       tables
}

// limits are the largest differences that still match.
type limits struct {
	amount Amount
	days   int32
}

// plan is a Config that was checked.
type plan struct {
	left, right        side
	limits             limits
	hasAmount, hasDate bool
	steps              []*passPlan // none in the simple case, which all else is for
}

func (p *plan) side(i int) *side {
	if i == 0 {
		return &p.left
	}
	return &p.right
}

// Check reports the first setting that has no meaning, as an *Error.
func (c Config) Check() error {
	_, err := c.plan()
	return err
}

func (c Config) plan() (*plan, error) {
	p := &plan{hasAmount: c.Amount != Sides{}, hasDate: c.Date != Sides{}}
	if len(c.Passes) > 0 {
		if err := c.passes(p); err != nil {
			return nil, err
		}
		return p, c.form(p)
	}
	if len(c.Derive) > 0 || len(c.Tables) > 0 || len(c.Lookups) > 0 || len(c.Holidays) > 0 || len(c.Weekend) > 0 {
		return nil, badValue("passes", "derive, tables, lookups, holidays and weekend serve passes, of which there are none")
	}
	if len(c.Keys) == 0 {
		return nil, badValue("keys", "name at least one column whose values must be equal")
	}
	for _, k := range c.Keys {
		if k.Left == "" || k.Right == "" {
			return nil, badValue("keys", "a column has no name")
		}
		p.left.keys = append(p.left.keys, k.Left)
		p.right.keys = append(p.right.keys, k.Right)
	}
	if p.hasAmount && (c.Amount.Left == "" || c.Amount.Right == "") {
		return nil, badValue("amount", "name the column for both sides, or for neither")
	}
	if p.hasDate && (c.Date.Left == "" || c.Date.Right == "") {
		return nil, badValue("date", "name the column for both sides, or for neither")
	}
	p.left.amount, p.right.amount = c.Amount.Left, c.Amount.Right
	p.left.date, p.right.date = c.Date.Left, c.Date.Right
	p.right.negate = c.OppositeSign
	if err := c.tolerances(p); err != nil {
		return nil, err
	}
	return p, c.form(p)
}

func (c Config) form(p *plan) error {
	for i, date := range []string{c.DateFormat.Left, c.DateFormat.Right} {
		if date == "" {
			date = isoDate
		}
		s, ok := p.side(i), false
		if s.layout, ok = newDateLayout(date); !ok {
			return badValue("date_format", "%q is not made of YYYY, MM, DD, each once, and separators, such as DD.MM.YYYY", date)
		}
		if err := s.read(&c, i); err != nil {
			return err
		}
	}
	return nil
}

func (c Config) tolerances(p *plan) error {
	if c.AmountTolerance != "" {
		t, ok := ParseAmount(c.AmountTolerance)
		if !ok || t.hi < 0 {
			return badValue("amount_tolerance", "%q is not a decimal of zero or more, such as 0.05", c.AmountTolerance)
		}
		p.limits.amount = t
	}
	const calendar = 9999 * 366
	if c.DateToleranceDays < 0 || c.DateToleranceDays > calendar {
		return badValue("date_tolerance_days", "%d is not a whole number of days from 0 to %d", c.DateToleranceDays, calendar)
	}
	p.limits.days = int32(c.DateToleranceDays) //nolint:gosec // checked above
	switch {
	case !p.hasAmount && !p.limits.amount.IsZero():
		return badValue("amount_tolerance", "it needs amount, the column that it is for")
	case !p.hasAmount && c.OppositeSign:
		return badValue("opposite_sign", "it needs amount, the column that it is for")
	case !p.hasDate && p.limits.days > 0:
		return badValue("date_tolerance_days", "it needs date, the column that it is for")
	}
	return nil
}

func badValue(setting, detail string, args ...any) *Error {
	return failure(ConfigValue, "config", NoRow, setting, detail, args...)
}

// Option changes how the work is done, never what comes out.
type Option func(*settings)

type settings struct {
	workers  int
	progress func(Progress)
	memory   int64
	parquet  bool   // results are Parquet
	checking bool   // the rows are read and not compared
	folder   string // for files on the way; blank is the system's
}

// Workers sets how many processors are used; by default all of them.
func Workers(n int) Option { return func(s *settings) { s.workers = max(1, n) } }

// InParquet has RunWith write its results as Parquet instead of CSV.
func InParquet() Option { return func(s *settings) { s.parquet = true } }

// OnProgress has f called as the work goes on, never twice at once.
func OnProgress(f func(Progress)) Option { return func(s *settings) { s.progress = f } }

// Progress is how far the work has come.
type Progress struct {
	Stage string // "read left", "read right" (bytes; rows of a Table), "match" (partitions), "write" (files)
	Done  int64
	Total int64 // 0 when it is not known
	// Rows are those of both sides that were read or, in the stage match, compared
	// so far; 0 while files are written, and under passes, which take rows again.
	Rows int64
}

func apply(options []Option) settings {
	s := settings{workers: runtime.GOMAXPROCS(0), progress: func(Progress) {}}
	for _, o := range options {
		o(&s)
	}
	if s.progress == nil {
		s.progress = func(Progress) {}
	}
	return s
}
