package verify

import "fmt"

// Report says what was checked and, in First, what is wrong.
type Report struct {
	Origin      string   `json:"origin"`             // the log, by the name of its key
	From        int64    `json:"from"`               // first entry looked at
	To          int64    `json:"to"`                 // last entry looked at
	Entries     int64    `json:"entries"`            // computed from their bytes
	Archived    int64    `json:"archived,omitempty"` // of which only the leaf hash is here
	Checkpoints int      `json:"checkpoints"`        // whose signature and root agree
	Unchecked   int      `json:"unchecked,omitempty"`
	Signed      int64    `json:"signed"`             // size of the largest checkpoint that agrees
	Unsigned    int64    `json:"unsigned,omitempty"` // entries newer than that; a second's worth on a running log
	Torn        bool     `json:"torn,omitempty"`     // the checkpoint file ends within a note, as after a crash
	First       *Finding `json:"first,omitempty"`    // the first thing wrong; nil when all is whole
}

// Whole reports whether nothing is wrong.
func (r Report) Whole() bool { return r.First == nil }

// What is wrong with an entry, or with what proves it.
const (
	Altered       = "altered"        // its bytes are not those that were signed
	Removed       = "removed"        // it is missing though later ones are there
	Inserted      = "inserted"       // an entry stands where none was
	Reordered     = "reordered"      // it stands at another place
	CutOff        = "cut_off"        // it and all after it are missing
	ProofAltered  = "proof_altered"  // the entry is whole, a stored hash is not
	Forged        = "forged"         // a checkpoint lacks a good signature by the key
	Contradiction = "contradiction"  // two signed checkpoints exclude each other
	Uncovered     = "uncovered"      // no checkpoint covers it
	MalformedData = "malformed_data" // a place is not in its form, outside any entry
)

// Finding is the first thing wrong. Seq is the entry, 0 when it is none; when
// the proof cannot tell nearer, it lies between Seq and Until.
type Finding struct {
	What   string `json:"what"`
	Seq    int64  `json:"seq,omitempty"`
	Until  int64  `json:"until,omitempty"`
	Detail string `json:"detail"`
}

func (f Finding) String() string {
	switch {
	case f.Seq == 0:
		return fmt.Sprintf("%s: %s", f.What, f.Detail)
	case f.Until > f.Seq:
		return fmt.Sprintf("entry %d (or one up to %d) %s: %s", f.Seq, f.Until, f.What, f.Detail)
	}
	return fmt.Sprintf("entry %d %s: %s", f.Seq, f.What, f.Detail)
}
