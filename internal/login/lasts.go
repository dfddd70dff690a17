package login

import "context"

// Lasts is nil while the session of that id lasts. Unlike Find it does not
// prolong it: what only waits for news is no use of a session. Fault no_session.
func (d *Desk) Lasts(ctx context.Context, id string) error {
	list, err := d.sessions(ctx, `id = $1 AND stage = 'whole'`, id)
	if err != nil {
		return err
	}
	if now := d.now(); len(list) == 0 || now >= list[0].EndsAt || now >= list[0].IdleUntil {
		return NoSession()
	}
	return nil
}
