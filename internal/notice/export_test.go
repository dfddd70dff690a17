package notice

// Fresh is a herald that remembers nothing, as after a restart.
func Fresh(h *Herald) *Herald { return h.once() }

// Sign is the signature of a webhook's message.
var Sign = sign
