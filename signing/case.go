// Package signing decides whether the people who signed a package of orders may
// do so together, and explains the decision. Signatories have points on debit
// accounts; a customer may also give its users jobs, and exclude pairs of jobs
// from signing together.
//
// The set of signers is judged whole: who signs with an excluded partner is
// ignored, and so is the partner, so that one more signature can lower the sum.
// Lowers warns of that before it happens.
package signing

// Identifiers; they compare exactly, byte by byte.
type (
	// User is who signs.
	User string
	// Job is a label of a customer's users; it gives no right by itself.
	Job string
	// Account is what a package debits.
	Account string
)

// DefaultRequired is how many points an account requires when nothing is set.
const DefaultRequired = 10

// Exclusion is a pair of jobs whose holders may not sign together, in either
// order. The same job twice says it of two holders of that job.
type Exclusion [2]Job

// Debit is a debit account of the package's orders.
type Debit struct {
	Account  Account
	Required int          // by the account or its amount band; below 1 it is DefaultRequired
	Points   map[User]int // of each signatory; who is missing or below 1 has no right here
}

// Case is all that a verdict depends on. Signers are the people who validly
// signed the package's present digest, without those whom another rule removed
// (duty rules, 'who entered does not sign').
type Case struct {
	Debits     []Debit
	Jobs       map[User]Job // empty when the customer uses no jobs
	Exclusions []Exclusion
	Signers    []User // someone listed twice signs once
}

// Holder is a user with the job that excluded somebody or was excluded.
type Holder struct {
	User User `json:"user"`
	Job  Job  `json:"job"`
}

// Clash is two signers who may not sign together; both are ignored.
type Clash struct {
	First  Holder `json:"first"`
	Second Holder `json:"second"`
}

// Share is what one signer adds on one account.
type Share struct {
	User   User `json:"user"`
	Points int  `json:"points"`
}

// Verdict is the decision with its reasons. Every list is in the order in which
// people first appear among the signers, and every signer is in exactly one of
// Counted, Ignored and NoRight.
type Verdict struct {
	Accepted bool             `json:"accepted"`
	Counted  []User           `json:"counted"`  // on at least one account
	Ignored  []User           `json:"ignored"`  // on every account
	NoRight  []User           `json:"no_right"` // on any account
	Points   int              `json:"points"`   // the smallest sum of an account
	Clashes  []Clash          `json:"clashes"`  // why people were ignored, each pair once
	Accounts []AccountVerdict `json:"accounts"` // in the order of the case
}

// AccountVerdict is the decision on one debit account. A sum past the largest
// integer is given as that integer; Accepted is right all the same.
type AccountVerdict struct {
	Account  Account `json:"account"`
	Accepted bool    `json:"accepted"`
	Required int     `json:"required"`
	Points   int     `json:"points"`
	Missing  int     `json:"missing"` // points still needed, 0 when accepted
	Counted  []Share `json:"counted"`
	NoRight  []User  `json:"no_right"`
}

func (d Debit) required() int {
	if d.Required < 1 {
		return DefaultRequired
	}
	return d.Required
}
