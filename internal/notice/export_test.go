package notice

// Fresh is a herald that remembers nothing, as after a restart.
func Fresh(h *Herald) *Herald { return h.once() }
