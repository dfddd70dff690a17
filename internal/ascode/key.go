package ascode

import (
	"strings"
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
	best, least := "", len(s)/2+2
	for _, name := range names {
		if n := edits(s, name); n < least {
			best, least = name, n
		}
	}
	return best
}

// edits counts insertions, deletions and replacements of bytes (Levenshtein).
func edits(a, b string) int {
	a, b = a[:min(len(a), 100)], b[:min(len(b), 100)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
