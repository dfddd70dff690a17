package signing

import "slices"

// Lowering warns that one more signature would do harm.
type Lowering struct {
	User     User    `json:"user"`
	Clashes  []Clash `json:"clashes"`  // the excluded pairs that it would make
	Accounts []Loss  `json:"accounts"` // where the sum would fall
	Refuses  bool    `json:"refuses"`  // an accepted package would no longer be accepted
}

// Loss is the sum of one account before and after the signature.
type Loss struct {
	Account Account `json:"account"`
	Before  int     `json:"before"`
	After   int     `json:"after"`
}

// Lowers tells whether the sum of any account would fall if the user signed too.
// It cannot for someone who has signed already.
func Lowers(c Case, user User) (Lowering, bool) {
	if slices.Contains(c.Signers, user) {
		return Lowering{}, false
	}
	before := Evaluate(c)
	c.Signers = append(slices.Clip(c.Signers), user)
	after := Evaluate(c)
	warning := Lowering{User: user, Refuses: before.Accepted && !after.Accepted}
	for i, a := range after.Accounts {
		if b := before.Accounts[i]; a.Points < b.Points {
			warning.Accounts = append(warning.Accounts, Loss{a.Account, b.Points, a.Points})
		}
	}
	for _, clash := range after.Clashes {
		if clash.Second.User == user { // who signs last is second in every pair
			warning.Clashes = append(warning.Clashes, clash)
		}
	}
	return warning, len(warning.Accounts) > 0
}
