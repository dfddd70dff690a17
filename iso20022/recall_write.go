package iso20022

// recallOfCustomer is what camt.055 holds: the transfer within its payment block.
func (w *xmlWriter) recallOfCustomer(r *Recall) {
	w.assignment(r)
	w.in("Undrlyg", func() {
		w.in("OrgnlPmtInfAndCxl", func() {
			w.leaf("OrgnlPmtInfId", r.PaymentID)
			w.originalGroup(r)
			w.leaf("NbOfTxs", "1")
			w.leaf("CtrlSum", r.Amount.Decimal())
			w.leaf("PmtInfCxl", "false")
			w.in("TxInf", func() {
				w.leaf("CxlId", r.ID)
				w.leaf("OrgnlEndToEndId", r.EndToEndID)
				w.money("OrgnlInstdAmt", r.Amount)
				w.path(string(r.ExecutionDate), "OrgnlReqdExctnDt", "Dt")
				w.recallReason(r)
				w.originalTransfer(r)
			})
		})
	})
}

// recallOfBank is what camt.056 holds. What banks settled among themselves a
// customer does not know; amount and day stand in the reference to the original.
func (w *xmlWriter) recallOfBank(r *Recall) {
	w.assignment(r)
	w.in("Undrlyg", func() {
		w.in("TxInf", func() {
			w.leaf("CxlId", r.ID)
			w.originalGroup(r)
			w.leaf("OrgnlEndToEndId", r.EndToEndID)
			w.recallReason(r)
			w.originalTransfer(r)
		})
	})
}

func (w *xmlWriter) assignment(r *Recall) {
	w.in("Assgnmt", func() {
		w.leaf("Id", r.ID)
		w.in("Assgnr", func() { w.party("Pty", &r.From) })
		w.in("Assgne", func() { w.agent("Agt", r.To) })
		w.leaf("CreDtTm", r.CreatedAt.UTC().Format("2006-01-02T15:04:05Z"))
	})
	w.in("CtrlData", func() {
		w.leaf("NbOfTxs", "1")
		w.leaf("CtrlSum", r.Amount.Decimal())
	})
}

func (w *xmlWriter) originalGroup(r *Recall) {
	w.in("OrgnlGrpInf", func() {
		w.leaf("OrgnlMsgId", r.MessageID)
		w.leaf("OrgnlMsgNmId", r.MessageName)
	})
}

func (w *xmlWriter) recallReason(r *Recall) {
	w.in("CxlRsnInf", func() {
		w.in("Orgtr", func() { w.leaf("Nm", r.From.Name) })
		w.path(r.Code, "Rsn", "Cd")
		w.leaf("AddtlInf", r.Text)
	})
}

func (w *xmlWriter) originalTransfer(r *Recall) {
	w.in("OrgnlTxRef", func() {
		w.in("Amt", func() { w.money("InstdAmt", r.Amount) })
		w.path(string(r.ExecutionDate), "ReqdExctnDt", "Dt")
		w.leaf("PmtMtd", "TRF")
		w.in("Dbtr", func() { w.party("Pty", &r.Debit.Party) })
		w.account("DbtrAcct", r.Debit.Account)
		w.agent("DbtrAgt", r.Debit.Agent)
		w.agent("CdtrAgt", r.CreditorAgent)
		w.in("Cdtr", func() { w.party("Pty", &r.Creditor) })
		w.account("CdtrAcct", r.CreditorAcct)
	})
}

func (w *xmlWriter) money(name string, a Amount) {
	w.indent()
	w.out.WriteString("<" + name + " Ccy=\"" + a.Currency + "\">" + a.Decimal() + "</" + name + ">\n")
}
