package audit

import (
	"context"
	"errors"
	"sort"

	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/files"
	"github.com/countersign/countersign/internal/store"
)

// Lying lists the archives whose entries are not in the database and may be of the
// time from ≤ t < to (microseconds since 1970; 0 is open): where what a search did
// not find may lie. An archive whose file cannot be read is named too.
func Lying(ctx context.Context, r store.Reader, kept files.Store, from, to int64) (away []Archive, err error) {
	list, err := Archives(ctx, r)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var failed error
	begin := func(i int) int64 {
		at, err := list[i].begins(ctx, kept)
		failed = errors.Join(failed, err)
		return at
	}
	low, high := 0, len(list)
	if from != 0 { // an archive ends where the next begins; of the last it is not asked
		low = sort.Search(len(list)-1, func(i int) bool { return begin(i+1) >= from-clockSlack })
	}
	if to != 0 {
		high = sort.Search(len(list), func(i int) bool { return begin(i) >= to+clockSlack })
	}
	if failed != nil {
		low, high = 0, len(list)
	}
	for i := low; i < high; i++ {
		if list[i].Away {
			away = append(away, list[i])
		}
	}
	return away, nil
}

// begins is the time of the archive's first entry.
func (a *Archive) begins(ctx context.Context, kept files.Store) (at int64, err error) {
	err = a.read(ctx, kept, a.First, a.First, func(_ int64, header, _ []byte) error {
		h, err := tree.ParseHeader(header)
		at = h.At
		if err == nil {
			err = errEnough
		}
		return err
	})
	return at, err
}
