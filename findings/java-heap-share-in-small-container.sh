#!/usr/bin/env bash
# Java (OpenJDK 17.0.15 of Debian 12): with little memory -XX:MaxRAMPercentage has no effect.
#
# One would guess: the heap may take that share of what the container has, 75 MB of 100 with 75.
# What happens: as long as MinRAMPercentage (50) of the memory is less than the default of
# MaxHeapSize (some 124 MB on 64 bits), that is below some 250 MB, the heap takes MinRAMPercentage,
# whatever MaxRAMPercentage says, more or less: 50 MB of 100 with 75, and with 6.25 too. "Min" means
# the share on machines with minimal memory, it is no lower bound. A service in a container of 100 MB
# that asks for 30 gets 50 beside its 65 MB of other memory, and the kernel kills it.
# Source: Arguments::set_heap_size in arguments.cpp; -XX:MaxRAM stands for the limit of a container here.
#
# Seen: 100m: 75 -> 50 MB, 6.25 -> 50 MB, with MinRAMPercentage=30 -> 30 MB; 1g: 75 -> 768 MB, 30 -> 308 MB.
set -euo pipefail
out=$(mktemp)
trap 'rm -f "$out"' EXIT
heap() { # MEMORY PERCENT [FLAG]
  java -XX:+UseSerialGC -XX:MaxRAM="$1" -XX:MaxRAMPercentage="$2" ${3:-} -XX:+PrintFlagsFinal -version 2> /dev/null |
    awk -v what="$1 $2${3:+ $3}" '$2 == "MaxHeapSize" { print what ": " $4 / 1048576 " MB" }'
}
{ heap 100m 75; heap 100m 6.25; heap 100m 30 -XX:MinRAMPercentage=30; heap 1g 75; heap 1g 30; } | tee "$out"
grep -qx '100m 75: 50 MB' "$out"
grep -qx '100m 6.25: 50 MB' "$out"
grep -q '^100m 30 -XX:MinRAMPercentage=30: 30' "$out"
grep -qx '1g 75: 768 MB' "$out"
