package signing_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/countersign/countersign/signing"
)

func explained(t *testing.T, lines string) string {
	t.Helper()
	var out strings.Builder
	if err := signing.Explain(strings.NewReader(lines), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestALineIsExplainedToTheLetter(t *testing.T) {
	const rest = `"accounts":{"A":{"mayor":5,"notary":5,"clerk":5,"cashier":5}},"jobs":{"mayor":"m","notary":"n"},"exclusions":[["n","m"]],"account":"A"`
	for in, want := range map[string]string{
		`{"id":1,` + rest + `,"signers":["mayor","notary"]}`: `{"id":1,"accepted":false,"counted":[],"ignored":["mayor","notary"],"no_right":[],"points":0,` +
			`"clashes":[{"first":{"user":"mayor","job":"m"},"second":{"user":"notary","job":"n"}}],` +
			`"accounts":[{"account":"A","accepted":false,"required":10,"points":0,"missing":10,"counted":[],"no_right":[]}],` +
			`"completions":[["cashier","clerk"]],"all_completions":true}`,
		`{"id":2,` + rest + `,"signers":["mayor","clerk"]}`: `{"id":2,"accepted":true,"counted":["mayor","clerk"],"ignored":[],"no_right":[],"points":10,` +
			`"clashes":[],"accounts":[{"account":"A","accepted":true,"required":10,"points":10,"missing":0,"counted":[{"user":"mayor","points":5},{"user":"clerk","points":5}],"no_right":[]}],` +
			`"completions":[[]],"all_completions":true}`,
		`{"id":3,"accounts":{"A":{"mayor":5}},"jobs":{},"exclusions":[],"account":"A","signers":["guest"]}`: `{"id":3,"accepted":false,"counted":[],"ignored":[],"no_right":["guest"],"points":0,` +
			`"clashes":[],"accounts":[{"account":"A","accepted":false,"required":10,"points":0,"missing":10,"counted":[],"no_right":["guest"]}],` +
			`"completions":[],"all_completions":true}`,
		`{"id":4}`: `{"id":4,"error":"BAD_ACCOUNTS"}`,
	} {
		if d := cmp.Diff(want+"\n", explained(t, in)); d != "" {
			t.Errorf("%s: %s", in, d)
		}
	}
}

// Whoever follows an explanation completes the package, and it begins with the
// very answer that is given without it.
func TestTheSetsOfAnExplanationCompleteWhatTheyAreSaidTo(t *testing.T) {
	r, completed := rand.New(rand.NewPCG(7, 40)), 0
	for range 300 {
		c := random(r)
		line := lineOf(t, c)
		short, long := strings.TrimSuffix(answer(t, line), "}\n"), explained(t, line)
		if !strings.HasPrefix(long, short+",") {
			t.Fatalf("%s is answered %s and explained %s", line, short, long)
		}
		var told struct {
			Clashes     []signing.Clash
			Accounts    []signing.AccountVerdict
			Completions [][]signing.User
		}
		if err := json.Unmarshal([]byte(long), &told); err != nil {
			t.Fatal(err)
		}
		v := signing.Evaluate(c)
		if d := cmp.Diff([]any{v.Clashes, v.Accounts}, []any{told.Clashes, told.Accounts}, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: %s", line, d)
		}
		for _, set := range told.Completions {
			with := c
			with.Signers = append(append([]signing.User{}, c.Signers...), set...)
			if !signing.Evaluate(with).Accepted {
				t.Errorf("%s is not completed by %v", line, set)
			}
			if len(set) > 0 {
				completed++
			}
		}
	}
	if completed == 0 {
		t.Error("no case could be completed by anybody: nothing was tried")
	}
}
