package ascode_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/countersign/countersign/approval"
	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/audit"
	"github.com/countersign/countersign/internal/audit/tree"
	"github.com/countersign/countersign/internal/fault"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/policy"
	"github.com/countersign/countersign/internal/testkit/house"
)

const production = "production.example/1"

// elsewhere is another installation, with the key that it signs with.
type elsewhere struct {
	signer note.Signer
	key    string
}

func installation(t *testing.T, name string) elsewhere {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return elsewhere{signer, public}
}

func (e elsewhere) seal(t *testing.T, h *house.House, to, text string) *ascode.Bundle {
	t.Helper()
	b, err := ascode.Seal(e.signer, to, "karin@example.com", govern.At(h.Engine.Now()), files(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func trust(h *house.House, id govern.ID, e elsewhere) {
	h.Must(h.Submit(house.Founder, govern.PutNew(ascode.Exporters, id, &ascode.Exporter{Name: string(id), VerifierKey: e.key, Enabled: true})))
}

func take(t *testing.T, h *house.House, user string, b *ascode.Bundle) (govern.Outcome, *ascode.Import, error) {
	t.Helper()
	cmd, err := book.With(h.Engine.Foreigns()).Import(b, production)
	if err != nil {
		return govern.Outcome{}, nil, err
	}
	out, err := h.Submit(user, cmd)
	return out, cmd, err
}

func refuses(t *testing.T, h *house.House, b *ascode.Bundle, code string) {
	t.Helper()
	if out, _, err := take(t, h, house.Founder, b); fault.Code(err) != code {
		t.Errorf("the answer is %+v, %v; want the fault %s", out, err, code)
	}
}

func TestABundleIsOneChangeAndTakenTwiceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		b := there.seal(t, h, production, organisation)
		out, cmd, err := take(t, h, house.Founder, b)
		h.Must(out, err)
		if list, err := cmd.Differences(h.DB); err != nil || len(list) == 0 {
			t.Errorf("the differences are %v, %v", list, err)
		}
		found, err := audit.Search(t.Context(), h.DB, h.Ring, audit.Query{Action: ascode.Importing, Value: b.Digest()})
		if err != nil || len(found) != 1 || found[0].Event.Actor != house.Founder {
			t.Errorf("the log has %+v, %v; want one entry that names the bundle", found, err)
		}
		must(t, h, "role:\n  - {name: Reader, permissions: [unit.view, user.view]}\n") // changed here meanwhile
		out, cmd, err = take(t, h, house.Founder, b)
		h.Must(out, err)
		if list, err := cmd.Differences(h.DB); err != nil || len(list) != 0 || len(out.Records) != 0 {
			t.Errorf("taken again it changes %v, %v, %+v", list, err, out)
		}
		if n := h.Count(`SELECT count(*) FROM role WHERE name = 'Reader' AND permissions LIKE '%user.view%'`); n != 1 {
			t.Error("a bundle taken twice turned back what was changed here")
		}
	})
}

func TestAnOlderBundleDoesNotComeAfterANewerOne(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		older := there.seal(t, h, production, organisation)
		newer := there.seal(t, h, production, organisation+"# anew\n")
		out, _, err := take(t, h, house.Founder, newer)
		h.Must(out, err)
		refuses(t, h, older, "older_bundle")
		h.Must(h.Submit(house.Founder, govern.Remove(ascode.Exporters, "testing", 1)))
		trust(h, "again", there)
		refuses(t, h, older, "older_bundle") // to name it anew is no way round
	})
}

func TestABundleIsRefusedThatIsNotATrustedOnesForHereAndNow(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		there := installation(t, "testing.example/1")
		b := there.seal(t, h, production, organisation)
		refuses(t, h, b, "unknown_exporter")
		trust(h, "testing", there)
		refuses(t, h, installation(t, "testing.example/1").seal(t, h, production, organisation), "bad_signature")
		refuses(t, h, there.seal(t, h, "sandbox.example/1", organisation), "other_environment")
		refuses(t, h, there.seal(t, h, production, "trusted_exporter: []\n"), "trust_in_bundle")

		changed := *b
		changed.Files = files(strings.Replace(organisation, "Reader", "Writer", 1))
		refuses(t, h, &changed, "files_changed")
		changed = *b
		changed.Files = append(files(organisation), ascode.File{Name: "more.yaml"})
		refuses(t, h, &changed, "files_changed")
		changed = *b
		changed.Seal = strings.Replace(b.Seal, "karin@", "paula@", 1)
		refuses(t, h, &changed, "bad_signature")
		changed.Seal = b.Seal + "— " + strings.SplitN(b.Seal, "— ", 2)[1]
		refuses(t, h, &changed, "bad_signature") // the same signature twice is another text
		changed.Seal = "hello\n"
		refuses(t, h, &changed, "bad_bundle")

		if _, _, err := take(t, h, h.User("reader", "role.insert"), b); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), ascode.Importing) {
			t.Errorf("without the permission: %v", err)
		}
		if _, _, err := take(t, h, h.User("importer", ascode.Importing), b); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "insert") {
			t.Errorf("without what the rows ask: %v", err)
		}
		h.Must(h.Submit(house.Founder, govern.Put(ascode.Exporters, "testing", 1, &ascode.Exporter{Name: "testing", VerifierKey: there.key, MaxAgeHours: 2})))
		refuses(t, h, b, "exporter_disabled")
		h.Must(h.Submit(house.Founder, govern.Put(ascode.Exporters, "testing", 2, &ascode.Exporter{Name: "testing", VerifierKey: there.key, MaxAgeHours: 2, Enabled: true})))
		h.Clock.Advance(3 * time.Hour)
		refuses(t, h, b, "bundle_expired")
		late := there.seal(t, h, production, organisation)
		h.Clock.Advance(-time.Hour)
		refuses(t, h, late, "bundle_from_the_future")
	})
}

func TestABundleWaitsUnderTheRulesOnWhatItChanges(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		there := installation(t, "testing.example/1")
		trust(h, "testing", there)
		h.Must(h.Submit(house.Founder, govern.PutNew(policy.Rules, "roles", &policy.Rule{
			Name: "Roles", Subject: "role", Operations: []string{approval.Insert}, Factors: []approval.Factor{{Permission: "role.approve", People: 1}}, Enabled: true,
		})))
		b := there.seal(t, h, production, organisation)
		out, _, err := take(t, h, house.Founder, b)
		held := h.MustHold(out, err)
		if n := h.Count(`SELECT count(*) FROM unit`) + h.Count(`SELECT count(*) FROM configuration_import`); n != 0 {
			t.Errorf("%d rows were written before anybody agreed", n)
		}
		h.Must(h.Engine.Approve(t.Context(), govern.Actor{User: house.Second}, govern.Note{}, held.Change, held.Digest))
		if n := h.Count(`SELECT count(*) FROM configuration_import`); n != 1 {
			t.Errorf("%d bundles are kept as taken", n)
		}
	})
}

func TestTheKeyOfTheLogSignsNoBundleByACheckpoint(t *testing.T) {
	there := installation(t, "testing.example/1")
	checkpoint, err := tree.Checkpoint{Origin: there.signer.Name(), Size: 1}.Sign(there.signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&ascode.Bundle{Seal: string(checkpoint)}).Open(there.key); fault.Code(err) != "bad_bundle" {
		t.Errorf("a checkpoint taken for a bundle: %v", err)
	}
	verifier, err := note.NewVerifier(there.key)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ascode.Seal(there.signer, production, "karin@example.com", 1, files(organisation))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Open(there.key); err != nil {
		t.Error(err)
	}
	if _, err := tree.OpenCheckpoint([]byte(b.Seal), verifier); err == nil {
		t.Error("a bundle was taken for a checkpoint")
	}
}
