package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"peer/gomicro"
	consignment "peer/pb/consignment"
	vessel "peer/pb/vessel"
)

// outcome is what is printed for each call, as one line of JSON.
type outcome struct {
	Answer   json.RawMessage `json:"answer,omitempty"`
	Error    *gomicro.Error  `json:"error,omitempty"`
	Failure  string          `json:"failure,omitempty"` // an error that is not go-micro's
	Node     string          `json:"node"`              // the last one asked
	Attempts int             `json:"attempts"`
}

// message is what both generations of protobuf's Go code take.
type message interface {
	proto.Message
	Reset()
	String() string
	ProtoMessage()
}

var messages = map[string]func() (request, response message){
	"VesselService.FindAvailable": func() (message, message) {
		return new(vessel.Specification), new(vessel.Response)
	},
	"VesselService.Create": func() (message, message) {
		return new(vessel.Vessel), new(vessel.Response)
	},
	"VesselService.GetVessels": func() (message, message) {
		return new(vessel.GetRequest), new(vessel.Response)
	},
	"ShippingService.CreateConsignment": func() (message, message) {
		return new(consignment.Consignment), new(consignment.Response)
	},
	"ShippingService.GetConsignments": func() (message, message) {
		return new(consignment.GetRequest), new(consignment.Response)
	},
	"ShippingService.GetConsignment": func() (message, message) {
		return new(consignment.ConsignmentId), new(consignment.Response)
	},
}

// counter counts the calls that a client makes, and keeps the address of the last one.
type counter struct {
	attempts int
	node     string
}

func (c *counter) wrap(next gomicro.CallFunc) gomicro.CallFunc {
	return func(ctx context.Context, to *gomicro.Node, req gomicro.Request,
		rsp interface{}, opts gomicro.CallOptions) error {
		c.attempts++
		c.node = to.Address
		return next(ctx, to, req, rsp, opts)
	}
}

func ask(verb string, words []string) error {
	count := new(counter)
	service := gomicro.NewService("shippy.cli.peer")
	service.Init(gomicro.WrapCall(count.wrap))
	registry := service.Options().Registry

	switch {
	case verb == "list" && len(words) == 0:
		services, err := registry.ListServices()
		return shown(services, err)
	case verb == "get" && len(words) == 1:
		services, err := registry.GetService(words[0])
		return shown(services, err)
	case verb == "watch" && len(words) == 1:
		watcher, err := registry.Watch(gomicro.WatchService(words[0]))
		for err == nil {
			event, failure := watcher.Next()
			err = shown(event, failure)
		}
		return err
	case (verb == "call" || verb == "json") && (len(words) == 3 || len(words) == 4):
		return call(service.Client(), count, verb == "json", words)
	}
	return fmt.Errorf(usage, gomicro.Version)
}

// call prints how each call ended; only what keeps it from calling is an error.
func call(c gomicro.Client, count *counter, asJSON bool, words []string) error {
	times := 1
	if len(words) == 4 {
		var err error
		if times, err = strconv.Atoi(words[3]); err != nil {
			return err
		}
	}
	send := callProto
	if asJSON {
		send = callJSON
	}
	for i := 0; i < times; i++ {
		count.attempts = 0
		answer, err := send(c, words[0], words[1], words[2])
		// Over mDNS go-micro looks for 100 ms, in which a busy machine may not answer.
		for looks := 1; looks < 20 && count.attempts == 0 && isGoMicro(err); looks++ {
			answer, err = send(c, words[0], words[1], words[2])
		}
		told := outcome{Answer: answer, Node: count.node, Attempts: count.attempts}
		if failure, ok := err.(*gomicro.Error); ok {
			told.Error = failure
		} else if err != nil {
			told.Failure = fmt.Sprintf("%T: %v", err, err)
		}
		if err := shown(told, nil); err != nil {
			return err
		}
	}
	return nil
}

func isGoMicro(err error) bool {
	_, ok := err.(*gomicro.Error)
	return ok
}

func callProto(c gomicro.Client, service, endpoint, text string) (json.RawMessage, error) {
	kinds, ok := messages[endpoint]
	if !ok {
		return nil, fmt.Errorf("%s: no such endpoint here", endpoint)
	}
	request, response := kinds()
	if err := protojson.Unmarshal([]byte(text), request); err != nil {
		return nil, err
	}
	err := c.Call(context.Background(), c.NewRequest(service, endpoint, request), response)
	if err != nil {
		return nil, err
	}
	return protojson.MarshalOptions{UseProtoNames: true}.Marshal(response)
}

func callJSON(c gomicro.Client, service, endpoint, text string) (json.RawMessage, error) {
	request, response := json.RawMessage(text), json.RawMessage{}
	err := c.Call(context.Background(), c.NewRequest(
		service, endpoint, &request, gomicro.ContentType("application/json")), &response)
	return response, err
}

func shown(what interface{}, err error) error {
	if err != nil {
		return err
	}
	text, err := json.Marshal(what)
	if err == nil {
		fmt.Println(string(text))
	}
	return err
}
