package netting

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Names of the files that WriteFolder writes.
const (
	PositionsFile  = "positions.csv"
	BaseNetFile    = "base_net.csv"
	SettlementFile = "settlement.csv"
	DealsFile      = "deals.csv"
	SummaryFile    = "summary.csv"
)

var resultFiles = []string{PositionsFile, BaseNetFile, SettlementFile, DealsFile, SummaryFile}

// WriteFolder writes a result into the folder out, as CSV files with LF, fields
// quoted where RFC 4180 asks for it:
//
//	positions.csv   participant,currency,amount
//	base_net.csv    participant,base_net
//	settlement.csv  participant,currency,amount,direction,residue_base
//	deals.csv       currency,side,amount,rate,base_amount
//	summary.csv     base,residue_base,gross_base,net_base,savings_pct,payments_before,payments_after,kept
//
// Values are those of the JSON form. All is written to a folder beside out that
// takes its place at the end, so that out is whole or as it was. An out that
// exists is replaced if it holds nothing but an earlier result. The error is a
// *FileError.
func WriteFolder(out string, r Result) error {
	place, err := resultPlace(out)
	if err != nil {
		return err
	}
	draft, err := os.MkdirTemp(filepath.Dir(place), "."+filepath.Base(place)+".draft-")
	if err != nil {
		return system(Unwritable, out, err)
	}
	defer func() { _ = os.RemoveAll(draft) }()
	for name, text := range folderOf(r) {
		if err := writeDurably(filepath.Join(draft, name), text); err != nil {
			return system(Unwritable, filepath.Join(out, name), err)
		}
	}
	if err := errors.Join(os.Chmod(draft, 0o755), syncFolder(draft)); err != nil { //nolint:gosec // as any folder of output
		return system(Unwritable, out, err)
	}
	if err := putInPlace(draft, place); err != nil {
		return system(Unwritable, out, err)
	}
	return nil
}

// resultPlace is the absolute path of out, links followed.
func resultPlace(out string) (string, error) {
	place, err := filepath.Abs(out)
	if err != nil {
		return "", system(Unwritable, out, err)
	}
	if behind, err := filepath.EvalSymlinks(place); err == nil {
		place = behind
	}
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil { //nolint:gosec // as any folder of output
		return "", system(Unwritable, out, err)
	}
	entries, err := os.ReadDir(place)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", system(Unwritable, out, err)
	}
	for _, e := range entries {
		if !slices.Contains(resultFiles, e.Name()) {
			return "", refuseFile(OutputInUse, out, NoRow, "", "the folder holds %q, which is not a result; name another folder", e.Name())
		}
	}
	return place, nil
}

func writeDurably(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // as any output
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// putInPlace renames; an earlier result steps aside first, and back if that fails.
func putInPlace(draft, place string) error {
	aside := draft + "." + strconv.Itoa(os.Getpid()) + ".replaced"
	err := os.Rename(place, aside)
	replaced := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(draft, place); err != nil {
		if replaced {
			err = errors.Join(err, os.Rename(aside, place))
		}
		return err
	}
	if replaced {
		if err := os.RemoveAll(aside); err != nil {
			return err
		}
	}
	return syncFolder(filepath.Dir(place))
}

// syncFolder makes a rename survive a loss of power.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
