package standard_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/countersign/countersign/internal/config"
	"github.com/countersign/countersign/internal/directory/standard"
	"github.com/countersign/countersign/internal/server"
	"github.com/countersign/countersign/internal/testkit"
)

var update = flag.Bool("update", false, "write docs/roles.md anew")

// permissions are all that the program declares.
func permissions(t *testing.T) []string {
	t.Helper()
	c, err := config.Load(config.Sources{Environ: []string{}, Flags: map[string]string{"data": filepath.Join(t.TempDir(), "data")}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), c, server.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	return s.Engine.Permissions()
}

func TestEachPermissionOfAStandardRoleExists(t *testing.T) {
	known := map[string]bool{}
	for _, p := range permissions(t) {
		known[p] = true
	}
	ids := map[string]bool{}
	for _, r := range standard.All() {
		if ids[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		ids[r.ID] = true
		if len(r.Permissions) == 0 && r.Later == "" {
			t.Errorf("%s holds nothing, and nothing says why", r.ID)
		}
		for _, p := range r.Permissions {
			if !known[p] {
				t.Errorf("%s names %s, which does not exist", r.ID, p)
			}
		}
	}
}

// shipped are the digests of the table by revision: one that was in people's
// hands is never given another content. Add a line for a new one.
var shipped = map[int64]string{
	1:  "a35d4a47a389ee46bf7dbcd1c7a50fd63b7f68cb25765d818f965848a247d017",
	2:  "e372c6b001125713ba25acfea04c76ac4578c34ab6352234c5ae36c06598d215",
	3:  "e8bbc47261cb62228cc5723aa20e8d37d5520df4310e8a58cfe1a0e64fe23186",
	4:  "71d10a73fdf2eeebd9d9ed1682fdf20bd77b1a10aecffe2b055c5e843e93cbf7",
	5:  "6641b2df13404fe89f1a4fca2d997ece7cffaf1d0da36a9d0416dd919a90ddcf",
	6:  "a3d676ffe93bd1c9de68036b8c07adf944bf44339ca5fde9a49115129af25bd8",
	7:  "9cf5c4921fa6190490add046ddcc93dc228adb829f3f3fdee9d19b8e2e1a833a",
	8:  "11a76397d0f2c4090577831041ab2af5bce0a45bca4ac706e07be467fdea7b20",
	9:  "44ff0f6e364a27a11415f9fde72b70ba62623572e802fec5dabf21d7e0c5d738",
	10: "b2c4c83ae77bd0a447f74802aca9d7802105bb80a9b184af17ab4df4d47bf22c",
	11: "fb0bcca87bad9cbf22b6717be007987245aed88d0414b30f3c9c16d66e2a290f",
	12: "3b509b264533e94f8643c9399f1a426bc83d05d6227af9e359d76676118d7800",
	13: "8a37f18f4057c628c963d45145831d29f4eaffd486431abdd7af14c6ac1e9868",
	14: "34423930d1bf8b852a3043705f8277fb626a25812f807fd4bc8ef7fc54868707",
	15: "270b4ddd4fb53517a351cc7d1afde4fa4e90ff64162644e2a929258f1d7b24c0",
	16: "e4e30c612b380b10a10fd495dad8fe859c5ab491f0173d1a0dd6778ba5d216f0",
	17: "41cecb2d3d7de490d027fcbcfc6aad4f0177746e94ff16be0de98567036d8b31",
	18: "391848ebb2b52d8becc17469fdfe7420b8a2aea583a5dc614a5bcee5f9d16437",
	19: "cb0af90267baa5830f19ece46dbdce3afaea524a2eb0f6145910ed46a939ec20",
	20: "530ecd88cf93895eaa849bc9a744a7c92fd7d8aeb19edfa05f13c5f975b9ce71",
	21: "6d468d444c396b06c7c795bb998156e46282cb5cfbbacbc44a0356a19e5c1914",
	22: "7bfbad589873d3f93d8d5b2b2c621ec6427af730895795671443ce6bc156a930",
	23: "01c8c156d1a450d761fcda5d17bb5c049c9675dc9a3476ee2f215bfcb935ede7",
	24: "3a4521177e2aee54b53f582db3a8a6a5c56b0a4ac3abaf0cc6df26b67c678983",
	25: "aea411aba1da21c8240ea675b6cc5d8bc2dc9df0fc5e49315d0fd5ffb1408dc8",
	26: "6947311fb5221364bbfc4b358a91cf769adb46c02da54f9b90ae490af3971931",
	27: "f2b36ec657e45ea3f9e43d67cf889774549f27459345affd27e4d008d2508be7",
	28: "c64a891f024018ea156d5ecdb7fd7736ee65269989e4c55ea4c28a91995c1e2a",
}

func TestAnotherTableIsAnotherRevision(t *testing.T) {
	var b bytes.Buffer
	for _, r := range standard.All() {
		fmt.Fprintf(&b, "%s\n%s\n%s\n", r.ID, r.Name, strings.Join(r.Permissions, " "))
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(b.Bytes())); shipped[standard.Revision] != sum {
		t.Errorf("revision %d was %s and is %s: installations would keep the old roles. Let Revision grow and add its digest", standard.Revision, shipped[standard.Revision], sum)
	}
}

// TestTheRolesAreThoseOfTheDocumentation: a change of what people may do is
// looked at. Run with -update to accept one, and let Revision grow.
func TestTheRolesAreThoseOfTheDocumentation(t *testing.T) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Standard roles\n\nRevision %d. They cannot be edited or deleted; clone one to make your own. Written by a test from the table in the code.\n\n", standard.Revision)
	b.WriteString("| role | granted at | permissions | later |\n| --- | --- | --- | --- |\n")
	for _, r := range standard.Roles {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.ID, r.At, strings.Join(r.Permissions, ", "), r.Later)
	}
	b.WriteString("\n## The program's own services\n\nRoles of the service users of the same id, which do what falls due by itself and carry files. A newer program brings these too, and nobody edits them.\n\n| role | permissions |\n| --- | --- |\n")
	for _, r := range standard.Services {
		fmt.Fprintf(&b, "| %s | %s |\n", r.ID, strings.Join(r.Permissions, ", "))
	}
	b.WriteString("\n## Ready groups\n\nThe command `group.set_up` makes one, for a unit or for everything; per-process roles then reach the processes of the unit. Super users also hold group-members-administrator on the unit's subject matter experts, whichever of the two groups is set up first, where both have their own names or one is named as the other's `partner`; otherwise a role administrator grants it.\n\n| group | roles | |\n| --- | --- | --- |\n")
	for _, g := range standard.Groups {
		ends := ""
		if g.Ends {
			ends = "needs an end date"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", g.ID, strings.Join(g.Roles, ", "), ends)
		for _, role := range g.Roles {
			if _, known := standard.Find(role); !known {
				t.Errorf("the ready group %s names the role %s, which does not exist", g.ID, role)
			}
		}
	}
	path := filepath.Join(testkit.Root(), "docs", "roles.md")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, b.Bytes()) {
		t.Error("docs/roles.md is not the table in the code; look at the difference, let Revision grow, and accept it with 'go test ./internal/directory/standard -update'")
	}
}

// Who solves exceptions matches by hand; that a match was wrong, a run's or a
// solver's, is said by who leads them.
func TestReadyGroupsMatchByHandAndBreakApartByDifferentPeople(t *testing.T) {
	holders := func(permission string) (ids []string) {
		for _, g := range standard.Groups {
			if slices.ContainsFunc(g.Roles, func(id string) bool {
				r, _ := standard.Find(id)
				return slices.Contains(r.Permissions, permission)
			}) {
				ids = append(ids, g.ID)
			}
		}
		return ids
	}
	for permission, want := range map[string]string{"exception.match": "solver", "hand_match.break": "super-user", "run.break_match": "super-user"} {
		if got := holders(permission); len(got) != 1 || got[0] != want {
			t.Errorf("%s is held by the ready groups %v, want %s alone", permission, got, want)
		}
	}
}

// The configuration of a process is agreed to by another config-admin of it, and by
// nobody because of a role over something else.
func TestConfigAdminsAgreeToWhatAnotherChangesOfAProcess(t *testing.T) {
	for _, r := range standard.Roles {
		if holds := slices.Contains(r.Permissions, "process.approve"); holds != (r.ID == "config-admin") {
			t.Errorf("%s holds process.approve: %v", r.ID, holds)
		}
	}
}

// Whoever can start runs by a ready group can stop one of the wrong files by it, and
// so can who leads them.
func TestReadyGroupsThatStartRunsStopThem(t *testing.T) {
	for _, g := range standard.Groups {
		held := map[string]bool{}
		for _, id := range g.Roles {
			r, _ := standard.Find(id)
			for _, p := range r.Permissions {
				held[p] = true
			}
		}
		if leads := g.ID == "super-user"; (held["process.run"] || leads) && !held["run.stop"] {
			t.Errorf("the ready group %s starts runs or leads who does, and stops none", g.ID)
		}
	}
}
