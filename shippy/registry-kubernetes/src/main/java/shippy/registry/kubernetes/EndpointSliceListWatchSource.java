package shippy.registry.kubernetes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import shippy.registry.Discovery;
import shippy.registry.InvalidRecords;
import shippy.registry.ListWatchSource;
import shippy.registry.NodeTable;

/** The endpoint slices of one service, to list and watch. Safe for any thread. */
record EndpointSliceListWatchSource(ApiClient api, String service, InvalidRecords invalid)
    implements ListWatchSource {
  private static final String TOO_MANY = "more than %d slices or endpoints in one service";

  @Override
  public CompletableFuture<Listing> list() {
    return api.list("find the nodes of " + service, path(), this::listing);
  }

  private Listing listing(Unstructured list) {
    NodeTable nodes =
        new NodeTable(service, key -> skip(key, TOO_MANY.formatted(NodeTable.MAX_KEYS)));
    list.at("items")
        .items()
        .forEach(item -> nodes.apply(new EndpointSlice(item).nodes(this::skip)));
    return new Listing(Long.parseLong(list.at("metadata", "resourceVersion").orEmpty()), nodes);
  }

  /** Anything but a change ends it, such as an error with code 410 for a revision that is gone. */
  @Override
  public Discovery.Watch watch(long revision, Listener listener) {
    return api.watch(
        path() + "&watch=true&resourceVersion=" + revision,
        line -> tell(line, listener),
        listener::ended);
  }

  private void tell(String line, Listener listener) {
    try {
      Unstructured event = Unstructured.json(line);
      EndpointSlice slice = new EndpointSlice(event.at("object"));
      switch (event.at("type").orEmpty()) {
        case "ADDED", "MODIFIED" -> listener.changed(List.of(slice.nodes(this::skip)));
        case "DELETED" -> listener.changed(List.of(slice.gone()));
        default -> listener.ended();
      }
    } catch (IOException e) {
      listener.ended(); // a line that was cut off
    }
  }

  private String path() {
    return slices(EndpointSlice.SERVICE_NAME + "=" + service);
  }

  private void skip(String name, String reason) {
    invalid.add(service, name, reason);
  }

  /** Where the slices with such a label are, within the namespace. */
  static String slices(String selector) {
    return "endpointslices?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }
}
