package shippy.consignment;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import shippy.client.Client;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.proto.consignment.Response;
import shippy.service.Service;
import shippy.store.Store;

/** The program of {@link ConsignmentMain}, which may stand still at a {@link KillPoint}. */
final class KillPointMain {
  private KillPointMain() {}

  public static void main(String... args) {
    Service.named("shippy.service.consignment")
        .settings(Settings.STORAGE)
        .handler(KillPointMain::handler)
        .handlersNeverBlock()
        .run(args);
  }

  private static BindableService handler(Platform platform) {
    Standstill standstill = new Standstill(System.getenv(Standstill.VARIABLE));
    Client client = platform.own(Client.of(platform));
    Store store =
        platform.own(Store.open(platform.config(), ConsignmentSchema.SCHEMA).orElseThrow());
    ConsignmentHandler handler =
        ConsignmentHandler.on(
            platform,
            new KillPointRepository(store, standstill),
            new KillPointVessels(
                new GrpcVessels(client.channel(ConsignmentHandler.VESSEL_SERVICE)), standstill));
    return () -> ServerInterceptors.intercept(handler, new BeforeAnswer(standstill));
  }

  private record BeforeAnswer(Standstill standstill) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      ServerCall<Q, A> standing =
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A answer) {
              if (answer instanceof Response response) {
                standstill.reach(KillPoint.BEFORE_ANSWER, response.getConsignment().getId());
              }
              super.sendMessage(answer);
            }
          };
      return next.startCall(standing, headers);
    }
  }
}
