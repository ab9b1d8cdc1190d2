package shippy.e2e;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import shippy.client.Client;
import shippy.config.Config;
import shippy.proto.consignment.GetRequest;
import shippy.proto.consignment.ShippingServiceGrpc;
import shippy.proto.consignment.ShippingServiceGrpc.ShippingServiceBlockingStub;

/** A client in this process that notes which instance answered each of its calls. */
final class Caller implements AutoCloseable {
  private final Client client;
  private final ShippingServiceBlockingStub stub;
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();

  Caller(String etcdEndpoints) {
    client =
        Client.open(
            Config.of(Map.of("registry", "etcd", "registry_address", etcdEndpoints), Map.of()));
    Channel channel = client.channel("shippy.service.consignment");
    stub = ShippingServiceGrpc.newBlockingStub(ClientInterceptors.intercept(channel, new Noting()));
  }

  void call() {
    stub.getConsignments(GetRequest.getDefaultInstance());
  }

  /** Answers by the address of the instance. */
  Map<String, Integer> answers() {
    return answers;
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Noting implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          super.start(
              new SimpleForwardingClientCallListener<>(listener) {
                @Override
                public void onHeaders(Metadata received) {
                  SocketAddress from = getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
                  answers.merge(String.valueOf(from), 1, Integer::sum);
                  super.onHeaders(received);
                }
              },
              headers);
        }
      };
    }
  }
}
