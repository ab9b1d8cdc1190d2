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
	Type     string          `json:"type,omitempty"` // of an error that is not go-micro's
	Node     string          `json:"node"`           // the last one asked
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

func ask(verb string, words []string) error {
	attempts, node := 0, ""
	count := func(next gomicro.CallFunc) gomicro.CallFunc {
		return func(ctx context.Context, to *gomicro.Node, req gomicro.Request,
			rsp interface{}, opts gomicro.CallOptions) error {
			attempts++
			node = to.Address
			return next(ctx, to, req, rsp, opts)
		}
	}
	service := gomicro.NewService("shippy.cli.peer")
	service.Init(gomicro.WrapCall(count))
	registry := service.Options().Registry

	switch {
	case verb == "list" && len(words) == 0:
		services, err := registry.ListServices()
		if err != nil {
			return err
		}
		return show(services)
	case verb == "get" && len(words) == 1:
		services, err := registry.GetService(words[0])
		if err != nil {
			return err
		}
		return show(services)
	case verb == "watch" && len(words) == 1:
		watcher, err := registry.Watch(gomicro.WatchService(words[0]))
		if err != nil {
			return err
		}
		for {
			event, err := watcher.Next()
			if err != nil {
				return err
			}
			if err := show(event); err != nil {
				return err
			}
		}
	case (verb == "call" || verb == "json") && (len(words) == 3 || len(words) == 4):
		times := 1
		if len(words) == 4 {
			var err error
			if times, err = strconv.Atoi(words[3]); err != nil {
				return err
			}
		}
		send := callProto
		if verb == "json" {
			send = callJSON
		}
		for i := 0; i < times; i++ {
			attempts = 0
			answer, err := send(service.Client(), words[0], words[1], words[2])
			// Over mDNS go-micro looks for 100 ms, in which a busy machine may not answer.
			for looks := 1; looks < 20 && attempts == 0; looks++ {
				answer, err = send(service.Client(), words[0], words[1], words[2])
			}
			told := outcome{Answer: answer, Node: node, Attempts: attempts}
			if failure, ok := err.(*gomicro.Error); ok {
				told.Error = failure
			} else if err != nil {
				told.Type = fmt.Sprintf("%T: %v", err, err)
			}
			if err := show(told); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf(usage, gomicro.Version)
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

func show(what interface{}) error {
	text, err := json.Marshal(what)
	if err == nil {
		fmt.Println(string(text))
	}
	return err
}
