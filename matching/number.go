package matching

// number turns batch and place within it into row numbers, now that the length
// of every batch is known.
func (w *work) number() error {
	r := w.result
	left, right := w.intake.rows(0), w.intake.rows(1)
	for i, n := range []int64{left, right} {
		if n >= 1<<32-1 {
			return failure(TooLarge, w.intake.feeds[i].name(), NoRow, "", "it holds %d rows; split it, for the limit is 4,294,967,294", n)
		}
	}
	r.Summary = Summary{Left: int(left), Right: int(right)}
	if err := w.columnsFit(left, right); err != nil {
		return err
	}
	switch {
	case r.stages != nil:
		r.fate = [2][]Fate{make([]Fate, left), make([]Fate, right)}
	case w.keep != nothing:
		r.partner, r.taken = make([]uint32, left), make([]uint8, right)
	}
	for i := range w.bases {
		w.bases[i] = w.intake.bases(i)
		for _, pair := range w.readers {
			r.bad[i].takeOver(&pair[i].taker.bad)
		}
		if err := w.markBad(i); err != nil {
			return err
		}
	}
	r.Summary.BadLeft, r.Summary.BadRight = r.bad[0].count, r.bad[1].count
	if w.keep != toWrite {
		r.bad = [2]pile{}
	}
	return nil
}

// columnsFit refuses files of more rows than memory is allowed for what is kept
// of each: the one thing that is looked up in any order.
func (w *work) columnsFit(left, right int64) error {
	need := left + right
	if len(w.plan.steps) == 0 {
		need = 4*left + right
	}
	if w.keep == toWrite && w.set.memory > 0 && need > max(w.set.memory/4, leastJoin) {
		return failure(TooLarge, "", NoRow, "memory", "%d and %d rows take %d MiB besides what goes to disk; allow at least %d MiB, the program itself not counted", left, right, need>>20, need>>18+1)
	}
	return nil
}

// markBad puts a mark at each bad row of a side, and into memory what is told of
// it if the result stays there.
func (w *work) markBad(side int) error {
	r := w.result
	to := [2]*[]BadRow{&r.BadLeft, &r.BadRight}[side]
	return w.eachBad(side, func(b BadRow) bool {
		switch {
		case r.stages != nil:
			r.fate[side][b.Row] = unfit
		case w.keep == nothing:
		case side == 0:
			r.partner[b.Row] = notFit
		default:
			r.taken[b.Row] = badRow
		}
		if w.keep == inMemory {
			*to = append(*to, b)
		}
		return true
	})
}

// eachBad yields the bad rows of a side in their order.
func (w *work) eachBad(side int, yield func(BadRow) bool) error {
	return w.result.bad[side].each(func(number uint64, text []byte) bool {
		return yield(readBad(w.number32(side, rowID(number)), text))
	})
}

// number32 is the number of a row.
func (w *work) number32(side int, id rowID) uint32 {
	return w.bases[side][id>>rowBits] + uint32(id&(1<<rowBits-1)) //nolint:gosec // 24 bits
}
