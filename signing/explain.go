package signing

import (
	"encoding/json"
	"io"
)

// maxExplained bounds how many completing sets a line is answered with.
const maxExplained = 20

// reasons are what Explain adds to a line.
type reasons struct {
	Clashes        []Clash          `json:"clashes"`
	Accounts       []AccountVerdict `json:"accounts"`
	Completions    [][]User         `json:"completions"`
	AllCompletions bool             `json:"all_completions"`
}

// Explain is Run with the reasons after each verdict,
//
//	"clashes":[{"first":{"user":…,"job":…},"second":{…}},…],
//	"accounts":[{"account":…,"accepted":bool,"required":int,"points":int,"missing":int,
//	 "counted":[{"user":…,"points":int},…],"no_right":[…]},…],
//	"completions":[[user,…],…],"all_completions":bool
//
// who was ignored because of whom, what every account has and misses, and the
// smallest sets of further people with points that would complete it, at most 20;
// all_completions says whether these are all. What is accepted has the empty set,
// what nobody can complete has none.
func Explain(r io.Reader, w io.Writer) error {
	return run(r, w, func(out []byte, c Case, v Verdict) []byte {
		sets, all := Completions(c, nil, maxExplained)
		if sets == nil {
			sets = [][]User{}
		}
		text, err := json.Marshal(reasons{v.Clashes, v.Accounts, sets, all})
		if err != nil {
			panic(err) // texts and integers always can be written
		}
		return append(append(out, ','), text[1:len(text)-1]...)
	})
}
