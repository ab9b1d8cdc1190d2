package shippy.e2e;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import java.util.Map;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;

/** A client in this process that notes which instance answered each of its calls. */
final class Caller implements AutoCloseable {
  private final Client client;
  private final ShippingServiceBlockingStub stub;
  private final AnswerCount answers = new AnswerCount();

  Caller(String etcdEndpoints) {
    client =
        Client.open(
            Config.of(Map.of("registry", "etcd", "registry_address", etcdEndpoints), Map.of()));
    Channel channel = client.channel("shippy.service.consignment");
    stub = ShippingServiceGrpc.newBlockingStub(ClientInterceptors.intercept(channel, answers));
  }

  void call() {
    stub.getConsignments(GetRequest.getDefaultInstance());
  }

  /** Answers by the address of the instance. */
  Map<String, Integer> answers() {
    return answers.byAddress();
  }

  @Override
  public void close() {
    client.close();
  }
}
