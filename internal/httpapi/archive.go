package httpapi

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// ArchivedPart is a part of the log that was moved to a file.
type ArchivedPart struct {
	From    int64       `json:"from" doc:"Its first entry."`
	To      int64       `json:"to" doc:"Its last entry."`
	SHA256  string      `json:"sha256" doc:"Of the archive file, by which it is found in the files store."`
	Size    int64       `json:"size" doc:"Of the file, in bytes."`
	Away    bool        `json:"away" doc:"Its entries are not in the database, and not searched."`
	Until   govern.Time `json:"until,omitempty" doc:"Where it was brought back: until when."`
	Command string      `json:"command" doc:"What brings it back, on the server's machine or with a token of who may."`
}

// ArchiveList is where the older part of the log lies.
type ArchiveList struct {
	Items []ArchivedPart `json:"items" doc:"The newest first."`
}

func (a *API) archives() {
	const path = "/api/v1/audit/archive"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Permission: auditView}, tag: "audit",
		summary: "Where the older part of the log lies: its archive files", answer: schemaOf[ArchiveList](a), do: a.archiveList,
	})
}

// Archiving serves a command that orders something of the archives: there is one log,
// and no id in its address.
func Archiving(a *API, v govern.Verb) {
	a.commandAt("/api/v1/"+strings.ReplaceAll(v.Name, ".", "/"), v, nil)
}

func partOf(a *audit.Archive) ArchivedPart {
	return ArchivedPart{
		From: a.First, To: a.Last, SHA256: a.File, Size: a.Size, Away: a.Away,
		Command: fmt.Sprintf("countersign audit restore --from %d --to %d", a.First, a.Last),
	}
}

// archiveList is for who may read any of the log: it tells of no entry.
func (a *API) archiveList(c *call) (reply, error) {
	if _, err := c.readable(); err != nil {
		return reply{}, err
	}
	until := map[int64]govern.Time{}
	err := a.DB.Query(c.ctx, func(scan store.Scan) error {
		var first, at int64
		err := scan(&first, &at)
		until[first] = govern.Time(at)
		return err
	}, `SELECT first_seq, until FROM audit_restored`)
	if err != nil {
		return reply{}, err
	}
	all, err := audit.Archives(c.ctx, a.DB)
	list := ArchiveList{Items: []ArchivedPart{}}
	for i := range all {
		part := partOf(&all[i])
		if !part.Away {
			part.Until = until[part.From]
		}
		list.Items = append(list.Items, part)
	}
	slices.Reverse(list.Items)
	return reply{body: list}, err
}

// mostLying is how many archives a search names.
const mostLying = 100

// lying are the archives of the time that a search asked for, the newest first.
func (c *call) lying(q audit.Query) (list []ArchivedPart, err error) {
	away, err := audit.Lying(c.ctx, c.api.DB, c.api.Files, q.From, q.To)
	for i := len(away) - 1; i >= 0 && len(list) < mostLying; i-- {
		list = append(list, partOf(&away[i]))
	}
	return list, err
}
