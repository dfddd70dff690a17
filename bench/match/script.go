package main

// joinScript is the same with the tools of every Unix. Its first argument is the
// folder. awk has floating point only: it is no way to handle money, but fast.
const joinScript = `
cd "$1"
export LC_ALL=C
tail -n +2 left.csv | sort -t, -k2,2 -o left.sorted &
tail -n +2 right.csv | sort -t, -k2,2 -o right.sorted
wait
join -t, -1 2 -2 2 -a 1 -a 2 -o 1.1,1.3,1.4,2.1,2.3,2.4 left.sorted right.sorted | awk -F, '
function days(s, y, m) {
	y = substr(s, 1, 4); m = substr(s, 6, 2) + 0
	if (m <= 2) { y--; m += 12 }
	return 365*y + int(y/4) - int(y/100) + int(y/400) + int((153*(m-3)+2)/5) + substr(s, 9, 2)
}
$1 == "" { right++; ur++; next }
$4 == "" { left++; ul++; next }
{
	left++; right++
	c = int(($2 - $5) * 100 + ($2 < $5 ? -0.5 : 0.5)); d = $3 == $6 ? 0 : days($3) - days($6)
	if (c == 0 && d == 0) { matched++; exact++ }
	else if (c >= -5 && c <= 5 && d >= -1 && d <= 1) matched++
	else partial++
}
END { printf "{\"left\":%d,\"right\":%d,\"matched\":%d,\"exact\":%d,\"partial\":%d,\"unmatched_left\":%d,\"unmatched_right\":%d}\n", left, right, matched, exact, partial, ul, ur }'
`
