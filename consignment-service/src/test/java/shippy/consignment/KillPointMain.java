package shippy.consignment;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
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
    KillPointHalt halt = new KillPointHalt(System.getenv(KillPointHalt.VARIABLE));
    Client client = platform.own(Client.of(platform));
    Store store =
        platform.own(Store.open(platform.config(), SqlConsignmentRepository.SCHEMA).orElseThrow());
    ConsignmentHandler handler =
        ConsignmentHandler.on(
            platform,
            new KillPointRepository(store, halt),
            new KillPointVessels(
                new GrpcVessels(client.channel(ConsignmentHandler.VESSEL_SERVICE)), halt));
    return () -> ServerInterceptors.intercept(handler, new BeforeAnswer(halt));
  }

  private record BeforeAnswer(KillPointHalt halt) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return next.startCall(new Unanswered<>(call, halt), headers);
    }
  }

  /**
   * Keeps the answer to itself at {@link KillPoint#BEFORE_ANSWER}, and no thread with it: it may
   * well be the one that is to tell the vessel service.
   */
  private static final class Unanswered<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final KillPointHalt halt;
    private boolean kept;

    Unanswered(ServerCall<Q, A> call, KillPointHalt halt) {
      super(call);
      this.halt = halt;
    }

    @Override
    public void sendMessage(A answer) {
      kept =
          answer instanceof Response response
              && halt.is(KillPoint.BEFORE_ANSWER, response.getConsignment().getId());
      if (!kept) {
        super.sendMessage(answer);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!kept) {
        super.close(status, trailers);
      }
    }
  }
}
