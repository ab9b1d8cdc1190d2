#!/usr/bin/env bash
# hashicorp/mdns 1.0.7: a query on a given interface fails unless the routing table has one for multicast.
#
# One would guess: with QueryParam.Interface set, only that interface counts, and a host without a default
# route (a lab network, a container, a namespace of a test) can browse on it.
# What happens: the client joins the group once without an interface, where the kernel looks the address up
# in its routes and finds none, before it sets the one that it was given. The error speaks of ports.
# grandcat/zeroconf and brutella/dnssd join on each interface and need no route.
# Source: github.com/hashicorp/mdns client.go newClient, net.ListenMulticastUDP("udp4", nil, …).
#
# Seen with Go 1.26 on Linux, as root for the network of its own: the two lines at the end.
set -euo pipefail
dir=$(mktemp -d)
trap 'chmod -R u+w "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
cat > main.go <<'X'
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"os"

	"github.com/hashicorp/mdns"
)

func main() {
	params := mdns.DefaultParams("_finding._tcp")
	params.Interface, _ = net.InterfaceByName("lo")
	params.DisableIPv6 = true
	params.Logger = log.New(io.Discard, "", 0)
	if err := mdns.Query(params); err != nil {
		fmt.Printf("%s: %v\n", os.Args[1], err)
	} else {
		fmt.Printf("%s: asked\n", os.Args[1])
	}
}
X
go mod init f 2> /dev/null
go get github.com/hashicorp/mdns@v1.0.7 2> /dev/null
go mod tidy 2> /dev/null
go build -o query .
unshare -n sh -c 'ip link set lo up && ./query "no route" &&
  ip route add 224.0.0.0/4 dev lo && ./query "a route"' | tee out
diff out - <<'X'
no route: failed to bind to any multicast udp port
a route: asked
X
