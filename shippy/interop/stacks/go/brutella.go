package main

import (
	"context"
	"errors"
	"net"

	"github.com/brutella/dnssd"
)

// It reports instances that come and go, and no changes.
func browseBrutella(ctx context.Context, on *net.Interface, see func(sight)) error {
	add := func(entry dnssd.BrowseEntry) {
		if entry.IfaceName != on.Name {
			return
		}
		see(sight{
			Event:     "resolved",
			Name:      unescape(entry.Name),
			Host:      entry.Host,
			Port:      entry.Port,
			Addresses: texts(entry.IPs),
			Text:      entry.Text,
		})
	}
	remove := func(entry dnssd.BrowseEntry) {
		see(sight{Event: "removed", Name: unescape(entry.Name)})
	}
	return unlessEnded(dnssd.LookupType(ctx, serviceType+".local.", add, remove))
}

func publishBrutella(
	ctx context.Context, on *net.Interface, name string, port int, text []string) error {
	service, err := dnssd.NewService(dnssd.Config{
		Name:   name,
		Type:   serviceType,
		Host:   hostName(),
		Text:   pairs(text),
		Port:   port,
		Ifaces: []string{on.Name},
	})
	if err != nil {
		return err
	}
	responder, err := dnssd.NewResponder()
	if err != nil {
		return err
	}
	if _, err := responder.Add(service); err != nil {
		return err
	}
	return unlessEnded(responder.Respond(ctx))
}

func unlessEnded(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}
