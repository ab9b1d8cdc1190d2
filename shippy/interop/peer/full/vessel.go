// Package full has a vessel service that keeps the whole contract of vessel.proto.
package full

import (
	"context"
	"sync"

	"peer/gomicro"
	pb "peer/pb/vessel"
	"peer/tutorial"
)

// VesselService adds reservations to the tutorial's fleet. It has one vessel that takes all.
type VesselService struct {
	*tutorial.VesselService

	mu       sync.Mutex
	held     map[string]*pb.Reservation
	released map[string]bool
}

// NewVesselService has the tutorial's one vessel.
func NewVesselService(id string) *VesselService {
	return &VesselService{
		VesselService: tutorial.NewVesselService(id),
		held:          map[string]*pb.Reservation{},
		released:      map[string]bool{},
	}
}

func (s *VesselService) GetVessels(
	ctx context.Context, req *pb.GetRequest, rsp *pb.Response) error {
	found := new(pb.Response)
	if err := s.FindAvailable(ctx, &pb.Specification{}, found); err != nil {
		return err
	}
	rsp.Vessels = append(rsp.Vessels, found.Vessel)
	return nil
}

func (s *VesselService) Reserve(
	ctx context.Context, req *pb.Reservation, rsp *pb.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.released[req.Id] {
		return gomicro.NewError(s.ID, req.Id+" was released", 412)
	}
	if err := s.FindAvailable(ctx, req.Specification, rsp); err != nil {
		return err
	}
	req.VesselId = rsp.Vessel.Id
	s.held[req.Id] = req
	return nil
}

func (s *VesselService) Confirm(
	ctx context.Context, req *pb.ReservationId, rsp *pb.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	reservation, ok := s.held[req.Id]
	if !ok {
		return gomicro.NotFound(s.ID, "no reservation %s", req.Id)
	}
	reservation.Confirmed = true
	return s.FindAvailable(ctx, &pb.Specification{}, rsp)
}

func (s *VesselService) Release(
	ctx context.Context, req *pb.ReservationId, rsp *pb.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, req.Id)
	s.released[req.Id] = true
	return nil
}

func (s *VesselService) GetReservations(
	ctx context.Context, req *pb.ReservationsRequest, rsp *pb.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, reservation := range s.held {
		rsp.Reservations = append(rsp.Reservations, reservation)
	}
	return nil
}
