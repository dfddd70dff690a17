package audit

import "testing"

// Shrink makes segments of so many blocks, and volumes of so many segments, as
// long as the test lasts, so that a log of a few thousand entries has them all.
func Shrink(t *testing.T, blocks, segments int64) {
	wasBlocks, wasSegments := segmentBlocks, volumeSegments
	segmentBlocks, volumeSegments = blocks, segments
	t.Cleanup(func() { segmentBlocks, volumeSegments = wasBlocks, wasSegments })
}
