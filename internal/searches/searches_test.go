package searches_test

import (
	"context"
	"testing"

	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/searches"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestASearchIsItsOwnersUntilItIsShared(t *testing.T) {
	house.Each(t, append(directory.Tables, searches.Tables...), append(directory.Verbs, searches.Verbs...), func(t *testing.T, h *house.House) {
		mia, tom := h.User("mia"), h.User("tom")
		named := func(user string, all bool) (names []string) {
			list, err := searches.Of(context.Background(), h.DB, user, all)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range list {
				names = append(names, s.Name+": "+s.Query)
			}
			return names
		}
		want := func(user string, all bool, names ...string) {
			t.Helper()
			got := named(user, all)
			if len(got) != len(names) {
				t.Fatalf("%s has %q, want %q", user, got, names)
			}
			for i := range got {
				if got[i] != names[i] {
					t.Errorf("%s has %q, want %q", user, got, names)
				}
			}
		}
		keep := func(user, name, query string, shared bool) {
			t.Helper()
			h.Must(h.Submit(user, &searches.Keep{Title: name, Query: query, Shared: shared}))
		}
		keep(mia, "grants", "table=grant", false)
		keep(mia, "exports", "action=audit.export", true)
		keep(mia, "grants", "table=grant&outcome=applied", false)
		want(mia, false, "exports: action=audit.export", "grants: table=grant&outcome=applied")
		want(tom, true, "exports: action=audit.export")
		want(tom, false)

		list, err := searches.Of(context.Background(), h.DB, mia, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Submit(tom, &searches.Forget{ID: list[0].ID}); fault.Code(err) != "not_found" {
			t.Errorf("tom forgets mia's: %v", err)
		}
		h.Must(h.Submit(mia, &searches.Forget{ID: list[0].ID}))
		want(tom, true)
		for query, code := range map[string]string{"": "too_short", "a=%zz": "bad_query"} {
			if _, err := h.Submit(mia, &searches.Keep{Title: "bad", Query: query}); fault.Code(err) != code {
				t.Errorf("the query %q: %v, want %s", query, err, code)
			}
		}
	})
}
