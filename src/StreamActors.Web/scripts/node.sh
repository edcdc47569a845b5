# Node.js, which builds the page: sourced by the launcher.

node_version=24.22.1
page_packages=$here/src/StreamActors.Web/scripts/packages.sh
fetched=$here/artifacts/tools/node
export PATH=$fetched/bin:$PATH
has_node() { sh "$page_packages" check >/dev/null 2>&1; }

# Debian 12 has an older Node.js; its npm fetches a later one, which is used here alone. Without it the server is built without the page,
# and the build says so: nothing here is a reason to stop.
get_node() {
    has_node && return 0
    if ! command -v npm >/dev/null; then
        command -v apt-get >/dev/null && { [[ $(id -u) == 0 ]] || command -v sudo >/dev/null; } || return 0
        say "Installing with apt-get, for the page: nodejs npm"
        { as_root apt-get update -qq </dev/null && apt_install nodejs npm; } || return 0
        ! has_node || return 0
    fi
    local package=node-linux-$(node -p process.arch)
    say "Fetching Node.js $node_version from npm, for the page."
    mkdir -p "$fetched/bin"
    quietly npm install --prefix "$fetched" --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000 "$package@$node_version" || return 0
    ln -sf "../node_modules/$package/bin/node" "$fetched/bin/node"
    hash -r
}

# In the background, while .NET's packages are restored; the build waits for it.
fetch_page_packages() { sh "$page_packages" "$1" </dev/null >/dev/null 2>&1 & }
