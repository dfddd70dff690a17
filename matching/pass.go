package matching

// Pass is one way of finding rows that belong together. Passes are gone
// through in their order; what one takes the later ones do not see.
type Pass struct {
	Name            string    // name: how results call it; blank is its number from 1
	Keys            []Field   // keys: must be equal after their transformations; at least one
	Amount          Field     // amount: as in Config
	AmountTolerance Tolerance // amount_tolerance: 0.05, or {percent: 0.5, of: left}; inclusive
	Date            Field     // date: as in Config
	DateTolerance   int       // date_tolerance_days: days ≥ 0, inclusive
	BusinessDays    bool      // days: calendar (the default) or business
	OppositeSign    bool      // opposite_sign: the right amount is negated before anything else
	Compare         []Field   // compare: shown in score and reasons, deciding nothing

	Cardinality string // cardinality: 1:1 (the default), 1:N, N:1 or N:M
	Within      string // within: left or right, to pair rows of one side that cancel each other
	Parts       string // part_payments: left or right, the side whose rows are paid in parts by several of the other
	Most        int    // most: rows of the many side that are summed; blank is 5, under N:M 4
	Search      int    // search: rows of a group up to which sums are searched; blank is 20, under N:M 10, for parts 200

	Filter Sides // filter: in CEL, for which rows of each side the pass is; blank is all

	Propose bool // gives: match (the default) or propose
	Hold    bool // ambiguous: take (the default) or hold
	Whole   bool // partial: false; no partial matches come of what this pass leaves
}

// Tolerance is the largest difference that still matches: a decimal ≥ 0, or
// a share from 0 to 100 per cent of the amount of one side.
type Tolerance struct {
	Amount  string // blank is zero
	Percent string
	Of      string // left or right, where Percent is given
}

// Field is a column, by its name on either side, and what is done to its
// values before they are compared.
type Field struct {
	Sides
	Transform [2][]Step // transform: for the left and for the right
}

// Step changes a text. One of its members is set.
type Step struct {
	Plain   string // trim, upper or lower, as Unicode has it
	Find    string // find: a regular expression (RE2), each match of which becomes
	Replace string // replace: in which $1 stands for the first group
	Lookup  string // lookup: a table of Config.Tables

	// Otherwise is what a text that the table lacks becomes, if Strict;
	// without it the text stays as it is, or under Missing makes its row bad.
	Otherwise string
	Strict    bool
	Missing   bool // missing: bad
}

func (f Field) none() bool { return f.Sides == Sides{} }

func (f Field) changed() bool { return len(f.Transform[0])+len(f.Transform[1]) > 0 }
