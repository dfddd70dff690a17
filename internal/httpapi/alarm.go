package httpapi

import "github.com/countersign/countersign/internal/collude"

// mostAlone are named of one alarm.
const mostAlone = 20

// Alarms serves what one person alone could bring about, as it was found when last
// was looked. Only that is read: nothing is asked anew, and so nothing logged.
func Alarms(a *API) {
	a.add(route{
		Route: Route{Method: "GET", Path: "/api/v1/access/alarm", Permission: accessWhy}, tag: "access",
		summary: "What one person alone could bring about, as found when last was looked: after changes of who may do what have settled, and daily",
		answer:  schemaOf[collude.Looked](a), do: func(c *call) (reply, error) {
			if err := c.on(accessWhy); err != nil {
				return reply{}, err
			}
			found, err := collude.Alarms(c.ctx, a.DB)
			if err != nil {
				return reply{}, err
			}
			for i := range found.Alarms {
				p := &found.Alarms[i].People
				*p = (*p)[:min(len(*p), mostAlone)]
			}
			return reply{body: found}, nil
		},
	})
}
