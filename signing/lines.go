package signing

import (
	"io"
	"math"
	"math/big"
	"strconv"

	"github.com/countersign/countersign/strictjson"
)

// Code says what is wrong with a line; the first that applies is given, in the
// order below.
type Code string

// The codes of a refused line.
const (
	BadJSON       Code = "BAD_JSON"       // not one JSON object, a name twice, or a member in other letter case
	BadRequired   Code = "BAD_REQUIRED"   // not an integer ≥ 1; null or missing is DefaultRequired
	BadAccounts   Code = "BAD_ACCOUNTS"   // not an object of objects
	BadPoints     Code = "BAD_POINTS"     // not an integer ≥ 0
	BadJobs       Code = "BAD_JOBS"       // not an object of text
	BadExclusions Code = "BAD_EXCLUSIONS" // not a list of pairs of text
	BadSigners    Code = "BAD_SIGNERS"    // not a list of text
	BadAccount    Code = "BAD_ACCOUNT"    // not one of accounts, nor a list of at least one of them
)

// Run evaluates one case a line,
//
//	{"id":…,"required":10,"accounts":{acct:{user:points}},"jobs":{user:job},
//	 "exclusions":[[jobA,jobB],…],"signers":[user,…],"account":acct | [acct,…]}
//
// and answers each with a line,
//
//	{"id":…,"accepted":bool,"counted":[…],"ignored":[…],"no_right":[…],"points":int}
//
// for a list of accounts with per_account after it, in the order of the list, or
// {"id":…,"error":Code}. id is any JSON and comes back as it was written, null
// when there is none or the line cannot be read. Every member but id and
// required must be there; members of other names are passed over. Integers are
// written without fraction or exponent and fit 64 bits; sums may be larger.
// Blank lines get no answer. The error is that of reading or writing alone.
func Run(r io.Reader, w io.Writer) error {
	return run(r, w, func(out []byte, _ Case, _ Verdict) []byte { return out })
}

// run answers every line, with more of the case at the end of each verdict.
func run(r io.Reader, w io.Writer, more func(out []byte, c Case, v Verdict) []byte) error {
	return strictjson.Lines(r, w, func(out []byte, v strictjson.Value, bad *strictjson.Error) []byte {
		var l line
		misspelt := v.Fields(l.members[:], "id", "required", "accounts", "jobs", "exclusions", "signers", "account")
		out = append(out, `{"id":`...)
		twice := bad != nil && bad.Name == "id" // then neither is the id
		if id := l.members[0].Raw(); len(id) > 0 && !twice {
			out = append(out, id...)
		} else {
			out = append(out, "null"...)
		}
		code := BadJSON
		if bad == nil && misspelt == nil && v.Kind() == '{' {
			code = l.decode()
		}
		if code != "" {
			return append(append(append(out, `,"error":"`...), code...), `"}`...)
		}
		verdict := Evaluate(l.c)
		return append(more(appendVerdict(out, verdict, l.list), l.c, verdict), '}')
	})
}

func appendVerdict(out []byte, v Verdict, list bool) []byte {
	out = strconv.AppendBool(append(out, `,"accepted":`...), v.Accepted)
	out = appendUsers(append(out, `,"counted":`...), v.Counted)
	out = appendUsers(append(out, `,"ignored":`...), v.Ignored)
	out = appendUsers(append(out, `,"no_right":`...), v.NoRight)
	smallest := sum(v.Accounts[0])
	for _, a := range v.Accounts[1:] {
		if s := sum(a); s.Cmp(smallest) < 0 {
			smallest = s
		}
	}
	out = smallest.Append(append(out, `,"points":`...), 10)
	if !list {
		return out
	}
	out = append(out, `,"per_account":`...)
	for i, a := range v.Accounts {
		out = append(out, "{,"[min(i, 1)])
		out = append(strictjson.AppendText(out, string(a.Account)), ':')
		users := make([]User, len(a.Counted))
		for i, share := range a.Counted {
			users[i] = share.User
		}
		out = strconv.AppendBool(append(out, `{"accepted":`...), a.Accepted)
		out = appendUsers(append(out, `,"counted":`...), users)
		out = appendUsers(append(out, `,"no_right":`...), a.NoRight)
		out = append(sum(a).Append(append(out, `,"points":`...), 10), '}')
	}
	return append(out, '}')
}

// sum is the points of an account, also where they pass the largest integer.
func sum(a AccountVerdict) *big.Int {
	if a.Points < math.MaxInt {
		return big.NewInt(int64(a.Points))
	}
	total := new(big.Int)
	for _, share := range a.Counted {
		total.Add(total, big.NewInt(int64(share.Points)))
	}
	return total
}

func appendUsers(out []byte, users []User) []byte {
	out = append(out, '[')
	for i, u := range users {
		if i > 0 {
			out = append(out, ',')
		}
		out = strictjson.AppendText(out, string(u))
	}
	return append(out, ']')
}
