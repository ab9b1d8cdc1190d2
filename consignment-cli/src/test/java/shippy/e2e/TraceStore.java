package shippy.e2e;

import java.util.List;

/** A system that keeps traces. */
interface TraceStore {
  /** All spans of the traces in which a service took part. */
  List<StoredSpan> spans(String service);
}
