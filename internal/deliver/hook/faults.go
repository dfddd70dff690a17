package hook

import (
	"net/http"

	"github.com/countersign/countersign/internal/fault"
)

// Lost reports whether a file may have been taken by an attempt that failed with
// err. It may be repeated, for the receiver knows it by its key; given up, it
// waits for a person.
func Lost(err error) bool { return fault.Code(err) == "webhook_lost" }

func lost(err error, sent bool) error {
	if !sent {
		return fault.Wrap(err, fault.Unavailable, "webhook_unreachable", "The receiver cannot be reached; it can be tried again.")
	}
	return fault.Wrap(err, fault.Unavailable, "webhook_lost", "The receiver's answer was lost; it is asked again under the same key, so that it takes one file.")
}

// refusal is the fault of a status that is none of success. That the receiver is
// busy, or wants nothing of this, says that it took nothing; another failure of
// its own leaves that open.
func refusal(res *http.Response) error {
	switch {
	case res.StatusCode/100 == 2:
		return nil
	case res.StatusCode == http.StatusTooManyRequests, res.StatusCode == http.StatusServiceUnavailable, res.StatusCode == http.StatusRequestTimeout, res.StatusCode == http.StatusTooEarly:
		return fault.New(fault.Unavailable, "webhook_busy", "The receiver is busy (%d); it is tried again.", res.StatusCode)
	case res.StatusCode/100 == 5:
		return fault.New(fault.Unavailable, "webhook_lost", "The receiver failed (%d) and may have taken the file; it is asked again under the same key, so that it takes one file.", res.StatusCode)
	case res.StatusCode/100 == 3:
		return fault.New(fault.Conflict, "webhook_refused", "The receiver points to another address (%d); enter that one, for a signature is meant for one address.", res.StatusCode)
	}
	return fault.New(fault.Conflict, "webhook_refused", "The receiver refused the file (%d); ask whoever keeps it why, and look at address and secret.", res.StatusCode)
}
