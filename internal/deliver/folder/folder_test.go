package folder_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/countersign/countersign/internal/deliver/folder"
	"github.com/countersign/countersign/internal/deliver/sftp"
	"github.com/countersign/countersign/internal/fault"
)

var (
	ctx     = context.Background()
	content = []byte(strings.Repeat("<pain.001/>", 1000))
	options = sftp.Options{Now: func() time.Time { return time.Unix(1, 0) }}
)

// base has a folder for one agent.
func base(t *testing.T) (root, agent string) {
	t.Helper()
	root = t.TempDir()
	agent = filepath.Join(root, "ebics")
	if err := os.Mkdir(agent, 0o750); err != nil {
		t.Fatal(err)
	}
	return root, agent
}

func wantAlone(t *testing.T, agent string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(agent, "*"))
	if err != nil || len(names) != 1 || filepath.Base(names[0]) != "P-1.xml" {
		t.Fatalf("in the folder: %v, %v", names, err)
	}
	if got, err := os.ReadFile(names[0]); err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file differs: %v", err)
	}
}

func TestAFileIsPutOnceAndProved(t *testing.T) {
	root, agent := base(t)
	p, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, options)
	if err != nil || p.Status != sftp.Delivered || p.SHA256 != p.ReadBackSHA256 || !p.Synced {
		t.Fatalf("%+v, %v", p, err)
	}
	wantAlone(t, agent)
	if p, err = folder.Deliver(ctx, root, "ebics", "P-1.xml", content, options); err != nil || p.Status != sftp.AlreadyThere {
		t.Errorf("again: %+v, %v", p, err)
	}
}

func TestWhatAnAgentTookIsNotPutThereAgain(t *testing.T) {
	root, agent := base(t)
	if _, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, options); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(agent, "P-1.xml")); err != nil {
		t.Fatal(err)
	}
	again := options
	again.RenameAttempted = true
	if _, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, again); !sftp.Unsure(err) {
		t.Errorf("it ends with %v", err)
	}
	if names, _ := os.ReadDir(agent); len(names) != 0 {
		t.Errorf("in the folder: %v", names)
	}
}

func TestACrashBeforeTheRenameGoesOn(t *testing.T) {
	root, agent := base(t)
	crash := options
	crash.BeforeRename = func(context.Context) error { return errors.New("the node dies") }
	if _, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, crash); err == nil {
		t.Fatal("it did not stop")
	}
	again := options
	again.RenameAttempted = true
	if p, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, again); err != nil || p.Status != sftp.Delivered {
		t.Fatalf("%+v, %v", p, err)
	}
	wantAlone(t, agent)
}

func TestAnotherFilesNameIsNotTaken(t *testing.T) {
	root, agent := base(t)
	if err := os.WriteFile(filepath.Join(agent, "P-1.xml"), []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Deliver(ctx, root, "ebics", "P-1.xml", content, options); fault.Code(err) != "folder_name_taken" {
		t.Errorf("it ends with %v", err)
	}
}

func TestNothingLeavesTheServersFolder(t *testing.T) {
	root, _ := base(t)
	outside := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{"../" + filepath.Base(outside), outside, "link", "nowhere", "ebics/../../x"} {
		if _, err := folder.Deliver(ctx, root, at, "P-1.xml", content, options); fault.Code(err) != "folder_missing" {
			t.Errorf("%s: %v", at, err)
		}
		if err := folder.Look(root, at); fault.Code(err) != "folder_missing" {
			t.Errorf("looking at %s: %v", at, err)
		}
	}
	if names, _ := os.ReadDir(outside); len(names) != 0 {
		t.Errorf("outside: %v", names)
	}
}
