# shellcheck shell=bash
# How the suites written in shell check things: `check NAME COMMAND...` runs a command in a subshell in which
# every failing line counts, and shows what it said only when it fails. Sourced after scripts/env.sh.

suite=${0##*/run-}
work=$(mktemp -d)
failed=0
cleanup=("rm -rf $work")
trap 'for step in "${cleanup[@]}"; do eval "$step"; done' EXIT

at_exit() { cleanup+=("$(printf '%q ' "$@")"); }

# sql DATABASE [PSQL ARGUMENT...]: bare values, stops at the first error, which is told with its SQLSTATE.
sql() {
    local database=$1
    shift
    psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --set=VERBOSITY=verbose --dbname="$database" "$@"
}

check() {
    local what=$1
    shift
    set +e
    (set -e && "$@") >"$work/log" 2>&1
    local status=$?
    set -e
    if [ "$status" -eq 0 ]; then
        pass "$suite: $what"
    else
        head -n 200 "$work/log"
        fail "$suite: $what"
        failed=1
    fi
}

# fails_with SQLSTATE WORDS COMMAND...: the command ends with an error of that state that says these words.
fails_with() {
    local state=$1 words=$2
    shift 2
    if "$@" >"$work/error" 2>&1; then
        echo "this should have failed: $*"
        return 1
    fi
    if ! grep -q "ERROR:  $state:" "$work/error" || ! grep -q -F -- "$words" "$work/error"; then
        echo "wanted $state and '$words':" && cat "$work/error"
        return 1
    fi
}

# no_line_of_both FILE FILE
no_line_of_both() {
    if grep -x -F -f "$1" "$2"; then return 1; fi
}

finish() { exit "$failed"; }
