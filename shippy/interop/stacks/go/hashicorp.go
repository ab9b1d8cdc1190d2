package main

import (
	"context"
	"io"
	"log"
	"net"
	"reflect"
	"strings"
	"time"

	"github.com/hashicorp/mdns"
)

var quiet = log.New(io.Discard, "", 0)

// It has one query and no browser; this repeats the query and tells what differs. An instance that
// two queries missed is gone.
func browseHashicorp(ctx context.Context, on *net.Interface, see func(sight)) error {
	known := map[string]sight{}
	missed := map[string]int{}
	for ctx.Err() == nil {
		for name := range known {
			missed[name]++
		}
		found, err := queryHashicorp(on)
		if err != nil {
			return err
		}
		for _, one := range found {
			missed[one.Name] = 0
			if !reflect.DeepEqual(known[one.Name], one) {
				known[one.Name] = one
				see(one)
			}
		}
		for name, times := range missed {
			if times >= 2 {
				delete(known, name)
				delete(missed, name)
				see(sight{Event: "removed", Name: name})
			}
		}
	}
	return nil
}

func queryHashicorp(on *net.Interface) (found []sight, err error) {
	entries := make(chan *mdns.ServiceEntry, 64)
	params := mdns.DefaultParams(serviceType)
	params.Interface = on
	params.Entries = entries
	params.Timeout = 500 * time.Millisecond
	params.DisableIPv6 = true
	params.Logger = quiet
	err = mdns.Query(params)
	close(entries)
	for entry := range entries {
		found = append(found, sight{
			Event:     "resolved",
			Name:      unescape(strings.TrimSuffix(entry.Name, "."+serviceType+".local.")),
			Host:      entry.Host,
			Port:      entry.Port,
			Addresses: texts([]net.IP{entry.AddrV4}),
			Text:      pairs(entry.InfoFields),
		})
	}
	return found, err
}

// unescape removes the backslashes that miekg/dns puts before dots and blanks of a label.
func unescape(name string) string {
	return strings.ReplaceAll(name, "\\", "")
}

func publishHashicorp(
	ctx context.Context, on *net.Interface, name string, port int, text []string) error {
	zone, err := mdns.NewMDNSService(
		name, serviceType, "", hostName()+".local.", port, addressesOf(on), text)
	if err != nil {
		return err
	}
	server, err := mdns.NewServer(&mdns.Config{Zone: zone, Iface: on, Logger: quiet})
	if err != nil {
		return err
	}
	<-ctx.Done()
	return server.Shutdown()
}
