package matching

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The configurations that the documentation shows are read, but for the file of
// a table, which stands under tables instead.
func TestEveryConfigurationInTheDocumentationIsRead(t *testing.T) {
	text, err := os.ReadFile("../docs/matching.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 7 {
		t.Fatal("only", len(blocks), "are shown")
	}
	for _, b := range blocks {
		c, err := decodeConfig([]byte(b[1]))
		for name := range c.Lookups {
			c.Tables[name] = map[string]string{}
		}
		c.Lookups = nil
		if err == nil {
			err = c.Check()
		}
		if err != nil {
			t.Errorf("%s\n%v", b[1], err)
		}
	}
	for _, name := range append(settingNames, passNames...) {
		if !strings.Contains(string(text), name) {
			t.Errorf("the setting %s is not described", name)
		}
	}
}
