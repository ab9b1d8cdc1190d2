// Command stack-go publishes and browses services of type _shippy._tcp with one of three libraries:
//
//	stack-go grandcat|hashicorp|brutella browse SECONDS
//	stack-go grandcat|hashicorp|brutella publish NAME PORT [KEY=VALUE ...]
//
// STACK_INTERFACE names the interface to use. What browse sees is printed as lines of JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const serviceType = "_shippy._tcp"

// sight is what a browser reports of one instance.
type sight struct {
	Event     string            `json:"event"` // resolved or removed
	Name      string            `json:"name"`
	Host      string            `json:"host,omitempty"`
	Port      int               `json:"port,omitempty"`
	Addresses []string          `json:"addresses,omitempty"`
	Text      map[string]string `json:"txt,omitempty"`
}

// stack is what the libraries have in common. Both functions return when the context ends.
type stack struct {
	browse  func(ctx context.Context, on *net.Interface, see func(sight)) error
	publish func(ctx context.Context, on *net.Interface, name string, port int, text []string) error
}

var stacks = map[string]stack{
	"grandcat":  {browseGrandcat, publishGrandcat},
	"hashicorp": {browseHashicorp, publishHashicorp},
	"brutella":  {browseBrutella, publishBrutella},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "stack-go:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("expected: LIBRARY browse SECONDS, or LIBRARY publish NAME PORT [K=V ...]")
	}
	chosen, known := stacks[args[0]]
	if !known {
		return fmt.Errorf("library %q (expected: grandcat, hashicorp or brutella)", args[0])
	}
	on, err := net.InterfaceByName(os.Getenv("STACK_INTERFACE"))
	if err != nil {
		return fmt.Errorf("STACK_INTERFACE: %w", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if args[1] == "browse" {
		seconds, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		limited, cancel := context.WithTimeout(ctx, time.Duration(seconds)*time.Second)
		defer cancel()
		lines := json.NewEncoder(os.Stdout)
		return chosen.browse(limited, on, func(seen sight) { lines.Encode(seen) })
	}
	port, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	return chosen.publish(ctx, on, args[2], port, args[4:])
}

// hostName is unique on the machine: programs of test hosts share the name of the real one.
func hostName() string {
	return fmt.Sprintf("stack-go-%d", os.Getpid())
}

func addressesOf(on *net.Interface) (ips []net.IP) {
	all, _ := on.Addrs()
	for _, address := range all {
		if network, ok := address.(*net.IPNet); ok && network.IP.To4() != nil {
			ips = append(ips, network.IP)
		}
	}
	return ips
}

// pairs splits TXT strings at their first equals sign.
func pairs(text []string) map[string]string {
	found := map[string]string{}
	for _, one := range text {
		key, value, _ := strings.Cut(one, "=")
		found[key] = value
	}
	return found
}

func texts(ips []net.IP) (all []string) {
	for _, ip := range ips {
		all = append(all, ip.String())
	}
	return all
}
