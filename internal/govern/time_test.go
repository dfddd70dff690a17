package govern_test

import (
	"encoding/json"
	"testing"

	"github.com/countersign/countersign/internal/govern"
)

func TestATimeThatCouldNotBeReadAgainIsNotRead(t *testing.T) {
	for text, good := range map[string]bool{
		`"9999-12-31T23:59:59Z"`: true, `"9999-12-31T23:59:59-01:00"`: false, `"0000-01-01T00:00:00Z"`: true, `"0000-01-01T00:00:00+01:00"`: false, `""`: true,
	} {
		var at govern.Time
		err := json.Unmarshal([]byte(text), &at)
		if (err == nil) != good {
			t.Errorf("%s is read with %v", text, err)
		}
		if err != nil {
			continue
		}
		again, err := json.Marshal(at)
		var same govern.Time
		if err == nil {
			err = json.Unmarshal(again, &same)
		}
		if err != nil || same != at {
			t.Errorf("%s is written as %s, which is %v, %v", text, again, same, err)
		}
	}
}
