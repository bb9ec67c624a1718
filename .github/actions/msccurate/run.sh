#!/usr/bin/env bash
# What the action runs. Its inputs are variables (ROOT, FAIL_ON, BASE, REPORTS), never text of a script.
set -uo pipefail

status=0
if [ -n "$BASE" ] || [ -n "${GITHUB_BASE_REF:-}" ]; then
  page="${RUNNER_TEMP:-/tmp}/msccurate-changes.md"
  compare=(diff --root "$ROOT" --format markdown)
  [ -z "$BASE" ] || compare+=(-- "$BASE")
  msccurate "${compare[@]}" >"$page"
  status=$?
  if [ "$status" -le 1 ]; then  # else it could not compare, and has said why
    cat "$page" >>"$GITHUB_STEP_SUMMARY"
    echo "changes=$page" >>"$GITHUB_OUTPUT"
  fi
fi

check=(check --root "$ROOT" --format github)
[ -z "$FAIL_ON" ] || check+=(--fail-on "$FAIL_ON")
while IFS= read -r report; do
  [ -z "$report" ] || check+=(--report "$report")
done <<<"$REPORTS"
msccurate "${check[@]}"
checked=$?
exit $((status > checked ? status : checked))
