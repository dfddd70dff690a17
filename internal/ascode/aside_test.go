package ascode_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign/countersign/internal/ascode"
	"github.com/countersign/countersign/internal/directory"
	"github.com/countersign/countersign/internal/govern"
	"github.com/countersign/countersign/internal/recon"
	"github.com/countersign/countersign/internal/testkit/house"
)

func TestAStagingCopyIsNoConfiguration(t *testing.T) {
	each(t, func(t *testing.T, h *house.House) {
		h.Must(h.Submit(house.Founder, govern.PutNew(directory.Roles, "config-admin", &directory.Role{Name: "config-admin", Permissions: []string{"process.view", "process.update"}})))
		p := &recon.Process{Code: "CASH", Name: "Cash", Kind: "data", OnInconsistency: "warn", Configuration: "keys: ref\n"}
		h.Must(h.Submit(house.Founder, govern.PutNew(recon.Processes, "cash", p)))
		before := export(t, h)
		cmd := &recon.MakeCopy{}
		cmd.On("cash")
		h.Must(h.Submit(house.Founder, cmd))
		if n := h.Count(`SELECT count(*) FROM "grant" WHERE scope_table = 'process' AND role = 'config-admin'`); n != 2 {
			t.Fatalf("%d grants on processes stand", n)
		}
		after := export(t, h)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Error("the copy, or its maker's grant, was exported: " + diff)
		}
		processes := slices.DeleteFunc(after, func(f ascode.File) bool { return f.Name != "process.yaml" && f.Name != "grant.yaml" })
		if _, got, err := apply(t, h, house.Founder, processes, true); err != nil && len(changed(t, h, got)) != 0 {
			t.Error(err)
		}
		if n := h.Count(`SELECT count(*) FROM process`) + h.Count(`SELECT count(*) FROM staging_copy`); n != 3 {
			t.Errorf("of process and copy %d rows stand", n)
		}
	})
}
