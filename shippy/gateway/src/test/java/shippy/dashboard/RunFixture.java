package shippy.dashboard;

import static shippy.dashboard.StatusEvent.NOON;

import java.util.Collections;

/** What a gateway that belongs to a run says of its instances: settings, logs and history. */
final class RunFixture {
  private static final String VALUES = String.join(",", Collections.nCopies(89, "2.5"));

  private RunFixture() {}

  static void serve(FakeGateway gateway) {
    gateway.has(
        "/control/instances",
        """
        {"instances": [
          {"id": "1", "service": "shippy.service.consignment", "program": "consignment",
           "label": "consignment", "pid": 4711},
          {"id": "2", "service": "shippy.service.consignment", "program": "consignment",
           "label": "consignment-2", "pid": 4712}],
         "settings": [
          {"name": "registry", "value": "etcd", "source": "--registry"},
          {"name": "client_retries", "value": "2", "source": "default"}]}
        """);
    gateway.has(
        "/control/logs",
        """
        {"instance": "1", "lines": [
          {"number": 1, "at": %d, "text": "level=info Registered node: <b>1</b>"},
          {"number": 2, "at": %d, "text": "level=warn 4bf92f3577b34da6a3ce929d0e0e4736 failed"}]}
        """
            .formatted(NOON + 3, NOON + 86_400_000));
    gateway.has("/page/history", history());
    gateway.has(
        "/services/shippy.service.consignment",
        """
        {"doc": "Takes consignments.",
         "nodes": [{"id": "shippy.service.consignment-1", "metadata": {"protocol": "grpc"}}],
         "endpoints": [
          {"name": "ShippingService.CreateConsignment", "stream": false,
           "doc": "Creates a consignment.\\nThe same id is the same one.",
           "http": ["POST /v1/consignments"],
           "template": {"description": "", "weight": 0},
           "fields": [{"name": "weight", "type": "int32", "doc": "Kilograms."}]},
          {"name": "ShippingService.Watch", "stream": true, "template": {}}]}
        """);
    gateway.has("/services/shippy.service.vessel", "{\"endpoints\": []}");
  }

  private static String history() {
    return """
        {"at": %d, "step_ms": 10000, "series": {%s, %s, %s}}
        """
        .formatted(
            NOON,
            series("shippy.service.consignment"),
            series("shippy.service.vessel"),
            series("shippy.service.consignment-1"));
  }

  private static String series(String name) {
    return """
        "%1$s": {"calls": [null,%2$s], "errors": [null,%2$s], "p50_us": [null,%2$s],
         "p99_us": [null,%2$s]}
        """
        .formatted(name, VALUES);
  }
}
