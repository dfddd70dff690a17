package sftp

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/countersign/countersign/internal/testkit/soak"
	"github.com/countersign/countersign/internal/testkit/sshd"
)

// disk is a small one of its own at the bank.
type disk struct {
	t    *testing.T
	path string
	as   []string // what mounting is asked by: nothing, or sudo
}

// smallDisk mounts one below the bank's folder. Where nobody may mount, the test
// is left out; not so where everything is to be tried.
func smallDisk(t *testing.T, server *sshd.Server, kib int) *disk {
	t.Helper()
	d := &disk{t: t, path: filepath.Join(server.Folder, fmt.Sprintf("disk-%d", kib))}
	if err := os.Mkdir(d.path, 0o755); err != nil {
		t.Fatal(err)
	}
	var why string
	for _, as := range [][]string{nil, {"sudo", "-n"}} {
		d.as = as
		out, err := d.run("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dk,mode=777", kib), "none", d.path)
		if err == nil {
			t.Cleanup(func() {
				if out, err := d.run("umount", d.path); err != nil {
					t.Errorf("%v %s", err, out)
				}
			})
			return d
		}
		why += fmt.Sprintf("%v %s ", err, out)
	}
	if soak.Running() {
		t.Fatalf("no small disk can be mounted here, and this must be tried: %s", why)
	}
	t.Skipf("no small disk can be mounted here: %s", why)
	return nil
}

func (d *disk) run(args ...string) ([]byte, error) {
	args = append(append([]string{}, d.as...), args...)
	return exec.Command(args[0], args[1:]...).CombinedOutput()
}

func (d *disk) grow(kib int) {
	d.t.Helper()
	if out, err := d.run("mount", "-o", fmt.Sprintf("remount,size=%dk", kib), d.path); err != nil {
		d.t.Fatalf("%v %s", err, out)
	}
}

// A file that does not fit leaves nothing, and arrives once there is room,
// wherever the disk ended.
func TestAFullDiskIsNamedAndLeavesNothing(t *testing.T) {
	server, content := sshd.Start(t), bytesOf(100_000)
	const page = 4
	step := soak.Count(16*page, 8*page, page)
	full := 0
	for kib := page; kib < 128; kib += step {
		d := smallDisk(t, server, kib)
		ch := channelTo(server)
		ch.Directory = d.path
		proof, err := Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock()})
		if kib*1024 >= len(content) {
			if err != nil || proof.Status != Delivered {
				t.Errorf("%d KiB, where it fits: %+v, %v", kib, proof, err)
			}
			continue
		}
		full++
		wantFault(t, err, "sftp_no_space", true)
		wantFiles(t, d.path, nil)
		d.grow(512)
		if proof, err = Deliver(deadline(t), ch, "pay.xml", content, Options{Now: clock()}); err != nil || proof.Status != Delivered {
			t.Errorf("%d KiB, once there is room: %+v, %v", kib, proof, err)
		}
		wantFiles(t, d.path, map[string][]byte{"pay.xml": content})
	}
	t.Logf("%d disks were full", full)
}
