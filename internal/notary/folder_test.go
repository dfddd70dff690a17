package notary_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/countersign/countersign/internal/notary"
	"github.com/countersign/countersign/internal/testkit"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

func TestCheckpointsArePutIntoAFolderOfARealSFTPServer(t *testing.T) {
	l := newLog(t, testkit.Open(t, testkit.SQLiteURL(t)))
	s := sshd.Start(t)
	dir := t.TempDir()
	key, hosts := filepath.Join(dir, "key"), filepath.Join(dir, "hosts")
	var lines []byte
	for _, k := range s.HostKeys {
		lines = append(lines, ssh.MarshalAuthorizedKey(k)...)
	}
	for name, text := range map[string][]byte{key: s.ClientKey, hosts: lines} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := notary.NewFolder(fmt.Sprintf("sftp://%s@%s:%d%s", s.User, s.Host, s.Port, s.Folder), key, hosts, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l.grow(4)
		for range 2 { // as after a restart, which does not know what was sent
			if err := newNotary(l, nil, folder).Round(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		signed := l.newest()
		got, err := os.ReadFile(filepath.Join(s.Folder, fmt.Sprintf("checkpoint-%012d.txt", signed.Size)))
		if err != nil || string(got) != signed.Note {
			t.Errorf("the folder has %q, %v", got, err)
		}
	}
}
