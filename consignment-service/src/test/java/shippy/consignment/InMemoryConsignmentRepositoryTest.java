package shippy.consignment;

class InMemoryConsignmentRepositoryTest extends ConsignmentRepositoryContract {
  @Override
  ConsignmentRepository emptyRepository() {
    return new InMemoryConsignmentRepository();
  }
}
