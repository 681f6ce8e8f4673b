# shellcheck shell=bash
# Adds up what checks ran and says so in a closing line. Sourced after env.sh.

if [ -z "${BADGES_TALLY:-}" ]; then
    BADGES_TALLY=$(mktemp)
    export BADGES_TALLY
    trap 'rm -f "$BADGES_TALLY"' EXIT
fi
tally_start=$(($(wc -l <"$BADGES_TALLY") + 1))

tally() { tail -n "+$tally_start" "$BADGES_TALLY" | awk -F '\t' -v verdict="$1" '$1 == verdict { n += $2 } END { print n + 0 }'; }
tally_names() { tail -n "+$tally_start" "$BADGES_TALLY" | awk -F '\t' -v verdict="$1" '$1 == verdict { print "  " $3 }'; }

# suite NAME COMMAND...: a command that records its own checks; one that ends badly without saying which failed has failed.
suite() {
    local name=$1 before
    shift
    before=$(tally fail)
    "$@" || [ "$(tally fail)" -gt "$before" ] || fail "$name"
}

# step NAME COMMAND...: a command that is one check; what it says is shown only when it fails.
step() {
    local name=$1 log
    shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        pass "$name"
    else
        cat "$log"
        fail "$name"
    fi
    rm -f "$log"
}

# conclude WHAT: the closing line; fails if anything did, or if nothing ran.
conclude() {
    local passed failed skipped took="$((SECONDS / 60)) min $((SECONDS % 60)) s"
    passed=$(tally pass) failed=$(tally fail) skipped=$(tally skip)
    if [ "$skipped" -gt 0 ]; then printf '\nNot run:\n%s\n' "$(tally_names skip)"; fi
    if [ "$failed" -gt 0 ]; then
        printf '\nFailed:\n%s\n' "$(tally_names fail)"
        say "$1: $failed of $((passed + failed)) checks FAILED, after $took."
        return 1
    fi
    [ "$passed" -gt 0 ] || die "$1: nothing ran."
    say "$1: all $passed checks passed, in $took."
}
