package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/countersign/countersign/internal/fault"
)

func folder(t *testing.T) *Folder {
	t.Helper()
	f, err := NewFolder(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// kept are the files under the folder, drafts and all.
func kept(t *testing.T, f *Folder) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(f.dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestWhatIsPutIsReadBackUnderItsDigest(t *testing.T) {
	f, ctx := folder(t), context.Background()
	rapid.Check(t, func(t *rapid.T) {
		content := rapid.SliceOf(rapid.Byte()).Draw(t, "content")
		digest, err := PutBytes(ctx, f, content)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(content); digest != hex.EncodeToString(sum[:]) {
			t.Fatalf("digest %s", digest)
		}
		back, err := ReadAll(ctx, f, digest, int64(len(content)))
		if err != nil || !bytes.Equal(back, content) {
			t.Fatalf("%d bytes came back, %v", len(back), err)
		}
	})
}

func TestTheSameBytesAreKeptOnce(t *testing.T) {
	f, ctx := folder(t), context.Background()
	for range 3 {
		if _, err := PutBytes(ctx, f, []byte("statement")); err != nil {
			t.Fatal(err)
		}
	}
	if paths := kept(t, f); len(paths) != 1 {
		t.Fatalf("kept: %v", paths)
	}
}

func TestAnAlteredFileIsFoundWhileItIsRead(t *testing.T) {
	f, ctx := folder(t), context.Background()
	content := []byte(strings.Repeat("opening balance;", 10_000))
	digest, err := PutBytes(ctx, f, content)
	if err != nil {
		t.Fatal(err)
	}
	content[77_777] ^= 1
	if err := os.WriteFile(f.path(digest), content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAll(ctx, f, digest, 1<<20); fault.Code(err) != "file_altered" {
		t.Fatalf("read: %v", err)
	}
	content[77_777] ^= 1
	if _, err := PutBytes(ctx, f, content); err != nil {
		t.Fatal(err)
	}
	if back, err := ReadAll(ctx, f, digest, 1<<20); err != nil || !bytes.Equal(back, content) {
		t.Fatalf("put again, the file is not whole: %v", err)
	}
}

func TestAFileBeyondTheLimitLeavesNothing(t *testing.T) {
	f := folder(t)
	_, _, err := f.Put(context.Background(), strings.NewReader("123456"), 5)
	if fault.Code(err) != "too_large" {
		t.Fatalf("put: %v", err)
	}
	if paths := kept(t, f); len(paths) != 0 {
		t.Fatalf("kept: %v", paths)
	}
}

func TestASourceThatBreaksOffLeavesNothing(t *testing.T) {
	f := folder(t)
	broken := iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("123456")))
	if _, _, err := f.Put(context.Background(), broken, 100); err == nil {
		t.Fatal("a broken source was kept")
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := f.Put(ended, strings.NewReader("123456"), 100); err == nil {
		t.Fatal("a request that ended was kept")
	}
	if paths := kept(t, f); len(paths) != 0 {
		t.Fatalf("kept: %v", paths)
	}
}

func TestADigestIsNeverAPath(t *testing.T) {
	f, ctx := folder(t), context.Background()
	for _, digest := range []string{"", "..", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("g", 64), strings.Repeat("0", 63)} {
		if _, err := f.Open(ctx, digest); fault.Code(err) != "bad_digest" {
			t.Errorf("%q: %v", digest, err)
		}
	}
	if _, err := f.Open(ctx, strings.Repeat("0", 64)); fault.Code(err) != "no_file" {
		t.Errorf("a digest that nobody put: %v", err)
	}
}

func TestALimitHoldsForReadingToo(t *testing.T) {
	f, ctx := folder(t), context.Background()
	digest, err := PutBytes(ctx, f, []byte("123456"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadAll(ctx, f, digest, 5); fault.Code(err) != "too_large" {
		t.Fatalf("read: %v", err)
	}
	if r, err := f.Open(ctx, digest); err != nil {
		t.Fatal(err)
	} else if half, err := io.ReadAll(io.LimitReader(r, 3)); err != nil || string(half) != "123" || r.Close() != nil {
		t.Fatalf("a part: %q %v", half, err)
	}
}

// TestWhatAKilledProcessWroteIsRemovedAtTheNextStart, and what a running one writes
// is not.
func TestWhatAKilledProcessWroteIsRemovedAtTheNextStart(t *testing.T) {
	f, ctx := folder(t), context.Background()
	if err := os.WriteFile(filepath.Join(f.dir, "draft-123"), []byte("IBAN"), 0o600); err != nil {
		t.Fatal(err)
	}
	source, sender := io.Pipe()
	type answer struct {
		digest string
		err    error
	}
	done := make(chan answer)
	go func() {
		digest, _, err := f.Put(ctx, source, 100)
		done <- answer{digest, err}
	}()
	if _, err := sender.Write([]byte("IBAN ")); err != nil { // taken: the draft is there and locked
		t.Fatal(err)
	}
	if paths := kept(t, f); len(paths) != 2 {
		t.Fatalf("before: %v", paths)
	}
	again, err := NewFolder(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Clear(); err != nil {
		t.Fatal(err)
	}
	if paths := kept(t, f); len(paths) != 1 || filepath.Base(paths[0]) == "draft-123" {
		t.Errorf("after the start: %v", paths)
	}
	if _, err := sender.Write([]byte("of Acme")); err != nil {
		t.Fatal(err)
	}
	if err := sender.Close(); err != nil {
		t.Fatal(err)
	}
	got := <-done
	if back, err := ReadAll(ctx, f, got.digest, 100); got.err != nil || err != nil || string(back) != "IBAN of Acme" {
		t.Errorf("what was being written came to %q, %v, %v", back, got.err, err)
	}
	if err := again.Clear(); err != nil {
		t.Fatal(err)
	}
	if paths := kept(t, f); len(paths) != 1 {
		t.Errorf("at the end: %v", paths)
	}
}
