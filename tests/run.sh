# ./streamactors test: sourced by the launcher.

# ---- test -----------------------------------------------------------------------------------------------------------

seconds_since() { printf '%d' $((SECONDS - $1)); }
# Reads one counter of a results file.
counter() { sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

# Runs one test project; leaves its log, its results and one line "passed failed skipped seconds name".
run_project() {
    local name=$1 began=$SECONDS code=0 passed=0 failed=0 total=0 executed=0
    local assembly=$here/tests/$name/bin/Release/net10.0/$name.dll only=()
    [[ $long == true ]] || only=(--filter 'Runs!=long')
    timeout --kill-after=30 "${TEST_TIMEOUT:-1200}" \
        "$dotnet" test "$assembly" "${only[@]}" --logger "trx;LogFileName=$name.trx" --results-directory "$results" </dev/null >"$results/$name.log" 2>&1 || code=$?
    if [[ -f $results/$name.trx ]]; then
        total=$(counter "$results/$name.trx" total)
        executed=$(counter "$results/$name.trx" executed)
        passed=$(counter "$results/$name.trx" passed)
        failed=$((executed - passed))
    fi
    # A crash, a timeout or no tests at all is a failure, whatever the counters say.
    if [[ $failed == 0 && ( $code != 0 || $total == 0 ) ]]; then
        failed=1
        say "$name ended with exit code $code after $total tests." >>"$results/$name.log"
    fi
    say "$passed $failed $((total - executed)) $(seconds_since "$began") $name" >"$results/$name.count"
    printf '%5d passed %4d failed %4d skipped %5d s  %s\n' "$passed" "$failed" $((total - executed)) "$(seconds_since "$began")" "$name"
}

wanted_projects() {
    local project
    for project in "$here"/tests/*.Tests/*.csproj; do
        project=$(basename "$project" .csproj)
        [[ $# -eq 0 ]] || is_meant "$project" "$@" || continue
        say "$project"
    done
}

is_meant() {
    local project=$1 word
    shift
    for word in "$@"; do
        [[ $project != *"$word"* ]] || return 0
    done
    return 1
}

# As many projects as there are cores at a time, the longest first: two of them keep two cores busy. Tests that depend on timing
# run last, alone.
longest=(Runtime Web Torture Storage Server Http Console Ffmpeg Media) at_once=$(nproc) alone='\.EndToEnd\.'

in_order() {
    local word project
    for word in "${longest[@]}"; do
        for project in "$@"; do if [[ $project == *".$word."* ]]; then say "$project"; fi; done
    done
    for project in "$@"; do if [[ ! $project =~ \.($(IFS='|'; say "${longest[*]}"))\. ]]; then say "$project"; fi; done
}

# One compiler for all projects, which takes a third of the time of one for each. It has its own name, and ends with the build.
compiler=streamactors-$$ share=(-nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId=streamactors-$$)
end_compiler() {
    "$dotnet" exec "$(dirname "$(readlink -f "$dotnet")")/sdk/$("$dotnet" --version)/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown \
        </dev/null >/dev/null 2>&1 || true
}

test_all() {
    local began=$SECONDS step project words=()
    long=false
    for project in "$@"; do
        if [[ $project == --long ]]; then long=true; else words+=("$project"); fi
    done
    set -- "${words[@]}"
    need_dotnet
    if [[ $long == true ]]; then set_up long; else set_up test; fi
    source "$node"
    get_node
    fetch_page_packages all
    fetch_promtool || say "promtool could not be fetched: the tests of metrics and alerts will fail."
    cd "$here"
    rm -rf "$results"
    mkdir -p "$results"

    step=$SECONDS
    quietly "$dotnet" restore StreamActors.sln --locked-mode "${lean[@]}" -v quiet || not_run "The restore failed."
    say "Restored in $(seconds_since "$step") s."
    step=$SECONDS
    trap end_compiler EXIT
    quietly "$dotnet" build StreamActors.sln -c Release --no-restore "${share[@]}" -v quiet -clp:NoSummary || not_run "The build failed."
    end_compiler
    trap - EXIT
    [[ -e $here/src/StreamActors.Http/obj/page.built ]] || say "THE PAGE IS NOT BUILT: it needs Node.js 20.19 or later with npm. Its tests will fail."
    say "Built in $(seconds_since "$step") s."

    local projects
    mapfile -t projects < <(wanted_projects "$@")
    [[ ${#projects[@]} -gt 0 ]] || not_run "No test project has a name like: $*"
    # Profiling code that runs for seconds does not pay, in the tests as in the servers they start.
    export DOTNET_TieredPGO=0
    # The console's tests run the native console, as installed.
    local console_building=
    if [[ " ${projects[*]} " == *.Console.Tests* ]] && ! console_is_new; then build_console & console_building=$!; fi
    for project in $(in_order "${projects[@]}"); do
        [[ ! $project =~ $alone ]] || continue
        if [[ $project == *.Console.Tests && -n $console_building ]]; then
            wait "$console_building" || not_run "The console does not build."
        fi
        while [[ $(jobs -rp | wc -l) -ge $at_once ]]; do wait -n || true; done
        run_project "$project" &
    done
    wait
    for project in "${projects[@]}"; do if [[ $project =~ $alone ]]; then run_project "$project"; fi; done
    conclude "$began" "${projects[@]}"
}

# The ten slowest tests, as "SECONDS  TEST".
slowest() {
    local time test hours minutes seconds
    sed -nE 's/.*<UnitTestResult .*testName="([^"]*)".* duration="([^"]*)".*/\2 \1/p' "$results"/*.trx | sort -r | sed -n 1,10p |
        while read -r time test; do
            IFS=: read -r hours minutes seconds <<<"${time%.*}"
            printf '%5d s  %s\n' $((10#$hours * 3600 + 10#$minutes * 60 + 10#$seconds)) "$test"
        done
}

not_run() {
    say "$1 No test has run."
    say "0 passed, 1 failed"
    exit 1
}

conclude() {
    local began=$1 passed=0 failed=0 skipped=0 p f s project
    shift
    for project in "$@"; do
        p=0 f=1 s=0
        [[ ! -f $results/$project.count ]] || read -r p f s _ <"$results/$project.count"
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
        if [[ $f != 0 ]]; then
            say "---- $project: artifacts/test/$project.log"
            grep -vE '^\s*Passed |^\[xUnit\.net' "$results/$project.log" | head -n 300 || true
        fi
        grep -hE '^\s*Skipped ' "$results/$project.log" || true
    done
    say "The slowest tests:"
    slowest || true
    say "Everything took $(seconds_since "$began") s."
    say "$passed passed, $failed failed$([[ $skipped == 0 ]] || say ", $skipped skipped")"
    [[ $failed == 0 ]]
}
