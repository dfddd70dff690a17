package audit

import (
	"context"

	"github.com/countersign/countersign/internal/store"
)

// When 64 segments are whole they become a volume, a few rows at a time: a
// million entries at twenty thousand a second come in fifty. Search reads the
// segments until the volume is whole; then these go, one at a time.
const (
	prefixesAtOnce  = 16 // rows of each segment in one transaction
	prefixesPerTick = 2 * prefixesAtOnce
	dropsPerTick    = 2
)

// gather works on the volume that is next, and takes away the segments of those
// that are whole.
func (k *Keeper) gather(ctx context.Context) error {
	var blocks, volumes, rows int64
	if err := k.db.QueryRow(ctx, []any{&blocks, &volumes, &rows}, `SELECT blocks, volumes, gathered FROM audit_index`); err != nil {
		return err
	}
	if blocks/segmentBlocks >= (volumes+1)*volumeSegments {
		for range prefixesPerTick / prefixesAtOnce {
			if err := k.gatherRows(ctx, volumes, rows); err != nil {
				return err
			}
			if rows += prefixesAtOnce; rows == 1<<segmentLevel.bits {
				volumes++
				break
			}
		}
	}
	for range dropsPerTick {
		if more, err := k.dropSegment(ctx, volumes*volumeSegments); err != nil || !more {
			return err
		}
	}
	return nil
}

// gatherRows adds to a volume what its segments have of the tokens that begin
// with prefix or one of those that follow.
func (k *Keeper) gatherRows(ctx context.Context, volume, prefix int64) error {
	var rows [][]any
	var sorter sorter
	for p := prefix; p < prefix+prefixesAtOnce; p++ {
		segments := map[int64][]byte{}
		places := make([]int64, volumeSegments)
		for i := range places {
			places[i] = (volume*volumeSegments+int64(i))<<segmentLevel.bits | p
		}
		err := rowsAt(ctx, k.db, segmentLevel.table, places, func(place int64, row []byte) error {
			segments[place>>segmentLevel.bits] = row
			return nil
		})
		if err != nil {
			return err
		}
		packed, err := packVolume(segments, volume, p, &sorter)
		if err != nil {
			return err
		}
		rows = append(rows, packed...)
	}
	nextVolume, next := volume, prefix+prefixesAtOnce
	if next == 1<<segmentLevel.bits {
		nextVolume, next = volume+1, 0
	}
	return k.db.Write(ctx, func(tx store.Tx) error {
		if err := tx.ExecOne(ctx, `UPDATE audit_index SET volumes = $1, gathered = $2 WHERE volumes = $3 AND gathered = $4`, nextVolume, next, volume, prefix); err != nil {
			return err
		}
		return tx.InsertMany(ctx, volumeLevel.table, indexColumns, rows)
	})
}

// dropSegment takes away the oldest segment if it lies below that number.
func (k *Keeper) dropSegment(ctx context.Context, below int64) (more bool, err error) {
	var oldest int64
	err = k.db.QueryRow(ctx, []any{&oldest}, `SELECT coalesce(min(place), -1) FROM audit_segment WHERE place < $1`, below<<segmentLevel.bits)
	if err != nil || oldest < 0 {
		return false, err
	}
	end := (oldest>>segmentLevel.bits + 1) << segmentLevel.bits
	return true, k.db.Write(ctx, func(tx store.Tx) error {
		return tx.Exec(ctx, `DELETE FROM audit_segment WHERE place < $1`, end)
	})
}
