package access

// holder is one user and what was granted to it, in one line of the processor's
// cache. A user that grants name but that is not known has a holder too: it comes
// to life when the user is put. One that is neither known nor holds anything is
// free.
type holder struct {
	key     key      // its id
	held    []held   // by scope: everything, units, records, then tables; then by grant id
	profile *profile // nil when all of it is empty
	records int32    // where the grants of records and tables begin
	length  uint8    // of the id; more than a key holds: it stands in the profile
	state   state
	joined  bool // is in a group
	walled  bool // is on a side of a wall
}

// key holds an id of up to 24 bytes, as records' ids are, within the holder: to
// tell it from another takes no look at other memory, which is a third of what a
// decision costs among a hundred thousand users.
type key [24]byte

// state is what a user may do at all. What was never put is unknown.
type state uint8

const (
	unknown state = iota
	suspended
	ending  // at the profile's until
	lasting // without an end
)

// profile is what Check does not ask about most users.
type profile struct {
	id                         string // "" where it fits into a key
	name, person, unit, keeper string
	service                    bool
	until                      int64
	in                         []membership
	bars                       []bar
}

func newHolder(id string) holder {
	h := holder{length: uint8(min(len(id), len(key{})+1))}
	if copy(h.key[:], id) < len(id) {
		h.profile = &profile{id: id}
	}
	return h
}

func (h *holder) is(id string) bool {
	if int(h.length) <= len(h.key) {
		return string(h.key[:h.length]) == id
	}
	return h.profile.id == id
}

func (h *holder) id() string {
	if int(h.length) <= len(h.key) {
		return string(h.key[:h.length])
	}
	return h.profile.id
}

// rest is the profile, empty where there is none.
func (h *holder) rest() profile {
	if h.profile == nil {
		return profile{}
	}
	return *h.profile
}

func (h *holder) set(u User) {
	switch {
	case !u.Active:
		h.state = suspended
	case u.Until != 0:
		h.state = ending
	default:
		h.state = lasting
	}
	p := h.rest()
	h.wear(profile{p.id, u.Name, u.Person, u.Unit, u.Keeper, u.Service, u.Until, p.in, p.bars})
}

// wear gives the holder a profile of its own, or none.
func (h *holder) wear(p profile) {
	h.joined, h.walled, h.profile = len(p.in) > 0, len(p.bars) > 0, nil
	if h.joined || h.walled || p.name != "" || p.person != "" || p.unit != "" || p.keeper != "" || p.service || p.until != 0 || p.id != "" {
		h.profile = &p
	}
}

// forget keeps grants and memberships, for the case that the user comes back.
func (h *holder) forget() {
	h.state = unknown
	p := h.rest()
	h.wear(profile{id: p.id, in: p.in})
}

func (h *holder) user() User {
	p := h.rest()
	return User{h.id(), p.name, p.person, p.unit, p.keeper, h.active(), p.service, p.until}
}

func (h *holder) known() bool { return h.state != unknown }

// active users are those who are known and not suspended; their time may be over.
func (h *holder) active() bool { return h.state >= ending }

// until is when the account ends, 0 = open.
func (h *holder) until() int64 {
	if h.profile == nil {
		return 0
	}
	return h.profile.until
}

func (h *holder) free() bool { return !h.known() && len(h.held) == 0 && !h.joined }

// stands reports whether the user may do anything at all.
func (h *holder) stands(now int64) bool {
	return h.state == lasting || h.state == ending && now < h.profile.until
}

// holders are all holders by number, cut into pages as an index is. A page that
// was handed out is never written again.
type holders []*holderPage

type holderPage [holdersPerPage]holder

const holdersPerPage = 32

func newHolders(n int) holders {
	list := make(holders, (n+holdersPerPage-1)/holdersPerPage)
	pages := make([]holderPage, len(list)) // at one go, and close together
	for i := range list {
		list[i] = &pages[i]
	}
	return list
}

func (l holders) at(n int32) *holder { return &l[n/holdersPerPage][n%holdersPerPage] }
