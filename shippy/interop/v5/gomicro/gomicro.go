// Package gomicro has the names of this version of go-micro that the peer uses.
package gomicro

import (
	"go-micro.dev/v5"
	"go-micro.dev/v5/client"
	grpcclient "go-micro.dev/v5/client/grpc"
	"go-micro.dev/v5/errors"
	"go-micro.dev/v5/registry"
	grpcserver "go-micro.dev/v5/server/grpc"
)

// Version is the version of go-micro.
const Version = "v5.8.0"

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

// NewService is a service that speaks gRPC, which is not this version's default. The name comes
// last: it belongs to the server.
func NewService(name string) Service {
	return micro.NewService(
		micro.Server(grpcserver.NewServer()),
		micro.Client(grpcclient.NewClient()),
		micro.Name(name))
}
