package httpapi

import (
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/store"
)

// ReviewList is what somebody is to decide.
type ReviewList struct {
	Items   []*review.Item    `json:"items"`
	Reviews []*review.Review  `json:"reviews" doc:"The reviews that they are of."`
	Names   map[string]string `json:"names" doc:"What the users named here are called."`
}

// mostReviewed is how many items are listed at once.
const mostReviewed = 500

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Reviews serves what waits for a reviewer, and the result of a review.
func Reviews(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/review", Asks: signedIn}, tag: "me", summary: "The grants and memberships that I am to review, those due first; at most 500",
		answer: schemaOf[ReviewList](a), do: func(c *call) (reply, error) {
			list, err := a.toReview(c)
			return reply{body: list}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access_review/{id}/result", Permission: viewReview}, tag: "access_review", answerType: xlsx,
		summary: "The review as an XLSX workbook: those of its items that the asker may view; the download is logged", do: a.reviewResult,
	})
}

// toReview is what waits for whoever asks.
func (a *API) toReview(c *call) (ReviewList, error) {
	list := ReviewList{Items: []*review.Item{}, Reviews: []*review.Review{}, Names: map[string]string{}}
	items, err := review.Waiting(c.ctx, a.DB, c.who.User, mostReviewed)
	if err != nil {
		return list, err
	}
	list.Items = append(list.Items, items...)
	seen := map[govern.ID]bool{}
	for _, it := range items {
		a.call(list.Names, string(it.User))
		if seen[it.Review] {
			continue
		}
		seen[it.Review] = true
		r, err := review.Reviews.Get(c.ctx, a.DB, it.Review)
		if err != nil {
			return list, err
		}
		list.Reviews = append(list.Reviews, r)
	}
	return list, nil
}

const (
	viewReview     = "access_review.view"
	viewReviewItem = "review_item.view"
)

func (a *API) reviewResult(c *call) (reply, error) {
	if err := c.mayView(viewReview, "access_review"); err != nil {
		return reply{}, err
	}
	var content []byte
	snapshot, now := a.Engine.Access(), int64(govern.At(a.Engine.Now()))
	err := a.DB.Snapshot(c.ctx, func(r store.Reader) (err error) {
		content, err = review.Result(c.ctx, r, c.id(), func(it *review.Item) bool {
			return snapshot.Check(c.who.User, viewReviewItem, review.Items.TargetOf(it), now)
		})
		return err
	})
	if err != nil {
		return reply{}, err
	}
	rep := raw(xlsx, content)
	rep.header["Content-Disposition"] = `attachment; filename="access-review-` + string(c.id()) + `.xlsx"`
	return rep, c.noted("access_review.download", audit.Record{Table: "access_review", ID: string(c.id())}, digestOf(content)...)
}
