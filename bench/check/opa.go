package main

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

const regoText = `package access

default allow := false

allow if {
	some grant in data.users[input.user]
	data.roles[grant.role][input.permission]
	data.orders[input.order][grant.scope]
}`

// opaPeer is a prepared query of rego as a library. Its data are kept as the
// evaluator reads them, and questions are given in that form too: the faster of
// its ways.
type opaPeer struct{ query rego.PreparedEvalQuery }

func newOPA(ctx context.Context, f flat) (*opaPeer, error) {
	set := func(of []string) map[string]any {
		m := make(map[string]any, len(of))
		for _, s := range of {
			m[s] = true
		}
		return m
	}
	roles, covering, users := map[string]any{}, map[string]any{}, make(map[string]any, len(f.grants))
	for role, permissions := range f.permissions {
		roles[role] = set(permissions)
	}
	for order, scopes := range f.covering {
		covering[order] = set(scopes)
	}
	for user, grants := range f.grants {
		list := make([]any, len(grants))
		for i, g := range grants {
			list[i] = map[string]any{"role": g.role, "scope": g.scope}
		}
		users[user] = list
	}
	store := inmem.NewFromObjectWithOpts(map[string]any{"roles": roles, "orders": covering, "users": users},
		inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	query, err := rego.New(rego.Query("data.access.allow"), rego.Module("access.rego", regoText), rego.Store(store)).PrepareForEval(ctx)
	return &opaPeer{query}, err
}

func (o *opaPeer) check(ctx context.Context, q *question) (bool, error) {
	input := ast.NewObject(
		ast.Item(ast.StringTerm("user"), ast.StringTerm(q.user)),
		ast.Item(ast.StringTerm("permission"), ast.StringTerm(q.permission)),
		ast.Item(ast.StringTerm("order"), ast.StringTerm(q.order())),
	)
	answer, err := o.query.Eval(ctx, rego.EvalParsedInput(input))
	return answer.Allowed(), err
}
