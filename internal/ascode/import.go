package ascode

import (
	"context"
	"strings"

	"github.com/countersign/countersign/access"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/store"
)

// Importing is the permission and command of taking a bundle.
const Importing = "configuration.import"

// Import is the command: it applies a bundle that a trusted installation signed
// for this one. Nothing is deleted by it, and a bundle that is the last one taken
// of its exporter changes nothing.
type Import struct {
	*Apply
	bundle *Bundle
	here   string
	again  bool
}

// Import reads a bundle; here is this installation's name. Faults: bad_bundle,
// trust_in_bundle, those of Apply.
func (b *Book) Import(bundle *Bundle, here string) (*Import, error) {
	if _, err := bundle.claimed(); err != nil {
		return nil, err
	}
	apply, err := b.Apply(bundle.Files, false)
	if err != nil {
		return nil, err
	}
	if apply.named[Exporters.Name] {
		return nil, fault.Bad("files", "trust_in_bundle", "The bundle names trusted exporters. Whom this installation trusts is laid down here, by nobody's bundle.")
	}
	return &Import{Apply: apply, bundle: bundle, here: here}, nil
}

// Name is the permission asked for.
func (*Import) Name() string { return Importing }

// Targets are the records that change, once the bundle is known to be a trusted
// one's.
func (c *Import) Targets(ctx context.Context, q govern.Reader) ([]access.Target, error) {
	if _, _, err := c.trusted(ctx, q); err != nil {
		return nil, err
	}
	return c.Apply.Targets(ctx, q)
}

// Plan is that of Apply and what keeps older bundles from coming after this one.
// Faults: unknown_exporter, exporter_disabled, other_environment, bad_signature,
// files_changed, bundle_expired, bundle_from_the_future, older_bundle.
func (c *Import) Plan(ctx context.Context, q govern.Reader, who govern.Actor) (govern.Plan, error) {
	exporter, stamp, err := c.trusted(ctx, q)
	if err != nil {
		return govern.Plan{}, err
	}
	last, err := Imports.One(ctx, q, `id = $1`, lastOf(exporter))
	if err != nil {
		return govern.Plan{}, err
	}
	digest := c.bundle.Digest()
	facts := []audit.Fact{{Name: "bundle", Value: digest}, {Name: "from", Value: stamp.From}, {Name: "exported_by", Value: stamp.By}, {Name: "exported_at", Value: stamp.At.String()}}
	if c.again = last != nil && last.Digest == digest; c.again {
		return govern.Plan{Facts: facts}, nil
	}
	if last != nil && stamp.At <= last.MadeAt {
		return govern.Plan{}, fault.New(fault.Conflict, "older_bundle", "A bundle of %s was taken that is newer: this one was exported at %s, that one at %s. Export anew what is to hold.", exporter.Name, stamp.At, last.MadeAt)
	}
	plan, err := c.Apply.Plan(ctx, q, who)
	if err != nil {
		return govern.Plan{}, err
	}
	if len(c.later) > 0 {
		table := c.later[0].Table
		return govern.Plan{}, fault.New(fault.Conflict, "declared_apart", "The bundle declares the table %s, other than it is here, and holds rows of it. Take a bundle of the declaration first: countersign export --signed FILE --for %s --table foreign_table.", table, c.here)
	}
	next := &Imported{Meta: govern.Meta{ID: govern.ID(lastOf(exporter))}, Exporter: stamp.From, Digest: digest, ExportedBy: stamp.By, MadeAt: stamp.At, ImportedAt: q.Now()}
	change := Imports.Insert(next)
	if last != nil {
		next.Meta = last.Meta
		change = Imports.Update(last, next)
	}
	plan.Rows = append(plan.Rows, change)
	plan.Facts = append(facts, plan.Facts...)
	return plan, nil
}

// Brought names the bundle and its files for the log when it was refused.
func (c *Import) Brought(refusal error) []audit.Fact { return c.bundle.Brought(refusal) }

// Brought names a refused bundle and its files.
func (b *Bundle) Brought(error) []audit.Fact {
	return append([]audit.Fact{{Name: "bundle", Value: b.Digest()}}, Facts(b.Files)...)
}

// lastOf is the id of what is kept of an exporter's last bundle: the key's, so
// that to name the exporter anew does not open the door to older bundles.
func lastOf(x *Exporter) string { return "key-" + sum(x.VerifierKey)[:32] }

// trusted is the exporter whose key signed the bundle, and what it signed.
func (c *Import) trusted(ctx context.Context, q govern.Reader) (*Exporter, Stamp, error) {
	claimed, err := c.bundle.claimed()
	if err != nil {
		return nil, claimed, err
	}
	all, err := Exporters.Find(ctx, q, `id <> '' ORDER BY id`) // they are few
	if err != nil {
		return nil, claimed, err
	}
	var refusal error = fault.New(fault.Denied, "unknown_exporter", "No trusted exporter here has the key of %q. Whoever administers security can enter it, as that installation shows it.", claimed.From)
	for _, x := range all {
		if !strings.HasPrefix(x.VerifierKey, claimed.From+"+") {
			continue
		}
		stamp, err := c.bundle.Open(x.VerifierKey)
		if err != nil {
			refusal = err
			continue
		}
		return x, stamp, c.accepts(x, stamp, q.Now())
	}
	return nil, claimed, refusal
}

func (c *Import) accepts(x *Exporter, s Stamp, now govern.Time) error {
	if !x.Enabled {
		return fault.New(fault.Denied, "exporter_disabled", "Bundles of %s are not taken at present.", x.Name)
	}
	if s.For != c.here {
		return fault.New(fault.Denied, "other_environment", "The bundle is for %q; this installation is %q. Export it for this one.", s.For, c.here)
	}
	return x.fresh(s, now)
}

// Differences are what it changes; nothing when it was taken before.
func (c *Import) Differences(r store.Reader) ([]Difference, error) {
	if c.again {
		return []Difference{}, nil
	}
	return c.Apply.Differences(r)
}

// Changes are the rows that the files come to; none when it was taken before.
func (c *Import) Changes() []govern.RowChange {
	if c.again {
		return nil
	}
	return c.Apply.Changes()
}
