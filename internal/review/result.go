package review

import (
	"bytes"
	"context"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// The sheets of a result.
const (
	sheetReview = "Review"
	sheetItems  = "Items"
)

var itemHead = []string{
	"Item", "Kind", "Grant or membership", "Version", "Person", "E-mail", "Group", "Role", "Scope", "Scope table", "Scope record",
	"Ends", "Reviewer", "Verdict", "Reason", "Decided by", "Decided at",
}

// Result is the review as an XLSX workbook (ECMA-376): what was asked, and every
// item that may lets the reader see. The same rows give the same bytes. Fault
// not_found.
func Result(ctx context.Context, r store.Reader, id govern.ID, may func(*Item) bool) ([]byte, error) {
	rev, err := Reviews.Get(ctx, r, id)
	if err != nil {
		return nil, err
	}
	items, err := Items.Find(ctx, r, `review = $1 ORDER BY id`, string(id))
	if err != nil {
		return nil, err
	}
	people, err := people(ctx, r, id)
	if err != nil {
		return nil, err
	}
	b := &book{f: excelize.NewFile()}
	b.keep(b.f.SetSheetName("Sheet1", sheetReview))
	_, err = b.f.NewSheet(sheetItems)
	b.keep(err)
	b.row(sheetItems, 1, itemHead)
	counts, n := map[string]int{}, 1
	for _, it := range items {
		if !may(it) {
			continue
		}
		counts[it.Verdict]++
		n++
		who := people[it.User]
		b.row(sheetItems, n, []string{
			string(it.ID), it.Kind, string(it.Record), strconv.FormatInt(it.RecordVersion, 10), who.name, who.email, it.GroupName, it.RoleName, it.Scope, it.ScopeTable, string(it.ScopeRecord),
			it.UntilAt.String(), people[it.Reviewer].name, it.Verdict, it.Reason, people[it.DecidedBy].name, it.DecidedAt.String(),
		})
	}
	b.facts(rev, counts)
	var out bytes.Buffer
	b.keep(b.f.Write(&out))
	b.keep(b.f.Close())
	return out.Bytes(), b.err
}

// book is a workbook with the first error that writing it met.
type book struct {
	f   *excelize.File
	err error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// row writes texts, which no spreadsheet takes for formulas.
func (b *book) row(sheet string, n int, cells []string) {
	for i, text := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, n)
		b.keep(err)
		b.keep(b.f.SetCellStr(sheet, name, text))
	}
}

// facts are the review itself and how its items stand.
func (b *book) facts(r *Review, counts map[string]int) {
	rows := [][]string{
		{"Review", string(r.ID)},
		{"Name", r.Name},
		{"Unit", string(r.Unit)},
		{"State", r.State},
		{"Unconfirmed", r.Unconfirmed},
		{"Started", r.StartedAt.String()},
		{"Due", r.DueAt.String()},
		{"Closed", r.ClosedAt.String()},
	}
	for _, id := range r.Roles {
		rows = append(rows, []string{"Role", id})
	}
	for _, verdict := range []string{Open, Confirmed, Revoked, Lapsed, Gone} {
		rows = append(rows, []string{verdict, strconv.Itoa(counts[verdict])})
	}
	for i, cells := range rows {
		b.row(sheetReview, i+1, cells)
	}
}

type person struct{ name, email string }

// people are those whom the items of a review name.
func people(ctx context.Context, r store.Reader, id govern.ID) (map[govern.ID]person, error) {
	known := map[govern.ID]person{}
	err := r.Query(ctx, func(scan store.Scan) error {
		var user string
		var p person
		err := scan(&user, &p.name, &p.email)
		known[govern.ID(user)] = p
		return err
	}, `SELECT id, name, email FROM "user" WHERE id IN (SELECT "user" FROM review_item WHERE review = $1) OR id IN (SELECT reviewer FROM review_item WHERE review = $1) OR id IN (SELECT decided_by FROM review_item WHERE review = $1)`, string(id))
	return known, err
}

// Waiting are the open items that the user is to decide, those due first; at most
// so many.
func Waiting(ctx context.Context, r store.Reader, user string, most int) ([]*Item, error) {
	return Items.Find(ctx, r, `reviewer = $1 AND verdict = 'open' AND review IN (SELECT id FROM access_review WHERE state = 'open') ORDER BY (SELECT due_at FROM access_review WHERE access_review.id = review_item.review), id LIMIT $2`, user, int64(most))
}
