# Sourced by tests/run: the doctest suite, a process for each of its files, several at a time.

# The two tiers. Statistics over many runs say so at the end of their name and have a part of their own.
tier_short=(-tce='*[statistics]')
tier_statistics=(-tc='*[statistics]')

# What the tests of one lab may take of the processor, in seconds. Beyond it is said; only a runaway fails, since machines
# differ by more than half and are shared.
lab_seconds=6
lab_noise=3

# What one file may take of the clock, also under the sanitizers and with the other core taken, in seconds.
file_limit=900

# plain FILE: without the colours of a terminal.
plain() { sed 's/\x1b\[[0-9;]*m//g' "$1"; }

# suite_file LOGS FILE COMMAND...: runs the tests of one file; adds "PASSED FAILED SECONDS FILE" to the results and prints it.
suite_file() {
  local logs=$1 file=$2 status=0 numbers
  local log=$logs/${file//\//-}.log TIMEFORMAT='%U %S'
  shift 2
  { time timeout --foreground "$file_limit" "$@" -sf="*tests/$file" >"$log" 2>&1 || status=$?; } 2>"$log.time"
  numbers=$(plain "$log" |
    sed -n 's/^\[doctest\] test cases: *[0-9]* *| *\([0-9]*\) passed *| *\([0-9]*\) failed.*/\1 \2/p' | tail -n 1)
  if [ -z "$numbers" ]; then numbers="0 0" status=${status/#0/1}; fi
  # The last line is the time; of a process that was killed there is a line before it.
  awk -v file="$file" -v status="$status" -v numbers="$numbers" '
    { seconds = $1 + $2 }
    END {
      split(numbers, count)
      if (status != 0 && count[2] == 0) count[2] = 1
      printf "%d %d %.1f %s\n", count[1], count[2], seconds, file
    }' "$log.time" >>"$logs/results"
}
export -f suite_file plain
export file_limit

# run_suite NAME PROCESSES TIER COMMAND...: the tests of a tier, and how many there should have been.
run_suite() {
  local name=$1 processes=$2 into=$logs/$1 file
  local -n tier=tier_$3
  shift 3
  rm -rf "${into:?}"
  mkdir -p "$into"
  : >"$into/results"
  # Labs first: they take longest, and the last process should not be left alone with one of them.
  (cd "$clone/tests" && shopt -s globstar nullglob && printf '%s\n' labs/*_test.cpp **/*_test.cpp) | awk '!seen[$0]++' |
    xargs -P "$processes" -I{} bash -c 'suite_file "$@"' - "$into" {} "$@" "${tier[@]}"
  "$@" "${tier[@]}" -c >"$into/count" 2>&1 || true
  while read -r file; do cat "$into/${file//\//-}.log"; done < <(awk '$2 > 0 { print $4 }' "$into/results")
}

# suite_numbers NAME: what has passed and failed. Tests of the suite that no file's process has run count as one failure.
suite_numbers() {
  local expected
  expected=$(plain "$logs/$1/count" | sed -n 's/^\[doctest\] unskipped test cases.*: *\([0-9]*\)$/\1/p')
  awk -v expected="${expected:-none}" '
    { good += $1; bad += $2 }
    END { print good + 0, bad + (expected == "none" || good + bad < expected) }' "$logs/$1/results"
}

# slowest_labs NAME: "SECONDS FILE" of the tests of single labs, slowest first.
slowest_labs() { awk '$4 ~ /^labs\// && $4 !~ /every_lab_/ { print $3, $4 }' "$logs/$1/results" | sort -rn; }

# over_budget NAME: the files of labs whose tests take too long.
over_budget() { slowest_labs "$1" | awk -v most="$lab_seconds" -v noise="$lab_noise" '$1 > most * noise { print $2 }'; }
