package tutorial

import (
	"context"
	"sync"

	"peer/gomicro"
	consignment "peer/pb/consignment"
	vessel "peer/pb/vessel"
)

// ShippingService is the tutorial's: it asks the vessel service, and remembers.
type ShippingService struct {
	Client gomicro.Client

	mu  sync.Mutex
	all []*consignment.Consignment
}

func (s *ShippingService) CreateConsignment(
	ctx context.Context, req *consignment.Consignment, rsp *consignment.Response) error {
	spec := &vessel.Specification{
		MaxWeight: req.Weight, Capacity: int32(len(req.Containers)),
	}
	found := new(vessel.Response)
	err := s.Client.Call(ctx, s.Client.NewRequest(
		"shippy.service.vessel", "VesselService.FindAvailable", spec), found)
	if err != nil {
		return err
	}
	req.VesselId = found.Vessel.Id
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, req)
	rsp.Created = true
	rsp.Consignment = req
	return nil
}

func (s *ShippingService) GetConsignments(
	ctx context.Context, req *consignment.GetRequest, rsp *consignment.Response) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	rsp.Consignments = append(rsp.Consignments, s.all...)
	return nil
}
