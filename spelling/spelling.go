// Package spelling says which of the names that are known a misspelt one is nearest
// to, for messages that help.
package spelling

import "slices"

// longest is how many bytes of a name are looked at, so that a name of megabytes costs
// no time.
const longest = 200

// Nearest is the name that takes the fewest edits to reach from word, the first of
// several, and how many these are; "" when there are no names. An edit puts in, takes
// out or replaces one byte (Levenshtein).
func Nearest(word string, names []string) (name string, distance int) {
	if len(names) == 0 {
		return "", 0
	}
	distances := make([]int, len(names))
	for i, n := range names {
		distances[i] = edits(word[:min(len(word), longest)], n[:min(len(n), longest)])
	}
	least := slices.Min(distances)
	return names[slices.Index(distances, least)], least
}

func edits(a, b string) int {
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
