# shellcheck shell=bash
# Runs test files written in Python (unittest, psycopg) and Node (node:test, pg) against a database with the
# extension, and reports each test by name. Sourced after tests/checks.sh.
source "$project/scripts/packages.sh"

export PGDATABASE=clients
createdb "$PGDATABASE"
sql "$PGDATABASE" -c 'CREATE EXTENSION badges'

psycopg() {
    local folder
    folder=$(python_folder)
    [ -d "$folder/psycopg_binary" ] ||
        pip_into "$folder" psycopg==3.2.13 psycopg-binary==3.2.13 typing-extensions==4.16.0
    echo "$folder"
}

# The folder `pg` is in: Debian's own package, or npm's in the cache.
node_pg() {
    if [ -d /usr/share/nodejs/pg ]; then
        echo /usr/share/nodejs
        return
    fi
    [ -d "$BADGES_CACHE/node/node_modules/pg" ] ||
        npm install --silent --no-audit --no-fund --prefix "$BADGES_CACHE/node" pg@8.23.1 >&2
    echo "$BADGES_CACHE/node/node_modules"
}

# report STATUS: turns the lines "ok NAME", "fail NAME" and "skip NAME" on standard input into results, and a suite
# that ended badly without naming a test, or that ran none, into a failure.
report() {
    local status=$1 verdict name failures=0 tests=0
    while read -r verdict name; do
        tests=$((tests + 1))
        case $verdict in
            ok) pass "$suite: $name" ;;
            skip) skip "$suite: $name" ;;
            *) fail "$suite: $name" && failures=1 ;;
        esac
    done
    if [ "$tests" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failures" -eq 0 ]; }; then
        fail "$suite: the tests could not be run"
        failures=1
    fi
    if [ "$failures" -ne 0 ]; then failed=1 && cat "$work/output"; fi
}

# python_suite FOLDER [PACKAGES]: the packages are psycopg alone unless others are named.
python_suite() {
    local status=0
    PYTHONPATH=${2:-$(psycopg)} PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover --verbose --start-directory "$1" >"$work/output" 2>&1 || status=$?
    report "$status" < <(sed -nE "s/^(test_[^ ]*) .*\.\.\. ok\$/ok \1/p; s/^(test_[^ ]*) .*\.\.\. (FAIL|ERROR)\$/fail \1/p;
        s/^(test_[^ ]*) .*\.\.\. skipped ['\"](.*)['\"]\$/skip \1: \2/p" "$work/output")
}

# Node.js is there, or was installed, or there is no way to get it here.
has_node() {
    if ! command -v node >/dev/null && is_root; then debian_packages nodejs node-pg; fi
    command -v node >/dev/null
}

has_npm() {
    if ! command -v npm >/dev/null && is_root; then debian_packages npm; fi
    has_node && command -v npm >/dev/null
}

node_tests() {
    local status=0
    node --test --test-reporter=tap "$@" >"$work/output" 2>&1 || status=$?
    report "$status" < <(sed -nE 's/^ *ok [0-9]+ - (.*) # SKIP ?(.*)$/skip \1: \2/p; t; s/^ *ok [0-9]+ - (.*)$/ok \1/p; s/^ *not ok [0-9]+ - (.*)$/fail \1/p' "$work/output")
}

node_suite() {
    if has_node; then
        NODE_PATH=$(node_pg) node_tests "$1"/*.test.cjs
    else
        skip "$suite: the Node client, because Node.js is not installed"
    fi
}
