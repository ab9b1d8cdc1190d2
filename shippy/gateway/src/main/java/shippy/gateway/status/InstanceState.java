package shippy.gateway.status;

import com.google.gson.annotations.SerializedName;

/** Whether an instance serves, as far as can be seen from here. */
public enum InstanceState {
  @SerializedName("serving")
  SERVING,
  @SerializedName("not_serving")
  NOT_SERVING,
  /** Registered, and does not answer. */
  @SerializedName("unreachable")
  UNREACHABLE,
  /** No longer registered, and did not answer before. */
  @SerializedName("lost")
  LOST,
  /** No longer registered, by its own will: it answered until then. */
  @SerializedName("stopped")
  STOPPED;

  boolean isGone() {
    return this == LOST || this == STOPPED;
  }
}
