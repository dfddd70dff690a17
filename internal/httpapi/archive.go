package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
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

// Archiving says which entries to archive.
type Archiving struct {
	Before govern.Time `json:"before,omitempty" required:"false" doc:"Those made before this time."`
	To     int64       `json:"to,omitempty" required:"false" doc:"Those up to this number."`
}

// Restoring says which entries to bring back, and for how long.
type Restoring struct {
	From  int64 `json:"from" minimum:"1" doc:"The first entry."`
	To    int64 `json:"to" minimum:"1" doc:"The last entry."`
	Hours int64 `json:"hours" required:"false" minimum:"0" maximum:"87600" doc:"How long they stay; 720 when absent."`
}

// Archived is what one step came to.
type Archived struct {
	Part *ArchivedPart `json:"part,omitempty" doc:"The file that was made or brought back; absent when there was none left."`
	More bool          `json:"more" doc:"Ask again: there may be another."`
}

// longArchive is how long one file may take.
const longArchive = 10 * time.Minute

func (a *API) archives() {
	const path = "/api/v1/audit/archive"
	a.add(route{
		Route: Route{Method: "GET", Path: path, Permission: auditView}, tag: "audit",
		summary: "Where the older part of the log lies: its archive files", answer: schemaOf[ArchiveList](a), do: a.archiveList,
	})
	archiving, restoring := schemaInline[Archiving](a), schemaInline[Restoring](a)
	a.add(route{
		Route: Route{Method: "POST", Path: path, Permission: auditArchive}, tag: "audit",
		summary: "Move the next 16,384 entries, at most, to an archive file, verify it, and remove them from the database. Repeat it while there is more.",
		body:    archiving, answer: schemaOf[Archived](a), do: func(c *call) (reply, error) {
			if err := c.on(auditArchive); err != nil {
				return reply{}, err
			}
			var in Archiving
			if _, err := a.decode(c.body, archiving, true, &in); err != nil {
				return reply{}, err
			}
			return c.archive(&in)
		},
	})
	a.add(route{
		Route: Route{Method: "POST", Path: "/api/v1/audit/restore", Permission: auditRestore}, tag: "audit",
		summary: "Bring the first archive file that holds entries of the range back into the database for a while. Repeat it from the entry after while there is more.",
		body:    restoring, answer: schemaOf[Archived](a), do: func(c *call) (reply, error) {
			if err := c.on(auditRestore); err != nil {
				return reply{}, err
			}
			var in Restoring
			if _, err := a.decode(c.body, restoring, true, &in); err != nil {
				return reply{}, err
			}
			return c.restore(&in)
		},
	})
}

func (c *call) archive(in *Archiving) (reply, error) {
	if (in.Before == 0) == (in.To == 0) {
		return reply{}, fault.Bad("before", "before_or_to", "Say what to archive: before a time, or to an entry.")
	}
	ctx, cancel := c.long()
	defer cancel()
	last := in.To
	if in.Before != 0 {
		var err error
		if last, err = audit.UpTo(ctx, c.api.DB, int64(in.Before)-1); err != nil {
			return reply{}, err
		}
	}
	made, err := c.api.Archive(ctx, c.who, last)
	if err != nil || made == nil {
		return reply{body: Archived{}}, err
	}
	part := partOf(made)
	part.Away = true
	return reply{body: Archived{Part: &part, More: made.Last < last}}, nil
}

func (c *call) restore(in *Restoring) (reply, error) {
	if in.From > in.To {
		return reply{}, fault.Bad("to", "bad_value", "The last entry %d comes before the first, %d.", in.To, in.From)
	}
	if in.Hours == 0 {
		in.Hours = 720
	}
	ctx, cancel := c.long()
	defer cancel()
	until := c.api.Engine.Now().Add(time.Duration(in.Hours) * time.Hour)
	back, err := c.api.Restore(ctx, c.who, in.From, in.To, until)
	if fault.Code(err) == "not_archived" {
		return reply{body: Archived{}}, nil
	}
	if err != nil {
		return reply{}, err
	}
	part := partOf(back)
	part.Away, part.Until = false, govern.At(until)
	return reply{body: Archived{Part: &part, More: back.Last < in.To}}, nil
}

// long lets the request take as long as a file does.
func (c *call) long() (context.Context, context.CancelFunc) {
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Now().Add(longArchive)) // a test's recorder has none
	return context.WithTimeout(c.whole, longArchive)
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
