package access

// Walled names the wall that keeps the user from the target at now (µs UTC), ""
// when none does.
func (s *Snapshot) Walled(user string, on Target, now int64) string {
	_, h := s.holder(user)
	if h == nil {
		return ""
	}
	return s.barred(h, &on, now)
}

// AnyWall reports whether any wall stands at all.
func (s *Snapshot) AnyWall() bool { return s.walls.stand() }
