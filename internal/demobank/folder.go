package demobank

import (
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/pkg/sftp"
)

// folder answers SFTP requests within one directory tree; os.Root keeps links
// and dots from leading out of it.
type folder struct{ root *os.Root }

// within turns an SFTP path, which is absolute here, into one below the root.
func within(path string) string {
	if path = strings.Trim(path, "/"); path == "" {
		return "."
	}
	return path
}

// Fileread opens a file to be downloaded.
func (f folder) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	return f.root.Open(within(r.Filepath))
}

// Filewrite opens a file to be uploaded, exclusively if the client asks.
func (f folder) Filewrite(r *sftp.Request) (io.WriterAt, error) {
	flags, asked := os.O_WRONLY, r.Pflags()
	if asked.Creat {
		flags |= os.O_CREATE
	}
	if asked.Excl {
		flags |= os.O_EXCL
	}
	if asked.Trunc {
		flags |= os.O_TRUNC
	}
	return f.root.OpenFile(within(r.Filepath), flags, 0o644)
}

// Filecmd renames and removes; a plain rename does not replace (SFTP 3).
func (f folder) Filecmd(r *sftp.Request) error {
	switch r.Method {
	case "Rename":
		if err := f.root.Link(within(r.Filepath), within(r.Target)); err != nil {
			return err
		}
		return f.root.Remove(within(r.Filepath))
	case "Remove":
		return f.root.Remove(within(r.Filepath))
	case "Setstat":
		return nil
	default:
		return sftp.ErrSSHFxOpUnsupported
	}
}

// PosixRename replaces in one step.
func (f folder) PosixRename(r *sftp.Request) error {
	return f.root.Rename(within(r.Filepath), within(r.Target))
}

// Filelist answers for directories and for the state of one file.
func (f folder) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	switch r.Method {
	case "List":
		dir, err := f.root.Open(within(r.Filepath))
		if err != nil {
			return nil, err
		}
		defer func() { _ = dir.Close() }()
		infos, err := dir.Readdir(-1)
		return listing(infos), err
	case "Stat":
		info, err := f.root.Stat(within(r.Filepath))
		return listing{info}, err
	default:
		return nil, sftp.ErrSSHFxOpUnsupported
	}
}

// Lstat does not follow a link.
func (f folder) Lstat(r *sftp.Request) (sftp.ListerAt, error) {
	info, err := f.root.Lstat(within(r.Filepath))
	return listing{info}, err
}

type listing []fs.FileInfo

// ListAt copies what fits and ends with io.EOF.
func (l listing) ListAt(into []fs.FileInfo, from int64) (int, error) {
	if from >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(into, l[from:])
	if n < len(into) {
		return n, io.EOF
	}
	return n, nil
}
