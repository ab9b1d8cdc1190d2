// Package tutorial has the services of the go-micro "shippy" tutorial: in memory, and with two
// methods each.
package tutorial

import (
	"context"
	"fmt"
	"sync"

	"peer/gomicro"
	pb "peer/pb/vessel"
)

// VesselService is the tutorial's fleet. Requests with a negative capacity ask it to fail.
type VesselService struct {
	ID string // of this process's errors

	mu      sync.Mutex
	vessels []*pb.Vessel
}

// NewVesselService has the tutorial's one vessel.
func NewVesselService(id string) *VesselService {
	return &VesselService{ID: id, vessels: []*pb.Vessel{
		{Id: "go001", Name: "Kane's Salty Secret", MaxWeight: 200000, Capacity: 500},
	}}
}

func (s *VesselService) FindAvailable(
	ctx context.Context, req *pb.Specification, rsp *pb.Response) error {
	if req.Capacity < 0 {
		return s.fail(ctx, -req.Capacity)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, vessel := range s.vessels {
		if req.Capacity <= vessel.Capacity && req.MaxWeight <= vessel.MaxWeight {
			rsp.Vessel = vessel
			return nil
		}
	}
	return gomicro.NotFound(s.ID, "No vessel found by that spec")
}

func (s *VesselService) Create(ctx context.Context, req *pb.Vessel, rsp *pb.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vessels = append(s.vessels, req)
	rsp.Vessel = req
	rsp.Created = true
	return nil
}

// fail ends a call as asked: 1 with a plain error, 2 not before the caller gives up, 3 with a panic,
// anything else with that HTTP code.
func (s *VesselService) fail(ctx context.Context, how int32) error {
	switch how {
	case 1:
		return fmt.Errorf("a plain error, as asked")
	case 2:
		<-ctx.Done()
		return ctx.Err()
	case 3:
		panic("as asked")
	case 400:
		return gomicro.BadRequest(s.ID, "as asked")
	default:
		return gomicro.NewError(s.ID, "as asked", how)
	}
}
