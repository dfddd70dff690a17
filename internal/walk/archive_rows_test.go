package walk_test

import (
	"net/http"
	"time"

	"github.com/countersign/countersign/internal/server"
)

// unmoved: an order about the archives rests on nothing that has a version.
const unmoved = "an order rests on nothing that has a version"

// archive orders that the first block of the log moves to a file. The service that
// records how far an order is does not, until the walk has looked at it.
var archive = step{
	route: "POST /api/v1/audit/archive", asks: "audit.archive", subject: "audit.archive", op: "command", unraced: unmoved,
	prepare: func(w *walk) *asked {
		w.suspend(server.InstallationUser)
		return &asked{
			path: "/api/v1/audit/archive", body: fields{"to": 256}, table: "archive_order",
			want: fields{"kind": "archive", "to_entry": 256, "state": "asked", "asked_by": maker},
		}
	},
	finally: func(w *walk) { w.carriedOut(fields{"kind": "archive", "state": "done", "ends": 256, "files": 1}) },
}

// restore has it back.
var restore = step{
	route: "POST /api/v1/audit/restore", asks: "audit.restore", subject: "audit.restore", op: "command", unraced: unmoved,
	prepare: func(w *walk) *asked {
		w.suspend(server.InstallationUser)
		return &asked{
			path: "/api/v1/audit/restore", body: fields{"from": 3, "to": 9}, table: "archive_order",
			want: fields{"kind": "restore", "from_entry": 3, "to_entry": 9, "hours": 720, "state": "asked", "asked_by": maker},
		}
	},
	finally: func(w *walk) {
		w.carriedOut(fields{"kind": "restore", "state": "done", "begins": 1, "ends": 256, "files": 1, "entries": 256})
		if n := w.count(`audit_entry WHERE seq <= 256`); n != 256 {
			w.t.Errorf("%d entries of the first block are back", n)
		}
	},
}

// carriedOut lets the service work again and waits for the end of the order.
func (w *walk) carriedOut(want fields) {
	w.t.Helper()
	resume(w)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		list := w.ask(colleague, "GET", "/api/v1/archive_order?filter=kind="+want["kind"].(string), nil).is(http.StatusOK).items()
		if len(list) != 1 {
			w.t.Fatalf("the orders are %v", list)
		}
		if list[0]["state"] == "asked" {
			continue
		}
		if got, like := only(list[0], want), plain(w, want); !same(w, got, like) {
			w.t.Errorf("the order came to %v, want %v", got, like)
		}
		return
	}
	w.t.Fatalf("the order does not end")
}

func same(w *walk, a, b fields) bool {
	x, y := plain(w, a), plain(w, b)
	for k := range y {
		if x[k] != y[k] {
			return false
		}
	}
	return len(x) == len(y)
}
