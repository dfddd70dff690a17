package ascode

import (
	"strings"

	"github.com/countersign/countersign/spelling"
)

// A reference is written as the key of the record, or as "=" and its id.
const byID = "="

var escaping = strings.NewReplacer(`\`, `\\`, `/`, `\/`)

// part is one column's share of a key.
func part(text string) string { return escaping.Replace(text) }

// join makes a key of its parts. The root of a tree has no part above it.
func join(parts []string, tree bool) string {
	if tree && len(parts) > 1 && parts[0] == "" {
		parts = parts[1:]
	}
	key := strings.Join(parts, "/")
	if strings.HasPrefix(key, byID) {
		key = `\` + key
	}
	return key
}

// tree reports whether the table's keys are paths.
func (s *sheet) tree() bool { return len(s.key) > 1 && s.own(s.key[0]) }

// nearest is the name that takes the fewest edits to reach from s, as a hint
// that ends a sentence; "" when none is near.
func nearest(s string, names []string) string {
	if name, edits := spelling.Nearest(s, names); edits < len(s)/2+2 {
		return name
	}
	return ""
}
