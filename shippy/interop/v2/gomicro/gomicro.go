// Package gomicro has the names of this version of go-micro that the peer uses.
package gomicro

import (
	"github.com/micro/go-micro/v2"
	"github.com/micro/go-micro/v2/client"
	"github.com/micro/go-micro/v2/errors"
	"github.com/micro/go-micro/v2/registry"
)

// Version is the version of go-micro.
const Version = "v2.9.1"

type (
	Service     = micro.Service
	Client      = client.Client
	CallFunc    = client.CallFunc
	CallOptions = client.CallOptions
	Request     = client.Request
	Node        = registry.Node
	Error       = errors.Error
)

var (
	RegisterHandler = micro.RegisterHandler
	WrapCall        = micro.WrapCall
	ContentType     = client.WithContentType
	WatchService    = registry.WatchService
	BadRequest      = errors.BadRequest
	NotFound        = errors.NotFound
	NewError        = errors.New
)

// NewService is a service that speaks gRPC, as all of v2 do.
func NewService(name string) Service {
	return micro.NewService(micro.Name(name))
}
