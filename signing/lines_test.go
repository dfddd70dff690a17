package signing_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/countersign/countersign/signing"
)

func answer(t testing.TB, lines string) string {
	t.Helper()
	var out strings.Builder
	if err := signing.Run(strings.NewReader(lines), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestLinesAreAnsweredToTheLetter(t *testing.T) {
	const rest = `"accounts":{"A":{"mayor":8,"clerk":2,"guest":0},"B":{"clerk":12}},"jobs":{"mayor":"m","notary":"n"},"exclusions":[["n","m"]]`
	for in, want := range map[string]string{
		`{"id":"1",` + rest + `,"signers":["clerk","mayor","clerk","guest"],"account":"A"}`:              `{"id":"1","accepted":true,"counted":["clerk","mayor"],"ignored":[],"no_right":["guest"],"points":10}`,
		`{"id":[1, 2],"required":2,` + rest + `,"signers":["notary","clerk","mayor"],"account":"A"}`:     `{"id":[1, 2],"accepted":true,"counted":["clerk"],"ignored":["notary","mayor"],"no_right":[],"points":2}`,
		`{"required":null,` + rest + `,"signers":[],"account":"A"}`:                                      `{"id":null,"accepted":false,"counted":[],"ignored":[],"no_right":[],"points":0}`,
		`{"id":2,` + rest + `,"signers":["guest","mayor","clerk"],"account":["B","A","B"],"comment":{}}`: `{"id":2,"accepted":true,"counted":["mayor","clerk"],"ignored":[],"no_right":["guest"],"points":10,"per_account":{"B":{"accepted":true,"counted":["clerk"],"no_right":["guest","mayor"],"points":12},"A":{"accepted":true,"counted":["mayor","clerk"],"no_right":["guest"],"points":10}}}`,
		`{"id":3,` + rest + `,"signers":["\"é\u003c\n"],"account":["A"]}`:                                `{"id":3,"accepted":false,"counted":[],"ignored":[],"no_right":["\"é<\u000a"],"points":0,"per_account":{"A":{"accepted":false,"counted":[],"no_right":["\"é<\u000a"],"points":0}}}`,
	} {
		if got := answer(t, in); got != want+"\n" {
			t.Errorf("%s\n gives %s expected %s", in, got, want)
		}
	}
}

func TestSumsPastTheLargestIntegerAreWrittenExactly(t *testing.T) {
	got := answer(t, `{"id":1,"required":9223372036854775807,"accounts":{"A":{"a":9223372036854775807,"b":9223372036854775807}},"jobs":{},"exclusions":[],"signers":["a","b"],"account":"A"}`)
	if want := `"points":18446744073709551614}`; !strings.Contains(got, want) || !strings.Contains(got, `"accepted":true`) {
		t.Errorf("%s has no %s", got, want)
	}
}

func TestFirstFaultOfALineIsNamed(t *testing.T) {
	members := []string{`"required":10`, `"accounts":{"A":{"a":1}}`, `"jobs":{}`, `"exclusions":[]`, `"signers":[]`, `"account":"A"`}
	codes := []struct {
		code   string
		member int
		bad    []string
	}{
		{"BAD_REQUIRED", 0, []string{`"required":0`, `"required":-1`, `"required":1.0`, `"required":1e1`, `"required":"10"`, `"required":true`, `"required":9223372036854775808`}},
		{"BAD_ACCOUNTS", 1, []string{`"accounts":null`, `"accounts":[]`, `"accounts":{"A":{"a":-1},"B":null}`, `"accounts":{"A":[]}`, `"other":1`}},
		{"BAD_POINTS", 1, []string{`"accounts":{"A":{"a":-1}}`, `"accounts":{"A":{"a":null}}`, `"accounts":{"A":{},"B":{"a":1.5}}`, `"accounts":{"A":{"a":"1"}}`}},
		{"BAD_JOBS", 2, []string{`"jobs":null`, `"jobs":[]`, `"jobs":{"a":null}`, `"jobs":{"a":1}`, `"other":1`}},
		{"BAD_EXCLUSIONS", 3, []string{`"exclusions":null`, `"exclusions":{}`, `"exclusions":["ab"]`, `"exclusions":[["a"]]`, `"exclusions":[["a","b","c"]]`, `"exclusions":[["a",1]]`, `"other":1`}},
		{"BAD_SIGNERS", 4, []string{`"signers":null`, `"signers":{}`, `"signers":"a"`, `"signers":["a",1]`, `"other":1`}},
		{"BAD_ACCOUNT", 5, []string{`"account":null`, `"account":[]`, `"account":{}`, `"account":"a"`, `"account":["A",1]`, `"account":["A","a"]`, `"other":1`}},
	}
	for i, c := range codes {
		for _, bad := range c.bad {
			line := append([]string{`"id":7`}, members...)
			line[1+c.member] = bad
			for _, later := range codes[i+1:] {
				if later.member != c.member {
					line[1+later.member] = later.bad[0]
				}
			}
			want := fmt.Sprintf(`{"id":7,"error":%q}`+"\n", c.code)
			if got := answer(t, "{"+strings.Join(line, ",")+"}"); got != want {
				t.Errorf("%s gives %s", line, got)
			}
		}
	}
}

func TestWhatIsNoCaseIsBadJSONAndTheRestGoesOn(t *testing.T) {
	const good = `{"id":9,"accounts":{"A":{"a":10}},"jobs":{},"exclusions":[],"signers":["a"],"account":"A"}`
	for line, id := range map[string]string{
		`{`: "null", `[]`: "null", `"x"`: "null", `nonsense`: "null", "\xff": "null", good + good: "null",
		strings.Replace(good, `"jobs":{}`, `"jobs":{"a":"x","a":"y"}`, 1):  "9",
		strings.Replace(good, `"jobs":{}`, `"jobs":{},"Exclusions":[]`, 1): "9",
		strings.Replace(good, `"jobs":{}`, `"jobs":{},"id":9`, 1):          "null",
		strings.Replace(good, `"a":10`, `"\ud800":10`, 1):                  "null",
	} {
		got := answer(t, line+"\n \n"+good)
		want := `{"id":` + id + `,"error":"BAD_JSON"}` + "\n" + `{"id":9,"accepted":true,"counted":["a"],"ignored":[],"no_right":[],"points":10}` + "\n"
		if got != want {
			t.Errorf("%s gives %s", line, got)
		}
	}
}

func TestLinesAreJudgedAsEvaluateDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range cases() / 20 {
		c := random(r)
		line := lineOf(t, c)
		var got signing.Verdict
		if err := json.Unmarshal([]byte(answer(t, line)), &got); err != nil {
			t.Fatal(err)
		}
		want := naive(c)
		want.Accounts, want.Clashes = nil, nil
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s gives %+v, expected %+v", line, got, want)
		}
	}
}

// lineOf writes the case as a line; every account of it requires 9 points from
// then on, for a line says it once.
func lineOf(t *testing.T, c signing.Case) string {
	t.Helper()
	points, accounts := map[signing.Account]map[signing.User]int{}, []signing.Account{}
	for i := range c.Debits {
		c.Debits[i].Required = 9
		points[c.Debits[i].Account] = c.Debits[i].Points
		accounts = append(accounts, c.Debits[i].Account)
	}
	line, err := json.Marshal(map[string]any{
		"required": 9, "accounts": points, "jobs": c.Jobs, "account": accounts,
		"exclusions": append([]signing.Exclusion{}, c.Exclusions...), "signers": append([]signing.User{}, c.Signers...),
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}

func FuzzRun(f *testing.F) {
	f.Add([]byte(`{"id":1,"required":10,"accounts":{"A":{"a":8,"b":2}},"jobs":{"a":"x"},"exclusions":[["x","x"]],"signers":["a","b"],"account":["A"]}`))
	f.Add([]byte("{\"id\":\"\\u0000\"}\n\n[]\r\n{"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		if err := signing.Run(bytes.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		asked := 0
		for line := range bytes.Lines(in) {
			if len(bytes.Trim(line, " \t\r\n")) > 0 {
				asked++
			}
		}
		for line := range bytes.Lines(out.Bytes()) {
			var a struct {
				Accepted *bool
				Error    *string
			}
			if err := json.Unmarshal(line, &a); err != nil || (a.Accepted == nil) == (a.Error == nil) {
				t.Fatalf("%q answered by %s", in, line)
			}
			asked--
		}
		if asked != 0 {
			t.Fatalf("%q: %d lines without an answer in %q", in, asked, out.Bytes())
		}
	})
}
