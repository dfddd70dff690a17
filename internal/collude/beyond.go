package collude

// beyond says what is not counted of the ways to an outcome.
func beyond(o Outcome) []string {
	list := []string{
		"somebody made a deputy first by an administrator, which takes the agreement of another person",
		"somebody who answers for a service and whose token of it others would have to agree to first",
		"several changes of access after one another, such as a group that is given a role and joined then",
	}
	if o == Role {
		return list
	}
	return append(list,
		"roles, memberships and points given first, and somebody made to answer for a service: ask who could gain a role",
		"rules, duty rules and walls changed first: ask who could switch off a rule",
	)
}
