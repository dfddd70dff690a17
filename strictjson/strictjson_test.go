package strictjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"
)

func TestWhatTheStandardDecoderLetsPassIsRefused(t *testing.T) {
	for text, place := range map[string]string{
		`{"a":1,"a":2}`:               "a",
		`{"a":1,"\u0061":2}`:          "a",
		`[{"x":{"b":1,"c":2,"b":3}}]`: "b",
		`{"1":1,"2":1,"3":1,"4":1,"5":1,"6":1,"7":1,"8":1,"9":1,"7":2}`: "7",
		"\"\xff\"":                 "byte 1",
		`"\ud800"`:                 "byte 1",
		`"\udc00\ud800"`:           "byte 1",
		`"\ud800\u0041"`:           "byte 1",
		strings.Repeat("[", 1<<20): "byte 65",
	} {
		_, err := Parse([]byte(text))
		if err == nil || err.Place() != place {
			t.Errorf("%.40q: %v, expected a refusal at %s", text, err, place)
		}
	}
}

func TestValueStaysReadableBesideRepeatedName(t *testing.T) {
	v, err := Parse([]byte(`{"id":"7","jobs":{"a":1,"a":2}}`))
	var id [1]Value
	if e := v.Fields(id[:], "id"); err == nil || e != nil || string(id[0].Raw()) != `"7"` {
		t.Fatalf("id %s, errors %v and %v", id[0].Raw(), err, e)
	}
}

func TestFieldInOtherLetterCaseIsRefused(t *testing.T) {
	v, _ := Parse([]byte(`{"Jobs":{}}`))
	var out [1]Value
	if err := v.Fields(out[:], "jobs"); err == nil || err.Place() != "Jobs" {
		t.Fatalf("got %v", err)
	}
}

func TestIntegersAreIntegersOnly(t *testing.T) {
	for text, want := range map[string]bool{
		`0`: true, `-0`: true, `9223372036854775807`: true, `9223372036854775808`: false,
		`1.0`: false, `1e1`: false, `"1"`: false, `null`: false, `true`: false,
	} {
		v, _ := Parse([]byte(text))
		if _, ok := v.Int(); ok != want {
			t.Errorf("%s taken as an integer: %v", text, ok)
		}
	}
}

func TestABadOrEndlessLineDoesNotStopTheRest(t *testing.T) {
	in := "1\n\n" + strings.Repeat("9", 200_000) + "\n{\n  \r\n\"end\""
	var out strings.Builder
	err := lines(strings.NewReader(in), &out, 100_000, func(out []byte, v Value, err *Error) []byte {
		if err != nil {
			return append(out, err.Place()...)
		}
		return append(out, v.Raw()...)
	})
	if want := "1\nbyte 100000\nbyte 1\n\"end\"\n"; err != nil || out.String() != want {
		t.Fatalf("got %q, %v; expected %q", out.String(), err, want)
	}
}

func TestLongLinesComeWholeWhateverTheirLength(t *testing.T) {
	var in, want strings.Builder
	for _, size := range []int{3, 70_000, 5_000_000, 10, 2_500_000, 1 << 20} {
		line := `"` + strings.Repeat("0123456789", size/10) + `"` + "\n"
		in.WriteString(line)
		want.WriteString(line)
	}
	var out strings.Builder
	err := Lines(strings.NewReader(in.String()), &out, func(out []byte, v Value, _ *Error) []byte { return append(out, v.Raw()...) })
	if err != nil || out.String() != want.String() {
		t.Fatalf("%v; %d bytes became %d", err, want.Len(), out.Len())
	}
}

func TestFailuresOfReaderAndWriterAreReturned(t *testing.T) {
	echo := func(out []byte, v Value, _ *Error) []byte { return append(out, v.Raw()...) }
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader("1\n2"), iotest.ErrReader(broken))
	var out bytes.Buffer
	if err := Lines(in, &out, echo); !errors.Is(err, broken) || out.String() != "1\n" {
		t.Errorf("reader: %v after %q", err, out.String())
	}
	r, w := io.Pipe()
	_ = r.CloseWithError(broken)
	if err := Lines(strings.NewReader("1\n"), w, echo); !errors.Is(err, broken) {
		t.Errorf("writer: %v", err)
	}
}

// FuzzParse holds Parse against the standard library: what we accept it accepts
// with the same content; what only we refuse has one of our own reasons.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e+3,"x\n\u00e4\ud83d\ude00",null,true,false,{}],"b":{}}`, `[[],[ ] , {"":""}]`, ` "" `, `01`, `1.`, `-`, `{"a":1,}`, `tru`, "\"\x01\"", `"\x"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Parse(text)
		if err == nil {
			var theirs any
			if e := unmarshal(text, &theirs); e != nil {
				t.Fatalf("accepted %q, the standard library: %v", text, e)
			}
			if ours := plain(v); !reflect.DeepEqual(ours, theirs) {
				t.Fatalf("%q read as %v, not %v", text, ours, theirs)
			}
			return
		}
		own := err.Name != "" || !utf8.Valid(text) || strings.Contains(err.Detail, "surrogate") || strings.Contains(err.Detail, "deeper")
		if json.Valid(text) && !own {
			t.Fatalf("refused %q: %v", text, err)
		}
	})
}

func unmarshal(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return d.Decode(into)
}

func plain(v Value) any {
	switch v.Kind() {
	case '{':
		m := map[string]any{}
		for name, member := range v.Members() {
			m[string(name)] = plain(member)
		}
		return m
	case '[':
		a := []any{}
		for item := range v.Items() {
			a = append(a, plain(item))
		}
		return a
	case '"':
		s, _ := v.Text()
		return s
	case '0':
		return json.Number(v.Raw())
	case 'n':
		return nil
	}
	return v.Kind() == 't'
}

func TestTextSurvivesWritingAndReading(t *testing.T) {
	for _, s := range []string{"", `a"b\c`, "\x00\n\t", "é€😀<&>\u2028", "\ufffd"} {
		v, err := Parse(AppendText(nil, s))
		if back, _ := v.Text(); err != nil || back != s {
			t.Errorf("%q came back as %q, %v", s, back, err)
		}
	}
}
