package shippy.bench.scale;

import java.util.Map;
import shippy.bench.peer.BenchHost;
import shippy.bench.peer.Peers;
import shippy.bench.peer.ServicePair;
import shippy.bench.report.BenchOptions;
import shippy.bench.report.Report;
import shippy.bench.report.Section;

/**
 * What grows: rows in the memory store and in SQLite from 10^3 to 10^6, nodes in registries from 10
 * to 1 000. An exponent of 1 is a cost that doubles with what there is.
 */
public final class ScaleSection implements Section {
  @Override
  public String name() {
    return "scale";
  }

  @Override
  public void addTo(Report report, BenchOptions options) throws Exception {
    new RowsScale().addTo(report);
    new RegistryScale("mdns", Map.of("registry", "mdns")).addTo(report);
    try (BenchHost host = new BenchHost(options.root())) {
      new RegistryScale("etcd", host.settings()).addTo(report);
      ServicePair peer = Peers.named(Peers.RUN, options).orElseThrow();
      new StoreScale(options.root()).addTo(report, peer, host);
    }
  }
}
