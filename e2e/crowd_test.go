package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
)

const clients = 64

// said is one line of a crowd: that a client begins a request which may be
// repeated (Asking), or the answer it got.
type said struct {
	Asking bool `json:",omitempty"`
	Client int
	Key    string          `json:",omitempty"`
	ID     govern.ID       // of the unit or token that it is about
	State  govern.State    `json:",omitempty"`
	Seq    int64           `json:",omitempty"`
	Change govern.ID       `json:",omitempty"`
	Rows   []govern.Result `json:",omitempty"`
	Code   string          `json:",omitempty"`
	Kind   string          `json:",omitempty"`
}

// client is one of the crowd: it works on units and tokens of its own, and
// decides on what others left waiting.
type client struct {
	n      int
	run    string
	w      *town
	say    func(said)
	held   chan govern.Outcome // everybody's
	chance *rand.Rand
	drawn  int
	units  map[govern.ID]int64 // version
	tokens []*directory.APIToken
}

// crowdInChild lets 64 clients work until the process is killed. Each answer is
// written at once, in one system call.
func crowdInChild() error {
	w, err := open(placeOfChild())
	if err != nil {
		return err
	}
	go audit.NewKeeper(w.db, w.ring, w.checkpoints()).Run(ctx, func(err error) { fmt.Fprintln(os.Stderr, "keeper:", err) })
	var mu sync.Mutex
	say := func(s said) {
		line, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		mu.Lock()
		defer mu.Unlock()
		_, _ = os.Stdout.Write(append(line, '\n'))
	}
	held := make(chan govern.Outcome, 4*clients)
	var all sync.WaitGroup
	for i := range clients {
		c := &client{n: i, run: os.Getenv("COUNTERSIGN_E2E_RUN"), w: w, say: say, held: held, chance: rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(i))), units: map[govern.ID]int64{}}
		all.Go(c.work)
	}
	all.Wait()
	return nil
}

func (c *client) work() {
	for {
		switch n := c.chance.IntN(20); {
		case n < 5:
			c.foundUnit()
		case n < 8:
			c.renameUnit("plain")
		case n < 10:
			c.renameUnit("held")
		case n < 13:
			c.decide()
		case n < 14:
			c.removeUnit()
		case n < 16:
			c.takeToken()
		case n < 18:
			c.revokeToken()
		default:
			c.overstep()
		}
	}
}

func (c *client) who() govern.Actor { return govern.Actor{User: clerk(c.n), Method: "test"} }

func (c *client) draw(kind string) govern.ID {
	c.drawn++
	return govern.ID(fmt.Sprintf("%s-%s-%d-%d", kind, c.run, c.n, c.drawn))
}

// told says the answer and returns it; the State of a fault is empty.
func (c *client) told(id govern.ID, key string, out govern.Outcome, err error) govern.Outcome {
	s := said{Client: c.n, Key: key, ID: id, State: out.State, Seq: out.Seq, Change: out.Change, Rows: out.Records, Code: fault.Code(err)}
	if err != nil {
		s.Kind = fault.From(err).Kind.String()
	}
	c.say(s)
	return out
}

func (c *client) ask(id govern.ID, cmd govern.Command) govern.Outcome {
	out, err := c.w.engine.Submit(ctx, c.who(), govern.Note{Reason: "the crowd"}, cmd)
	return c.told(id, "", out, err)
}

// foundUnit asks under an idempotency key, at times twice.
func (c *client) foundUnit() {
	id := c.draw("unit")
	key := string(id)
	c.say(said{Asking: true, Client: c.n, Key: key, ID: id})
	for range 1 + c.chance.IntN(2) {
		out, err := c.w.engine.Submit(ctx, c.who(), govern.Note{Key: key, Fingerprint: "found"}, unit(id, "plain"))
		if c.told(id, key, out, err); err == nil {
			c.units[id] = 1
		}
	}
}

func (c *client) renameUnit(to string) {
	for id, version := range c.units {
		out := c.ask(id, govern.Put(directory.Units, id, version, &directory.Unit{Name: to + " " + fmt.Sprint(c.drawn)}))
		switch out.State {
		case govern.Applied:
			c.units[id]++
		case govern.Held:
			delete(c.units, id) // from now on it is the deciders'
			select {
			case c.held <- out:
			default:
			}
		}
		return
	}
}

func (c *client) removeUnit() {
	for id, version := range c.units {
		if c.ask(id, govern.Remove(directory.Units, id, version)).State == govern.Applied {
			delete(c.units, id)
		}
		return
	}
}

func (c *client) decide() {
	select {
	case held := <-c.held:
		var out govern.Outcome
		var err error
		if c.chance.IntN(3) == 0 {
			out, err = c.w.engine.Reject(ctx, c.who(), govern.Note{Reason: "not today"}, held.Change)
		} else {
			out, err = c.w.engine.Approve(ctx, c.who(), govern.Note{}, held.Change, held.Digest)
		}
		c.told("", "", out, err)
	default:
	}
}

func (c *client) takeToken() {
	id := c.draw("token")
	sum := sha256.Sum256([]byte(id))
	row := directory.APIToken{User: govern.ID(robotOf(c.n)), Name: string(id), Hash: hex.EncodeToString(sum[:]), ExpiresAt: govern.At(time.Now().Add(time.Hour))}
	if c.ask(id, govern.PutNew(directory.APITokens, id, &row)).State == govern.Applied {
		row.ID, row.Version = id, 1
		c.tokens = append(c.tokens, &row)
	}
}

func (c *client) revokeToken() {
	if len(c.tokens) == 0 {
		return
	}
	row := *c.tokens[0]
	row.Revoked = true
	c.ask(row.ID, govern.Put(directory.APITokens, row.ID, row.Version, &row))
	c.tokens = c.tokens[1:]
}

// overstep asks for what must be refused: without a grant, or a hash that
// stands already, which fails a whole group in its fast way.
func (c *client) overstep() {
	if c.chance.IntN(8) > 0 || len(c.tokens) == 0 {
		out, err := c.w.engine.Submit(ctx, govern.Actor{User: "visitor"}, govern.Note{}, unit(c.draw("refused"), "refused"))
		c.told("", "", out, err)
		return
	}
	twin := *c.tokens[0]
	twin.Meta = govern.Meta{}
	c.ask("", govern.PutNew(directory.APITokens, c.draw("twin"), &twin))
}
