package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
)

// checkEach: of so many answers one is compared with all entries.
const checkEach = 40

// check compares an answer with what the entries were made of: found are the
// newest, unless they were only counted, n how many.
func check(q audit.Query, found []int64, n int) error {
	most := q.Limit
	if found == nil {
		most = govern.Counted
	}
	var want []int64
	for e := *entries; e > 0 && len(want) < most; e-- {
		if answers(q, e) {
			want = append(want, int64(e))
		}
	}
	if n != len(want) || found != nil && !slices.Equal(found, want) {
		return fmt.Errorf("%+v: found %d: %v, where there are %d: %v", q, n, found, len(want), want)
	}
	return nil
}

// answers reports whether entry n is asked for, by the same numbers from which
// event makes it.
func answers(q audit.Query, n int) bool {
	r := mix(n)
	if q.From != 0 && timeOf(n) < q.From || q.To != 0 && timeOf(n) >= q.To {
		return false
	}
	if q.Table != "" && (tables[r%5] != q.Table || q.Field != "" && fields[r>>8%5] != q.Field || q.Record != "" && recordOf(int(r>>16%records)) != q.Record) {
		return false
	}
	if q.Actor != "" && personOf(int(r>>32%people)) != q.Actor {
		return false
	}
	for _, w := range strings.Fields(q.Words) {
		if !slices.Contains([]string{reasonWord(n, 1), reasonWord(n, 2), reasonWord(n, 3)}, w) && (w != rareWord || n%rareEach != 0) {
			return false
		}
	}
	return true
}

// reasonWord is the i-th word of the reason of entry n.
func reasonWord(n, i int) string { return words[mix(n+i*7)%uint64(len(words))] }
