package shippy.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;

/**
 * Traces each attempt of a call, except calls of the diagnostic services: debug, health and
 * reflection.
 */
record ClientTracingInterceptor(Monitor monitor) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(
        method,
        Monitor.isDiagnostic(String.valueOf(method.getServiceName()))
            ? options
            : options.withStreamTracerFactory(
                new AttemptTracerFactory(monitor, next.authority(), method)));
  }
}
