package httpapi

import (
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/review"
	"github.com/countersign/countersign/internal/store"
)

// ReviewList is what somebody is to decide.
type ReviewList struct {
	Items []*review.Item `json:"items"`
}

// mostReviewed is how many items are listed at once.
const mostReviewed = 500

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Reviews serves what waits for a reviewer, and the result of a review.
func Reviews(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/me/review", Asks: signedIn}, tag: "me", summary: "The grants and memberships that I am to review, those due first; at most 500",
		answer: schemaOf[ReviewList](a), do: func(c *call) (reply, error) {
			list, err := review.Waiting(c.ctx, a.DB, c.who.User, mostReviewed)
			if list == nil {
				list = []*review.Item{}
			}
			return reply{body: ReviewList{list}}, err
		},
	})
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access_review/{id}/result", Permission: viewReview}, tag: "access_review", answerType: xlsx,
		summary: "The review as an XLSX workbook: those of its items that the asker may view; the download is logged", do: a.reviewResult,
	})
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
	return rep, c.noted("access_review.download", audit.Record{Table: "access_review", ID: string(c.id())})
}
