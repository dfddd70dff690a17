package walk_test

import "net/http"

// reviewCommands look at access again. The maker reviews what the colleague has
// reviewed.
var reviewCommands = []command{
	{
		name: "access_review.start", on: func(w *walk) string { return w.name("review") }, want: fields{"state": "open", "items": 1},
		body: func(w *walk, _ string) fields { return campaign(w) },
	},
	{name: "access_review.close", on: reviewOf, want: fields{"state": "closed"}},
	{
		name: "review_item.decide", on: func(w *walk) string { return w.first("review_item", "review="+reviewOf(w)) },
		body: func(*walk, string) fields { return fields{"verdict": "revoked", "reason": "has left the desk"} },
		want: fields{"verdict": "revoked", "decided_by": maker},
		race: func(w *walk, id string) { w.do(colleague, "review_item.assign", id, fields{"reviewer": signer}) },
	},
	{
		name: "review_item.assign", on: func(w *walk) string { return w.first("review_item", "review="+reviewOf(w)) },
		body: func(*walk, string) fields { return fields{"reviewer": signer} }, want: fields{"reviewer": signer},
	},
}

// campaign reviews the one grant in a unit of its own.
func campaign(w *walk) fields {
	unit := w.make("unit", fields{"name": w.name("Unit"), "parent": "treasury"})
	w.make("grant", fields{"user": w.make("user", person(w)), "role": "netting-viewer", "scope": "unit", "scope_record": unit})
	return fields{"name": w.name("Review"), "unit": unit, "due_at": "2040-01-01T00:00:00.000000Z", "unconfirmed": "keep", "reviewers": []fields{{"user": maker}}}
}

func reviewOf(w *walk) string {
	id := w.name("review")
	w.do(colleague, "access_review.start", id, campaign(w))
	return id
}

// reviews: everybody is told what they are to review and nothing else.
func (w *walk) reviews() {
	reviewOf(w)
	if waits := w.ask(maker, "GET", "/api/v1/me/review", nil).is(http.StatusOK).row(); len(waits["reviews"].([]any)) == 0 || waits["names"] == nil {
		w.t.Errorf("what it is of is told as %v", waits)
	}
	if list := w.ask(maker, "GET", "/api/v1/me/review", nil).is(http.StatusOK).items(); len(list) == 0 || list[0]["reviewer"] != maker {
		w.t.Errorf("the maker is to review %v", list)
	}
	if list := w.ask(outsider, "GET", "/api/v1/me/review", nil).is(http.StatusOK).items(); len(list) != 0 {
		w.t.Errorf("the outsider is to review %v", list)
	}
}
