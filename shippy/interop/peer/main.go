// Command peer is what the go-micro tutorial builds, in one program: two services and a client.
// The words before the first flag are its own, the flags are go-micro's:
//
//	peer vessel --registry=etcd --server_address=127.0.0.1:0
//	peer call shippy.service.vessel VesselService.FindAvailable \
//	  '{"capacity": 2, "max_weight": 900}' --registry=mdns
package main

import (
	"fmt"
	"os"
	"strings"

	"peer/full"
	"peer/gomicro"
	"peer/tutorial"
)

const usage = `peer of go-micro %s
  vessel                          the tutorial's vessel service
  full-vessel                     one that keeps the whole of vessel.proto
  consignment                     the tutorial's consignment service
  list                            the names of all services
  get SERVICE                     its versions, nodes and endpoints
  watch SERVICE                   what happens to its nodes, until it is ended
  call SERVICE ENDPOINT JSON [N]  N calls, with protobuf
  json SERVICE ENDPOINT JSON [N]  the same with application/json
Each call prints a line of JSON, also if it fails; the exit code is 0 then.
`

func main() {
	words, flags := []string{}, []string{os.Args[0]}
	for _, word := range os.Args[1:] {
		if strings.HasPrefix(word, "-") || len(flags) > 1 {
			flags = append(flags, word)
		} else {
			words = append(words, word)
		}
	}
	os.Args = flags
	if len(words) == 0 {
		fail(fmt.Errorf(usage, gomicro.Version))
	}
	if handler, name := handlerOf(words[0]); handler != nil {
		serve(name, handler)
	} else if err := ask(words[0], words[1:]); err != nil {
		fail(err)
	}
}

func handlerOf(word string) (handler func(gomicro.Service) interface{}, name string) {
	const vessel = "shippy.service.vessel"
	switch word {
	case "vessel":
		return func(gomicro.Service) interface{} { return tutorial.NewVesselService(vessel) }, vessel
	case "full-vessel":
		return func(gomicro.Service) interface{} { return full.NewVesselService(vessel) }, vessel
	case "consignment":
		return func(service gomicro.Service) interface{} {
			return &tutorial.ShippingService{Client: service.Client()}
		}, "shippy.service.consignment"
	}
	return nil, ""
}

func serve(name string, handler func(gomicro.Service) interface{}) {
	service := gomicro.NewService(name)
	service.Init()
	if err := gomicro.RegisterHandler(service.Server(), handler(service)); err != nil {
		fail(err)
	}
	if err := service.Run(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
