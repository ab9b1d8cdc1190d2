package main

import (
	"context"
	"net"

	"github.com/grandcat/zeroconf"
)

// It reports each instance once: neither changes nor goodbyes.
func browseGrandcat(ctx context.Context, on *net.Interface, see func(sight)) error {
	resolver, err := zeroconf.NewResolver(zeroconf.SelectIfaces([]net.Interface{*on}))
	if err != nil {
		return err
	}
	entries := make(chan *zeroconf.ServiceEntry)
	if err := resolver.Browse(ctx, serviceType, "local.", entries); err != nil {
		return err
	}
	for entry := range entries {
		see(sight{
			Event:     "resolved",
			Name:      entry.Instance,
			Host:      entry.HostName,
			Port:      entry.Port,
			Addresses: texts(append(entry.AddrIPv4, entry.AddrIPv6...)),
			Text:      pairs(entry.Text),
		})
	}
	return nil
}

func publishGrandcat(
	ctx context.Context, on *net.Interface, name string, port int, text []string) error {
	server, err := zeroconf.RegisterProxy(
		name, serviceType, "local.", port, hostName(), texts(addressesOf(on)), text,
		[]net.Interface{*on})
	if err != nil {
		return err
	}
	<-ctx.Done()
	server.Shutdown()
	return nil
}
