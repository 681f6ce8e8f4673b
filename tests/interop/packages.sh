# shellcheck shell=bash
# The software the suite holds the database against, in the cache: one folder for each list of exact versions.
# Sourced after tests/languages.sh.
interop=$project/tests/interop

stamp() { cksum "$1" | cut -d ' ' -f 1; }

# The folder of the Python packages, openbadgeslib among them.
interop_python() { python_packages "$interop/requirements.txt"; }

# The folder `node_modules` of the packages from npm. Their install scripts are not run.
interop_node() {
    local folder
    folder=$BADGES_CACHE/node-interop-$(stamp "$interop/package-lock.json")
    if [ ! -f "$folder/complete" ]; then
        mkdir -p "$folder"
        cp "$interop/package.json" "$interop/package-lock.json" "$folder"
        npm ci --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" >&2
        touch "$folder/complete"
    fi
    echo "$folder/node_modules"
}
