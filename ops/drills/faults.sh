#!/bin/sh
# The long fault drill: uploads while nodes and servers are killed, frozen, stopped and filled; then counts what is there.
# Writes docs/proofs.md and exits with 1 when anything was lost, invented or doubled. Hours at full size; scale it down:
#
#   ops/drills/faults.sh faults=40 documents=4000 outage=10 seed=7
#
# Full size: 200 faults, 100000 documents, servers away for 30 s; minutes=60 ends earlier. Disks are filled only where the user may mount, clocks
# are faked only where a C compiler is; the report says what did not happen. Everything lies below target/faults.
set -eu
cd "$(dirname "$0")/../.."
exec mvn -q -B -Pbench -DskipTests -Dserai.aot.skip=true integration-test \
    -Dbench=seed=20 -Dbench.main=dev.serai.faults.FaultDrill "-Dbench.options=$*"
